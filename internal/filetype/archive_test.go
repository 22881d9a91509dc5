package filetype_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/filetype"
	"kommunalforum/internal/testkit/sample"
)

// change returns a copy of a file in which what stands at an offset from a
// signature, counted from its nth place, is replaced.
func change(file []byte, signature string, n, offset int, by string) []byte {
	out := bytes.Clone(file)
	at := 0
	for ; n >= 0; n-- {
		at += bytes.Index(out[at:], []byte(signature)) + 1
	}
	copy(out[at-1+offset:], by)
	return out
}

// raw makes an archive of entries that are described as the headers say, whatever they hold.
func raw(t *testing.T, headers ...zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, h := range headers {
		w, err := z.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(make([]byte, h.CompressedSize64))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	directoryEnd   = "PK\x05\x06"
	directoryEntry = "PK\x01\x02"
)

func TestArchivesThatMisleadAreRefused(t *testing.T) {
	two := sample.ZIP(sample.Entry{Name: "a.txt", Content: "eins", Stored: true}, sample.Entry{Name: "b.txt", Content: "zwei", Stored: true})
	one := sample.ZIP(sample.Entry{Name: "a.txt", Content: "eins"})
	named := func(name string) []byte { return sample.ZIP(sample.Entry{Name: name, Content: "a"}) }
	link := zip.FileHeader{Name: "a.txt", CompressedSize64: 1, UncompressedSize64: 1}
	link.SetMode(os.ModeSymlink | 0o777)
	check(t, []refused{
		{"a.zip", named("../a.txt"), "ungewöhnlich"},
		{"a.zip", named("b/../../a.txt"), "ungewöhnlich"},
		{"a.zip", named("/etc/a.txt"), "ungewöhnlich"},
		{"a.zip", named(`..\a.txt`), "ungewöhnlich"},
		{"a.zip", named("C:a.txt"), "ungewöhnlich"},
		{"a.zip", named("a\x00.txt"), "ungewöhnlich"},
		{"a.zip", sample.ZIP(sample.Entry{Name: "a.txt"}, sample.Entry{Name: "A.txt"}), "ungewöhnlich"},
		{"a.zip", raw(t, link), "ungewöhnlich"},
		{"a.zip", sample.ZIP(), "passen nicht zusammen"},
		{"a.zip", one[:len(one)-4], "ungewöhnlich"},
		{"a.zip", append(bytes.Clone(one), 0), "ungewöhnlich"},
		{"a.zip", change(one, directoryEnd, 0, 4, "\x01"), "ungewöhnlich"},                       // another disk
		{"a.zip", change(one, directoryEnd, 0, 10, "\x02"), "ungewöhnlich"},                      // more entries than on this disk
		{"a.zip", change(two, directoryEnd, 0, 8, "\x01\x00\x01\x00"), "ungewöhnlich"},           // fewer entries than there are
		{"a.zip", change(one, directoryEnd, 0, 16, "\x00\x00\x00\x00"), "ungewöhnlich"},          // a directory elsewhere
		{"a.zip", change(one, directoryEnd, 0, 8, "\xff\xff\xff\xff"), "zu vielen Teilen"},       // zip64
		{"a.zip", change(one, directoryEntry, 0, 42, "\x00\x10"), "ungewöhnlich"},                // a header beyond the end
		{"a.zip", change(one, directoryEntry, 0, 20, "\xff\xff\xff\x7f"), "ungewöhnlich"},        // longer than the file
		{"a.zip", change(one, directoryEntry, 0, 8, "\x01"), "Kennwort"},                         // encrypted
		{"a.zip", change(one, directoryEntry, 0, 10, "\x63"), "Kennwort"},                        // encrypted by AES
		{"a.zip", change(one, directoryEntry, 0, 10, "\x0e"), "ungewöhnlich"},                    // LZMA
		{"a.zip", change(two, directoryEntry, 1, 42, "\x00\x00\x00\x00"), "viel zu groß"},        // both entries are one
		{"a.zip", change(one, "PK\x03\x04", 0, 26, "\x06"), "ungewöhnlich"},                      // names of different length
		{"a.zip", sample.ZIP(sample.Entry{Name: "a.zip", Content: string(one)}), "Archiv liegt"}, // an archive in it
		{"a.zip", sample.ZIP(sample.Entry{Name: "a.exe", Content: "MZ"}), "„a.exe“"},
		{"a.zip", sample.ZIP(sample.Entry{Name: "a.html", Content: "<p>"}), "„a.html“"},
		{"a.zip", sample.ZIP(sample.Entry{Name: "a.pdf", Content: "MZ"}), "Archiv liegt"},
	})
	// An entry that no directory lists stands before the others.
	hidden := change(two, directoryEnd, 0, 8, "\x01\x00\x01\x00")
	at := bytes.Index(hidden, []byte(directoryEntry))
	second := bytes.Index(hidden[at+4:], []byte(directoryEntry)) + 4
	hidden = append(hidden[:at:at], hidden[at+second:]...)
	end := bytes.LastIndex(hidden, []byte(directoryEnd))
	binary.LittleEndian.PutUint32(hidden[end+12:], uint32(end-at))
	binary.LittleEndian.PutUint32(hidden[end+16:], uint32(at))
	check(t, []refused{{"a.zip", hidden, "ineinander"}})
}

func TestArchivesThatUnpackToTooMuchAreRefused(t *testing.T) {
	zeros := strings.Repeat("\x00", 20<<20)
	many := make([]sample.Entry, 5001)
	for n := range many {
		many[n].Name = fmt.Sprintf("%d.txt", n)
	}
	entry := func(name string, size uint64) zip.FileHeader {
		return zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: 3 << 20, UncompressedSize64: size}
	}
	check(t, []refused{
		{"a.docx", sample.Office("wordprocessingml.document", sample.Entry{Name: "word/document.xml", Content: zeros}), "viel zu groß"},
		{"a.zip", sample.ZIP(sample.Entry{Name: "a.txt", Content: zeros}), "viel zu groß"},
		{"a.zip", sample.ZIP(many...), "zu vielen Teilen"},
		{"a.zip", raw(t, entry("a.txt", 600<<20)), "viel zu groß"},
		{"a.zip", raw(t, entry("a.txt", 300<<20), entry("b.txt", 300<<20)), "viel zu groß"},
		{"a.zip", raw(t, entry("a.txt", 1<<40)), "viel zu groß"}, // in fields of zip64
		{"a.zip", raw(t, entry("a.txt", 1<<63), entry("b.txt", 1<<63)), "viel zu groß"},
	})
}

