// „Zitieren“ puts a post, or what is selected in it, into the reply that is being written,
// without leaving the page. A button offers it beside a selection. forum.js loads this
// file on pages with a reply form.

import { insertBlock } from "./text.js";

export function quoting(field) {
  for (const link of document.querySelectorAll('a[href*="?zitat="]')) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      quote(link, field).catch(() => location.assign(link.href));
    });
  }
  offer();
}

// The server says who wrote it and gives the whole post.
async function quote(link, field) {
  const chosen = selectedIn(link.closest(".kf-post"));
  const answer = await fetch(link.href);
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

// Puts a button above what is selected with a pointer. With the keyboard the link of the
// post does the same.
function offer() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kf-quote";
  button.textContent = "Zitieren";
  button.hidden = true;
  document.body.append(button);
  let link = null;
  document.addEventListener("selectionchange", () => {
    const range = selectedRange();
    link = postOf(range)?.querySelector('a[href*="?zitat="]') ?? null;
    button.hidden = !link;
    if (!link) return;
    const box = range.getBoundingClientRect();
    button.style.insetBlockStart = `${Math.max(0, box.top + scrollY - button.offsetHeight - 4)}px`;
    button.style.insetInlineStart = `${Math.max(8, box.left + scrollX)}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", () => link?.click());
}
