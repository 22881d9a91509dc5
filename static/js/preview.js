// „Vorschau“ shows what the server made of the text, without leaving the page: nothing
// that was typed is sent to and fro, and it can still be undone.

export function previewing(form) {
  const button = form.querySelector('button[name="aktion"][value="vorschau"]');
  if (!button || form.dataset.previewing) return;
  form.dataset.previewing = "yes";
  button.addEventListener("click", (event) => {
    event.preventDefault();
    preview(form, button).catch(() => form.requestSubmit(plain(button)));
  });
}

// With problems the whole page comes, which says where they are.
async function preview(form, button) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, button)) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.getElementById("vorschau");
  if (!answer.ok || !shown || page.getElementById("fehler")) throw new Error("nothing to show");
  for (const e of document.querySelectorAll(".kf-preview")) e.remove();
  form.before(...page.querySelectorAll(".kf-preview"));
  shown.tabIndex = -1;
  shown.focus();
}

// The same button without a listener: it sends the form.
function plain(button) {
  const copy = button.cloneNode(true);
  button.replaceWith(copy);
  return copy;
}
