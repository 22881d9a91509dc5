package backup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/backup"
	"kommunalforum/internal/db"
)

// series makes backups as the server does, a day apart. A forum whose files are gone makes
// one that is not whole.
func series(t *testing.T, p place, dir string, whole ...bool) (names []string) {
	t.Helper()
	at := time.Date(2026, 11, 1, 1, 30, 0, 0, time.UTC)
	before := ""
	for n, w := range whole {
		to := filepath.Join(dir, backup.NameAt(at.AddDate(0, 0, n)))
		f := p.forum()
		if !w { // the backup before must not help out either
			f.Blobs, before = newPlace(t).blobs, filepath.Join(dir, "keine")
		}
		made, err := backup.Make(t.Context(), f, to, before, silent)
		if err != nil || made.Whole() != w {
			t.Fatalf("backup %d: %+v, %v", n, made.Defects, err)
		}
		before, names = to, append(names, filepath.Base(to))
	}
	return names
}

func kept(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestLastWholeBackupStaysWhateverItsAge(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	if _, err := p.attach(t.Context(), "Datei"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		whole []bool
		keep  int
		want  []int
	}{
		"all whole":        {[]bool{true, true, true, true}, 2, []int{2, 3}},
		"fewer than keep":  {[]bool{true, true}, 5, []int{0, 1}},
		"none since":       {[]bool{true, true, false, false, false}, 2, []int{1, 3, 4}},
		"none at all":      {[]bool{false, false, false}, 2, []int{1, 2}},
		"a whole one last": {[]bool{false, false, true}, 1, []int{2}},
	} {
		dir := t.TempDir()
		made := series(t, p, dir, c.whole...)
		interrupted := filepath.Join(dir, made[0]+".unfertig")
		for _, path := range []string{filepath.Join(dir, "von-hand"), interrupted} { // the first is somebody else's
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := backup.Thin(t.Context(), dir, c.keep); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, i := range c.want {
			want = append(want, made[i])
		}
		if got := kept(t, dir); !slices.Equal(got, append(want, "von-hand")) {
			t.Errorf("%s: left are %v, want %v", name, got, want)
		}
		for _, name := range want {
			if _, damaged, err := backup.Verify(t.Context(), filepath.Join(dir, name), silent); err != nil || len(damaged) > 0 {
				t.Errorf("%s: %v, %v", name, damaged, err)
			}
		}
	}
}

func TestNewestWholeBackupOfAFolderIsTaken(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	if _, err := p.attach(t.Context(), "Datei"); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	made := series(t, p, dir, true, true, false)
	if got, err := backup.Newest(t.Context(), dir); err != nil || filepath.Base(got) != made[1] {
		t.Errorf("taken is %s, %v", got, err)
	}
	if got, err := backup.Newest(t.Context(), filepath.Join(dir, made[0])); err != nil || filepath.Base(got) != made[0] {
		t.Errorf("of one that is named: %s, %v", got, err)
	}
	if _, err := backup.Newest(t.Context(), t.TempDir()); err == nil {
		t.Error("an empty folder is a backup")
	}
}

// TestScheduledBackupIsClaimedOnce has a hundred nodes look at the same moment.
func TestScheduledBackupIsClaimedOnce(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	due := p.db.Now(t.Context()).Add(-time.Minute)
	claim := func(ago time.Duration) (id int64, ok bool) {
		err := p.db.Write(db.At(t.Context(), due.Add(time.Minute).Add(ago)), func(tx *db.Tx) (err error) {
			id, ok, err = backup.ClaimTx(tx, due, "/backup")
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return id, ok
	}
	claimed := make(chan int64, 100)
	done := make(chan bool)
	for range 100 {
		go func() {
			if id, ok := claim(0); ok {
				claimed <- id
			}
			done <- true
		}()
	}
	for range 100 {
		<-done
	}
	if len(claimed) != 1 {
		t.Fatalf("claimed %d times", len(claimed))
	}
	id := <-claimed
	end := func(problem string) {
		if err := p.db.Write(t.Context(), func(tx *db.Tx) error { return backup.EndTx(tx, id, 1, problem) }); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := claim(2 * time.Hour); ok {
		t.Error("it was begun again while it runs")
	}
	end("Kein Platz.")
	if _, ok := claim(30 * time.Minute); ok {
		t.Error("it was tried again at once")
	}
	again, ok := claim(2 * time.Hour)
	if !ok {
		t.Fatal("it was not tried again")
	}
	id = again
	end("")
	if _, ok := claim(20 * time.Hour); ok {
		t.Error("it was made again, though it is whole")
	}
}

func TestRunsAreForgottenButForTheLastWholeOne(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for n := range 250 {
		err := p.db.Write(t.Context(), func(tx *db.Tx) error {
			id, err := backup.BeginTx(tx, backup.Made, false, fmt.Sprint(n))
			if err != nil || n == 0 {
				return err
			}
			problem := "Kein Platz."
			if n == 1 {
				problem = ""
			}
			return backup.EndTx(tx, id, 1, problem)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err := db.View(t.Context(), p.db, func(tx *db.Tx) (backup.Status, error) { return backup.StatusTx(tx, true) })
	if err != nil || s.Whole.Place != "1" || s.Last.Place != "249" {
		t.Errorf("%+v, %v", s, err)
	}
	n, err := db.View(t.Context(), p.db, func(tx *db.Tx) (int, error) { return db.Scalar[int](tx, `SELECT COUNT(*) FROM backup`) })
	if err != nil || n > 101 {
		t.Errorf("%d rows are kept, %v", n, err)
	}
}
