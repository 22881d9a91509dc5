package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/app"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/search/index"
)

// fill runs "loadgen" on a folder and returns its exit status and output.
func fill(dir string, args ...string) (status int, said string) {
	var out bytes.Buffer
	status = lab.Run(context.Background(), append([]string{"loadgen", "--data", dir}, args...), strings.NewReader(""), &out, &out)
	return status, out.String()
}

func TestLoadIsGeneratedOnceAndFound(t *testing.T) {
	dir := t.TempDir()
	status, said := fill(dir, "--posts", "60")
	for _, want := range []string{"Beiträge: 60 von 60", "Suchindex: wird aufgebaut", "Fertig"} {
		if status != 0 || !strings.Contains(said, want) {
			t.Errorf("status %d, no %q in %q", status, want, said)
		}
	}
	if status, said := fill(dir, "--posts", "60"); status != 0 || strings.Contains(said, "Beiträge") || strings.Contains(said, "aufgebaut") {
		t.Errorf("a finished folder was filled again: %d %q", status, said)
	}
	if indexes := index.Inspect(app.SearchPath(dir)); len(indexes) != 1 || indexes[0].Err != nil || relation(t, dir, indexes[0]) != event.OnTheWay {
		t.Errorf("indexes: %+v", indexes)
	}
	if status, said := fill(dir, "--posts", "70"); status == 0 || !strings.Contains(said, "leeren Ordner") {
		t.Errorf("other options: %d %q", status, said)
	}
}

// relation tells how an index relates to the database of its folder.
func relation(t *testing.T, dir string, g index.Report) (r event.Relation) {
	t.Helper()
	d, err := db.Open(t.Context(), app.DatabasePath(dir), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	err = d.Read(t.Context(), func(tx *db.Tx) error {
		r, _, err = event.RelateTx(tx, g.At)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestLoadNeverReplacesALostDatabase has a file of a forum whose database is
// missing or empty, and a database that is no file.
func TestLoadNeverReplacesALostDatabase(t *testing.T) {
	for what, put := range map[string]func(dir string) error{
		"forum.db-wal": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "forum.db-wal"), []byte("Beiträge"), 0o600)
		},
		"schluessel.txt": func(dir string) error {
			err := os.WriteFile(filepath.Join(dir, "forum.db"), nil, 0o600)
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, "schluessel.txt"), []byte("x"), 0o600)
			}
			return err
		},
		"keine gewöhnliche Datei": func(dir string) error { return os.Mkdir(filepath.Join(dir, "forum.db"), 0o700) },
	} {
		dir := t.TempDir()
		if err := put(dir); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		status, said := fill(dir, "--posts", "10")
		if status != 1 || !strings.Contains(said, what) || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: status %d: %s", what, status, said)
		}
		if after, err := os.ReadDir(dir); err != nil || (what != "keine gewöhnliche Datei" && len(after) != len(before)) {
			t.Errorf("%s: the folder held %v and holds %v, %v", what, before, after, err)
		}
	}
}
