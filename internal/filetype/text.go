package filetype

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"kommunalforum/internal/fault"
)

// prologBytes is how much may stand before the root element of an XML file.
const prologBytes = 64 << 10

// markup is what makes a text a page or picture that browsers run programs of, in
// lower case. In an XML file it does so anywhere, in another text near the beginning, where
// browsers that guess look for it: a log or a letter may speak of it further down.
var markup = [][]byte{[]byte("<script"), []byte("<html"), []byte("<!doctype html"), []byte("<svg"), []byte("<iframe")}

// namespaces are those of elements that browsers run, wherever they stand in an
// XML file and whatever prefix they have. In lower case.
var namespaces = [][]byte{[]byte("http://www.w3.org/1999/xhtml"), []byte("http://www.w3.org/2000/svg")}

func containsMarkup(lower []byte) bool { return containsAny(lower, markup) }

func containsAny(b []byte, words [][]byte) bool {
	for _, w := range words {
		if bytes.Contains(b, w) {
			return true
		}
	}
	return false
}

// checkText reads a text file once, in pieces. UTF-16 is understood if it says so by
// its byte order mark; any other text is a superset of ASCII.
func checkText(t Type, file io.ReaderAt, size int64) error {
	decoded := transform.NewReader(io.NewSectionReader(file, 0, size), unicode.BOMOverride(transform.Nop))
	head := make([]byte, prologBytes)
	n, err := io.ReadFull(decoded, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fmt.Errorf("read uploaded file: %w", err)
	}
	head = head[:n]
	if err := checkTextHead(t, bytes.TrimLeft(head, " \t\r\n\v\f")); err != nil {
		return err
	}
	if containsMarkup(bytes.ToLower(head[:min(len(head), headBytes)])) {
		return fault.Reject(page)
	}
	s := scanner{t: t}
	if err := s.add(head); err != nil {
		return err
	}
	piece := make([]byte, 64<<10)
	for {
		n, err := decoded.Read(piece)
		if err := s.add(piece[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			return s.end()
		}
		if err != nil {
			return fmt.Errorf("read uploaded file: %w", err)
		}
	}
}

// checkTextHead refuses a text by how it begins.
func checkTextHead(t Type, head []byte) error {
	found := mimetype.Detect(head)
	switch {
	case isScript(found), bytes.HasPrefix(head, []byte("#!")), beginsAsJavaScript(head):
		return fault.Reject("Diese Datei ist ein Programm. Bitte schreiben Sie Programmtext als Code in Ihren Beitrag.")
	case t.Format == XML: // whose first words tell a web page from others
		return checkProlog(t, head)
	case found.Is("text/html"), found.Is("image/svg+xml"), found.Is("application/xhtml+xml"):
		return fault.Reject(page)
	case found.Is("text/rtf"), bytes.HasPrefix(head, []byte("+/v")): // UTF-7, which hides markup
		return differs(t)
	case t.Format == JSON && !bytes.ContainsAny(head[:min(1, len(head))], "{["):
		return differs(t)
	}
	return nil
}

const page = "Diese Datei enthält eine Webseite oder ein SVG-Bild. Darin können Programme stecken, deshalb nehmen wir sie nicht an. " +
	"Bitte speichern Sie sie als PDF, oder schreiben Sie Programmtext als Code in Ihren Beitrag."

func isScript(m *mimetype.MIME) bool {
	for _, media := range []string{"text/x-php", "text/javascript", "text/x-lua", "text/x-perl", "text/x-python", "text/x-ruby",
		"text/x-shellscript", "text/x-tcl"} {
		if m.Is(media) {
			return true
		}
	}
	return false
}

// beginsAsJavaScript recognises how programs for browsers usually begin. It is a
// help for those who chose the wrong file: no browser runs what is sent as text.
func beginsAsJavaScript(head []byte) bool {
	for _, with := range []string{`"use strict"`, `'use strict'`, "(function", "(()", "!function", "javascript:", "window.", "document.", "eval("} {
		if bytes.HasPrefix(head, []byte(with)) {
			return true
		}
	}
	return false
}

// checkProlog refuses an XML file by what stands before its root element, and by
// that element.
func checkProlog(t Type, head []byte) error {
	d := xml.NewDecoder(bytes.NewReader(head))
	d.CharsetReader = knownCharset
	for {
		token, err := d.Token()
		if errors.Is(err, errCharset) {
			return fault.Reject("Diese XML-Datei hat eine Zeichenkodierung, die wir nicht kennen. Bitte speichern Sie sie als UTF-8.")
		}
		if err != nil {
			return differs(t)
		}
		switch token := token.(type) {
		case xml.Directive:
			return fault.Reject("Diese XML-Datei enthält eine Dokumenttypdefinition („<!DOCTYPE“). Darin können Angriffe stecken, " +
				"deshalb nehmen wir sie nicht an. Bitte speichern Sie die Datei ohne sie.")
		case xml.ProcInst:
			if token.Target == "xml-stylesheet" {
				return fault.Reject(page)
			}
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return differs(t)
			}
		case xml.StartElement:
			switch strings.ToLower(token.Name.Local) {
			case "html", "svg", "script", "stylesheet", "transform":
				return fault.Reject(page)
			}
			return nil
		}
	}
}

var errCharset = errors.New("unknown charset")

// knownCharset reads the encodings that XML files say of themselves. UTF-16 was
// decoded before.
func knownCharset(charset string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-8", "utf-16", "us-ascii":
		return in, nil
	case "iso-8859-1", "iso-8859-15", "windows-1252":
		return charmap.Windows1252.NewDecoder().Reader(in), nil
	}
	return nil, errCharset
}

// scanner looks at all of a text, piece by piece.
type scanner struct {
	t    Type
	kept []byte // the end of the last piece, in lower case: what is searched may lie across
	last byte   // the last one that is no space
}

// overlap is one byte less than the longest word that is searched.
const overlap = len("http://www.w3.org/1999/xhtml") - 1

func (s *scanner) add(piece []byte) error {
	for _, b := range piece {
		if b < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a", rune(b)) || b == 0x7f {
			return differs(s.t)
		}
		if b > ' ' {
			s.last = b
		}
	}
	lower := append(s.kept, bytes.ToLower(piece)...)
	if s.t.Format == XML && (containsMarkup(lower) || containsAny(lower, namespaces)) {
		return fault.Reject(page)
	}
	s.kept = append([]byte(nil), lower[max(0, len(lower)-overlap):]...)
	return nil
}

// end judges the text as a whole.
func (s *scanner) end() error {
	switch {
	case s.last == 0,
		s.t.Format == XML && s.last != '>',
		s.t.Format == JSON && s.last != '}' && s.last != ']':
		return differs(s.t)
	}
	return nil
}