// counter counts what is read of a file.
type counter struct {
	*bytes.Reader
	read int
}

func (c *counter) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.Reader.ReadAt(b, at)
	c.read += n
	return n, err
}

func TestLargeFilesAreNotReadWhole(t *testing.T) {
	large := bytes.Repeat([]byte(strings.Repeat("PK\x05\x06", 1000)+"xyz"), 20_000)
	copy(large, pdf[:8])
	copy(large[len(large)-5:], "%%EOF")
	file := &counter{Reader: bytes.NewReader(large)}
	begun := time.Now()
	if _, err := (filetype.Rules{}).Detect("a.pdf", file, int64(len(large))); err != nil {
		t.Error(err)
	}
	if file.read > 1<<20 {
		t.Errorf("read %d of %d bytes in %v", file.read, len(large), time.Since(begun))
	}
}

// FuzzDetect holds that no file of any name makes it panic or read for long.
func FuzzDetect(f *testing.F) {
	for _, file := range [][]byte{pdf, docx, jpeg, gif, sample.ODT("a"), sample.XLSX(), []byte(xoev), sample.UTF16("<html>"),
		sample.ZIP(sample.Entry{Name: "a.txt", Content: "a"})} {
		for _, name := range []string{"a.pdf", "a.docx", "a.odt", "a.xml", "a.json", "a.txt", "a.zip", "a.gif"} {
			f.Add(name, file)
		}
	}
	f.Fuzz(func(t *testing.T, name string, file []byte) {
		got, err := detect(filetype.Rules{ZIP: true}, name, file)
		if err == nil && got.Format.Type().Media != got.Media {
			t.Errorf("%v is not its own type", got)
		}
	})
}
