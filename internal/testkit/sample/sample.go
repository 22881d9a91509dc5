// Package sample makes small files of the formats that people attach to posts, for
// tests and the demo world.
package sample

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"html"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// PDF returns a document with a page for each text. Lines end with \n; letters are
// those of Windows-1252.
func PDF(pages ...string) []byte {
	var kids []string
	for n := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 4+2*n))
	}
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>",
		fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), len(pages)),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"}
	for n, text := range pages {
		content := "BT /F1 12 Tf 14 TL 72 770 Td\n"
		for line := range strings.Lines(text) {
			content += "(" + pdfString(strings.TrimSuffix(line, "\n")) + ") Tj T*\n"
		}
		content += "ET"
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>", 5+2*n),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content))
	}
	return RawPDF("", objects...)
}

// RawPDF returns a file of objects, which are numbered from 1. The first is the
// catalogue; the dictionary at the end holds more, in which {here} is where the table before it begins.
func RawPDF(more string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	for _, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	more = strings.ReplaceAll(more, "{here}", strconv.Itoa(start))
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, more, start)
	return b.Bytes()
}

func pdfString(text string) string {
	s, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
}

// Entry is a file in a ZIP archive.
type Entry struct {
	Name, Content string
	Stored        bool // not compressed
}

// ZIP returns an archive.
func ZIP(entries ...Entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		method := zip.Deflate
		if e.Stored {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: e.Name, Method: method})
		if err != nil {
			panic(err)
		}
		if _, err := w.Write([]byte(e.Content)); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`

// Office returns Office Open XML of a kind, such as wordprocessingml.document, with
// these parts besides the list of parts.
func Office(kind string, parts ...Entry) []byte {
	return ZIP(append([]Entry{{Name: "[Content_Types].xml", Content: declaration +
		`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/main.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.` + kind + `.main+xml"/></Types>`}}, parts...)...)
}

// DOCX returns a document with these paragraphs. One that begins with # is a heading.
func DOCX(paragraphs ...string) []byte {
	var body strings.Builder
	for _, p := range paragraphs {
		style := ""
		if heading, ok := strings.CutPrefix(p, "# "); ok {
			p, style = heading, `<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>`
		}
		body.WriteString("<w:p>" + style + `<w:r><w:t xml:space="preserve">` + html.EscapeString(p) + "</w:t></w:r></w:p>")
	}
	return Office("wordprocessingml.document", Entry{Name: "word/document.xml", Content: declaration +
		`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `</w:body></w:document>`})
}

// Sheet is a table of a name.
type Sheet struct {
	Name string
	Rows [][]string
}

// XLSX returns a workbook. Its texts stand in the table of shared strings.
func XLSX(sheets ...Sheet) []byte {
	var list, relations, shared strings.Builder
	var parts []Entry
	strs := 0
	for n, s := range sheets {
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, html.EscapeString(s.Name), n+1, n+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" `+
			`Target="worksheets/sheet%d.xml"/>`, n+1, n+1)
		var rows strings.Builder
		for _, row := range s.Rows {
			rows.WriteString("<row>")
			for _, cell := range row {
				fmt.Fprintf(&rows, `<c t="s"><v>%d</v></c>`, strs)
				shared.WriteString("<si><t>" + html.EscapeString(cell) + "</t></si>")
				strs++
			}
			rows.WriteString("</row>")
		}
		parts = append(parts, Entry{Name: fmt.Sprintf("xl/worksheets/sheet%d.xml", n+1), Content: declaration +
			`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows.String() +
			`</sheetData></worksheet>`})
	}
	parts = append(parts,
		Entry{Name: "xl/workbook.xml", Content: declaration + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
			`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + list.String() + `</sheets></workbook>`},
		Entry{Name: "xl/_rels/workbook.xml.rels", Content: declaration +
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + relations.String() + `</Relationships>`},
		Entry{Name: "xl/sharedStrings.xml", Content: declaration +
			`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared.String() + `</sst>`})
	return Office("spreadsheetml.sheet", parts...)
}

// OpenDocument returns a document of a kind, such as text, with this inside of the
// body, and more parts.
func OpenDocument(kind, body string, parts ...Entry) []byte {
	media := "application/vnd.oasis.opendocument." + kind
	return ZIP(append([]Entry{
		{Name: "mimetype", Content: media, Stored: true},
		{Name: "content.xml", Content: declaration + `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
			`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">` +
			`<office:body>` + body + `</office:body></office:document-content>`},
		{Name: "META-INF/manifest.xml", Content: declaration +
			`<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">` +
			`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + media + `"/></manifest:manifest>`},
	}, parts...)...)
}

// ODT returns a text with these paragraphs. One that begins with # is a heading.
func ODT(paragraphs ...string) []byte {
	var body strings.Builder
	for _, p := range paragraphs {
		element := "text:p"
		if heading, ok := strings.CutPrefix(p, "# "); ok {
			p, element = heading, "text:h"
		}
		body.WriteString("<" + element + ">" + html.EscapeString(p) + "</" + element + ">")
	}
	return OpenDocument("text", "<office:text>"+body.String()+"</office:text>")
}

// ODS returns tables.
func ODS(sheets ...Sheet) []byte {
	var body strings.Builder
	for _, s := range sheets {
		fmt.Fprintf(&body, `<table:table table:name="%s">`, html.EscapeString(s.Name))
		for _, row := range s.Rows {
			body.WriteString("<table:table-row>")
			for _, cell := range row {
				body.WriteString("<table:table-cell><text:p>" + html.EscapeString(cell) + "</text:p></table:table-cell>")
			}
			body.WriteString("</table:table-row>")
		}
		body.WriteString("</table:table>")
	}
	return OpenDocument("spreadsheet", "<office:spreadsheet>"+body.String()+"</office:spreadsheet>")
}

// UTF16 returns a text as programs on Windows write it: little end first, with a byte
// order mark.
func UTF16(text string) []byte {
	b := []byte{0xff, 0xfe}
	for _, r := range text {
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return b
}
