//go:build !postgres

package db_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/db"
)

// TestDamagedPageIsNamedWithWhatItHolds overwrites pages of a real file: of a table, of an
// index.
func TestDamagedPageIsNamedWithWhatItHolds(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "forum.db")
	d, err := db.Open(t.Context(), path, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	root := map[string]int64{}
	err = d.Write(t.Context(), func(tx *db.Tx) error {
		for _, s := range []string{`CREATE TABLE heap (id INTEGER PRIMARY KEY, words TEXT)`, `CREATE INDEX heap_words ON heap (words)`,
			`INSERT INTO heap (words) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT 'Wort ' || i FROM n`} {
			if _, err := tx.Exec(s); err != nil {
				return err
			}
		}
		for _, name := range []string{"heap", "heap_words"} {
			page, err := db.Scalar[int64](tx, `SELECT rootpage FROM sqlite_schema WHERE name = $1`, name)
			if err != nil {
				return err
			}
			root[name] = page
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := d.CheckPages(t.Context())
	if err != nil || len(whole.Defects) > 0 || !strings.Contains(whole.Checked, "Tabellen") {
		t.Errorf("of a sound file it says %+v, %v", whole, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const size = 4096
	for name, want := range map[string]string{"heap": "Tabelle „heap“", "heap_words": "Index „heap_words“ der Tabelle „heap“"} {
		damaged := append([]byte(nil), sound...)
		page := damaged[(root[name]-1)*size : root[name]*size]
		for i := 3; i < 8; i++ { // the number of cells, and where they stand
			page[i] ^= 0x5a
		}
		other := filepath.Join(t.TempDir(), "forum.db")
		if err := os.WriteFile(other, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := db.Open(t.Context(), other, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := d.CheckPages(t.Context())
		if err != nil || len(r.Defects) == 0 || !strings.Contains(strings.Join(r.Defects, "\n"), want) {
			t.Errorf("%s: %v, %v", name, r.Defects, err)
		}
		if len(r.Defects) > 0 {
			t.Log(r.Defects[0])
		}
		d.Close()
	}
}
