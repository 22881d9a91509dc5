// Shows what already stands in the forum on a question while its title is typed.
// forum.js loads this file when the title is first used.

const pause = 600; // milliseconds without a key before the forum is asked
const least = 10; // letters of a title

export function twins(box, field) {
  const said = document.createElement("span");
  said.className = "kern-sr-only";
  said.setAttribute("role", "status");
  box.after(said);
  let timer;
  let running;

  const show = (html) => {
    // The fragment comes from this site, which escapes what people wrote.
    const found = new DOMParser().parseFromString(html, "text/html").body;
    const links = found.querySelectorAll("a");
    for (const link of links) link.target = "_blank";
    box.replaceChildren(...found.childNodes);
    box.hidden = links.length === 0;
    said.textContent = links.length === 0 ? "" : "Vielleicht ist Ihre Frage schon beantwortet. Unter dem Titel stehen ähnliche Texte.";
  };

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.twins}?titel=${encodeURIComponent(field.value)}`, { signal: running.signal });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // Offline, or typed on: the form shows them when it is sent.
    }
  };

  const consider = () => {
    clearTimeout(timer);
    if ([...field.value.trim()].length < least) {
      running?.abort();
      show("");
      return;
    }
    timer = setTimeout(ask, pause);
  };

  field.addEventListener("input", consider);
  if (field.value !== field.defaultValue) consider();
}
