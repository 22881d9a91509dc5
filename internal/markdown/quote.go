package markdown

import "strings"

// Quote returns source as a quotation to begin a reply with, followed by an empty
// line: attribution ("Anna Beispiel (Stadt Musterstadt) schrieb:") as plain text
// in italics on top, then every line behind "> ". An empty attribution is left
// out.
func Quote(source, attribution string) string {
	var b strings.Builder
	if attribution = strings.Join(strings.Fields(clean(attribution)), " "); attribution != "" {
		b.WriteString("> *" + inlineEscaper.Replace(attribution) + "*\n>\n")
	}
	for line := range strings.Lines(strings.TrimRight(clean(source), " \t\n")) {
		if line = strings.TrimRight(line, "\n"); strings.TrimSpace(line) == "" {
			b.WriteString(">\n")
		} else {
			b.WriteString("> " + line + "\n")
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// inlineEscaper takes their meaning from the characters that have one within a
// line.
var inlineEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `~`, `\~`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `&`, `\&`, `|`, `\|`)
