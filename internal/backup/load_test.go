package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/testkit/testdb"
)

// place is a forum of attachments only.
type place struct {
	t     *testing.T
	db    *db.DB
	blobs *blob.Store
	files *attachment.Attachments
	dir   string
}

func newPlace(t *testing.T) place {
	t.Helper()
	dir := t.TempDir()
	d, blobs := testdb.New(t), blob.New(filepath.Join(dir, "anhaenge"))
	return place{t, d, blobs, attachment.New(d, blobs, nil, config.Attachments{}), dir}
}

func (p place) forum() backup.Forum {
	return backup.Forum{DB: p.db, Blobs: p.blobs, Erased: filepath.Join(p.dir, "geloescht.txt"), Count: func(path string) (int, error) {
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return bytes.Count(content, []byte("\n")), err
	}}
}

// attach adds an attachment as an upload does: the row first, then the file.
func (p place) attach(ctx context.Context, text string) (id int64, err error) {
	g, err := p.blobs.Stage(strings.NewReader(text), 1<<20)
	if err != nil {
		return 0, err
	}
	err = p.db.Write(ctx, func(tx *db.Tx) error {
		id, err = db.Scalar[int64](tx, `
			INSERT INTO attachment (name, media_type, size, sha256, created_at)
			VALUES ('notiz.txt', 'text/plain', $1, $2, $3)
			RETURNING id`, g.Size, g.Hash, tx.Now)
		return err
	})
	if err != nil {
		g.Drop()
		return 0, err
	}
	return id, g.Keep()
}

// remove removes an attachment as a post does that is withdrawn.
func (p place) remove(ctx context.Context, id int64) error {
	return p.db.Write(ctx, func(tx *db.Tx) error {
		hash, err := db.Scalar[string](tx, `DELETE FROM attachment WHERE id = $1 RETURNING sha256`, id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO blob_removal (sha256, at) VALUES ($1, $2) ON CONFLICT (sha256) DO UPDATE SET at = excluded.at`, hash, tx.Now)
		return err
	})
}

func silent(int64, int64) {}

// TestBackupsUnderLoadAreWhole makes backups of both forms while eight upload and withdraw
// files, and their contents are removed as fast as possible.
func TestBackupsUnderLoadAreWhole(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	ctx, stop := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for writer := range 8 {
		workers.Go(func() {
			var own []int64
			for n := 0; ctx.Err() == nil; n++ {
				id, err := p.attach(ctx, fmt.Sprintf("Datei %d von %d\n", n, writer))
				if err == nil {
					own = append(own, id)
				}
				if err == nil && len(own) > 20 {
					err = p.remove(ctx, own[0])
					own = own[1:]
				}
				if err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
			}
		})
	}
	workers.Go(func() {
		for ctx.Err() == nil {
			if _, err := p.files.RemoveBlobs(ctx); err != nil && !errors.Is(err, blob.ErrHeld) && ctx.Err() == nil {
				t.Error(err)
				return
			}
		}
	})
	out := t.TempDir()
	for n := range 10 {
		to := filepath.Join(out, []string{"sicherung", "sicherung.tar"}[n%2])
		made, err := backup.Make(t.Context(), p.forum(), to, "", silent)
		if err != nil {
			t.Fatal(err)
		}
		if !made.Whole() {
			t.Errorf("backup %d lacks %v", n, made.Defects)
		}
		if n > 1 && made.Attachments() == 0 {
			t.Error("there are no attachments")
		}
		if _, damaged, err := backup.Verify(t.Context(), to, silent); err != nil || len(damaged) > 0 {
			t.Errorf("backup %d: %v, %v", n, damaged, err)
		}
	}
	stop()
	workers.Wait()
	if _, err := p.files.RemoveBlobs(t.Context()); err != nil {
		t.Errorf("nobody holds the files any more: %v", err)
	}
	if left, _ := os.ReadDir(out); len(left) != 2 {
		t.Errorf("beside the backups there are %v", left)
	}
}

// TestInterruptedBackupLeavesTheFormerOne cancels at random moments.
func TestInterruptedBackupLeavesTheFormerOne(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for n := range 30 {
		if _, err := p.attach(t.Context(), fmt.Sprint("Datei ", n)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"sicherung", "sicherung.tar"} {
		to := filepath.Join(t.TempDir(), name)
		first, err := backup.Make(t.Context(), p.forum(), to, "", silent)
		if err != nil {
			t.Fatal(err)
		}
		for at := range 12 {
			ctx, cancel := context.WithCancel(t.Context())
			calls := 0
			_, err := backup.Make(ctx, p.forum(), to, "", func(int64, int64) {
				if calls++; calls > 3*at {
					cancel()
				}
			})
			cancel()
			m, damaged, readErr := backup.Verify(t.Context(), to, silent)
			if readErr != nil || len(damaged) > 0 || err != nil && !m.Made.Equal(first.Made) {
				t.Errorf("%s, interrupted at %d (%v): made %v, %v, %v", name, at, err, m.Made, damaged, readErr)
			}
			if err == nil {
				first.Made = m.Made
			}
			if left, _ := os.ReadDir(filepath.Dir(to)); len(left) != 1 {
				t.Errorf("%s: beside the backup there are %v", name, left)
			}
		}
	}
}

// TestTwoBackupsToOnePlaceDoNotMeet has the second one refused, in words.
func TestTwoBackupsToOnePlaceDoNotMeet(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	to := filepath.Join(t.TempDir(), "sicherung")
	once := sync.OnceFunc(func() {
		_, err := backup.Make(t.Context(), p.forum(), to, "", silent)
		if err == nil || !strings.Contains(err.Error(), "wird gerade schon gesichert") {
			t.Errorf("the second one ended with %v", err)
		}
	})
	if _, err := p.attach(t.Context(), "Datei"); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Make(t.Context(), p.forum(), to, "", func(int64, int64) { once() }); err != nil {
		t.Fatal(err)
	}
}
