package faq_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
)

func TestListGoesOnWhereThePageEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const n = faq.RowsPerPage + 3
	for i := range n {
		// Pairs share a moment, so that the id must decide.
		w.ctx = db.At(w.ctx, moment.Add(time.Duration(i/2)*time.Minute))
		w.publish(t, open, board.ToPublic)
	}
	var ids []int64
	f := faq.Filter{}
	for range 3 {
		page, err := w.articles.List(w.ctx, w.people["guest"], f)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Entries {
			ids = append(ids, e.ID)
		}
		if f.Before = page.Next; f.Before.ID == 0 {
			break
		}
	}
	if len(ids) != n {
		t.Fatalf("pages hold %d articles, want %d", len(ids), n)
	}
	for i := 1; i < n; i++ {
		if ids[i] >= ids[i-1] {
			t.Fatalf("order is broken at %d: %v", i, ids)
		}
	}
}

func TestListIsFilteredByBoardServiceAndState(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	by := w.people["admin"]
	make := func(slug string, state faq.State, services ...int64) int64 {
		in := w.input(slug)
		in.Services = services
		id, err := w.articles.Draft(w.ctx, by, in)
		if err != nil {
			t.Fatal(err)
		}
		if state != faq.Draft {
			if err := w.articles.Publish(w.ctx, by, id, board.ToMembers, false); err != nil {
				t.Fatal(err)
			}
		}
		if state == faq.Outdated {
			if err := w.articles.MarkOutdated(w.ctx, by, id, "Das gilt nicht mehr."); err != nil {
				t.Fatal(err)
			}
		}
		return id
	}
	draft := make(open, faq.Draft, 10513)
	here := make(open, faq.Published, 10513, 10001)
	there := make(closed, faq.Published, 10001)
	past := make(open, faq.Outdated, 10001)
	for _, c := range []struct {
		who  string
		f    faq.Filter
		want []int64
	}{
		{"ann", faq.Filter{}, []int64{there, here}},
		{"ann", faq.Filter{Board: w.boards[open]}, []int64{here}},
		{"ann", faq.Filter{Service: 10001}, []int64{there, here}},
		{"ann", faq.Filter{Service: 10513}, []int64{here}},
		{"ann", faq.Filter{State: faq.Outdated}, []int64{past}},
		{"ann", faq.Filter{State: faq.Draft}, nil},
		{"editor", faq.Filter{State: faq.Draft}, []int64{draft}},
		{"elsewhere", faq.Filter{State: faq.Draft}, nil},
		{"guest", faq.Filter{}, nil},
	} {
		page, err := w.articles.List(w.ctx, w.people[c.who], c.f)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, e := range page.Entries {
			got = append(got, e.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %+v: %s", c.who, c.f, diff)
		}
	}
}

func TestOverviewCountsWhatTheViewerSees(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range faq.SectionRows + 1 {
		w.publish(t, open, board.ToPublic)
	}
	w.publish(t, open, board.ToMembers)
	w.publish(t, closed, board.ToMembers)
	w.publish(t, secret, board.ToBoard)
	w.draft(t, open)
	for name, want := range map[string]string{
		"guest":  "bauen-wohnen 4/3, drafts 0",
		"ann":    "bauen-wohnen 5/3, umwelt 1/1, drafts 0",
		"it-ivo": "bauen-wohnen 5/3, umwelt 1/1, informationssicherheit 1/1, drafts 0",
		"editor": "bauen-wohnen 5/3, umwelt 1/1, drafts 1",
	} {
		o, err := w.articles.Overview(w.ctx, w.people[name])
		if err != nil {
			t.Fatal(err)
		}
		var parts []string
		for _, s := range o.Sections {
			parts = append(parts, fmt.Sprintf("%s %d/%d", s.Board.Slug, s.Count, len(s.Newest)))
		}
		parts = append(parts, fmt.Sprintf("drafts %d", o.Drafts))
		if got := strings.Join(parts, ", "); got != want {
			t.Errorf("overview of %s = %s, want %s", name, got, want)
		}
	}
}

func TestOverviewCountsServices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		in := w.input(open)
		in.Services = []int64{10513}
		id, err := w.articles.Draft(w.ctx, w.people["editor"], in)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.articles.Publish(w.ctx, w.people["editor"], id, board.ToMembers, false); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]int{"guest": 0, "ann": 1} {
		o, err := w.articles.Overview(w.ctx, w.people[name])
		if err != nil || len(o.Services) != want || want == 1 && (o.Services[0].Count != 2 || o.Services[0].ID != 10513) {
			t.Errorf("services for %s = %+v (%v)", name, o.Services, err)
		}
	}
}

