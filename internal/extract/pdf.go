package extract

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ledongthuc/pdf"
)

// Limits of a PDF.
const (
	maxPages     = 5000
	maxPageDepth = 32     // of the tree of pages
	maxNodes     = 20_000 // of that tree, should it lead back to itself
	maxForms     = 200    // drawings that a page refers to, should they refer to each other
	maxFormDepth = 6
)

// document is a PDF while it is read.
type document struct {
	c     *collector
	fonts map[string]*font // those that carry the name of their own selection of letters
	pages int
	nodes int
}

// readPDF reads the text page by page. A page that cannot be read is left out.
func readPDF(c *collector, file []byte) error {
	file = usual(file)
	r, err := pdf.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return err
	}
	d := &document{c: c, fonts: map[string]*font{}}
	return rescue(func() { d.walk(r.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0) })
}

// usual gives a file the beginning and the end that the library insists on, and that
// many programs do not write: a version up to 1.7 alone on its line, and nothing after
// the last %%EOF. It changes the file.
func usual(file []byte) []byte {
	const header, end = "%PDF-1.7\n", "%%EOF"
	if len(file) > len(header) {
		copy(file, header)
	}
	if at := bytes.LastIndex(file, []byte(end)); at > 0 {
		return file[:at+len(end)]
	}
	return file
}

// rescue returns as an error what the library panics with, and lets pass what stops
// the collector.
func rescue(fn func()) (err error) {
	defer func() {
		r := recover()
		if _, stopped := r.(enough); stopped {
			panic(r)
		}
		if r != nil {
			err = fmt.Errorf("pdf: %v", r)
		}
	}()
	fn()
	return nil
}

// walk goes through the tree of pages. Resources are inherited from above.
func (d *document) walk(node, resources pdf.Value, depth int) {
	d.c.check()
	if d.nodes++; depth > maxPageDepth || d.nodes > maxNodes || d.pages >= maxPages {
		return
	}
	if own := node.Key("Resources"); own.Kind() == pdf.Dict {
		resources = own
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		d.pages++
		d.c.begin(d.pages, "")
		p := page{d: d}
		// An error ends the page; what was read of it stays.
		_ = rescue(func() { p.run(node.Key("Contents"), resources, 0) })
		d.c.write(rejoin(p.out.String()))
		return
	}
	for n := range kids.Len() {
		if err := rescue(func() { d.walk(kids.Index(n), resources, depth+1) }); err != nil {
			d.pages++ // so that the numbers of the others stay right
		}
	}
}

var errOperands = errors.New("pdf: an operator lacks its operands")

// operands takes all from the stack, in the order in which they were written. There
// are at least n.
func operands(stack *pdf.Stack, n int) []pdf.Value {
	all := make([]pdf.Value, stack.Len())
	for i := len(all) - 1; i >= 0; i-- {
		all[i] = stack.Pop()
	}
	if len(all) < n {
		panic(errOperands)
	}
	return all
}
