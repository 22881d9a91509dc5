package extract

import (
	"testing"
	"time"

	"kommunalforum/internal/filetype"
	"kommunalforum/internal/testkit/sample"
)

// FuzzRead holds that a reader ends, and keeps to what the package promises of texts.
// Panics of libraries are allowed: the child turns them into a refusal.
func FuzzRead(f *testing.F) {
	sheet := sample.Sheet{Name: "a", Rows: [][]string{{"Größe"}}}
	for format, file := range map[filetype.Format][]byte{
		filetype.PDF: sample.PDF("Größe", "Ende"), filetype.DOCX: sample.DOCX("# a", "b"), filetype.XLSX: sample.XLSX(sheet),
		filetype.ODT: sample.ODT("a"), filetype.ODS: sample.ODS(sheet), filetype.XML: []byte("<a>b</a>"), filetype.TXT: sample.UTF16("a"),
	} {
		f.Add(int(format), file)
	}
	f.Fuzz(func(t *testing.T, format int, file []byte) {
		if !Reads(filetype.Format(format)) {
			return
		}
		got, err := tryRead(filetype.Format(format), file)
		if err != nil {
			return
		}
		size := 0
		for _, p := range got.Parts {
			size += len(p.Text)
			if p.Text == "" || p.Text != tidy(p.Text) {
				t.Errorf("part %q", p.Text)
			}
		}
		if size > MaxText {
			t.Errorf("%d bytes", size)
		}
	})
}

func tryRead(format filetype.Format, file []byte) (text Text, err error) {
	err = rescue(func() {
		if text, err = read(format, file, time.Second); err != nil {
			panic(err)
		}
	})
	return text, err
}
