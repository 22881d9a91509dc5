package markdown

import (
	"crypto/rand"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// footnoteKey is the entry of the document's metadata that holds the random part
// of this rendering's ids.
const footnoteKey = "footnotes"

// keyFootnotes draws the key if doc has footnotes. It is random rather than made
// from the source because the same text may stand twice on a page (a repeated
// post, a preview beside its post), and ids must not.
func keyFootnotes(doc ast.Node) {
	if last := doc.LastChild(); last != nil && last.Kind() == east.KindFootnoteList {
		doc.OwnerDocument().AddMeta(footnoteKey, strings.ToLower(rand.Text()[:10]))
	}
}

// noteID and referenceID name a footnote and the nth place that refers to it;
// index and n count from 1.
func noteID(n ast.Node, index int) string {
	key, _ := n.OwnerDocument().Meta()[footnoteKey].(string)
	return "fussnote-" + key + "-" + strconv.Itoa(index)
}

func referenceID(node ast.Node, index, n int) string {
	return noteID(node, index) + "-ort-" + strconv.Itoa(n)
}

func renderFootnoteLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*east.FootnoteLink)
	number := strconv.Itoa(n.Index)
	put(w, `<sup id="`, referenceID(n, n.Index, n.RefIndex+1), `">`)
	if insideLink(n) {
		put(w, number)
	} else {
		put(w, `<a href="#`, noteID(n, n.Index), `" role="doc-noteref" aria-label="Fußnote `, number, `">`, number, `</a>`)
	}
	put(w, `</sup>`)
	return ast.WalkContinue, nil
}

func renderFootnoteBacklink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*east.FootnoteBacklink)
	label := "Zurück zum Text"
	if n.RefCount > 1 {
		label += ", Stelle " + strconv.Itoa(n.RefIndex+1)
	}
	put(w, ` <a href="#`, referenceID(n, n.Index, n.RefIndex+1), `" role="doc-backlink" aria-label="`, label, `">↩︎</a>`)
	return ast.WalkContinue, nil
}

func renderFootnote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.Footnote)
	if entering {
		put(w, `<li id="`, noteID(n, n.Index), `">`, "\n")
	} else {
		put(w, "</li>\n")
	}
	return ast.WalkContinue, nil
}

func renderFootnoteList(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		put(w, `<div class="fussnoten" role="group" aria-label="Fußnoten">`, "\n<ol>\n")
	} else {
		put(w, "</ol>\n</div>\n")
	}
	return ast.WalkContinue, nil
}
