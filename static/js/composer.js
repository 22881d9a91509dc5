// The composer of a text in Markdown: a toolbar, lists that go on by themselves, names to
// address, and pasting that keeps headings, lists, links and tables. forum.js loads this
// file when such a field comes near. Everything that it writes can be undone with Ctrl+Z.

import "../vendor/toolbar/toolbar.js";
import { previewing } from "./preview.js";
import { inFence, insert, lineAt } from "./text.js";

const tools = [
  { name: "Fett", run: bold, key: "b" },
  { name: "Überschrift", run: heading },
  { name: "Liste", tag: "md-unordered-list" },
  { name: "Nummern", label: "Nummerierte Liste", tag: "md-ordered-list" },
  { name: "Link", run: (field) => open(import("./link.js"), field), key: "k" },
  { name: "Tabelle", run: (field) => open(import("./table.js"), field) },
  { name: "Zitat", tag: "md-quote" },
  { name: "Code", tag: "md-code" },
];

// Makes what is selected bold, of several lines each, or the word at the cursor; what is
// bold becomes plain.
function bold(field) {
  let [start, end] = [field.selectionStart, field.selectionEnd];
  const text = field.value;
  if (start === end) {
    start -= /[\p{L}\p{N}]*$/u.exec(text.slice(0, start))[0].length;
    end += /^[\p{L}\p{N}]*/u.exec(text.slice(end))[0].length;
  }
  const chosen = text.slice(start, end);
  if (text.slice(start - 2, start) === "**" && text.slice(end, end + 2) === "**") {
    insert(field, start - 2, end + 2, chosen);
    field.setSelectionRange(start - 2, end - 2);
    return;
  }
  const lines = chosen.split("\n").map((line) => {
    const [, marks, words, space] = /^(\s*(?:(?:>|[-*+]|\d{1,4}[.)]|#{1,6}) +)*)(.*?)(\s*)$/.exec(line);
    if (chosen && !words) return line;
    const plain = /^\*\*(.*)\*\*$/.exec(words);
    return marks + (plain ? plain[1] : `**${words}**`) + space;
  });
  insert(field, start, end, lines.join("\n"));
  if (chosen) field.setSelectionRange(start, field.selectionEnd);
  else field.setSelectionRange(start + 2, start + 2);
}

// Puts "## " before the line of the cursor, or takes it away.
function heading(field) {
  const line = lineAt(field.value, field.selectionStart);
  const bare = line.text.replace(/^#{1,6} +/, "");
  insert(field, line.start, line.end, bare === line.text ? `## ${line.text}` : bare);
}

// Opens the dialog of a tool.
async function open(tool, field) {
  await tool.then((script) => script.open(field), () => {});
}

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = "../css/composer.css";
document.head.append(sheet);

export function compose(box) {
  const field = box.querySelector("textarea");
  const bar = document.createElement("markdown-toolbar");
  bar.className = "kf-toolbar";
  bar.setAttribute("for", field.id);
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Text gestalten");
  bar.setAttribute("aria-controls", field.id);
  bar.append(...tools.map((tool) => button(tool, field)));
  box.querySelector(".kf-composer__bar").replaceChildren(bar);
  field.addEventListener("keydown", (event) => shortcut(event, bar));
  field.addEventListener("beforeinput", (event) => goOn(event, field));
  if (field.form) previewing(field.form);
  field.addEventListener("paste", (event) => paste(event, field));
  if (field.dataset.mentions) import("./mention.js").then((script) => script.mentioning(field), () => {});
}

function button(tool, field) {
  const made = document.createElement(tool.tag ?? "button");
  made.className = "kf-tool";
  made.tabIndex = -1; // until the toolbar has the focus and leads on
  made.textContent = tool.name;
  if (tool.label) made.setAttribute("aria-label", tool.label);
  if (tool.key) {
    made.dataset.key = tool.key;
    made.title = `Strg+${tool.key.toUpperCase()}`;
    made.setAttribute("aria-keyshortcuts", `Control+${tool.key.toUpperCase()}`);
  }
  if (tool.tag) made.setAttribute("role", "button"); // the toolbar's own forget it
  if (tool.run) {
    made.type = "button";
    made.dataset.mdButton = "own"; // one of the toolbar's for the arrow keys, none of its styles
    made.addEventListener("click", () => tool.run(field));
  }
  return made;
}

function shortcut(event, bar) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const tool = bar.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!tool) return;
  event.preventDefault();
  tool.click();
}

const item = /^(\s*(?:> ?)*\s*)([-*+]|\d{1,4}[.)])( +)(\[[ xX]\] +)?(.*)$/;
const quote = /^(\s*(?:> ?)+)(.*)$/;

// Enter in a list or a quotation begins its next line; in an empty one it ends it, with
// an empty line, without which what is typed next would still be part of it.
function goOn(event, field) {
  if (event.inputType !== "insertLineBreak" || field.selectionStart !== field.selectionEnd) return;
  if (inFence(field.value, field.selectionStart)) return;
  const at = field.selectionStart;
  const line = lineAt(field.value, at);
  const before = field.value.slice(line.start, at);
  const [, indent, mark, space, box, text] = item.exec(before) ?? [];
  const [, marks, quoted] = mark ? [] : quote.exec(before) ?? [];
  if (!mark && !marks) return;
  event.preventDefault();
  if (!(text ?? quoted).trim() && at === line.end) {
    const outer = mark ? indent.trimEnd() : "";
    insert(field, line.start, line.end, outer ? `${outer}\n${outer} ` : "\n");
    return;
  }
  const next = mark ? indent + following(mark) + space + (box ? "[ ] " : "") : marks;
  insert(field, at, at, `\n${next}`);
}

function following(mark) {
  const number = parseInt(mark, 10);
  return Number.isNaN(number) ? mark : `${number + 1}${mark.at(-1)}`;
}

const most = 1_000_000; // characters of HTML that are worth converting

// Text with a structure is pasted as Markdown; everything else the browser pastes. What
// programs lay beside it as a picture of the same is left. Code has no structure.
async function paste(event, field) {
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!html || html.length > most || !structured.test(html) || inFence(field.value, field.selectionStart)) return;
  event.preventDefault();
  const [start, end] = [field.selectionStart, field.selectionEnd];
  const text = await import("./paste.js").then((script) => script.toMarkdown(html), () => plain);
  insert(field, start, end, text || plain);
}

const structured = /<(h[1-6]|ul|ol|table|a|b|strong|blockquote)\b|mso-list|font-weight: ?(bold|[6-9]00)/i;
