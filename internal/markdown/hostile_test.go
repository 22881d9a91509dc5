package markdown

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// hostile holds sources of MaxLength characters that make, or once made, goldmark
// or the renderer do far more work than their length suggests. Each must be
// refused or rendered; BenchmarkHostile shows what it costs.
var hostile = []struct {
	name   string
	source string
	want   Reason // 0: rendered
}{
	{"dashes", repeat("- "), 0}, // one thematic break
	{"nested bullet lists", cut(strings.Repeat("- ", MaxLength/2-1) + "a"), TooDeep},
	{"nested numbered lists", repeat("1. "), TooDeep},
	{"nested lists by indentation", stairs("- a", "  "), TooDeep},
	{"nested quotes", repeat("> "), TooDeep},
	{"nested quotes without spaces", repeat(">"), TooDeep},
	{"quotes in lists", repeat("- > "), TooDeep},
	{"quotes over many lines", repeat(strings.Repeat(">", 19) + "\n"), 0},
	{"nested footnotes", repeat("[^a]: "), TooDeep},
	{"opening brackets", repeat("["), TooDeep},
	{"opening pictures", repeat("!["), TooDeep},
	{"nested links", fill("[", "](a)"), TooDeep},
	{"nested pictures", fill("![", "](a)"), TooDeep},
	{"links in links", repeat("[a]("), TooComplex},
	{"addresses in angle brackets", repeat("[a](<b"), TooComplex},
	{"titles without end", repeat("[a](b \"c"), TooComplex},
	{"links just below the limit", strings.Repeat("[a](b", maxAttempts) + repeat("c"), 0},
	{"titles just below the limit", strings.Repeat("[a](<b", maxAttempts) + repeat("c"), 0},
	{"references without target", repeat("[a][b"), TooDeep},
	{"undefined references", repeat("[a]"), TooComplex},
	{"undefined references apart", repeat("[a] "), 0},
	{"undefined nested references", fill("[a", "]"), TooDeep},
	{"closing brackets", repeat("]"), 0},
	{"reference definitions", repeat("[a]: b\n"), 0},
	{"reference definitions without end", repeat("[a]: b 'c\n"), 0},
	{"reference definitions in brackets", repeat("[a]: <b\n"), 0},
	{"long reference", "[a]: /" + strings.Repeat("b", MaxLength/2) + "\n\n" + repeat("[a]"), TooComplex},
	{"long title", "[a]: /b \"" + strings.Repeat("b", MaxLength/2) + "\"\n\n" + repeat("[a]"), TooComplex},
	{"asterisks", repeat("*"), 0},
	{"asterisks and a letter", repeat("*a"), TooComplex},
	{"asterisks around a letter", fill("*", "a", "*"), TooDeep},
	{"nested emphasis", fill("*a ", " a*"), TooComplex},
	{"nested emphasis below the limit of runs", fillTo(6*40, "*a ", " a*"), TooDeep},
	{"mixed emphasis", repeat("*a_ "), TooComplex},
	{"mixed emphasis in paragraphs below the limit", repeat(strings.Repeat("*a_ ", maxRuns/2) + "\n\n"), 0},
	{"emphasis of three", repeat("a**b*c "), TooComplex},
	{"underscores in words", repeat("a_"), TooComplex},
	{"tildes", "a" + repeat("~"), 0},
	{"tildes in pairs", repeat("~~a "), TooComplex},
	{"backticks", repeat("`"), 0},
	{"escaped backticks", repeat("\\``"), 0},
	{"escaped backticks over lines", fill("\\``", "\n[a]:"), 0},
	{"backticks of every length", growing("`"), 0},
	{"angle brackets", repeat("<"), 0},
	{"tags", repeat("<a "), 0},
	{"comments", repeat("<!--"), 0},
	{"declarations", repeat("<!A "), 0},
	{"processing instructions", repeat("<?"), 0},
	{"automatic links without end", repeat("<a:"), 0},
	{"ampersands", repeat("&"), 0},
	{"entities", repeat("&#x10FFFF;"), 0},
	{"quotation marks", repeat(`"`), 0},
	{"bare addresses", repeat("http://a.b "), 0},
	{"bare addresses in brackets", repeat("(http://a.b/"), 0},
	{"bare address and punctuation", "http://a.b/" + repeat(")_"), TooComplex},
	{"mail addresses", repeat("a@b.c "), 0},
	{"mail addresses without end", repeat("(a@"), 0},
	{"wide table", table(4000, 1), TooComplex},
	{"table filled up from short rows", table(1000, 14_000), TooComplex},
	{"table just below the limit", table(100, 48), 0},
	{"long table", table(1, 16_000), TooComplex},
	{"tables", repeat("|a|\n|-|\n\n"), 0},
	{"escaped bars in code", "|a|b|\n|-|-|\n" + repeat("`\\|`|`\\|`\n"), TooComplex},
	{"escaped bars in one cell", "|a|b|\n|-|-|\n" + repeat("`\\|`"), 0},
	{"bars", repeat("|"), 0},
	{"footnotes to one note", "[^a]: b\n\n" + repeat("[^a]"), TooComplex},
	{"footnote openers", repeat("[^"), TooDeep},
	{"footnotes", footnotes(), TooComplex},
	{"footnote definitions", repeat("[^a]: b\n"), 0},
	{"tasks", repeat("- [ ] a\n"), 0},
	{"list items", repeat("-\n"), 0},
	{"headings", repeat("#\n"), 0},
	{"headings with text", repeat("# a\n"), 0},
	{"underlined headings", repeat("a\n=\n"), 0},
	{"fences", repeat("```\n"), 0},
	{"fences that never end", repeat("~~~ a\n"), 0},
	{"lines", repeat("a\n"), 0},
	{"empty lines", repeat("\n"), 0},
	{"tabs", repeat("\t"), 0},
	{"tabs in lists", strings.Repeat("-\t", MaxLength/2-1) + "a", TooDeep},
	{"spaces", "a" + repeat(" ") + "b", 0},
	{"backslashes", repeat(`\`), 0},
	{"emoji", repeat("😀"), 0},
	{"combining marks", "a" + repeat("\u0301"), 0},
	{"case folding", repeat("[ẞİ] "), 0},
}

// repeat writes s again and again up to MaxLength characters.
func repeat(s string) string { return cut(strings.Repeat(s, MaxLength)) }

func cut(s string) string { return firstRunes(s, MaxLength) }

// fill writes the first part, then the middle once, then the last part, the outer
// ones equally often and together MaxLength characters long.
func fill(parts ...string) string { return fillTo(MaxLength, parts...) }

func fillTo(length int, parts ...string) string {
	first, last := parts[0], parts[len(parts)-1]
	n := length / (len(first) + len(last))
	middle := "a"
	return strings.Repeat(first, n) + middle + strings.Repeat(last, n)
}

// stairs writes lines, each indented deeper than the one before.
func stairs(line, indent string) string {
	var b strings.Builder
	for i := 0; b.Len() < MaxLength; i++ {
		b.WriteString(strings.Repeat(indent, i) + line + "\n")
	}
	return cut(b.String())
}

// growing writes runs of s of length 1, 2, 3 and so on.
func growing(s string) string {
	var b strings.Builder
	for i := 1; b.Len() < MaxLength; i++ {
		b.WriteString(strings.Repeat(s, i) + "a")
	}
	return cut(b.String())
}

// table writes a head of the given width above rows of one cell.
func table(columns, rows int) string {
	return cut(strings.Repeat("|a", columns) + "\n" + strings.Repeat("|-", columns) + "\n" + strings.Repeat("|\n", rows))
}

// footnotes writes as many different footnotes as fit, each used once.
func footnotes() string {
	var uses, notes strings.Builder
	for i := 0; uses.Len()+notes.Len() < MaxLength-20; i++ {
		fmt.Fprintf(&uses, "[^%d]", i)
		fmt.Fprintf(&notes, "[^%d]: a\n", i)
	}
	return cut(uses.String() + "\n\n" + notes.String())
}

func TestHostileSourcesAreRefusedOrRendered(t *testing.T) {
	t.Parallel()
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			source := cut(h.source)
			text, err := Render(context.Background(), source)
			var problem *Problem
			switch {
			case errors.As(err, &problem):
				if problem.Reason != h.want {
					t.Errorf("refused for reason %d, want %d", problem.Reason, h.want)
				}
				if text != (Text{}) {
					t.Error("a refused source has output")
				}
			case err != nil:
				t.Error(err)
			case h.want != 0:
				t.Errorf("rendered to %d bytes, want reason %d", len(text.HTML), h.want)
			case len(text.HTML) > 2*maxOutput:
				t.Errorf("output has %d bytes", len(text.HTML))
			}
			if plain := PlainText(source); len(plain) > 2*len(source) {
				t.Errorf("plain text has %d bytes of %d", len(plain), len(source))
			}
		})
	}
}
