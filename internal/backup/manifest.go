package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Names in a backup. They are those of the data folder, so that nobody has to learn others.
const (
	manifestName = "sicherung.json"
	databaseName = "forum.db"
	erasedName   = "geloescht.txt"
	keyName      = "schluessel.txt"
	filesName    = "anhaenge"
)

// format is raised when an older program can no longer restore what a newer one wrote.
const format = 1

// Bounds of what is believed of a backup that somebody may have made up.
const (
	maxManifest = 160 << 20 // bytes
	maxFiles    = 1_000_000
	maxText     = 500 // characters of one text
)

// Manifest says what is in a backup. It is written last, so a backup that has one was
// finished.
type Manifest struct {
	Format  int              `json:"format"`
	Made    time.Time        `json:"made"`    // the state that it holds
	Schema  int64            `json:"schema"`  // newest migration; 0 without a database
	Server  bool             `json:"server"`  // the database is on a server, and not in the backup
	Rows    map[string]int64 `json:"rows"`    // of each table
	Erased  int              `json:"erased"`  // accounts that geloescht.txt names
	Defects []string         `json:"defects"` // what could not be backed up as it should, in German
	Files   []File           `json:"files"`   // by name
}

// File is one file of a backup.
type File struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Hash string `json:"sha256"`
}

// Whole reports whether all is in the backup that should be.
func (m Manifest) Whole() bool { return len(m.Defects) == 0 }

// Size returns the bytes of all files.
func (m Manifest) Size() (n int64) {
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// Find returns the file of this name.
func (m Manifest) Find(name string) (File, bool) {
	i, ok := slices.BinarySearchFunc(m.Files, name, func(f File, name string) int { return strings.Compare(f.Name, name) })
	if !ok {
		return File{}, false
	}
	return m.Files[i], true
}

// Attachments counts the files of attachments.
func (m Manifest) Attachments() (n int) {
	for _, f := range m.Files {
		if f.Blob() != "" {
			n++
		}
	}
	return n
}

// HasKey reports whether the key is in the backup.
func (m Manifest) HasKey() bool {
	_, ok := m.Find(keyName)
	return ok
}

// Blob returns the name of the blob that the file should hold, "" for other files.
func (f File) Blob() string {
	if m := attached.FindStringSubmatch(f.Name); m != nil && strings.HasPrefix(m[2], m[1]) {
		return m[2]
	}
	return ""
}

// blobFile returns the name in a backup of a blob.
func blobFile(hash string) string { return filesName + "/" + hash[:2] + "/" + hash }

var (
	attached = regexp.MustCompile(`^` + filesName + `/([0-9a-f]{2})/([0-9a-f]{64})$`)
	aHash    = regexp.MustCompile(`^[0-9a-f]{64}$`)
	aTable   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
)

// ours reports whether a backup may hold a file of this name. There are no others, so none
// of them leads out of the folder.
func ours(name string) bool {
	return name == databaseName || name == erasedName || name == keyName || File{Name: name}.Blob() != ""
}

// errMadeUp refuses a manifest that this program did not write.
var errMadeUp = errors.New("Ihre Datei " + manifestName + " ist beschädigt oder nicht von diesem Programm geschrieben")

// parse reads a manifest and refuses what this program would not write.
func parse(content []byte) (m Manifest, err error) {
	d := json.NewDecoder(bytes.NewReader(content))
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("%w (%w)", errMadeUp, err)
	}
	if m.Format > format {
		return m, fmt.Errorf("sie ist von einer neueren Fassung des Programms (Format %d, dieses kennt %d)", m.Format, format)
	}
	if m.Format < 1 || m.Made.IsZero() || m.Schema < 0 || m.Erased < 0 || len(m.Files) > maxFiles || len(m.Rows) > maxText {
		return m, errMadeUp
	}
	damaged := named(m.Defects)
	for i, f := range m.Files {
		if hash := f.Blob(); hash != "" && hash != f.Hash && !damaged[hash] {
			return m, errMadeUp
		}
		if !ours(f.Name) || f.Size < 0 || f.Size > 1<<50 || !aHash.MatchString(f.Hash) || i > 0 && m.Files[i-1].Name >= f.Name {
			return m, errMadeUp
		}
	}
	for table, n := range m.Rows {
		if !aTable.MatchString(table) || n < 0 {
			return m, errMadeUp
		}
	}
	for _, text := range m.Defects {
		if len(text) > maxText || strings.ContainsFunc(text, unshown) {
			return m, errMadeUp
		}
	}
	if _, has := m.Find(databaseName); has == m.Server {
		return m, errMadeUp
	}
	return m, nil
}

// named returns the attachments of which defects say that they were damaged in the forum.
func named(defects []string) map[string]bool {
	out := map[string]bool{}
	for _, text := range defects {
		out[text[strings.LastIndexByte(text, ' ')+1:]] = true
	}
	return out
}

// unshown reports whether a character ends a line, turns the direction of writing, or is not
// seen for another reason.
func unshown(r rune) bool { return !unicode.IsGraphic(r) || unicode.In(r, unicode.Zl, unicode.Zp) }

// shown makes a text one that parse admits.
func shown(text string) string {
	text = strings.Map(func(r rune) rune {
		if unshown(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	return strings.ToValidUTF8(text[:min(len(text), maxText)], "")
}

// render writes a manifest as parse reads it, a line for each file.
func render(m Manifest) ([]byte, error) {
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	out, err := json.MarshalIndent(m, "", " ")
	return append(out, '\n'), err
}
