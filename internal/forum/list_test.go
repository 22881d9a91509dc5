package forum_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestPagesOfABoardHoldEveryThreadOnceInOrder(t *testing.T) {
	t.Parallel()
	w := New(t)
	ask := func(n int, at time.Duration) int64 {
		id, err := w.Forum.OpenThread(w.At(at), w.By(Ann), forum.Question{Board: w.Board(Public), Title: fmt.Sprintf("Frage Nummer %d", n),
			Text: "Frage"})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	const threads = 130
	var ids []int64
	for n := range threads {
		ids = append(ids, ask(n, -time.Duration(rand.IntN(60*24))*time.Hour))
	}
	for n := range 20 { // replies move threads up
		if _, err := w.Forum.Reply(w.At(-time.Duration(n)*time.Hour), w.By(Bea), ids[n*5], forum.Reply{Text: "Antwort"}); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[int64]bool{}
	var before time.Time
	last := 1
	for page := 1; page <= last; page++ {
		list, err := w.Forum.Board(w.Ctx, w.By(Ann), Public, forum.Filter{Page: page})
		if err != nil {
			t.Fatal(err)
		}
		last = list.Last
		for _, row := range list.Rows {
			if seen[row.ID] {
				t.Errorf("thread %d stands twice", row.ID)
			}
			seen[row.ID] = true
			if !before.IsZero() && row.LastPostAt.After(before) {
				t.Errorf("page %d is out of order", page)
			}
			before = row.LastPostAt
		}
	}
	if len(seen) != threads || last != (threads+forum.RowsPerPage-1)/forum.RowsPerPage {
		t.Errorf("%d threads on %d pages, want %d", len(seen), last, threads)
	}
	beyond, err := w.Forum.Board(w.Ctx, w.By(Ann), Public, forum.Filter{Page: 1 << 40})
	if err != nil || beyond.Page != last {
		t.Errorf("a page beyond the last is %d, %v", beyond.Page, err)
	}
}

func TestFiltersOfABoard(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Public, "Offene Frage zum Bauen", "Frage", 10071)
	solved := w.Ask(Ann, Public, "Gelöste Frage zum Bauen", "Frage")
	if err := w.Forum.MarkSolution(w.Ctx, w.By(Ann), w.Reply(Bea, solved, "So geht es"), true); err != nil {
		t.Fatal(err)
	}
	pinned := w.Ask(Ann, Public, "Angepinnte Frage zum Bauen", "Frage")
	if err := w.Forum.Pin(w.Ctx, w.By(Mod), pinned, true); err != nil {
		t.Fatal(err)
	}
	list, err := w.Forum.Board(w.Ctx, w.By(Guest), Public, forum.Filter{State: forum.Answered})
	if err != nil || len(list.Rows) != 1 || list.Rows[0].ID != solved || len(list.Pinned) != 0 {
		t.Errorf("answered: %+v, %v", list.Rows, err)
	}
	list, err = w.Forum.Board(w.Ctx, w.By(Guest), Public, forum.Filter{})
	if err != nil || len(list.Rows) != 2 || len(list.Pinned) != 1 || list.Pinned[0].ID != pinned {
		t.Errorf("all: %d rows, %d pinned, %v", len(list.Rows), len(list.Pinned), err)
	}
}

// TestFiguresNeverDrift does many random acts and then counts by hand.
func TestFiguresNeverDrift(t *testing.T) {
	t.Parallel()
	w := New(t)
	rng := rand.New(rand.NewPCG(1, 2))
	boards := []string{Public, Members}
	var threads, posts []int64
	for range 300 {
		at := w.At(-time.Duration(rng.IntN(1000)) * time.Hour)
		switch pick := rng.IntN(13); {
		case pick < 2 || len(posts) == 0:
			thread := w.Ask(Ann, boards[rng.IntN(2)], "Zufällige Frage", "Frage")
			threads = append(threads, thread)
			posts = append(posts, w.Reply(Bea, thread, "Antwort"))
		case pick == 2:
			id, err := w.Forum.Reply(at, w.By(Bea), threads[rng.IntN(len(threads))], forum.Reply{Text: "Antwort"})
			if err == nil {
				posts = append(posts, id)
			}
		case pick == 3:
			w.Forum.Pin(at, w.By(Boss), threads[rng.IntN(len(threads))], rng.IntN(2) == 0)
		case pick == 4:
			w.Forum.Move(at, w.By(Boss), threads[rng.IntN(len(threads))], forum.Move{Board: w.Board(boards[rng.IntN(2)]), Confirm: true})
		case pick == 5:
			w.Forum.MarkSolution(at, w.By(Boss), posts[rng.IntN(len(posts))], rng.IntN(2) == 0)
		case pick == 6:
			w.Forum.Hide(at, w.By(Boss), w.Question(threads[rng.IntN(len(threads))]), "Zum Test ausgeblendet")
		case pick == 7:
			w.Forum.Unhide(at, w.By(Boss), w.Question(threads[rng.IntN(len(threads))]))
		case pick == 8:
			w.Forum.Withdraw(at, w.By(Bea), posts[rng.IntN(len(posts))])
		case pick == 9:
			w.Forum.Hide(at, w.By(Boss), posts[rng.IntN(len(posts))], "Zum Test ausgeblendet")
		case pick == 10:
			w.Forum.Unhide(at, w.By(Boss), posts[rng.IntN(len(posts))])
		case pick == 11:
			w.Forum.Blacken(at, w.By(Boss), posts[rng.IntN(len(posts))], 1, "Zum Test geschwärzt")
		case pick == 12:
			w.Forum.EditPost(at, w.By(Bea), posts[rng.IntN(len(posts))], forum.Edit{Text: "Neu geschrieben", Revision: 1 + rng.IntN(4)})
		}
	}
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		wrong, err := db.Scalar[int](tx, `
			SELECT COUNT(*)
			FROM (
				SELECT board_id, last_post_at / 86400000 AS day, state, COALESCE(situation_id, 0) AS situation_id, COUNT(*) AS threads
				FROM thread
				WHERE NOT pinned AND NOT hidden
				GROUP BY 1, 2, 3, 4
				EXCEPT
				SELECT board_id, day, state, situation_id, threads FROM thread_day) AS drift`)
		if err != nil || wrong != 0 {
			t.Errorf("%d day figures drifted, %v", wrong, err)
		}
		surplus, err := db.Scalar[int](tx, `SELECT COUNT(*) - (SELECT COUNT(*)
			FROM (SELECT DISTINCT board_id, last_post_at / 86400000, state, COALESCE(situation_id, 0) FROM thread
				WHERE NOT pinned AND NOT hidden) AS d) FROM thread_day`)
		if err != nil || surplus != 0 {
			t.Errorf("%d surplus day figures, %v", surplus, err)
		}
		boardsWrong, err := db.Scalar[int](tx, `
			SELECT COUNT(*)
			FROM board_figures g
			WHERE g.threads <> (SELECT COUNT(*) FROM thread t WHERE t.board_id = g.board_id AND NOT t.hidden)`)
		if err != nil || boardsWrong != 0 {
			t.Errorf("%d board figures drifted, %v", boardsWrong, err)
		}
		threadsWrong, err := db.Scalar[int](tx, `
			SELECT COUNT(*)
			FROM thread t
			LEFT JOIN (
				SELECT thread_id, COUNT(*) AS replies, MAX(position) AS position
				FROM post
				WHERE position > 1 AND state = 'visible'
				GROUP BY thread_id) r ON r.thread_id = t.id
			LEFT JOIN post e ON e.thread_id = t.id AND e.position = r.position
			WHERE t.replies <> COALESCE(r.replies, 0) OR t.last_post_at <> COALESCE(e.created_at, t.created_at)
			OR t.last_post_id <> COALESCE(e.id, 0)`)
		if err != nil || threadsWrong != 0 {
			t.Errorf("%d threads count replies that nobody reads, or date from one, %v", threadsWrong, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
