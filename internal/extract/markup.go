package extract

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxUnpacked is how much of one entry of an archive is unpacked, in bytes. Tables
// with 500,000 cells are larger; their beginning is kept.
const maxUnpacked = 64 << 20

// walker reads an XML document from beginning to end. Names are without their
// namespace: in documents of offices they are unique enough. No entity is known
// but those of XML itself, so none grows.
type walker struct {
	c     *collector
	start func(name string, attr []xml.Attr) (skip bool) // skip leaves out all that is in it
	end   func(name string)
	text  func(s string)
}

// walk reads a document.
func (w walker) walk(in io.Reader) error {
	d := xml.NewDecoder(in)
	d.Strict, d.CharsetReader = false, latin
	skipped := 0 // how deep in what is left out
	for {
		w.c.check()
		token, err := d.RawToken()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if skipped > 0 || w.start != nil && w.start(token.Name.Local, token.Attr) {
				skipped++
			}
		case xml.EndElement:
			switch {
			case skipped > 0:
				skipped--
			case w.end != nil:
				w.end(token.Name.Local)
			}
		case xml.CharData:
			if skipped == 0 && w.text != nil {
				w.text(string(token))
			}
		}
	}
}

func latin(charset string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-16", "us-ascii": // UTF-16 is decoded before
		return in, nil
	}
	return charmap.Windows1252.NewDecoder().Reader(in), nil
}

func attribute(attr []xml.Attr, name string) string {
	for _, a := range attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// readXML reads the text between the elements, each on a line of its own.
func readXML(c *collector, file []byte) error {
	in := transform.NewReader(bytes.NewReader(file), unicode.BOMOverride(transform.Nop))
	return walker{c: c, text: func(s string) { c.write(s) }, end: func(string) { c.write("\n") }}.walk(in)
}

var errNoEntry = errors.New("an entry is missing")

// open opens an entry of an archive.
func open(z *zip.Reader, name string) (io.ReadCloser, error) {
	for _, f := range z.File {
		if f.Name == name {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			return struct {
				io.Reader
				io.Closer
			}{io.LimitReader(r, maxUnpacked), r}, nil
		}
	}
	return nil, errNoEntry
}

// walkEntry reads a document that is an entry of an archive.
func (w walker) walkEntry(z *zip.Reader, name string) error {
	r, err := open(z, name)
	if err != nil {
		return err
	}
	defer r.Close()
	return w.walk(r)
}

func unzip(file []byte) (*zip.Reader, error) {
	return zip.NewReader(bytes.NewReader(file), int64(len(file)))
}
