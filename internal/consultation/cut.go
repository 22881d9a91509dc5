package consultation

import (
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/fault"
)

// preamble is the heading of what stands above the first heading of a text.
const preamble = "Vorbemerkung"

// Cut splits a Markdown text into sections by its headings: by those of the highest level
// of which there are several, or by all of that of the first one. Deeper headings stay in
// the text of their section; a single title above the sections is left out if nothing
// stands between. A text that is too long is fault.Invalid.
func Cut(source string) ([]SectionInput, error) {
	if n := utf8.RuneCountInString(source); n > MaxPaste {
		var c fault.Check
		c.Add("text", "Der Text darf höchstens %d Zeichen lang sein, jetzt sind es %d.", MaxPaste, n)
		return nil, c.Err()
	}
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source), "\n")
	found := headings(lines)
	level := cutLevel(found)
	var out []SectionInput
	begin, heading := 0, ""
	add := func(until int) {
		text := strings.TrimSpace(strings.Join(lines[begin:until], "\n"))
		switch {
		case heading == "" && text != "":
			heading = preamble
		case heading == "":
			return
		}
		out = append(out, SectionInput{Heading: heading, Text: text})
	}
	for _, h := range found {
		if h.level > level {
			continue
		}
		add(h.line)
		begin, heading = h.line+h.lines, h.text
	}
	add(len(lines))
	if len(out) > 1 && out[0].Text == "" && len(found) > 0 && found[0].level < level {
		out = out[1:] // the title of the whole
	}
	return out, nil
}

// headingLine is a heading of a text.
type headingLine struct {
	line, lines int // where it begins, and how many lines it takes
	level       int
	text        string
}

// cutLevel is the level by which a text is cut.
func cutLevel(list []headingLine) int {
	var count [7]int
	for _, h := range list {
		count[h.level]++
	}
	first := 0
	for level := 1; level <= 6; level++ {
		if count[level] > 1 {
			return level
		}
		if count[level] == 1 && first == 0 {
			first = level
		}
	}
	return first
}

// headings finds the headings of a text, of both kinds that Markdown has, outside of code.
func headings(lines []string) (out []headingLine) {
	fence := ""
	for i, line := range lines {
		text := strings.TrimSpace(line)
		indented := strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t")
		switch {
		case fence != "":
			if strings.HasPrefix(text, fence) && strings.Trim(text, fence[:1]) == "" {
				fence = ""
			}
		case indented:
		case strings.HasPrefix(text, "```") || strings.HasPrefix(text, "~~~"):
			fence = text[:len(text)-len(strings.TrimLeft(text, text[:1]))]
		case strings.HasPrefix(text, "#"):
			level := len(text) - len(strings.TrimLeft(text, "#"))
			title := text[level:]
			if level <= 6 && (title == "" || strings.HasPrefix(title, " ") || strings.HasPrefix(title, "\t")) {
				title = plain(strings.TrimRight(strings.TrimSpace(title), "# "))
				out = append(out, headingLine{line: i, lines: 1, level: level, text: title})
			}
		case i > 0 && underlines(text) && startsParagraph(lines, i-1):
			level := 1
			if text[0] == '-' {
				level = 2
			}
			out = append(out, headingLine{line: i - 1, lines: 2, level: level, text: plain(strings.TrimSpace(lines[i-1]))})
		}
	}
	return out
}

// underlines reports whether a line makes a heading of the one above it.
func underlines(text string) bool {
	return len(text) > 1 && (strings.Trim(text, "=") == "" || strings.Trim(text, "-") == "")
}

// startsParagraph reports whether a line of text stands alone, which is no item of a list,
// no quotation and no row of a table.
func startsParagraph(lines []string, i int) bool {
	text := strings.TrimSpace(lines[i])
	return text != "" && !strings.ContainsAny(text[:1], "#>-*+|`~") && !strings.Contains(text, "|") && (i == 0 || strings.TrimSpace(lines[i-1]) == "")
}

// plain takes the marks of bold and italic words out of a heading, which is plain text.
func plain(heading string) string {
	return strings.NewReplacer("**", "", "__", "", "`", "").Replace(heading)
}
