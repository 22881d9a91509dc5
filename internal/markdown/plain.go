package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// PlainText returns the readable text of source without markup, one paragraph per
// line, for the search index and for excerpts. It keeps link texts, code,
// descriptions of pictures and footnotes, but not the addresses behind link texts.
// It costs no more than Render. For a source that Render would refuse it returns
// the first MaxLength characters unchanged.
func PlainText(source string) string {
	cleaned, problem := measure(source)
	if problem == nil {
		raw := []byte(cleaned)
		var doc ast.Node
		if doc, problem = parse(raw); problem == nil {
			return lines(textOf(doc, raw))
		}
	}
	return lines(firstRunes(clean(strings.ToValidUTF8(source, "\uFFFD")), MaxLength))
}

// lines trims every line and drops empty ones.
func lines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// inlineText is the text of n on one line.
func inlineText(n ast.Node, source []byte) string {
	return strings.Join(strings.Fields(textOf(n, source)), " ")
}

// textOf is the text of n and all below it; blocks end with a newline.
func textOf(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			switch {
			case n.Kind() == east.KindTableCell:
				b.WriteByte(' ')
			case n.Type() == ast.TypeBlock:
				b.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			writeText(&b, n, source)
		case *ast.AutoLink:
			label, _, _ := autoLink(n, source)
			b.WriteString(label)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.Write(line.Value(source))
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Map(keep, b.String())
}

func writeText(b *strings.Builder, n *ast.Text, source []byte) {
	value := n.Segment.Value(source)
	if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan {
		b.Write(value)
	} else {
		b.WriteString(unescape(value))
	}
	if n.SoftLineBreak() || n.HardLineBreak() {
		b.WriteByte('\n')
	}
}

// Excerpt shortens plain text to one line of at most runes characters. The cut is
// after a whole word if possible and marked with "…".
func Excerpt(plain string, runes int) string {
	s := strings.Join(strings.Fields(plain), " ")
	if utf8.RuneCountInString(s) <= runes {
		return s
	}
	if runes < 2 {
		return "…"[:max(runes, 0)*len("…")]
	}
	cut := firstRunes(s, runes-1)
	if next, _ := utf8.DecodeRuneInString(s[len(cut):]); next != ' ' {
		if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
			cut = cut[:space]
		} else { // a very long word: cut it, but not between a letter and its accent
			for unicode.In(next, unicode.M) && cut != "" {
				var size int
				next, size = utf8.DecodeLastRuneInString(cut)
				cut = cut[:len(cut)-size]
			}
		}
	}
	return strings.TrimRightFunc(cut, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:–-(„", r) }) + "…"
}

// firstRunes returns the first n characters of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
