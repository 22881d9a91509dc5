package index_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// writerFolder names the variable by which this test's program is told to be
// the one that is killed: a data folder with an index beside the database.
const writerFolder = "KOMMUNALFORUM_TEST_WRITER"

// writeUntilKilled replies to thread 1 and lets the index follow, without end.
func writeUntilKilled(folder string) {
	ctx := limit.Unlimited(context.Background())
	must := func(err error) {
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	d, err := db.Open(ctx, dbtest.Source(folder), db.Options{})
	must(err)
	ix := index.New(filepath.Join(folder, "suche"), d, slog.New(slog.DiscardHandler), index.Version)
	must(ix.Open(ctx))
	bea, err := account.New(d).ViewerOf(ctx, testkit.Email(testkit.Bea))
	must(err)
	for {
		_, err := forum.New(d).Reply(ctx, bea, 1, forum.Reply{Text: "Eine Antwort mit Amsel."})
		must(err)
		cursor, err := ix.Consumer().Cursor(ctx)
		must(err)
		var events []event.Event
		must(d.Read(ctx, func(tx *db.Tx) error {
			events, err = event.AfterTx(tx, cursor, 1000)
			return err
		}))
		fmt.Println("writing") // the parent kills at any moment after this
		must(ix.Consumer().Handle(ctx, events))
	}
}

// TestCursorAndDocumentsAgreeAfterAKill kills a process that indexes, several
// times, and opens what it left.
func TestCursorAndDocumentsAgreeAfterAKill(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if thread := w.Ask(testkit.Ann, testkit.Public, "Viele Vögel", "Text"); thread != 1 {
		t.Fatalf("the first thread is %d", thread)
	}
	w.OwnDir = filepath.Join(w.Dir(), "suche")
	w.Reopen(index.Version)
	w.Must(w.OwnIndex.Rebuild(w.Ctx))
	program, err := os.Executable()
	w.Must(err)
	for round := range 5 {
		w.Must(w.OwnIndex.Close())
		child := exec.Command(program)
		child.Env = append(os.Environ(), writerFolder+"="+w.Dir())
		out, err := child.StdoutPipe()
		w.Must(err)
		w.Must(child.Start())
		lines := bufio.NewScanner(out)
		for n := 0; n < 10 && lines.Scan(); n++ {
			if lines.Text() != "writing" {
				t.Fatalf("the writer says: %s", lines.Text())
			}
		}
		time.Sleep(time.Duration(round) * 3 * time.Millisecond) // somewhere within a batch
		w.Must(child.Process.Kill())
		_ = child.Wait() // reports the kill

		w.Open(index.Version)
		w.wantReady(true)
		cursor, err := w.OwnIndex.Consumer().Cursor(w.Ctx)
		w.Must(err)
		var heard int
		w.Must(w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
			head, err := event.HeadTx(tx)
			if err != nil {
				return err
			}
			kept, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM event WHERE id >= 1 AND id <= $1`, head)
			if err != nil || kept != head {
				t.Errorf("round %d: of %d events %d are there, %v", round, head, kept, err)
			}
			heard, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM event WHERE kind = $1 AND id <= $2`, string(event.PostAdded), cursor)
			return err
		}))
		r := w.Find(testkit.Guest, query.Form{Text: "Amsel"})
		if heard < 9*(round+1) || r.Texts != heard {
			t.Fatalf("round %d: the cursor says %d replies, %d are found", round, heard, r.Texts)
		}
	}
	w.CatchUp()
}
