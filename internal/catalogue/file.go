package catalogue

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// The files of the catalogue, in the order in which they refer to each other.
const (
	ozgFile            = "catalogue/ozg.json"
	leikaFile          = "catalogue/leika.jsonl"
	districtsFile      = "catalogue/districts.csv"
	municipalitiesFile = "catalogue/municipalities.csv"
)

var fileNames = []string{ozgFile, leikaFile, districtsFile, municipalitiesFile}

// file is one file of the catalogue as it was read.
type file struct {
	name   string
	body   []byte
	sha256 string // hexadecimal
}

// readFiles reads all files and makes sure that they are text.
func readFiles(fsys fs.FS) (map[string]file, error) {
	files := map[string]file{}
	for _, name := range fileNames {
		body, err := fs.ReadFile(fsys, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("data/%s fehlt.", name)
		case err != nil:
			return nil, fmt.Errorf("data/%s lässt sich nicht lesen: %w", name, err)
		}
		sum := sha256.Sum256(body)
		f := file{name: name, body: body, sha256: hex.EncodeToString(sum[:])}
		if err := f.checkText(); err != nil {
			return nil, err
		}
		files[name] = f
	}
	return files, nil
}

// fail names the place of a mistake in the words of the person who mends it.
func (f file) fail(line int, format string, args ...any) error {
	what := fmt.Sprintf(format, args...)
	if f.name == "" { // uploaded: there is only one
		return fmt.Errorf("Zeile %d: %s", line, what)
	}
	return fmt.Errorf("data/%s, Zeile %d: %s", f.name, line, what)
}

// lineAt returns the number of the line that holds the byte before offset.
func (f file) lineAt(offset int64) int {
	offset = min(max(offset-1, 0), int64(len(f.body)))
	return 1 + bytes.Count(f.body[:offset], []byte("\n"))
}

func (f file) checkText() error {
	if bytes.IndexByte(f.body, 0) >= 0 {
		return f.fail(1+bytes.Count(f.body[:bytes.IndexByte(f.body, 0)], []byte("\n")), "Der Text enthält ein Zeichen, das man nicht sieht (U+0000).")
	}
	if utf8.Valid(f.body) {
		return nil
	}
	line := 1
	for part := range bytes.Lines(f.body) {
		if !utf8.Valid(part) {
			break
		}
		line++
	}
	return f.fail(line, "Der Text ist kein gültiges UTF-8.")
}

// eachRow calls each for every row of a CSV file with exactly these columns.
func (f file) eachRow(columns []string, each func(line int, row []string) error) error {
	r := csv.NewReader(bytes.NewReader(f.body))
	r.FieldsPerRecord = len(columns)
	for n := 0; ; n++ {
		row, err := r.Read()
		if err == io.EOF {
			if n < 2 {
				return f.fail(1, "Die Datei enthält keine Daten.")
			}
			return nil
		}
		if err != nil {
			return f.csvProblem(err, len(columns), len(row))
		}
		if n == 0 {
			if !slices.Equal(row, columns) {
				return f.fail(1, "Die Kopfzeile muss „%s“ lauten.", strings.Join(columns, ","))
			}
			continue
		}
		line, _ := r.FieldPos(0)
		if err := each(line, row); err != nil {
			return err
		}
	}
}

func (f file) csvProblem(err error, want, got int) error {
	var p *csv.ParseError
	switch {
	case !errors.As(err, &p):
		return fmt.Errorf("data/%s lässt sich nicht lesen: %w", f.name, err)
	case errors.Is(err, csv.ErrFieldCount):
		return f.fail(p.StartLine, "Die Zeile muss %d Felder haben, sie hat %d.", want, got)
	}
	return f.fail(p.StartLine, "Die Anführungszeichen sind fehlerhaft.")
}
