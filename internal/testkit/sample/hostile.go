package sample

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// File is a file with the name under which it comes.
type File struct {
	Name    string
	Content func() []byte
}

// Hostile lists files that are built to cost whoever reads them more than they
// should: time, memory, depth, or an end.
func Hostile() []File {
	const n = 1 << 18
	page := func(resources, contents string) string {
		return "<</Type/Page/Parent 2 0 R/Resources<<" + resources + ">>/Contents " + contents + ">>"
	}
	onePage := func(resources string, more ...string) func() []byte {
		return func() []byte {
			return RawPDF("", append([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				page(resources, "4 0 R")}, more...)...)
		}
	}
	const helvetica = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
	return []File{
		{"text of 38 MB.pdf", onePage(helvetica, Flate("", "BT /F1 12 Tf "+strings.Repeat("(aaaaaaaaaaaaaaaa) Tj T* ", 6*n)))},
		{"operands without end.pdf", onePage(helvetica, Flate("", strings.Repeat("1 ", 100*n)))},
		{"arrays in arrays.pdf", onePage(helvetica, Flate("", strings.Repeat("[", 20*n)))},
		{"a string without end.pdf", onePage(helvetica, Flate("", "("+strings.Repeat("(", 200*n)))},
		{"twice compressed.pdf", onePage(helvetica, strings.Replace(Flate("", deflate(deflate(strings.Repeat("(a) Tj ", 40*n)))),
			"/FlateDecode", "[/FlateDecode/FlateDecode/FlateDecode]", 1))},
		{"a drawing in itself.pdf", onePage("/XObject<</X 5 0 R>>", Flate("", strings.Repeat("/X Do ", n)),
			Flate("/Type/XObject/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", strings.Repeat("/X Do ", n)))},
		{"pages in themselves.pdf", func() []byte {
			return RawPDF("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("2 0 R ", 1000)+"]/Count 1000000>>")
		}},
		{"a length that is its own.pdf", onePage(helvetica, "<</Length 4 0 R>>stream\nBT ET\nendstream")},
		{"a table of contents that leads to itself.pdf", func() []byte { return RawPDF("/Prev {here}", "<</Type/Catalog/Pages 2 0 R>>") }},
		{"a trillion objects.pdf", func() []byte {
			return []byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 999999999999/W[1 8 8]/Root 1 0 R/Length 3>>stream\nabc\nendstream\nendobj\n" +
				"startxref\n9\n%%EOF\n")
		}},
		{"a font of a billion letters.pdf", onePage("/Font<</F1<</Type/Font/Subtype/Type0/ToUnicode 5 0 R/DescendantFonts[<</W["+
			strings.Repeat("0 2000000000 500 ", 1000)+"]>>]>>>>", Flate("", strings.Repeat("/F1 1 Tf ", 10)),
			Flate("", strings.Repeat("1 beginbfrange <0000> <ffff> <0000> endbfrange ", n)))},
		{"a document of 125 MB.docx", func() []byte {
			return Office("wordprocessingml.document", Entry{Name: "word/document.xml", Content: strings.Repeat("<w:p><w:t>a</w:t></w:p>", 22*n)})
		}},
		{"elements in elements.docx", func() []byte {
			return Office("wordprocessingml.document", Entry{Name: "word/document.xml", Content: strings.Repeat("<a>", 60*n)})
		}},
		{"an attribute without end.odt", func() []byte { return OpenDocument("text", `<a b="`+strings.Repeat("b", 200*n)) }},
		{"a billion laughs.odt", func() []byte { return laughs("mimetype") }},
		{"two million shared texts.xlsx", func() []byte {
			return Office("spreadsheetml.sheet", Entry{Name: "xl/sharedStrings.xml", Content: strings.Repeat("<si><t>a</t></si>", 10*n)})
		}},
		{"a row of billions of cells.ods", func() []byte {
			return OpenDocument("spreadsheet", `<office:spreadsheet><table:table table:name="a"><table:table-row>`+
				strings.Repeat(`<table:table-cell table:number-columns-repeated="999999999"/>`, 2*n))
		}},
		{"a billion laughs.xml", func() []byte { return []byte(entities() + "<a>&j;</a>") }},
		{"elements in elements.xml", func() []byte { return []byte(strings.Repeat("<a>", 6*n)) }},
		{"arrays in arrays.json", func() []byte { return []byte(strings.Repeat("[", 20*n)) }},
	}
}

func entities() string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE a [<!ENTITY a 'Haha'>")
	for c := 'b'; c <= 'j'; c++ {
		fmt.Fprintf(&b, "<!ENTITY %c '%s'>", c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	return b.String() + "]>"
}

func laughs(first string) []byte {
	return ZIP(Entry{Name: first, Content: "application/vnd.oasis.opendocument.text", Stored: true},
		Entry{Name: "content.xml", Content: entities() + "<office:text><text:p>&j;</text:p></office:text>"})
}

func deflate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// Flate returns a compressed stream, whose dictionary holds more.
func Flate(more, content string) string {
	packed := deflate(content)
	return fmt.Sprintf("<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream", more, len(packed), packed)
}
