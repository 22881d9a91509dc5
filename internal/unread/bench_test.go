package unread_test

import (
	"context"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

// Sizes of the forum that the benchmarks ask.
const (
	manyThreads    = 100_000
	postsPerThread = 10
	manyBoards     = 25
)

// many is a forum of a million posts on 25 boards that a member reads, by others
// Texts are short: what is unread does not hang on them.
func many(b *testing.B) (*World, account.Viewer) {
	b.Helper()
	w := New(b)
	boards, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) ([]int64, error) {
		by := w.By(Insider)
		return db.Column[int64](tx, `SELECT b.id FROM board b WHERE `+board.VisibleSQL+` ORDER BY b.id`, board.Seen(by)...)
	})
	if err != nil {
		b.Fatal(err)
	}
	for len(boards) < manyBoards {
		b.Fatalf("only %d boards", len(boards))
	}
	boards = boards[:manyBoards]
	rng, author := rand.New(rand.NewPCG(1, 2)), w.By(Bea)
	err = w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for range manyThreads {
			err := insertThread(tx, boards[rng.IntN(manyBoards)], author)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return w, w.By(Insider)
}

func insertThread(tx *db.Tx, board int64, by account.Viewer) error {
	id, err := tx.Insert(`
		INSERT INTO thread (board_id, title, state, author_id, organisation_id, created_at, last_post_at, last_post_id, replies, pinned, hidden,
			once_key)
		VALUES ($1, 'Eine Frage', 'open', $2, $3, $4, $4, 0, $5, FALSE, FALSE, hex(randomblob(8)))
		RETURNING id`, board, by.ID, by.Organisation.ID, tx.Now, postsPerThread-1)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		WITH RECURSIVE n (position) AS (SELECT 1 UNION ALL SELECT position + 1 FROM n WHERE position < $5)
		INSERT INTO post (thread_id, position, author_id, organisation_id, source, html, pipeline, revision, version, version_at, created_at,
			state, once_key)
		SELECT $1, position, $2, $3, 'x', 'x', 1, 1, 1, $4, $4, 'visible', hex(randomblob(8))
		FROM n`, id, by.ID, by.Organisation.ID, tx.Now, postsPerThread)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE thread
		SET (newest_id, newest_position, newest_author_id, last_post_id) = (
			SELECT id, position, author_id, id FROM post WHERE thread_id = thread.id ORDER BY position DESC LIMIT 1)
		WHERE id = $1`, id)
	return err
}

// processor is the time of the processor that the process has used.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkReading measures what pages ask at a million posts, for members who have read
// little, much and nearly everything: go test -run '^$' -bench Reading ./internal/unread.
func BenchmarkReading(b *testing.B) {
	w, by := many(b)
	head, err := w.Unread.Head(w.Ctx)
	if err != nil {
		b.Fatal(err)
	}
	boards, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) ([]int64, error) {
		return db.Column[int64](tx, `SELECT DISTINCT board_id FROM thread`)
	})
	if err != nil {
		b.Fatal(err)
	}
	recent, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) ([]int64, error) {
		return db.Column[int64](tx, `SELECT id FROM thread ORDER BY id DESC LIMIT 6000`)
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range []struct {
		name         string
		baseline     int64
		every, marks int
	}{
		{"nothing read", 0, 1, 0},
		{"30 unread a board, 400 marks", head - 11_500, 1, 400},
		{"nothing unread", head, 1, 0},
		{"every second of 6000 read", head - 60_000, 2, 3000},
		{"5999 of 6000 read", head - 60_000, 1, 5999},
	} {
		prepare(b, w, by, boards, m.baseline, recent, m.every, m.marks)
		b.Run("boards/"+m.name, func(b *testing.B) {
			measure(b, func(ctx context.Context) error { _, err := w.Unread.Boards(ctx, by); return err })
		})
		b.Run("boards counted anew/"+m.name, func(b *testing.B) {
			measure(b, func(ctx context.Context) error { _, err := unread.New(w.DB, w.Log).Boards(ctx, by); return err })
		})
		b.Run("one board counted anew/"+m.name, func(b *testing.B) {
			measure(b, func(ctx context.Context) error {
				_, err := unread.New(w.DB, w.Log).Board(ctx, by, boards[3])
				return err
			})
		})
		b.Run("list of 25/"+m.name, func(b *testing.B) {
			measure(b, func(ctx context.Context) error { _, err := w.Unread.Threads(ctx, by, recent[:25]); return err })
		})
		b.Run("thread/"+m.name, func(b *testing.B) {
			measure(b, func(ctx context.Context) error { _, err := w.Unread.Thread(ctx, by, recent[5]); return err })
		})
		b.Run("first/"+m.name, func(b *testing.B) {
			measure(b, func(ctx context.Context) error { _, err := w.Unread.First(ctx, by, recent[5]); return err })
		})
	}
}

// prepare gives the member a baseline on every board and marks on recent threads. Other
// versions tell that counts are no longer true.
func prepare(b *testing.B, w *World, by account.Viewer, boards []int64, baseline int64, recent []int64, every, marks int) {
	b.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE board_figures SET version = version + 1`); err != nil {
			return err
		}
		for _, table := range []string{"read_baseline", "read_mark"} {
			if _, err := tx.Exec(`DELETE FROM `+table+` WHERE person_id = $1`, by.ID); err != nil {
				return err
			}
		}
		for _, id := range boards {
			_, err := tx.Exec(`INSERT INTO read_baseline (person_id, board_id, post_id) VALUES ($1, $2, $3)`, by.ID, id, baseline)
			if err != nil {
				return err
			}
		}
		for n := range marks {
			_, err := tx.Exec(`INSERT INTO read_mark (person_id, thread_id, position, exception) VALUES ($1, $2, $3, FALSE)`, by.ID,
				recent[n*every], postsPerThread)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// measure reports the time of the processor, which does not hang on who else works.
func measure(b *testing.B, read func(context.Context) error) {
	b.Helper()
	ctx := context.Background()
	begin := processor(b)
	for b.Loop() {
		if err := read(ctx); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((processor(b)-begin).Microseconds())/float64(b.N), "cpu-µs/op")
}
