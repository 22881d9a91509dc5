package unread_test

import (
	"fmt"
	"slices"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

func TestMain(m *testing.M) { Main(m) }

// reader is what a test asks of one member's reading.
type reader struct {
	*World
	t  *testing.T
	by string
}

// counts are the unread threads by the names of boards.
func (r reader) counts() string {
	r.t.Helper()
	counts, err := r.Unread.Boards(r.Ctx, r.By(r.by))
	if err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for id, n := range counts {
		for _, slug := range []string{Public, Members, Exclusive, "umwelt"} {
			if r.Board(slug) == id {
				out = append(out, fmt.Sprint(slug, ":", n))
			}
		}
	}
	slices.Sort(out)
	return fmt.Sprint(out)
}

func (r reader) want(counts string) {
	r.t.Helper()
	if got := r.counts(); got != counts {
		r.t.Errorf("%s counts %s, want %s", r.by, got, counts)
	}
}

// sees notes that a page of the thread was shown, up to a position.
func (r reader) sees(thread int64, position int) {
	r.t.Helper()
	r.Unread.Note(r.Ctx, r.By(r.by), thread, position)
}

func (r reader) writes() {
	r.t.Helper()
	if err := r.Unread.Write(r.Ctx); err != nil {
		r.t.Fatal(err)
	}
}

func (r reader) state(thread int64) unread.State {
	r.t.Helper()
	s, err := r.Unread.Thread(r.Ctx, r.By(r.by), thread)
	if err != nil {
		r.t.Fatal(err)
	}
	listed, err := r.Unread.Threads(r.Ctx, r.By(r.by), []int64{thread})
	if err != nil || listed[thread] != s.New {
		r.t.Errorf("in the list it is %v, alone %v, %v", listed[thread], s.New, err)
	}
	return s
}

// wantState asks up to which position the thread is read, and whether it is new.
func (r reader) wantState(thread int64, upto int, isNew bool) {
	r.t.Helper()
	if got := r.state(thread); got.Upto != upto || got.New != isNew {
		r.t.Errorf("%s has read %+v, want up to %d, new %v", r.by, got, upto, isNew)
	}
}

// wantFirst asks for the post to which the jump leads.
func (r reader) wantFirst(thread, post int64) {
	r.t.Helper()
	if got, err := r.Unread.First(r.Ctx, r.By(r.by), thread); err != nil || got != post {
		r.t.Errorf("the first unread post of %s is %d, %v, want %d", r.by, got, err, post)
	}
}

// wantNoFirst asks for a thread that does not exist for the member.
func (r reader) wantNoFirst(thread int64) {
	r.t.Helper()
	if got, err := r.Unread.First(r.Ctx, r.By(r.by), thread); !fault.Is(err, fault.NotFound) {
		r.t.Errorf("the first unread post of %s is %d, %v", r.by, got, err)
	}
}

// rows counts the rows of a table that belong to a member.
func (r reader) rows(table string) (n int) {
	r.t.Helper()
	err := r.DB.Read(r.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM `+table+` WHERE person_id = $1`, r.By(r.by).ID)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func (r reader) head() int64 {
	r.t.Helper()
	head, err := r.Unread.Head(r.Ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	return head
}

func world(t *testing.T, by string) reader {
	t.Helper()
	return reader{New(t), t, by}
}

func (r reader) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}
