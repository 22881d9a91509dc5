package forum_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// listing is a thread with replies of known dates, as lists show it.
type listing struct {
	*World
	t             *testing.T
	thread, other int64
	asked         time.Time
	replies       []int64
	repliedAt     []time.Time
	otherAt       time.Time
}

// newListing asks a week ago and has it answered six and two days ago; another thread is
// from four days ago.
func newListing(t *testing.T) *listing {
	l := &listing{World: New(t), t: t}
	ask := func(ago time.Duration, title string) (int64, time.Time) {
		ctx := l.At(-ago)
		id, err := l.Forum.OpenThread(ctx, l.By(Ann), forum.Question{Board: l.Board(Public), Title: title, Text: "Frage"})
		l.must(err)
		return id, l.DB.Now(ctx)
	}
	const day = 24 * time.Hour
	l.thread, l.asked = ask(7*day, "Frage mit zwei Antworten")
	l.other, l.otherAt = ask(4*day, "Frage ohne Antwort")
	for _, ago := range []time.Duration{6 * day, 2 * day} {
		ctx := l.At(-ago)
		id, err := l.Forum.Reply(ctx, l.By(Bea), l.thread, forum.Reply{Text: "Antwort"})
		l.must(err)
		l.replies, l.repliedAt = append(l.replies, id), append(l.repliedAt, l.DB.Now(ctx))
	}
	return l
}

func (l *listing) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// shows expects a number of replies, a date and the first thread of the board's list.
func (l *listing) shows(when string, replies int, at time.Time, first int64) {
	l.t.Helper()
	list, err := l.Forum.Board(l.Ctx, l.By(Guest), Public, forum.Filter{})
	l.must(err)
	if len(list.Rows) != 2 || list.Rows[0].ID != first {
		l.t.Errorf("%s: the list begins with the wrong thread: %+v", when, list.Rows)
	}
	for _, row := range list.Rows {
		if row.ID == l.thread && (row.Replies != replies || !row.LastPostAt.Equal(at.Truncate(time.Millisecond))) {
			l.t.Errorf("%s: the list shows %d replies until %s, want %d until %s", when, row.Replies, row.LastPostAt, replies, at)
		}
	}
	newest := at
	if l.otherAt.After(at) {
		newest = l.otherAt
	}
	figures, err := l.Forum.FiguresByBoard(l.Ctx, l.By(Guest))
	l.must(err)
	if f := figures[l.Board(Public)]; !f.LastPostAt.Equal(newest.Truncate(time.Millisecond)) {
		l.t.Errorf("%s: the board dates from %s, want %s", when, f.LastPostAt, newest)
	}
	r, err := l.Forum.ThreadPage(l.Ctx, l.By(Guest), l.thread, 1)
	l.must(err)
	if r.Thread.Replies != replies || len(r.Posts) != len(l.replies) {
		l.t.Errorf("%s: the thread counts %d replies and shows %d places", when, r.Thread.Replies, len(r.Posts))
	}
}

func TestListsCountAndDateByTheRepliesThatAreToBeRead(t *testing.T) {
	t.Parallel()
	l := newListing(t)
	first, last := l.replies[0], l.replies[1]
	l.shows("at first", 2, l.repliedAt[1], l.thread)
	l.must(l.Forum.Hide(l.Ctx, l.By(Mod), last, "Zum Test ausgeblendet"))
	l.shows("with the last one hidden", 1, l.repliedAt[0], l.other)
	l.must(l.Forum.Unhide(l.Ctx, l.By(Mod), last))
	l.shows("with it shown again", 2, l.repliedAt[1], l.thread)
	l.must(l.Forum.Withdraw(l.Ctx, l.By(Bea), first))
	l.shows("with the first one withdrawn", 1, l.repliedAt[1], l.thread)
	l.must(l.Forum.Blacken(l.Ctx, l.By(Mod), last, 1, "Name genannt"))
	l.shows("with the last one blackened too", 0, l.asked, l.other)
	e, _, err := l.Forum.Post(l.Ctx, l.By(Bea), last)
	l.must(err)
	l.must(l.Forum.EditPost(l.Ctx, l.By(Bea), last, forum.Edit{Text: "Neu geschrieben", Revision: e.Revision}))
	l.shows("with it written anew", 1, l.repliedAt[1], l.thread)
	l.must(l.Forum.Withdraw(l.Ctx, l.By(Bea), last))
	l.shows("with all withdrawn", 0, l.asked, l.other)
	ctx := l.At(-24 * time.Hour)
	id, err := l.Forum.Reply(ctx, l.By(Bea), l.thread, forum.Reply{Text: "Noch eine Antwort"})
	l.must(err)
	l.replies = append(l.replies, id)
	l.shows("with a new one", 1, l.DB.Now(ctx), l.thread)
}

func TestABoardIsDatedByTheThreadsThatItStillHas(t *testing.T) {
	t.Parallel()
	l := newListing(t)
	dated := func(when string, at time.Time) {
		t.Helper()
		figures, err := l.Forum.FiguresByBoard(l.Ctx, l.By(Guest))
		l.must(err)
		if got := figures[l.Board(Public)].LastPostAt; !got.Equal(at.Truncate(time.Millisecond)) {
			t.Errorf("%s the board dates from %s, want %s", when, got, at)
		}
	}
	l.must(l.Forum.Hide(l.Ctx, l.By(Mod), l.Question(l.thread), "Zum Test ausgeblendet"))
	dated("without the hidden thread", l.otherAt)
	l.must(l.Forum.Unhide(l.Ctx, l.By(Mod), l.Question(l.thread)))
	l.must(l.Forum.Pin(l.Ctx, l.By(Mod), l.thread, true))
	dated("with the thread pinned", l.repliedAt[1])
	l.must(l.Forum.Move(l.Ctx, l.By(Boss), l.thread, forum.Move{Board: l.Board(Members), Confirm: true}))
	dated("without the moved thread", l.otherAt)
}

// TestTheMigrationMendsOldFigures makes the figures what former programs left.
func TestTheMigrationMendsOldFigures(t *testing.T) {
	t.Parallel()
	l := newListing(t)
	l.must(l.Forum.Withdraw(l.Ctx, l.By(Bea), l.replies[1]))
	script, err := os.ReadFile("../db/migrations/sqlite/0074_readable_replies.sql")
	l.must(err)
	l.must(l.DB.Write(l.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			UPDATE thread
			SET replies = 2, last_post_id = $1, last_post_at = (SELECT created_at FROM post WHERE id = $1)
			WHERE id = $2`, l.replies[1], l.thread)
		for _, statement := range strings.Split(string(script), ";\n") {
			if err == nil && strings.TrimSpace(statement) != "" {
				_, err = tx.Exec(statement)
			}
		}
		return err
	}))
	l.shows("after the migration", 1, l.repliedAt[0], l.other)
}
