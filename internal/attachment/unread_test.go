package attachment_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// TestAFileThatCannotBeReadIsGivenUp loses the content of a file before its text is read.
func TestAFileThatCannotBeReadIsGivenUp(t *testing.T) {
	t.Parallel()
	w := New(t)
	f := w.Upload(Ann, "zwergpudel.txt", "Zwergpudelsteuer")
	err := filepath.WalkDir(app.AttachmentsPath(w.Config), func(path string, e os.DirEntry, err error) error {
		if err == nil && e.Name() == f.Hash {
			err = os.Remove(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	give(t, w, attachment.Subject{Kind: attachment.Document, ID: 1}, f)
	failures := func() int {
		t.Helper()
		n, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (int, error) {
			return db.Scalar[int](tx, `SELECT read_failures FROM attachment WHERE id = $1`, f.ID)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for hour, want := range []int{1, 2, 3, 4, 5, 5, 5} {
		ctx := db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Duration(hour)*61*time.Minute))
		for range 3 { // only the first one tries it
			if _, err := w.Attached.ReadTexts(ctx, w.Texts); err != nil && hour > 4 {
				t.Errorf("after %d hours it is tried again: %v", hour, err)
			}
		}
		if got := failures(); got != want {
			t.Fatalf("after %d hours it has failed %d times, want %d", hour, got, want)
		}
	}
	for _, word := range []string{"Zwergpudelsteuer", "zwergpudel"} {
		if w.Finds(Boss, word) {
			t.Errorf("%q is found", word)
		}
	}
	// A file after it is read all the same.
	next := w.Upload(Ann, "b.txt", "Lesbar")
	give(t, w, attachment.Subject{Kind: attachment.Document, ID: 1}, next)
	w.ReadFiles()
	read, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (bool, error) {
		return db.Scalar[bool](tx, `SELECT chunks IS NOT NULL FROM attachment WHERE id = $1`, next.ID)
	})
	if !read || err != nil {
		t.Errorf("the next one is not read: %v", err)
	}
}
