package privacy

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
)

// Memory is the file next to the database that records which accounts were erased, so
// that they are erased again after a backup was restored. A line holds the number of
// the account, when it was erased, and whether its texts kept the organisation; nothing
// else.
type Memory struct{ path string }

// NewMemory returns the memory in the data folder. Without a file nobody was
// erased.
func NewMemory(dir string) Memory { return MemoryAt(MemoryPath(dir)) }

// MemoryPath returns the path of the file in the data folder.
func MemoryPath(dir string) string { return filepath.Join(dir, "geloescht.txt") }

// MemoryAt returns the memory in a file of any name, such as a copy.
func MemoryAt(path string) Memory { return Memory{path} }

const (
	withOrganisation    = "mit-organisation"
	withoutOrganisation = "ohne-organisation"
)

// Read returns what the file knows. A line that cannot be read is an error: an
// account that comes back by mistake is worse than a forum that does not start.
func (m Memory) Read() ([]account.Tombstone, error) {
	f, err := os.Open(m.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("Das Verzeichnis der gelöschten Konten lässt sich nicht lesen: %w", err)
	}
	defer f.Close()
	var out []account.Tombstone
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		t, ok := parse(strings.Fields(lines.Text()))
		if !ok {
			return nil, fmt.Errorf("Das Verzeichnis der gelöschten Konten %s ist in Zeile %d beschädigt. Bitte stellen Sie die Datei "+
				"wieder her, oder entfernen Sie die Zeile.", m.path, n)
		}
		out = append(out, t)
	}
	return out, lines.Err()
}

func parse(words []string) (t account.Tombstone, ok bool) {
	if len(words) != 3 || (words[2] != withOrganisation && words[2] != withoutOrganisation) {
		return t, false
	}
	id, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil || id < 1 {
		return t, false
	}
	at, err := time.Parse(time.RFC3339, words[1])
	return account.Tombstone{Person: id, At: at, OrganisationKept: words[2] == withOrganisation}, err == nil
}

// Write adds all of these to the file. Once it has returned nil the file survives a
// power cut.
func (m Memory) Write(all []account.Tombstone) error {
	known, err := m.Read()
	if err != nil {
		return err
	}
	have := map[int64]bool{}
	for _, t := range known {
		have[t.Person] = true
	}
	fresh := false
	for _, t := range all {
		if !have[t.Person] {
			known, fresh = append(known, t), true
		}
	}
	if !fresh {
		return nil
	}
	var b strings.Builder
	for _, t := range known {
		word := withoutOrganisation
		if t.OrganisationKept {
			word = withOrganisation
		}
		// Rounded up: the account was erased at that time, not after it.
		fmt.Fprintf(&b, "%d %s %s\n", t.Person, t.At.Add(time.Second-time.Millisecond).UTC().Format(time.RFC3339), word)
	}
	if err := replaceFile(m.path, b.String()); err != nil {
		return fmt.Errorf("write list of erased accounts: %w", err)
	}
	return nil
}

// replaceFile replaces a file atomically.
func replaceFile(path, content string) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // no effect once it was renamed
	if _, err := f.WriteString(content); err != nil {
		f.Close()
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
