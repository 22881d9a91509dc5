package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlainTextIsWhatAReaderReads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, source, want string }{
		{"nothing", "", ""},
		{"paragraphs", "# A\n\nb *c*\nd\n\n---\n\n> e", "A\nb c\nd\ne"},
		{"links without addresses", "[a](https://example.de \"t\") ![b](/anhang/1) <https://c.de>", "a b https://c.de"},
		{"references", "[a][b]\n\n[b]: /c", "a"},
		{"code", "`a<b>`\n\n```go\nif a {\n\n}\n```\n\n    c", "a<b>\nif a {\n}\nc"},
		{"entities and escapes", `a &amp; b \*c\* &uuml; <b>`, "a & b *c* ü <b>"},
		{"tables", "| A | B |\n|---|---|\n| c | d |", "A B\nc d"},
		{"tasks", "- [x] a\n- [ ] b", "a\nb"},
		{"footnotes", "a[^1]\n\n[^1]: b", "a\nb"},
		{"words next to each other", "a\\\nb  \nc", "a\nb\nc"},
		{"control characters", "a\x00b\r\nc&#x202E;d", "ab\ncd"},
	} {
		if got := PlainText(c.source); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPlainTextOfARefusedSourceIsItsBeginning(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, source, want string }{
		{"too deep", strings.Repeat("> ", 30) + "a", strings.TrimSpace(strings.Repeat("> ", 30) + "a")},
		{"not UTF-8", "a\xffb", "a\uFFFDb"},
		{"too long", strings.Repeat("ä", MaxLength+5), strings.Repeat("ä", MaxLength)},
	} {
		if got := PlainText(c.source); got != c.want {
			t.Errorf("%s: got %.40q… of %d bytes", c.name, got, len(got))
		}
	}
}

func TestExcerptEndsAfterAWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		plain string
		runes int
		want  string
	}{
		{"", 10, ""},
		{"kurz", 4, "kurz"},
		{"zwei\nZeilen  hier", 20, "zwei Zeilen hier"},
		{"Wohngeld online beantragen", 16, "Wohngeld online…"},
		{"Wohngeld online beantragen", 17, "Wohngeld online…"},
		{"Wohngeld, online beantragen", 12, "Wohngeld…"},
		{"Größe übergroß", 8, "Größe…"},
		{"Registermodernisierungsgesetz", 10, "Registerm…"},
		{"a Registermodernisierungsgesetz", 12, "a Registerm…"},
		{"aaaaaaaaaa\u0301\u0302a", 12, "aaaaaaaaa…"},
		{"ab", 1, "…"},
		{"ab", 0, ""},
		{"ab", -1, ""},
	} {
		got := Excerpt(c.plain, c.runes)
		if got != c.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", c.plain, c.runes, got, c.want)
		}
		if n := utf8.RuneCountInString(got); n > max(c.runes, 0) {
			t.Errorf("Excerpt(%q, %d) has %d characters", c.plain, c.runes, n)
		}
	}
}
