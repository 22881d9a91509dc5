// Shows what already stands in the forum on a question while its title is typed.
// forum.js loads this file when the title is first used.

const pause = 600; // milliseconds without a key before the forum is asked
const least = 10; // letters of a title
const nothing = " "; // shown for a title that is too short; an empty answer leaves the proposals as they are

const ticked = new Set(); // services that this script ticked and nobody has touched since

// Chooses the proposed board, as long as nobody chose another one, and offers the
// services that the title names. What somebody ticked or unticked stays so.
function propose(form, proposal) {
  const sentence = form.querySelector("[data-proposed]");
  const tags = form.querySelector("[data-services]");
  const board = sentence && document.getElementById(sentence.dataset.board);
  if (!board || !tags) return;
  const slug = proposal?.dataset.proposal ?? "";
  const free = board.value === "" || board.value === board.dataset.proposed;
  if (free && [...board.options].some((option) => option.value === slug)) {
    board.value = slug;
    board.dataset.proposed = slug;
  }
  board.onchange = () => { sentence.hidden = true; };
  sentence.hidden = slug === "" || board.value !== slug;
  sentence.textContent = sentence.hidden ? "" : proposal.querySelector("p").textContent;
  offer(tags, proposal?.querySelector("fieldset"));
}

function offer(tags, fresh) {
  const boxes = (place) => [...(place?.querySelectorAll("input[type=checkbox]") ?? [])];
  const before = new Map(boxes(tags).map((box) => [box.value, box.checked]));
  const kept = boxes(tags).filter((box) => box.checked && !ticked.has(box.value));
  if (!fresh && kept.length > 0) return;
  for (const box of boxes(fresh)) {
    if (before.has(box.value)) box.checked = before.get(box.value);
    else if (box.checked) ticked.add(box.value);
  }
  const known = new Set(boxes(fresh).map((box) => box.value));
  for (const box of kept) {
    if (!known.has(box.value)) fresh.querySelector(".kern-fieldset__body").append(box.parentElement);
  }
  tags.replaceChildren(...(fresh ? [fresh] : []));
}

export function twins(box, field) {
  const said = document.createElement("span");
  said.className = "kern-sr-only";
  said.setAttribute("role", "status");
  box.after(said);
  let timer;
  let running;

  field.form.querySelector("[data-services]")?.addEventListener("change", (event) => ticked.delete(event.target.value));

  const show = (html) => {
    // The fragment comes from this site, which escapes what people wrote.
    const found = new DOMParser().parseFromString(html, "text/html").body;
    const proposal = found.querySelector("[data-proposal]");
    proposal?.remove();
    if (proposal || html === nothing) propose(field.form, proposal);
    const links = found.querySelectorAll("a");
    for (const link of links) link.target = "_blank";
    box.replaceChildren(...found.childNodes);
    box.hidden = links.length === 0;
    said.textContent = [
      links.length === 0 ? "" : "Vielleicht ist Ihre Frage schon beantwortet. Unter dem Titel stehen ähnliche Texte.",
      field.form.querySelector("[data-proposed]")?.textContent ?? "",
    ].join(" ").trim();
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
      show(nothing);
      return;
    }
    timer = setTimeout(ask, pause);
  };

  field.addEventListener("input", consider);
  if (field.value !== field.defaultValue) consider();
}
