// Package markdown turns what people write into HTML that a page may print as
// it stands, and into plain text for search and excerpts. It owns no table and
// imports nothing of ours.
//
// It promises:
//
//   - The HTML holds only the elements, attributes and addresses listed in
//     policy.go, whatever the source; raw HTML in the source is shown as text.
//   - Reading it loads nothing from another host.
//   - One rendering costs a bounded amount of work: hostile sources are refused
//     with a *Problem, whose sentence stands in the form.
//   - The same source always gives the same HTML, but for the random key in the
//     ids of footnotes, without which two posts on one page could clash.
//
// Decisions that show in every post:
//
//   - A single newline is a line break, as in a mail: people in offices type
//     addresses, lists and greetings that way, and few know CommonMark's rule.
//   - Headings start at h3, below the page's h1 and the post's h2, and never
//     skip a level, because screen readers navigate by them.
//   - A link that is refused stays readable: its text, then the address as text.
//   - "§ 9a", "z. B." and the like never part at the end of a line (nobreak.go); the
//     source keeps the spaces that were typed.
//   - A number typed at the start of a line is the number shown (numbers.go).
package markdown

import (
	"bytes"
	"context"
	"fmt"
	"runtime"

	"github.com/yuin/goldmark/ast"
)

// Version is the version of the pipeline, stored beside the rendered HTML. It
// is raised when the same source would give other HTML, so that the command
// rerender knows what is old.
const Version = 2

// MaxLength is the greatest length of a source, in characters (runes).
const MaxLength = 32_000

// MaxDepth is how many levels quotes, lists, emphasis and links may be nested.
const MaxDepth = 20

// maxOutput bounds the rendered HTML in bytes. Ordinary text grows by a third,
// 32,000 quotation marks by five; only footnotes and links by the thousand
// exceed it.
const maxOutput = 512 << 10

// HTML is sanitised output of Render: the only type that templates print raw.
type HTML string

// Text is a source with its rendering, as it is stored.
type Text struct {
	Source  string // cleaned: line ends are "\n", no control or bidi characters
	HTML    HTML
	Version int // the pipeline that rendered it
}

// slots bounds how many renderings run at once, so that a burst of hostile
// previews cannot take every CPU from the readers.
var slots = make(chan struct{}, runtime.GOMAXPROCS(0))

// Render checks the limits of source and renders it. It returns a *Problem for
// a source that is refused and ctx's error if ctx ends while it waits for a
// free slot. An empty source is no problem: whether a text is required is the
// caller's rule.
func Render(ctx context.Context, source string) (Text, error) {
	source, problem := measure(source)
	if problem != nil {
		return Text{}, problem
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return Text{}, fmt.Errorf("wait to render: %w", ctx.Err())
	}

	raw := []byte(source)
	doc, problem := parse(raw)
	if problem != nil {
		return Text{}, problem
	}
	prepare(doc)

	var out bytes.Buffer
	if err := htmlRenderer.Render(&out, raw, doc); err != nil {
		return Text{}, fmt.Errorf("render: %w", err)
	}
	if out.Len() > maxOutput {
		return Text{}, tooComplex()
	}
	return Text{Source: source, HTML: sanitise(out.Bytes()), Version: Version}, nil
}

// prepare makes of the tree that was parsed the one that is rendered.
func prepare(doc ast.Node) {
	levelHeadings(doc)
	keepNumbers(doc)
	joinText(doc)
	keyFootnotes(doc)
}
