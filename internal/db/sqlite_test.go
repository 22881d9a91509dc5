//go:build !postgres

// What only a file can promise, or break.

package db_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db"
)

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	pragma := func(run func(context.Context, func(*db.Tx) error) error, name string) string {
		var got string
		err := run(context.Background(), func(tx *db.Tx) (err error) {
			got, err = db.Scalar[string](tx, "PRAGMA "+name)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1",
		"busy_timeout": "5000"} {
		if got := pragma(d.Write, name); got != want {
			t.Errorf("writer: %s = %s, want %s", name, got, want)
		}
	}
	var all sync.WaitGroup
	for range 4 { // one for each connection of the pool
		all.Go(func() {
			if got := pragma(d.Read, "query_only"); got != "1" {
				t.Errorf("reader: query_only = %s", got)
			}
		})
	}
	all.Wait()
}

func TestForeignDamagedAndNewerFilesAreRefusedUntouched(t *testing.T) {
	t.Parallel()
	whole := filepath.Join(t.TempDir(), "forum.db")
	open(t, whole).Close()
	body, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(t.TempDir(), "forum.db")
	d := open(t, newer)
	err = d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	newerBody, err := os.ReadFile(newer)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), body...)
	copy(damaged[100:], strings.Repeat("\xff", 900))
	for name, content := range map[string][]byte{
		"text":    []byte("Das ist keine Datenbank, sondern ein Brief an die Gemeinde."),
		"damaged": damaged,
		"newer":   newerBody,
	} {
		path := filepath.Join(t.TempDir(), "forum.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := db.Open(context.Background(), path, db.Options{})
		if err == nil {
			d.Close()
			t.Errorf("%s: opened", name)
			continue
		}
		if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: not one clear sentence: %v", name, err)
		}
		after, err := os.ReadFile(path)
		if err != nil || string(after) != string(content) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestLostDatabaseBesideItsLogIsNotReplacedByAnEmptyOne(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "forum.db")
	for name, content := range map[string]string{path: "", path + "-wal": "something"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if d, err := db.Open(context.Background(), path, db.Options{}); err == nil {
		d.Close()
		t.Error("opened")
	}
}

func TestSchemaFileShowsTheWholeSchema(t *testing.T) {
	t.Parallel()
	have, err := fresh(t).Schema(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := "-- The whole schema as the migrations make it; a test keeps it true.\n-- Written by: KEEP=1 go test ./internal/db -run SchemaFile\n\n" +
		strings.Join(have, ";\n\n") + ";\n"
	const file = "schema.sql"
	if os.Getenv("KEEP") != "" {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("schema.sql is not current; see its second line")
	}
}

func TestLogWithoutItsDatabaseIsNeitherOpenedNorTouched(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "forum.db")
	if err := os.WriteFile(path+"-wal", []byte("something"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := db.Open(context.Background(), path, db.Options{}); err == nil {
		d.Close()
		t.Error("opened")
	}
	if content, err := os.ReadFile(path + "-wal"); err != nil || string(content) != "something" {
		t.Errorf("the log is now %q, %v", content, err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

func TestLookingMakesNothingAndCannotWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "forum.db")
	if _, _, err := db.OpenReadOnly(context.Background(), path, false); err == nil {
		t.Error("a missing database was opened")
	}
	open(t, path).Close()
	d, made, err := db.OpenReadOnly(context.Background(), path, false)
	if err != nil || made != "" {
		t.Fatalf("made %q, %v", made, err)
	}
	defer d.Close()
	if n := count(t, d); n != 0 {
		t.Errorf("%d events", n)
	}
	if err := d.Write(context.Background(), func(*db.Tx) error { return nil }); err == nil {
		t.Error("written")
	}
	if files, err := filepath.Glob(path + "*"); err != nil || len(files) != 1 {
		t.Errorf("files are %v, %v", files, err)
	}
}

func TestUnfinishedCopyIsRemovedByTheNext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "forum.db")
	d := open(t, path)
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(insertEvent, tx.Now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	left := path + ".vor-schema-9-20260101T000000.unfertig"
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := d.Copy(context.Background(), 99)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("the unfinished copy is still there: %v", err)
	}
	info, err := os.Stat(made)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v, %v", info, err)
	}
	if n := count(t, open(t, made)); n != 1 {
		t.Errorf("the copy has %d events", n)
	}
}

// TestErasingTracesHoldsUpNoWriters while somebody reads one state for long, as backups do.
func TestErasingTracesHoldsUpNoWriters(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	write := func() error {
		return d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(insertJob, fmt.Sprint(time.Now().UnixNano()), 1)
			return err
		})
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		if _, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM job`); err != nil {
			return err
		}
		if err := write(); err != nil { // the log now holds what the reader does not see
			return err
		}
		begun := time.Now()
		if err := d.EraseTraces(t.Context()); err == nil {
			t.Error("the log was emptied under a reader")
		}
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("writers waited for %s", took)
		}
		return write()
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.EraseTraces(t.Context()); err != nil {
		t.Errorf("after the reader: %v", err)
	}
}
