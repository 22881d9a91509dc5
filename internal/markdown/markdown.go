// Package markdown renders what people write as HTML that is safe to print, and as
// plain text for search and excerpts. It owns no table and imports no other package
// of this module.
//
// It promises:
//
//   - Whatever the source, the HTML contains only the elements, attributes and
//     addresses listed in policy.go; raw HTML in the source is shown as text.
//   - Reading it loads nothing from another host.
//   - Rendering costs a bounded amount of work: hostile sources are refused with a
//     *Problem, whose sentence is shown in the form.
//   - The same source always gives the same HTML, except for the random key in the
//     ids of footnotes, which keeps two posts on one page from clashing.
//
// Decisions visible in every post:
//
//   - A single newline is a line break, as in a mail: people in offices type
//     addresses, lists and greetings that way, and few know CommonMark's rule.
//   - Headings start at h3, below the page's h1 and the post's h2, and never
//     skip a level, because screen readers navigate by them.
//   - A refused link stays readable: its text, then the address as text.
//   - "§ 9a", "z. B." and the like are not broken across lines (nobreak.go); the
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

// Version is the version of the pipeline, stored with the rendered HTML. Raise it
// when the same source would give different HTML, so that the command rerender
// knows what is outdated.
const Version = 2

// MaxLength is the maximum length of a source, in characters (runes).
const MaxLength = 32_000

// MaxDepth is how many levels quotes, lists, emphasis and links may be nested.
const MaxDepth = 20

// maxOutput bounds the rendered HTML in bytes. Ordinary text grows by a third,
// 32,000 quotation marks by five; only footnotes and links by the thousand
// exceed it.
const maxOutput = 512 << 10

// HTML is the sanitised output of Render, the only type that templates print raw.
type HTML string

// Text is a source together with its rendering, as it is stored.
type Text struct {
	Source  string // cleaned: line ends are "\n", no control or bidi characters
	HTML    HTML
	Version int // of the pipeline that rendered it
}

// slots bounds how many renderings run at once, so that a burst of hostile
// previews cannot take every CPU from the readers.
var slots = make(chan struct{}, runtime.GOMAXPROCS(0))

// Render checks the source against the limits and renders it. It returns a *Problem
// for a refused source, and ctx's error if ctx ends while it waits for a free slot.
// An empty source is allowed: whether a text is required is up to the caller.
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
