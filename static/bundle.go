package static

import (
	"bytes"
	"io/fs"
)

// Sheet is the one style sheet of all pages: a page takes one request for what
// stands in many files here.
const Sheet = "css/site.css"

// sheets are the parts of Sheet, in the order of the cascade: KERN's rules that
// our pages use (written by static/trim), our own on its tokens, and those for
// paper.
var sheets = []string{
	"vendor/kern/kern.trimmed.css",
	"css/fonts.css",
	"css/forum.css",
	"css/header.css",
	"css/lists.css",
	"css/consultation.css",
	"css/start.css",
	"css/thread.css",
	"css/faq.css",
	"css/inquiry.css",
	"css/search.css",
	"css/forms.css",
	"css/prose.css",
	"css/info.css",
	"css/people.css",
	paper,
}

const paper = "css/print.css"

// bundle joins the sheets, whose addresses were relinked before.
func (t *table) bundle(files fs.FS) error {
	var all bytes.Buffer
	for _, name := range sheets {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if body, err = t.relink(files, name, body); err != nil {
			return err
		}
		if name == paper {
			body = append(append([]byte("@media print {\n"), body...), "}\n"...)
		}
		all.Write(body)
		all.WriteByte('\n')
	}
	_, err := t.keep(Sheet, all.Bytes())
	return err
}
