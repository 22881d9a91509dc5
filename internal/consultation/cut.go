package consultation

import (
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/fault"
)

// preamble is the heading of what stands above the first heading of a text.
const preamble = "Vorbemerkung"

// Cut splits a Markdown text into sections by its headings of the two highest levels, or by
// the highest of those below where it has no other. Deeper headings stay in the text of
// their section. A single title above the sections is left out if nothing stands between;
// a chapter of which that is true gives its heading to its first section. A text that is
// too long is fault.Invalid.
func Cut(source string) ([]SectionInput, error) {
	if n := utf8.RuneCountInString(source); n > MaxPaste {
		var c fault.Check
		c.Add("text", "Der Text darf höchstens %d Zeichen lang sein, jetzt sind es %d.", MaxPaste, n)
		return nil, c.Err()
	}
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source), "\n")
	all := headings(lines)
	found, title := dividing(all), hasTitle(all)
	until := len(lines)
	if len(found) > 0 {
		until = found[0].line
	}
	var out []SectionInput
	if text := between(lines, 0, until); text != "" {
		out = append(out, SectionInput{Heading: preamble, Text: text})
	}
	chapter := ""
	for i, h := range found {
		until, deeper := len(lines), false
		if i+1 < len(found) {
			until, deeper = found[i+1].line, found[i+1].level > h.level
		}
		text := between(lines, h.line+h.lines, until)
		switch {
		case text == "" && deeper && i == 0 && title:
		case text == "" && deeper && h.text != "":
			chapter = h.text + ": "
		default:
			out = append(out, SectionInput{Heading: chapter + h.text, Text: text})
			chapter = ""
		}
	}
	return out, nil
}

func between(lines []string, begin, end int) string {
	return strings.TrimSpace(strings.Join(lines[begin:end], "\n"))
}

// dividing returns the headings at which a text is cut.
func dividing(list []headingLine) (out []headingLine) {
	level := 6
	for _, h := range list {
		level = min(level, h.level)
	}
	level = max(level, 2)
	for _, h := range list {
		if h.level <= level {
			out = append(out, h)
		}
	}
	return out
}

// hasTitle reports whether the first heading of a text is the only one of its level.
func hasTitle(list []headingLine) bool {
	for i, h := range list {
		if i > 0 && h.level <= list[0].level {
			return false
		}
	}
	return len(list) > 1
}

// headingLine is a heading of a text.
type headingLine struct {
	line, lines int // where it begins, and how many lines it takes
	level       int
	text        string
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
	if text == "" || strings.Contains(text, "|") || strings.ContainsAny(text[:1], "#>-+`~") || strings.HasPrefix(text, "* ") {
		return false
	}
	if i == 0 {
		return true
	}
	above := strings.TrimSpace(lines[i-1])
	return above == "" || strings.HasPrefix(above, "#") || underlines(above)
}

// plain takes the marks of bold and italic words out of a heading, which is plain text.
func plain(heading string) string {
	return strings.NewReplacer("**", "", "__", "", "`", "").Replace(heading)
}
