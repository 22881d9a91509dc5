package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

const externalHint = `<span class="kern-sr-only"> (externer Link)</span>`

func openLink(w util.BufWriter, t target, title []byte) {
	put(w, `<a href="`, escape(t.href), `"`)
	if t.external() {
		put(w, ` class="extern" rel="nofollow noopener ugc"`)
	}
	putTitle(w, title)
	put(w, ">")
}

func closeLink(w util.BufWriter, t target) {
	if t.external() {
		put(w, externalHint)
	}
	put(w, "</a>")
}

func putTitle(w util.BufWriter, title []byte) {
	if len(title) > 0 {
		put(w, ` title="`, escape(unescape(title)), `"`)
	}
}

// insideLink reports whether n stands in the text of a link, where no second
// link may begin.
func insideLink(n ast.Node) bool {
	for p := n.Parent(); p != nil && p.Type() == ast.TypeInline; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

// renderLink writes a link. One without text shows its address; one that is
// refused shows text and address, so that readers and author see what was meant.
func renderLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	address := unescape(n.Destination)
	t, ok := resolve(address)
	switch {
	case ok && entering:
		openLink(w, t, n.Title)
		if blank(n, source) {
			put(w, escape(address))
			return ast.WalkSkipChildren, nil
		}
	case ok:
		closeLink(w, t)
	case !entering && strings.TrimSpace(address) != "":
		put(w, " (", escape(address), ")")
	}
	return ast.WalkContinue, nil
}

// blank reports whether a link's text shows nothing. A picture in it always
// shows something.
func blank(link ast.Node, source []byte) bool {
	seen := false
	_ = ast.Walk(link, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindImage || n.Kind() == ast.KindAutoLink {
			seen = true
		}
		if t, ok := n.(*ast.Text); ok && strings.TrimSpace(unescape(t.Segment.Value(source))) != "" {
			seen = true
		}
		if seen {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return !seen
}

// renderAutoLink writes <https://example.de>, <post@example.de> and bare
// addresses. What is refused stays as it was typed, brackets included: it is
// most often a tag of XML.
func renderAutoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	label, t, ok := autoLink(node.(*ast.AutoLink), source)
	if ok = ok && !insideLink(node); ok {
		openLink(w, t, nil)
	}
	put(w, escape(label))
	if ok {
		closeLink(w, t)
	}
	return ast.WalkContinue, nil
}

// autoLink returns what the reader sees of n, and where it leads if it is allowed.
func autoLink(n *ast.AutoLink, source []byte) (label string, t target, ok bool) {
	label = string(n.Label(source))
	address := label
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(label), "mailto:") {
		address = "mailto:" + label
	}
	t, ok = resolve(address)
	if !ok && n.Pos() >= 0 && source[n.Pos()] == '<' {
		label = "<" + label + ">"
	}
	return label, t, ok
}

// renderImage shows pictures among the site's own attachments only. Any other
// becomes a link that says so: a picture of another host would tell that host
// who reads what.
func renderImage(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	alt := inlineText(n, source)
	address := unescape(n.Destination)
	t, ok := resolve(address)

	if ok && t.attachment {
		if alt == "" {
			alt = "Bild ohne Beschreibung"
		}
		put(w, `<img src="`, escape(t.href), `" alt="`, escape(alt), `"`)
		putTitle(w, n.Title)
		put(w, ` loading="lazy">`)
		return ast.WalkSkipChildren, nil
	}

	label := "Bild"
	switch {
	case alt != "":
		label = "Bild: " + alt
	case t.external():
		label = "Bild bei " + t.host
	}
	switch {
	case ok && !insideLink(n):
		openLink(w, t, n.Title)
		put(w, escape(label))
		closeLink(w, t)
	case ok || strings.TrimSpace(address) == "":
		put(w, escape(label))
	default:
		put(w, escape(label), " (", escape(address), ")")
	}
	return ast.WalkSkipChildren, nil
}
