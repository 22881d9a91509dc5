// Package extract reads the text of documents, for the search. It owns no table.
//
// It promises: a file is read in a child process that ends at its limits; the text
// is valid UTF-8 without control characters, and not longer than MaxText; what was
// read of a file that takes too long is returned.
package extract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"kommunalforum/internal/filetype"
	"kommunalforum/internal/sandbox"
)

// MaxText is how much text of one file is kept, in bytes: about 250 full pages. Whoever
// searches a longer one finds it by its beginning, and no file makes more work for
// database and index than a long thread does.
const MaxText = 512 << 10

// Part is the text of a page, slide or table, or of a whole file.
type Part struct {
	Number int    `json:"n,omitempty"` // of the page or slide, from 1; 0 where a format knows none
	Name   string `json:"name,omitempty"`
	Text   string `json:"text"`
}

// Text is what was read of a file.
type Text struct {
	Parts []Part `json:"parts"` // those with text
	Cut   bool   `json:"cut"`   // there is more: the file is too long, or would have taken too long
}

// ErrUnreadable is returned for a file whose text cannot be read: broken, encrypted,
// unusual, or too costly.
var ErrUnreadable = errors.New("extract: the text of this file cannot be read")

// softTime is the processor time after which the child stops by itself and returns what
// it has. The limit of the tool ends one that does not.
const softTime = 2 * time.Second

// Tool reads the text in a child process. Its argument is the format.
var Tool = sandbox.Tool{Name: "extract", Run: run, Limits: sandbox.Limits{
	CPU: 4 * time.Second, Time: time.Minute, Memory: 512 << 20, Output: 2 * MaxText}}

// Extractor reads files one after the other.
type Extractor struct{ box *sandbox.Sandbox }

// New returns an extractor whose child processes run in the sandbox. It should be one
// that nobody waits for.
func New(box *sandbox.Sandbox) *Extractor { return &Extractor{box} }

// Read returns the text of a file of the format. The error is ErrUnreadable if
// another try would not help.
func (e *Extractor) Read(ctx context.Context, f filetype.Format, file []byte) (t Text, err error) {
	if readers[f] == nil {
		return t, ErrUnreadable
	}
	out, err := e.box.Run(ctx, Tool, 0, file, strconv.Itoa(int(f)))
	switch {
	case errors.Is(err, sandbox.ErrRefused), errors.Is(err, sandbox.ErrCostly):
		return t, ErrUnreadable
	case err != nil:
		return t, err
	}
	if err := json.Unmarshal(out, &t); err != nil {
		return t, fmt.Errorf("extract: answer of the child: %w", err)
	}
	return t, nil
}

// Reads reports whether files of a format have text that can be read.
func Reads(f filetype.Format) bool { return readers[f] != nil }

// reader reads a file into the collector, which stops it by a panic when it is enough.
type reader func(c *collector, file []byte) error

var readers = map[filetype.Format]reader{
	filetype.PDF:  readPDF,
	filetype.DOCX: readDOCX,
	filetype.XLSX: readXLSX,
	filetype.PPTX: readPPTX,
	filetype.ODT:  readOpenDocument,
	filetype.ODS:  readOpenDocument,
	filetype.ODP:  readOpenDocument,
	filetype.TXT:  readPlain,
	filetype.CSV:  readPlain,
	filetype.JSON: readPlain,
	filetype.XML:  readXML,
}

// run is the work of the child.
func run(file []byte, args []string) ([]byte, error) {
	if len(args) != 1 {
		return nil, errors.New("one argument: the format")
	}
	f, err := strconv.Atoi(args[0])
	if err != nil || readers[filetype.Format(f)] == nil {
		return nil, errors.New("unknown format")
	}
	t, err := read(filetype.Format(f), file, softTime)
	if err != nil {
		return nil, err
	}
	return json.Marshal(t)
}

// read reads a file in this process, for no more processor time than most.
func read(f filetype.Format, file []byte, most time.Duration) (Text, error) {
	c := &collector{end: used() + most}
	err := c.collect(func() error { return readers[f](c, file) })
	if err != nil && len(c.text.Parts) == 0 {
		return Text{}, err
	}
	c.text.Cut = c.text.Cut || err != nil
	return c.text, nil
}
