// The dialog of the composer for a table, a new one or that at the cursor. Cells copied in
// a spreadsheet fill it. Each column has a heading, because programs that read aloud name
// it with each cell.

import { action, ask, element } from "./dialog.js";
import { markdownTable } from "./rows.js";
import { insertBlock, lineAt } from "./text.js";

const mostColumns = 12;
const mostRows = 200;

export function open(field) {
  const there = tableAt(field);
  const grid = new Grid(there.rows);
  const hint = element("p", {
    className: "kern-hint kf-hint",
    textContent: "Die erste Zeile sind die Überschriften. Zellen aus Excel oder LibreOffice können Sie in ein Feld einfügen.",
  });
  const frame = element("div", { className: "kf-dialog__frame" });
  frame.append(grid.table);
  const row = action("Zeile dazu", "secondary", "button");
  row.addEventListener("click", () => {
    grid.grow(grid.rows + 1, grid.columns);
    grid.input(grid.rows - 1, 0).focus();
  });
  const column = action("Spalte dazu", "secondary", "button");
  column.addEventListener("click", () => {
    grid.grow(grid.rows, grid.columns + 1);
    grid.input(0, grid.columns - 1).focus();
  });
  const size = element("div", { className: "kf-buttons" });
  size.append(row, column);
  const dialog = ask("Tabelle", [hint, frame, size], "Tabelle einfügen", () => {
    const rows = grid.filled();
    if (rows.length === 0) return ["Die Tabelle ist leer.", grid.input(0, 0)];
    const bare = Array.from({ length: rows[0].length }, (_, i) => i).find((i) => !rows[0][i]);
    if (bare !== undefined) {
      return [`Bitte geben Sie Spalte ${bare + 1} eine Überschrift. Vorleseprogramme nennen sie zu jeder Zelle.`, grid.input(0, bare)];
    }
    dialog.addEventListener("close", () => insertBlock(field, there.start, there.end, markdownTable(rows, there.rule)));
    return null;
  });
  grid.input(0, 0).focus();
}

const cellsOf = (line) => line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "").split(/(?<!\\)\|/)
  .map((cell) => cell.trim().replaceAll("\\|", "|"));

// The table around the cursor. Without one the cells that are selected, as spreadsheets
// copy them, or an empty table of three rows below what is selected.
function tableAt(field) {
  let first = lineAt(field.value, field.selectionStart);
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (chosen.includes("\t")) {
    const rows = chosen.trim().split("\n").map((line) => line.split("\t"));
    return { start: field.selectionStart, end: field.selectionEnd, rows };
  }
  const empty = { start: field.selectionEnd, end: field.selectionEnd, rows: [["", ""], ["", ""], ["", ""]] };
  if (!first.text.includes("|")) return empty;
  const lines = [first];
  for (let l = first; l.start > 0 && (l = lineAt(field.value, l.start - 1)).text.includes("|");) lines.unshift(l);
  for (let l = first; l.end < field.value.length && (l = lineAt(field.value, l.end + 1)).text.includes("|");) lines.push(l);
  if (lines.length < 2 || !/^\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?)?\s*$/.test(lines[1].text)) return empty;
  const rows = lines.filter((_, i) => i !== 1).map((l) => cellsOf(l.text));
  return { start: lines[0].start, end: lines.at(-1).end, rows, rule: cellsOf(lines[1].text) };
}

// Grid is a table of inputs.
class Grid {
  constructor(rows) {
    this.table = element("table", { className: "kf-dialog__table" });
    this.rows = this.columns = 0;
    this.grow(rows.length, Math.max(...rows.map((row) => row.length)));
    rows.forEach((row, r) => row.forEach((text, c) => { this.input(r, c).value = text; }));
    this.table.addEventListener("paste", (event) => this.paste(event));
    this.table.addEventListener("keydown", (event) => this.move(event));
  }

  input(row, column) {
    return this.table.rows[row].cells[column].firstElementChild;
  }

  // Makes room for so many rows and columns.
  grow(rows, columns) {
    this.columns = Math.min(Math.max(columns, this.columns), mostColumns);
    this.rows = Math.min(Math.max(rows, this.rows), mostRows);
    while (this.table.rows.length < this.rows) this.table.insertRow();
    for (const row of this.table.rows) {
      while (row.cells.length < this.columns) {
        const input = element("input", { className: "kern-form-input__input" });
        const at = row.cells.length + 1;
        input.setAttribute("aria-label", row.rowIndex === 0 ? `Überschrift von Spalte ${at}` : `Zeile ${row.rowIndex}, Spalte ${at}`);
        if (row.rowIndex === 0) input.placeholder = `Überschrift ${at}`;
        row.insertCell().append(input);
      }
    }
  }

  // Cells of a spreadsheet come as lines with tabs.
  paste(event) {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const cell = event.target.closest("td");
    const rows = text.split(/\r?\n/).map((line) => line.split("\t"));
    const [top, left] = [cell.parentElement.rowIndex, cell.cellIndex];
    this.grow(top + rows.length, left + Math.max(...rows.map((row) => row.length)));
    rows.slice(0, this.rows - top).forEach((row, r) => row.slice(0, this.columns - left).forEach((value, c) => {
      this.input(top + r, left + c).value = value.trim();
    }));
  }

  // Up and down lead to the cell above and below.
  move(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const cell = event.target.closest("td");
    const row = step && this.table.rows[cell.parentElement.rowIndex + step];
    if (!row) return;
    event.preventDefault();
    row.cells[cell.cellIndex].firstElementChild.focus();
  }

  // The cells without rows and columns at the end that are empty.
  filled() {
    const rows = [...this.table.rows].map((row) => [...row.cells].map((cell) => cell.firstElementChild.value.trim()));
    while (rows.length > 0 && !rows.at(-1).some(Boolean)) rows.pop();
    const width = Math.max(0, ...rows.map((row) => row.findLastIndex(Boolean) + 1));
    return rows.map((row) => row.slice(0, width));
  }
}