// sourced makes an article from a post on the members' board, released to all
// members of the open board.
func (w *world) sourced(t *testing.T, to board.Release, sources ...faq.Source) (id int64) {
	t.Helper()
	err := w.db.Write(w.ctx, func(tx *db.Tx) (err error) {
		id, err = faq.DraftTx(tx, w.people["admin"], faq.Prepare(w.ctx, w.input(open)), false, sources...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if to == "" {
		return id
	}
	if err := w.articles.Publish(w.ctx, w.people["admin"], id, to, true); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestSourcesAreShownToThoseWhoMayReadThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.sourced(t, board.ToPublic,
		faq.Source{Kind: faq.FromPost, ID: 7, Thread: 3, Board: w.boards[closed], Audience: board.ToBoard},
		faq.Source{Kind: faq.FromPost, ID: 8, Thread: 4, Board: w.boards[secret], Audience: board.ToBoard},
		faq.Source{Kind: faq.FromAnswer, ID: 9, Board: w.boards[secret], Audience: board.ToPublic})
	for name, want := range map[string][]int64{"guest": {9}, "ann": {7, 9}, "admin": {7, 9}, "it-ivo": {7, 8, 9}} {
		var got []int64
		for _, s := range w.show(t, name, id).Sources {
			got = append(got, s.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sources for %s: %s", name, diff)
		}
	}
}

func TestThreadsLeadToTheirArticles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	post := func(id, thread int64) faq.Source {
		return faq.Source{Kind: faq.FromPost, ID: id, Thread: thread, Board: w.boards[open], Audience: board.ToBoard}
	}
	public := w.sourced(t, board.ToPublic, post(7, 3), post(8, 3))
	members := w.sourced(t, board.ToMembers, post(7, 3), faq.Source{Kind: faq.FromAnswer, ID: 7, Board: w.boards[open], Audience: board.ToPublic})
	draft := w.sourced(t, "", post(9, 4))
	for name, want := range map[string]string{
		"guest":  fmt.Sprintf("thread 3 [%d], thread 4 []", public),
		"ann":    fmt.Sprintf("thread 3 [%d %d], thread 4 []", members, public),
		"editor": fmt.Sprintf("thread 3 [%d %d], thread 4 [%d]", members, public, draft),
	} {
		by := w.people[name]
		three, err := w.articles.ForThread(w.ctx, by, 3)
		if err != nil {
			t.Fatal(err)
		}
		four, err := w.articles.ForThread(w.ctx, by, 4)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("thread 3 %v, thread 4 %v", ids(three), ids(four)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

func ids(list []faq.Entry) []int64 {
	out := []int64{}
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

func TestSearchLearnsOfReleasedArticlesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	draft := w.draft(t, open)
	public := w.publish(t, closed, board.ToPublic)
	follows := w.publish(t, closed, board.ToBoard)
	narrow := w.publish(t, secret, board.ToBoard)
	if err := w.articles.MarkOutdated(w.ctx, w.people["admin"], public, "Das gilt nicht mehr."); err != nil {
		t.Fatal(err)
	}
	w.read(t, func(tx *db.Tx) error {
		if _, err := faq.FindDocTx(tx, draft); !fault.Is(err, fault.NotFound) {
			t.Errorf("document of a draft: %v", err)
		}
		d, err := faq.FindDocTx(tx, public)
		if err != nil {
			return err
		}
		if d.ACL != "public" || !d.Outdated || d.Plain != "Seit der Änderung der Bauordnung genügt die Textform.\nMehr steht im Gesetz." {
			t.Errorf("document = %+v", d)
		}
		docs, err := faq.DocsTx(tx, public, 10)
		if len(docs) != 2 || docs[0].ID != follows || docs[0].ACL != "members" || docs[1].ID != narrow ||
			docs[1].ACL != (board.Board{ID: w.boards[secret]}).ACLOf(board.ToBoard) {
			t.Errorf("documents = %+v", docs)
		}
		if one, err := faq.DocsTx(tx, 0, 1); err != nil || len(one) != 1 || one[0].ID != public {
			t.Errorf("first document = %+v (%v)", one, err)
		}
		if of, err := faq.DocsOfTx(tx, w.boards[closed]); err != nil || len(of) != 2 {
			t.Errorf("documents of a board = %+v (%v)", of, err)
		}
		return err
	})
}

func TestPublicPathsAreForEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.publish(t, open, board.ToBoard)
	two := w.publish(t, secret, board.ToPublic)
	w.publish(t, open, board.ToMembers)
	w.publish(t, closed, board.ToBoard)
	w.draft(t, open)
	list, err := w.articles.PublicPaths(w.ctx)
	if err != nil || len(list) != 2 || list[0].ID != one || list[1].ID != two {
		t.Errorf("public articles = %+v, %v", list, err)
	}
}

func TestRerenderTakesOldPipelinesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, open, board.ToPublic)
	old := w.publish(t, open, board.ToPublic)
	err := w.db.Write(w.ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE faq_article SET html = 'alt', pipeline = $1 WHERE id = $2`, markdown.Version-1, old)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		if n, err := w.articles.Rerender(w.ctx); n != want || err != nil {
			t.Errorf("rendered %d (%v), want %d", n, err, want)
		}
	}
	if got := w.show(t, "guest", old).HTML; !strings.Contains(string(got), "<strong>") {
		t.Errorf("html = %s", got)
	}
}

func TestBoardsToWriteOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, want := range map[string]int{"guest": 0, "ann": 0, "editor": 1, "it-moderator": 1, "chief-editor": 23, "admin": 23} {
		list, err := w.articles.Boards(w.ctx, w.people[name])
		if err != nil || len(list) != want {
			t.Errorf("%s writes on %d boards (%v), want %d", name, len(list), err, want)
		}
	}
	if faq.CanWriteOn(account.Viewer{}, board.Board{ID: w.boards[open]}) {
		t.Error("guests must not write")
	}
}
