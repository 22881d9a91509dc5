// Package filetype tells what an uploaded file is, and refuses files that are not
// what they claim to be. It owns no table.
//
// It promises: a file is accepted only if its name and its content agree on one of
// the formats of the list; nothing that a browser would run, no macro, no program
// and no archive that unpacks to more than it should is accepted; the work is one
// pass over a text file, and a bounded number of short reads of any other.
package filetype

import (
	"fmt"
	"io"
	"path"
	"strings"

	"kommunalforum/internal/fault"
)

// Format is a kind of file.
type Format int

// The formats that are accepted.
const (
	PDF Format = iota + 1
	DOCX
	XLSX
	PPTX
	ODT
	ODS
	ODP
	JPEG
	PNG
	GIF
	WebP
	CSV
	TXT
	XML
	JSON
	ZIP
)

// Type describes a format.
type Type struct {
	Format Format
	Media  string // the media type, without parameters
	Name   string // what pages call it, in German
	Image  bool   // whether package picture can read it

	extensions []string // in lower case, with the dot; the first is the usual one
	content    content
}

// content is how the inside of a format is looked at.
type content int

const (
	signature content = iota // by how it begins
	text
	office       // Office Open XML in a ZIP archive
	openDocument // OpenDocument in a ZIP archive
	archive
)

const (
	ooxml = "application/vnd.openxmlformats-officedocument."
	odf   = "application/vnd.oasis.opendocument."
)

var types = []Type{
	{PDF, "application/pdf", "PDF-Dokument", false, []string{".pdf"}, signature},
	{DOCX, ooxml + "wordprocessingml.document", "Word-Dokument", false, []string{".docx"}, office},
	{XLSX, ooxml + "spreadsheetml.sheet", "Excel-Tabelle", false, []string{".xlsx"}, office},
	{PPTX, ooxml + "presentationml.presentation", "PowerPoint-Präsentation", false, []string{".pptx"}, office},
	{ODT, odf + "text", "OpenDocument-Text", false, []string{".odt"}, openDocument},
	{ODS, odf + "spreadsheet", "OpenDocument-Tabelle", false, []string{".ods"}, openDocument},
	{ODP, odf + "presentation", "OpenDocument-Präsentation", false, []string{".odp"}, openDocument},
	{JPEG, "image/jpeg", "JPEG-Bild", true, []string{".jpg", ".jpeg"}, signature},
	{PNG, "image/png", "PNG-Bild", true, []string{".png"}, signature},
	{GIF, "image/gif", "GIF-Bild", true, []string{".gif"}, signature},
	{WebP, "image/webp", "WebP-Bild", true, []string{".webp"}, signature},
	{CSV, "text/csv", "CSV-Tabelle", false, []string{".csv"}, text},
	{TXT, "text/plain", "Textdatei", false, []string{".txt"}, text},
	{XML, "application/xml", "XML-Datei", false, []string{".xml", ".xsd"}, text},
	{JSON, "application/json", "JSON-Datei", false, []string{".json"}, text},
	{ZIP, "application/zip", "ZIP-Archiv", false, []string{".zip"}, archive},
}

// Type describes the format.
func (f Format) Type() Type { return types[f-PDF] }

// Rules are what an operator decides about files.
type Rules struct {
	ZIP bool // accept ZIP archives
}

// Extensions lists the endings of names that are accepted, in lower case and with
// the dot, as the attribute accept of a file field takes them.
func (r Rules) Extensions() []string {
	var all []string
	for _, t := range types {
		if t.Format != ZIP || r.ZIP {
			all = append(all, t.extensions...)
		}
	}
	return all
}

// Detect returns the type of a file of size bytes. It trusts neither name nor
// content alone. The error is fault.Invalid, with a sentence for whoever uploaded the
// file, or that of the reader.
func (r Rules) Detect(name string, file io.ReaderAt, size int64) (Type, error) {
	t, err := r.byName(name)
	if err != nil {
		return Type{}, err
	}
	if size == 0 {
		return Type{}, fault.Reject("Diese Datei ist leer.")
	}
	head, err := readAt(file, 0, min(size, headBytes))
	if err != nil {
		return Type{}, err
	}
	if err := checkHead(t, head); err != nil {
		return Type{}, err
	}
	switch t.content {
	case signature:
		err = checkTail(t, file, size)
	case text:
		err = checkText(t, file, size)
	default:
		err = checkArchive(t, file, size)
	}
	if err != nil {
		return Type{}, err
	}
	return t, nil
}

// ByName returns the type that a name claims, whatever the content is.
func ByName(name string) (t Type, known bool) {
	t, err := Rules{ZIP: true}.byName(name)
	return t, err == nil
}

// byName finds the type by the ending of the name.
func (r Rules) byName(name string) (Type, error) {
	ending := strings.ToLower(path.Ext(name))
	for _, t := range types {
		for _, e := range t.extensions {
			if e == ending && (t.Format != ZIP || r.ZIP) {
				return t, nil
			}
		}
	}
	switch ending {
	case "", ".":
		return Type{}, fault.Reject("Der Name dieser Datei hat keine Endung wie „.pdf“. " + r.Accepted())
	case ".svg", ".svgz":
		return Type{}, fault.Reject("SVG-Bilder können Programme enthalten, deshalb nehmen wir sie nicht an. " +
			"Bitte speichern Sie das Bild als PNG oder PDF.")
	case ".doc", ".xls", ".ppt":
		return Type{}, fault.Reject(oldOffice)
	case ".docm", ".xlsm", ".pptm", ".dotm", ".xltm", ".xlsb", ".potm", ".ppsm", ".xlam":
		return Type{}, fault.Reject(withMacros)
	case ".zip":
		return Type{}, fault.Reject("ZIP-Archive nehmen wir hier nicht an. Bitte hängen Sie die Dateien einzeln an.")
	}
	return Type{}, fault.Reject(fmt.Sprintf("Dateien mit der Endung „%s“ nehmen wir nicht an. %s", shorten(ending), r.Accepted()))
}

// Sentences for what several checks find.
const (
	oldOffice = "Das ist eine Datei in einem alten Office-Format oder eine, die mit einem Kennwort geschützt ist. " +
		"Bitte speichern Sie sie ohne Kennwort als DOCX, XLSX, PPTX oder PDF."
	withMacros = "Diese Datei enthält Makros oder ist dafür vorgesehen, deshalb nehmen wir sie nicht an. " +
		"Bitte speichern Sie sie als DOCX, XLSX, PPTX oder PDF."
)

// Accepted says in a sentence which files are accepted, by the endings of their names.
func (r Rules) Accepted() string {
	var kinds []string
	for _, ending := range r.Extensions() {
		kinds = append(kinds, strings.ToUpper(ending[1:]))
	}
	last := len(kinds) - 1
	return "Möglich sind " + strings.Join(kinds[:last], ", ") + " und " + kinds[last] + "."
}

// shorten keeps a sentence short, whatever the name of a file is.
func shorten(s string) string {
	const most = 12
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return s
}

// differs is the refusal of a file whose content does not fit its name.
func differs(t Type) error {
	return fault.Reject(fmt.Sprintf("Name und Inhalt passen nicht zusammen: Der Name dieser Datei gehört zu „%s“, ihr Inhalt hat aber ein anderes "+
		"Format oder ist beschädigt. Bitte öffnen Sie die Datei und speichern Sie sie neu.", t.Name))
}

// readAt reads n bytes at an offset. They must exist.
func readAt(file io.ReaderAt, at, n int64) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(file, at, n), b); err != nil {
		return nil, fmt.Errorf("read uploaded file: %w", err)
	}
	return b, nil
}
