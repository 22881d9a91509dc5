package faq_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
)

func TestWideningNeedsConfirmation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		slug   string
		to     board.Release
		widens bool
	}{
		{open, board.ToPublic, false},
		{open, board.ToMembers, false},
		{open, board.ToBoard, false},
		{closed, board.ToPublic, true},
		{closed, board.ToMembers, false},
		{closed, board.ToBoard, false},
		{secret, board.ToPublic, true},
		{secret, board.ToMembers, true},
		{secret, board.ToBoard, false},
	} {
		id, by := w.draft(t, c.slug), w.people["admin"]
		if c.slug == secret { // where the administrator is not admitted
			by = w.people["it-moderator"]
		}
		err := w.articles.Publish(w.ctx, by, id, c.to, false)
		if !c.widens {
			if err != nil {
				t.Errorf("%s to %s: %v", c.slug, c.to, err)
			}
			continue
		}
		wantField(t, err, "bestaetigung")
		a, err := w.articles.Show(w.ctx, by, id)
		if err != nil || a.State != faq.Draft {
			t.Errorf("%s to %s: state %s after the refusal (%v)", c.slug, c.to, a.State, err)
		}
		if err := w.articles.Publish(w.ctx, by, id, c.to, true); err != nil {
			t.Errorf("%s to %s, confirmed: %v", c.slug, c.to, err)
		}
	}
}

func TestNarrowestSourceDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sources := []faq.Source{
		{Kind: faq.FromPost, ID: 7, Thread: 3, Board: w.boards[closed], Audience: board.ToBoard},
		{Kind: faq.FromAnswer, ID: 9, Board: w.boards[secret], Audience: board.ToPublic},
	}
	var id int64
	err := w.db.Write(w.ctx, func(tx *db.Tx) (err error) {
		id, err = faq.DraftTx(tx, w.people["admin"], faq.Prepare(w.ctx, w.input(open)), false, sources...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := w.articles.Audiences(w.ctx, w.people["editor"], id)
	want := []faq.Audience{
		{Release: board.ToPublic, Widens: true},
		{Release: board.ToMembers, Chosen: true},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("audiences: %s (%v)", diff, err)
	}
	// The readers of a public board are more than the source's.
	wantField(t, w.articles.Publish(w.ctx, w.people["editor"], id, board.ToBoard, false), "bestaetigung")
	if err := w.articles.Publish(w.ctx, w.people["editor"], id, board.ToMembers, false); err != nil {
		t.Error(err)
	}
}

func TestAudiencesOfBoards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for slug, want := range map[string][]faq.Audience{
		open:   {{Release: board.ToPublic, Chosen: true}, {Release: board.ToMembers}},
		closed: {{Release: board.ToPublic, Widens: true}, {Release: board.ToMembers, Chosen: true}},
		secret: {{Release: board.ToPublic, Widens: true}, {Release: board.ToMembers, Widens: true}, {Release: board.ToBoard, Chosen: true}},
	} {
		by := w.people["admin"]
		if slug == secret {
			by = w.people["it-moderator"]
		}
		_, got, err := w.articles.Audiences(w.ctx, by, w.draft(t, slug))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %s (%v)", slug, diff, err)
		}
	}
}

func TestOutdatedAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	editor := w.people["editor"]
	id := w.publish(t, open, board.ToPublic)
	wantField(t, w.articles.MarkOutdated(w.ctx, editor, id, " nö "), "grund")
	if err := w.articles.MarkOutdated(w.ctx, editor, id, "Das Gesetz wurde geändert."); err != nil {
		t.Fatal(err)
	}
	a := w.show(t, "guest", id)
	if a.State != faq.Outdated || a.OutdatedReason != "Das Gesetz wurde geändert." {
		t.Errorf("outdated article = %+v", a.Entry)
	}
	for name, err := range map[string]error{
		"mark again": w.articles.MarkOutdated(w.ctx, editor, id, "Noch einmal."),
		"publish":    w.articles.Publish(w.ctx, editor, id, board.ToMembers, false),
		"confirm":    w.articles.ConfirmReview(w.ctx, editor, id, ""),
	} {
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.articles.Restore(w.ctx, editor, id); err != nil {
		t.Fatal(err)
	}
	if a = w.show(t, "guest", id); a.State != faq.Published || a.OutdatedReason != "" {
		t.Errorf("restored article = %+v", a.Entry)
	}
	if err := w.articles.Restore(w.ctx, editor, id); !fault.Is(err, fault.Invalid) {
		t.Errorf("restoring twice: %v", err)
	}
	if err := w.articles.MarkOutdated(w.ctx, editor, w.draft(t, open), "Nie veröffentlicht."); !fault.Is(err, fault.Invalid) {
		t.Errorf("marking a draft: %v", err)
	}
}

func TestActsAreRecordedAndTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var before int64
	w.read(t, func(tx *db.Tx) (err error) {
		before, err = event.HeadTx(tx)
		return err
	})
	id := w.publish(t, closed, board.ToPublic)
	admin := w.people["admin"]
	if err := w.articles.MarkOutdated(w.ctx, admin, id, "Das Gesetz wurde geändert."); err != nil {
		t.Fatal(err)
	}
	if err := w.articles.Restore(w.ctx, admin, id); err != nil {
		t.Fatal(err)
	}
	w.read(t, func(tx *db.Tx) error {
		entries, err := audit.ListTx(tx, 0, 4)
		if err != nil {
			return err
		}
		var acts []string
		for _, e := range entries {
			if e.SubjectID != id || e.Actor != admin.ID {
				t.Errorf("entry = %+v", e)
			}
			acts = append(acts, e.Act+" "+e.Reason)
		}
		want := []string{"faq.restore ", "faq.outdated Das Gesetz wurde geändert.", "faq.publish public", "faq.widen public"}
		if diff := cmp.Diff(want, acts); diff != "" {
			t.Error(diff)
		}
		events, err := event.AfterTx(tx, before, 10)
		var kinds []event.Kind
		for _, e := range events {
			if e.Subject != id || e.Actor == 0 {
				t.Errorf("event = %+v", e)
			}
			kinds = append(kinds, e.Kind)
		}
		told := []event.Kind{event.ArticleSaved, event.ArticlePublished, event.ArticleSaved, event.ArticleOutdated, event.ArticleSaved,
			event.ArticleSaved}
		if diff := cmp.Diff(told, kinds); diff != "" {
			t.Error(diff)
		}
		return err
	})
}
