//go:build !postgres

// Where the database is a file, a test can damage it.

package app_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// TestDamagedDatabaseIsSaidToBe damages a table that a start does not read.
func TestDamagedDatabaseIsSaidToBe(t *testing.T) {
	t.Parallel()
	folder := Folder(t)
	w, closeWorld, err := Start(folder)
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	root, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (int64, error) {
		return db.Scalar[int64](tx, `SELECT rootpage FROM sqlite_schema WHERE name = 'bookmark'`)
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := stateOf(t, w, "database"); s.Level != alarm.Fine {
		t.Errorf("of a sound database it says %+v", s)
	}
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	damage(t, filepath.Join(folder, "forum.db"), root)
	if w, closeWorld, err = Start(folder); err != nil {
		t.Fatal(err)
	}
	defer closeWorld()
	w.T = t
	w.IndexReady()
	_, err = db.View(w.Ctx, w.DB, func(tx *db.Tx) (int64, error) {
		return db.Scalar[int64](tx, `SELECT COUNT(*) FROM bookmark NOT INDEXED`)
	})
	if err == nil {
		t.Fatal("the table can be read")
	}
	if code, body := ready(w.App); code != http.StatusServiceUnavailable || !strings.Contains(body, "Datenbank: Die Datenbank ist beschädigt") {
		t.Errorf("it says %d %q", code, body)
	}
	if s := stateOf(t, w, "database"); s.Level != alarm.Danger || !strings.Contains(s.Sentence, "beschädigt") {
		t.Errorf("the alarm says %+v", s)
	}
}

// damage overwrites a page of a database.
func damage(t *testing.T, path string, page int64) {
	t.Helper()
	const size = 4096
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xff}, size), (page-1)*size); err != nil {
		t.Fatal(err)
	}
}
