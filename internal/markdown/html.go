package markdown

import (
	stdhtml "html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// htmlRenderer is goldmark's, with our own way of writing links, pictures,
// tables, code, tasks and footnotes.
var htmlRenderer = renderer.NewRenderer(renderer.WithNodeRenderers(
	util.Prioritized(nodes{}, 100),
	util.Prioritized(extension.NewTableHTMLRenderer(), 500),
	util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
	util.Prioritized(html.NewRenderer(html.WithHardWraps(), html.WithWriter(textWithoutBreaks{html.DefaultWriter})), 1000),
))

// nodes writes the nodes whose HTML differs from goldmark's. Errors of the
// writer are kept by its buffer, so they are not looked at here.
type nodes struct{}

func (nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, renderLink)
	reg.Register(ast.KindAutoLink, renderAutoLink)
	reg.Register(ast.KindImage, renderImage)
	reg.Register(ast.KindCodeBlock, renderCode)
	reg.Register(ast.KindFencedCodeBlock, renderCode)
	reg.Register(ast.KindListItem, renderListItem)
	reg.Register(east.KindTaskCheckBox, renderCheckBox)
	reg.Register(east.KindTable, renderTable)
	reg.Register(east.KindTableCell, renderCell)
	reg.Register(east.KindFootnoteLink, renderFootnoteLink)
	reg.Register(east.KindFootnoteBacklink, renderFootnoteBacklink)
	reg.Register(east.KindFootnote, renderFootnote)
	reg.Register(east.KindFootnoteList, renderFootnoteList)
}

func put(w util.BufWriter, parts ...string) {
	for _, s := range parts {
		_, _ = w.WriteString(s)
	}
}

func escape(s string) string { return stdhtml.EscapeString(s) }

// levelHeadings gives every heading its level below the page's own, h3 to h6. It
// keeps the outline that the author drew but closes its gaps: "#" and "##" become
// h3 and h4, and so do "##" and "####". Headings without text are removed; they
// would be announced as nothing.
func levelHeadings(doc ast.Node) {
	var written []int // levels in the source of the headings that enclose the current one
	var empty []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		if h.ChildCount() == 0 {
			empty = append(empty, h)
			return ast.WalkSkipChildren, nil
		}
		for len(written) > 0 && written[len(written)-1] >= h.Level {
			written = written[:len(written)-1]
		}
		written = append(written, h.Level)
		h.Level = min(2+len(written), 6)
		return ast.WalkSkipChildren, nil
	})
	for _, h := range empty {
		h.Parent().RemoveChild(h.Parent(), h)
	}
}

// renderCode makes the block reachable by keyboard, because it scrolls sideways.
// The language named at the fence is left out: nothing uses it.
func renderCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		put(w, "</code></pre>\n")
		return ast.WalkContinue, nil
	}
	put(w, `<pre role="group" tabindex="0" aria-label="Code"><code>`)
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		html.DefaultWriter.RawWrite(w, line.Value(source))
	}
	return ast.WalkContinue, nil
}

// renderListItem marks tasks, which show a box in place of the bullet.
func renderListItem(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		put(w, "</li>\n")
		return ast.WalkContinue, nil
	}
	first := n.FirstChild()
	if first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == east.KindTaskCheckBox {
		put(w, `<li class="aufgabe"`, itemValue(n), ">")
	} else {
		put(w, "<li", itemValue(n), ">")
	}
	if first != nil && first.Kind() != ast.KindTextBlock {
		put(w, "\n")
	}
	return ast.WalkContinue, nil
}

func renderCheckBox(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	if n.(*east.TaskCheckBox).IsChecked {
		put(w, `<input type="checkbox" checked="" disabled="" aria-label="Erledigte Aufgabe"> `)
	} else {
		put(w, `<input type="checkbox" disabled="" aria-label="Offene Aufgabe"> `)
	}
	return ast.WalkContinue, nil
}

// renderTable wraps the table in a container that scrolls sideways and takes the
// focus, so that it scrolls by keyboard too. It is a group, not a region: regions
// are landmarks, and a thread of twenty tables would fill the list of landmarks
// with twenty of the same name.
func renderTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		put(w, `<div class="tabelle" role="group" tabindex="0" aria-label="Tabelle">`, "\n<table>\n")
	} else {
		put(w, "</table>\n</div>\n")
	}
	return ast.WalkContinue, nil
}

// renderCell writes the alignment as a class, because the pages allow no inline
// style, and an empty cell of the head as td, because it heads nothing.
func renderCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	head := n.Parent().Kind() == east.KindTableHeader && n.ChildCount() > 0
	switch {
	case entering && head:
		put(w, `<th scope="col"`, alignment(n), ">")
	case entering:
		put(w, "<td", alignment(n), ">")
	case head:
		put(w, "</th>\n")
	default:
		put(w, "</td>\n")
	}
	return ast.WalkContinue, nil
}

func alignment(n ast.Node) string {
	switch n.(*east.TableCell).Alignment {
	case east.AlignLeft:
		return ` class="links"`
	case east.AlignRight:
		return ` class="rechts"`
	case east.AlignCenter:
		return ` class="mitte"`
	}
	return ""
}

// unescape resolves backslashes and entities of a piece of source to the text
// that the reader sees.
func unescape(source []byte) string {
	var b strings.Builder
	w := textWriter{&b}
	html.DefaultWriter.Write(w, source)
	return stdhtml.UnescapeString(b.String())
}

// textWriter lets goldmark's writer write to a string without another buffer.
type textWriter struct{ *strings.Builder }

func (textWriter) Available() int { return 0 }
func (textWriter) Buffered() int  { return 0 }
func (textWriter) Flush() error   { return nil }
