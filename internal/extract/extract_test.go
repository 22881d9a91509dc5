package extract_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/extract"
	"kommunalforum/internal/filetype"
	"kommunalforum/internal/sandbox"
	"kommunalforum/internal/testkit/sample"
)

func TestMain(m *testing.M) {
	sandbox.Main(extract.Tool)
	os.Exit(m.Run())
}

func TestTextOfEachFormat(t *testing.T) {
	sheets := []sample.Sheet{{Name: "Gebühren", Rows: [][]string{{"Straße", "Größe"}, {"Am Markt"}}}, {Name: "Leer"},
		{Name: "Öffnungszeiten", Rows: [][]string{{"montags"}}}}
	tables := []extract.Part{{Name: "Gebühren", Text: "Straße Größe\nAm Markt"}, {Name: "Öffnungszeiten", Text: "montags"}}
	whole := func(text string) []extract.Part { return []extract.Part{{Text: text}} }
	hidden := sample.Entry{Name: "xl/workbook.xml", Content: `<sheets><sheet name="a" state="hidden" r:id="rId1"/></sheets>`}
	slides := sample.Office("presentationml.presentation", sample.Entry{Name: "ppt/slides/slide1.xml", Content: "<a:p><a:t>Eins</a:t></a:p>"},
		sample.Entry{Name: "ppt/slides/slide2.xml"}, sample.Entry{Name: "ppt/slides/slide3.xml", Content: "<a:p><a:t>Drei</a:t></a:p>"})
	for n, c := range []struct {
		format filetype.Format
		file   []byte
		want   []extract.Part
	}{
		{filetype.PDF, sample.PDF("Gebührensatzung\nder Stadt (Größe)", "", "Straße 3 € – „Ende“"),
			[]extract.Part{{Number: 1, Text: "Gebührensatzung\nder Stadt (Größe)"}, {Number: 3, Text: "Straße 3 € – „Ende“"}}},
		{filetype.DOCX, sample.DOCX("# Satzung", "Größe & <Straße>", "", "Ende"), whole("Satzung\nGröße & <Straße>\nEnde")},
		{filetype.DOCX, sample.Office("wordprocessingml.document",
			sample.Entry{Name: "word/document.xml", Content: `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>` +
				`<w:del><w:r><w:delText>weg</w:delText></w:r></w:del>` +
				`<w:instrText>PAGE</w:instrText><mc:Choice><w:t>c</w:t></mc:Choice><mc:Fallback><w:t>c</w:t></mc:Fallback></w:p>`},
			sample.Entry{Name: "word/footnotes.xml", Content: `<w:p><w:t>Fußnote</w:t></w:p>`}), whole("a bc\nFußnote")},
		{filetype.XLSX, sample.XLSX(sheets...), tables},
		{filetype.XLSX, sample.Office("spreadsheetml.sheet", hidden, sample.Entry{Name: "xl/_rels/workbook.xml.rels",
			Content: `<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>`}, sample.Entry{Name: "xl/worksheets/sheet1.xml",
			Content: `<c t="inlineStr"><is><t>geheim</t></is></c>`}), nil},
		{filetype.PPTX, slides, []extract.Part{{Number: 1, Text: "Eins"}, {Number: 3, Text: "Drei"}}},
		{filetype.ODT, sample.ODT("# Satzung", "Größe & <Straße>"), whole("Satzung\nGröße & <Straße>")},
		{filetype.ODT, sample.OpenDocument("text", `<text:tracked-changes><text:p>weg</text:p></text:tracked-changes><text:p>a<text:tab/>b<text:s/>c`+
			`<office:annotation><text:p>Notiz</text:p></office:annotation></text:p>`), whole("a b c")},
		{filetype.ODS, sample.ODS(sheets...), tables},
		{filetype.ODP, sample.OpenDocument("presentation", `<office:presentation><draw:page><text:p>Eins</text:p></draw:page><draw:page/>`+
			`<draw:page><text:p>Drei</text:p></draw:page></office:presentation>`),
			[]extract.Part{{Number: 1, Text: "Eins"}, {Number: 3, Text: "Drei"}}},
		{filetype.TXT, []byte("Größe\r\n\r\n  Straße\t3\x00"), whole("Größe\nStraße 3")},
		{filetype.TXT, []byte("\xef\xbb\xbfGröße"), whole("Größe")},
		{filetype.TXT, sample.UTF16("Größe"), whole("Größe")},
		{filetype.CSV, []byte("Gr\xf6\xdfe;Stra\xdfe;\x80"), whole("Größe;Straße;€")},
		{filetype.XML, []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><a b="c"><d>Gr` + "\xf6\xdf" + `e</d><d>&amp;</d></a>`), whole("Größe\n&")},
		{filetype.XML, sample.UTF16(`<?xml version="1.0" encoding="UTF-16"?><a>Größe</a>`), whole("Größe")},
		{filetype.JSON, []byte(`{"größe": 3}`), whole(`{"größe": 3}`)},
		{filetype.PDF, sample.PDF(), nil},
	} {
		got, err := extract.New(sandbox.New()).Read(t.Context(), c.format, c.file)
		if diff := cmp.Diff(c.want, got.Parts); err != nil || got.Cut || diff != "" {
			t.Errorf("%d, %s: %v, cut %v: %s", n, c.format.Type().Name, err, got.Cut, diff)
		}
	}
}

// TestWordsOfAPDF holds that words are those that are seen, though a PDF may draw
// letters by number, part words, and have no spaces.
func TestWordsOfAPDF(t *testing.T) {
	const own = `<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Own/Encoding/Identity-H/ToUnicode 6 0 R` +
		`/DescendantFonts[<</DW 600/W[1[300 600] 3 9 600]>>]>>`
	const named = `<</Type/Font/Subtype/Type1/BaseFont/Named/FirstChar 0/Widths[600 600 600 600]` +
		`/Encoding<</Differences[1/f_f/adieresis/ffi]>>>>`
	table := sample.Flate("", "/CIDInit /ProcSet findresource begin 2 beginbfchar <0001> <00e4> <0002> <00660066> endbfchar "+
		"2 beginbfrange <0003> <0005> <0061> <0006> <0007> [<00df> <20ac>] endbfrange end")
	for content, want := range map[string]string{
		"<000300010004> Tj":                                           "aäb",
		"<0003> Tj <0002> Tj":                                         "aff",
		"[<0003> -20 <0004> -300 <0005>] TJ":                          "ab c",
		"<00060007> Tj":                                               "ß€",
		"<0003> Tj 6 0 Td <0004> Tj 20 0 Td <0005> Tj":                "ab c",
		"<0003> Tj 0 -12 Td <0004> Tj 12 TL T* <0005> Tj":             "a\nb\nc",
		"<0003> Tj 10 0 0 10 100 700 Tm <0004> Tj":                    "a\nb",
		"0 10 -10 0 0 0 Tm <0003> Tj <0004> Tj 4 -30 Td <0005> Tj":    "ab\nc", // turned by a quarter
		"q 2 0 0 2 0 0 cm <0003> Tj Q Q Q <0004> Tj":                  "a\nb",
		"<0003> Tj /X Do":                                             "a\nc",
		"/F2 10 Tf (\x01\x02\x03) Tj":                                 "ffäffi",
		"/F9 10 Tf (nothing) Tj /F1 10 Tf <0003> Tj":                  "a",
		"(odd) Tj 1 Td Tj <0003> Tj":                                  "",
		"BI /W 1 /H 1 ID \x00\xff(\xfe EI <0003> Tj ET BT <0004> Tj":  "",
		"<0003> Tj 100 0 Td <0004> Tj -100 -12 Td 5 0 Td <0005> ' \n": "a b\nc",
	} {
		file := sample.RawPDF("", "<</Type/Catalog/Pages 2 0 R>>",
			"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 4 0 R/F2 7 0 R>>/XObject<</X 8 0 R>>>>>>",
			"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>", own, sample.Flate("", "BT /F1 10 Tf "+content+" ET"), table, named,
			sample.Flate("/Subtype/Form/Matrix[1 0 0 1 0 300]", "BT /F1 10 Tf <0005> Tj ET"))
		got, err := extract.New(sandbox.New()).Read(t.Context(), filetype.PDF, file)
		text := ""
		if len(got.Parts) > 0 {
			text = got.Parts[0].Text
		}
		if err != nil || want != "" && text != want {
			t.Errorf("%q reads %q, want %q: %v", content, text, want, err)
		}
	}
}

func TestWordsAreJoinedAtTheEndOfALine(t *testing.T) {
	file := sample.PDF("Die Gebühren-\nsatzung der Kinder-\nund Jugendhilfe Bad-\nSachsa 2025-\n2026")
	got, err := extract.New(sandbox.New()).Read(t.Context(), filetype.PDF, file)
	if err != nil || got.Parts[0].Text != "Die Gebührensatzung der Kinder-\nund Jugendhilfe Bad-\nSachsa 2025-\n2026" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestOtherProgramsWriteOtherHeadsAndTails(t *testing.T) {
	file := string(sample.PDF("Größe"))
	for _, changed := range []string{
		strings.Replace(file, "%PDF-1.4\n", "%PDF-2.0\n", 1),
		strings.Replace(file, "%PDF-1.4\n", "%PDF-1.4\r", 1),
		file + strings.Repeat("\x00", 500),
	} {
		got, err := extract.New(sandbox.New()).Read(t.Context(), filetype.PDF, []byte(changed))
		if err != nil || len(got.Parts) != 1 || got.Parts[0].Text != "Größe" {
			t.Errorf("%.12q: %v, %v", changed, got, err)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	long := strings.Repeat("Größe ", extract.MaxText/4)
	pages := make([]string, 400)
	for n := range pages {
		pages[n] = fmt.Sprintf("Seite %d ", n+1) + strings.Repeat("Straße ", 300)
	}
	for f, file := range map[filetype.Format][]byte{
		filetype.TXT: []byte(long), filetype.DOCX: sample.DOCX(long), filetype.PDF: sample.PDF(pages...), filetype.CSV: sample.UTF16(long),
		filetype.ODS: sample.ODS(sample.Sheet{Name: "a", Rows: [][]string{{long}, {long}}}),
	} {
		got, err := extract.New(sandbox.New()).Read(t.Context(), f, file)
		size := 0
		for _, p := range got.Parts {
			size += len(p.Text)
			if !utf8.ValidString(p.Text) {
				t.Errorf("%s: a letter is cut", f.Type().Name)
			}
		}
		if err != nil || !got.Cut || size > extract.MaxText || size < extract.MaxText/2 {
			t.Errorf("%s: %d bytes, cut %v, %v", f.Type().Name, size, got.Cut, err)
		}
	}
}

func TestWhatIsNoDocumentCannotBeRead(t *testing.T) {
	for _, f := range []filetype.Format{filetype.PDF, filetype.DOCX, filetype.XLSX, filetype.ODT, filetype.PNG, filetype.ZIP, 99} {
		if got, err := extract.New(sandbox.New()).Read(t.Context(), f, []byte("Größe")); !errors.Is(err, extract.ErrUnreadable) {
			t.Errorf("format %d: %v, %v", f, got, err)
		}
	}
}

// TestHostileFilesEnd holds that each ends within the limits of the child, which the
// kernel enforces, and leaves what can be read.
func TestHostileFilesEnd(t *testing.T) {
	for _, file := range sample.Hostile() {
		content := file.Content()
		f, ok := filetype.ByName(file.Name)
		if !ok {
			t.Fatal(file.Name)
		}
		got, err := extract.New(sandbox.New()).Read(t.Context(), f.Format, content)
		if err != nil && !errors.Is(err, extract.ErrUnreadable) {
			t.Errorf("%s: %v", file.Name, err)
		}
		if err == nil && strings.Contains(file.Name, "laughs") && len(got.Parts) > 0 && len(got.Parts[0].Text) > 1000 {
			t.Errorf("%s: entities grew to %d bytes", file.Name, len(got.Parts[0].Text))
		}
		t.Logf("%s: %d KB, %d parts, cut %v, %v", file.Name, len(content)>>10, len(got.Parts), got.Cut, err)
	}
}

// TestPagesPackedWithLZWAreLeftOut: old scanners pack pages with a filter that is not read.
// Nothing wrong is found there, and the other pages are read.
func TestPagesPackedWithLZWAreLeftOut(t *testing.T) {
	text := func(filter, content string) string {
		return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", filter, len(content), content)
	}
	page := func(contents int) string {
		return fmt.Sprintf("<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>", contents)
	}
	file := sample.RawPDF("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		page(5), text("/Filter/LZWDecode", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"), page(7), text("", "BT /F1 12 Tf (Lesbar) Tj ET"))
	got, err := extract.New(sandbox.New()).Read(t.Context(), filetype.PDF, file)
	if err != nil && !errors.Is(err, extract.ErrUnreadable) {
		t.Fatal(err)
	}
	if want := []extract.Part{{Number: 2, Text: "Lesbar"}}; !cmp.Equal(got.Parts, want) {
		t.Errorf("read %+v, want %+v", got.Parts, want)
	}
}
