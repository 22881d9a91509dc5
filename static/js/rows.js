// Returns rows of cells as a table of Markdown. The first one holds the headings; rule is
// what a table had below them, where one is changed.
export function markdownTable(rows, rule = []) {
  const width = Math.max(...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, i) => i);
  const line = (cells) => `| ${columns.map((i) => (cells[i] ?? "").replace(/(?<!\\)\|/g, "\\|") || " ").join(" | ")} |`;
  return [line(rows[0]), `| ${columns.map((i) => rule[i] || "---").join(" | ")} |`, ...rows.slice(1).map(line)].join("\n");
}
