// Turns what was copied in Word, Excel, LibreOffice, Outlook or on a web page into
// Markdown: headings, lists, links, tables, quotations and bold text stay.

import Turndown from "../vendor/turndown/turndown.js";
import { markdownTable } from "./rows.js";

const style = { headingStyle: "atx", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*" };

const linkable = /^(https?:|mailto:)/i;

// Returns HTML as Markdown. Addresses without a host are kept if it is of our own pages.
export function toMarkdown(html, ours = false) {
  const turndown = new Turndown(style);
  const page = new DOMParser().parseFromString(html, "text/html").body;
  for (const e of page.querySelectorAll("script, style, title, meta, link, img, picture, svg, video, audio, object, iframe, input, button, select")) {
    e.remove();
  }
  bold(page);
  wordLists(page);
  turndown.addRule("link", {
    filter: "a",
    replacement: (text, link) => {
      const address = link.getAttribute("href") ?? "";
      return text.trim() && (linkable.test(address) || ours && /^\/(?!\/)/.test(address)) ? linked(text, link) : text;
    },
  });
  turndown.addRule("strike", { filter: ["del", "s", "strike"], replacement: (text) => text.trim() ? `~~${text}~~` : text });
  turndown.addRule("item", { filter: "li", replacement: itemOf });
  turndown.addRule("table", { filter: "table", replacement: (_, table) => `\n\n${tableOf(table, turndown)}\n\n` });
  return turndown.turndown(page).replace(/\u00a0/g, " ").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}

function linked(text, link) {
  const address = link.getAttribute("href").trim().replace(/[\s<>()]/g, encodeURIComponent).replace(/[()]/g, (c) => c === "(" ? "%28" : "%29");
  const words = text.trim().replace(/\s+/g, " ");
  return words === link.getAttribute("href").trim() ? address : `[${words}](${address})`;
}

function itemOf(text, item) {
  const list = item.parentNode;
  const number = Number(list.getAttribute?.("start") || 1) + [...list.children].indexOf(item);
  const mark = list.nodeName === "OL" ? `${number}. ` : "- ";
  const body = text.trim().replace(/\n+(?=\s*(-|\d+\.) )/g, "\n").replace(/\n(?=.)/g, `\n${" ".repeat(mark.length)}`);
  return `${mark}${body}\n`;
}

// Some programs write bold or italic text by its style, others a plain text in <b>, or
// bold text twice.
function bold(page) {
  for (const e of page.querySelectorAll("b, strong")) {
    if (/(^|;)\s*font-weight:\s*(normal|400)/i.test(e.getAttribute("style") ?? "")) e.replaceWith(...e.childNodes);
  }
  for (const e of page.querySelectorAll("span[style]")) {
    const style = e.getAttribute("style");
    if (/(^|;)\s*font-weight:\s*(bold|[6-9]00)/i.test(style) && !e.closest("h1, h2, h3, h4, h5, h6, th")) wrap(e, "strong");
    if (/(^|;)\s*font-style:\s*(italic|oblique)/i.test(style)) wrap(e, "em");
  }
  for (const tags of ["b, strong", "i, em"]) {
    for (const e of page.querySelectorAll(tags)) if (e.parentElement.closest(tags)) e.replaceWith(...e.childNodes);
  }
}

function wrap(e, name) {
  const inner = document.createElement(name);
  inner.append(...e.childNodes);
  e.append(inner);
}

// Word writes the items of a list as paragraphs: "mso-list: l0 level2 lfo1" in the style,
// the bullet or number in a span of its own.
function wordLists(page) {
  let open = []; // lists with the ids that Word gave them, the outermost first
  let last = null; // the paragraph before
  for (const p of page.querySelectorAll("[style*='mso-list']")) {
    const level = Number(/mso-list:[^;]*level(\d)/i.exec(p.getAttribute("style"))?.[1] ?? 0);
    if (!level || !/^(P|H\d|DIV)$/.test(p.tagName)) continue;
    const marker = p.querySelector("[style*='mso-list:Ignore' i], [style*='mso-list: Ignore' i]");
    const id = /mso-list:\s*(l\d+)[^;]*(lfo\d+)/i.exec(p.getAttribute("style"))?.slice(1).join() ?? "";
    const ordered = /^\s*\(?[0-9a-zA-Z]{1,4}[.)]/.test(marker?.textContent ?? "");
    const start = parseInt(marker?.textContent.trim() ?? "", 10);
    marker?.remove();
    if (!last || last.nextElementSibling !== p) open = [];
    open.length = Math.min(open.length, level);
    if (open[level - 1] && open[level - 1].id !== id) open.length = level - 1;
    const item = document.createElement("li");
    item.append(...p.childNodes);
    last = document.createElement("i"); // stands where the paragraph stood until all are read
    last.dataset.listed = "";
    p.replaceWith(last);
    while (open.length < level) {
      const list = document.createElement(ordered ? "ol" : "ul");
      if (ordered && start > 1) list.start = start;
      const outer = open.at(-1)?.list;
      if (outer) outer.lastElementChild ? outer.lastElementChild.append(list) : outer.append(list);
      else last.before(list);
      open.push({ list, id });
    }
    open.at(-1).list.append(item);
  }
  for (const e of page.querySelectorAll("[data-listed]")) e.remove();
}

// A table of Markdown has one row of headings, and cells of one line. Where a cell goes
// over several rows or columns the others are empty.
function tableOf(table, turndown) {
  const above = []; // in how many rows yet to come a cell above reaches, of each column
  const rows = [...table.rows].map((row) => cellsOf(row, turndown, above)).filter((row) => row.some(Boolean));
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map((row) => row.length));
  if (width === 1) return rows.map(([text]) => text).join("\n\n");
  const caption = table.caption ? `${turndown.turndown(table.caption)}\n\n` : "";
  return caption + markdownTable(rows);
}

function cellsOf(row, turndown, above) {
  const texts = [];
  const reached = () => {
    for (; above[texts.length] > 0; texts.push("")) above[texts.length] -= 1;
  };
  for (const cell of row.cells) {
    reached();
    const text = textOf(cell, turndown);
    for (let i = 0; i < Math.min(cell.colSpan, 50); i += 1) {
      above[texts.length] = cell.rowSpan - 1;
      texts.push(i === 0 ? text : "");
    }
  }
  reached();
  return texts;
}

function textOf(cell, turndown) {
  if (cell.querySelector("table")) return cell.textContent.trim().replace(/\s+/g, " ");
  for (const item of cell.querySelectorAll("li")) item.prepend("• ");
  for (const e of cell.querySelectorAll("ul, ol, li, h1, h2, h3, h4, h5, h6")) e.replaceWith(...e.childNodes, document.createElement("br"));
  return turndown.turndown(cell).replace(/\u00a0/g, " ").replace(/\s*\n\s*/g, " ").trim();
}
