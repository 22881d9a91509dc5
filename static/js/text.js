// Reading and changing the text of a field.

// Returns the line around the position, without its end.
export function lineAt(text, position) {
  const start = text.lastIndexOf("\n", position - 1) + 1;
  const next = text.indexOf("\n", position);
  const end = next < 0 ? text.length : next;
  return { start, end, text: text.slice(start, end) };
}

// Whether the position is within code that a line of ``` or ~~~ began.
export function inFence(text, position) {
  let fence = "";
  for (const line of text.slice(0, lineAt(text, position).start).split("\n")) {
    const [, mark, rest] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (!mark) continue;
    if (!fence) fence = mark;
    else if (mark.startsWith(fence) && !rest.trim()) fence = "";
  }
  return fence !== "";
}

// Puts a text in place of what stands from start to end, as if it had been typed: it can
// be undone, and whoever listens to the field hears of it.
export function insert(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  const done = document.execCommand(text ? "insertText" : "delete", false, text);
  if (done || start === end && !text) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// Puts a block into the text, with an empty line before and after it. What is typed on
// below is not part of it.
export function insertBlock(field, start, end, block) {
  const before = field.value.slice(0, start);
  const after = field.value.slice(end);
  const gap = (text, pattern) => "\n".repeat(text.trim() ? Math.max(0, 2 - pattern.exec(text)[0].length) : 0);
  insert(field, start, end, gap(before, /\n*$/) + block + (after.trim() ? gap(after, /^\n*/) : "\n\n"));
}
