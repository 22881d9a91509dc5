// „Zitieren“ puts a post, or what is selected in it, into the reply that is being written,
// without leaving the page. A button offers it beside a selection. forum.js loads this
// file on pages with a reply form.

import { insertBlock } from "./text.js";

const failed = new Set();

export function quoting(field) {
  for (const button of document.querySelectorAll("[data-quote]")) {
    button.addEventListener("click", (event) => {
      if (failed.has(button)) return; // it sends the form, which comes back with the quotation
      event.preventDefault();
      quote(button, field).catch(() => {
        failed.add(button);
        button.click();
      });
    });
  }
  offer();
}

// The server says who wrote it and gives the whole post.
async function quote(button, field) {
  const chosen = selectedIn(button.closest(".kf-post"));
  const answer = await fetch(button.dataset.quote);
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  let text = page.getElementById(field.id).value;
  if (chosen) {
    const { toMarkdown } = await import("./paste.js");
    const head = text.indexOf("\n>\n"); // below who wrote it
    const who = head < 0 ? "" : text.slice(0, head + 3);
    text = who + toMarkdown(chosen, true).split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  }
  insertBlock(field, field.selectionStart, field.selectionEnd, `${text.trimEnd()}\n\n`);
  field.scrollIntoView({ block: "center" });
}

// The selection as HTML, if it lies in the text of the post.
function selectedIn(post) {
  const range = selectedRange();
  if (!post || post !== postOf(range)) return "";
  const box = document.createElement("div");
  box.append(range.cloneContents());
  for (const e of box.querySelectorAll(".kern-sr-only")) e.remove();
  return box.textContent.trim() ? box.innerHTML : "";
}

function selectedRange() {
  const selection = getSelection();
  return selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null;
}

function postOf(range) {
  const node = range?.commonAncestorContainer;
  const e = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
  return e?.closest(".kf-post__body")?.closest(".kf-post") ?? null;
}

// Puts a button above what is selected with a pointer. With the keyboard the button of the
// post does the same.
function offer() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kf-quote";
  button.textContent = "Zitieren";
  button.hidden = true;
  document.body.append(button);
  let own = null; // the button of the post
  document.addEventListener("selectionchange", () => {
    const range = selectedRange();
    own = postOf(range)?.querySelector("[data-quote]") ?? null;
    button.hidden = !own;
    if (!own) return;
    const box = range.getBoundingClientRect();
    button.style.insetBlockStart = `${Math.max(0, box.top + scrollY - button.offsetHeight - 4)}px`;
    button.style.insetInlineStart = `${Math.max(8, box.left + scrollX)}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", () => own?.click());
}
