package markdown

import "strings"

// Quote returns source as a quotation that starts a reply, followed by an empty
// line: "AUTHOR schrieb (Beitrag):" in italics, where "Beitrag" links to address,
// then every line after "> ". Inside the blockquote it renders as source does on
// its own. author is plain text and is escaped; an empty author omits the first
// line, an empty address the link.
func Quote(source, author, address string) string {
	var b strings.Builder
	if author = strings.Join(strings.Fields(clean(author)), " "); author != "" {
		b.WriteString("> *" + inlineEscaper.Replace(author) + " schrieb")
		if address != "" {
			b.WriteString(" ([Beitrag](" + address + "))")
		}
		b.WriteString(":*\n>\n")
	}
	for line := range strings.Lines(strings.TrimRight(clean(source), " \t\n")) {
		if line = strings.TrimRight(line, "\n"); strings.Trim(line, " \t") == "" {
			b.WriteString(">\n")
		} else {
			b.WriteString("> " + expandTabs(line) + "\n")
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// expandTabs replaces tabs by spaces up to the next multiple of four columns, as
// far as they indent: among the spaces and marks with which line begins. Behind
// "> " they would reach less far.
func expandTabs(line string) string {
	var b strings.Builder
	for i, r := range line {
		if !strings.ContainsRune(" \t>-+*.)0123456789", r) {
			return b.String() + line[i:]
		}
		if r == '\t' {
			b.WriteString("    "[b.Len()%4:])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// inlineEscaper takes their meaning from the characters that have one within a
// line.
var inlineEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `~`, `\~`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `&`, `\&`, `|`, `\|`)
