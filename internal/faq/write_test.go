package faq_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/diff"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
)

func TestDraftHasTodayAndAYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.input(open)
	in.Services = []int64{10513, 10001, 10513}
	id, err := w.articles.Draft(w.ctx, w.people["editor"], in)
	if err != nil {
		t.Fatal(err)
	}
	a := w.show(t, "editor", id)
	if a.State != faq.Draft || a.AsOf != "2026-11-21" || a.ReviewOn != "2027-11-21" || a.Audience != board.ToPublic || a.Due {
		t.Errorf("draft = %+v", a.Entry)
	}
	if len(a.Services) != 2 || a.Services[0].ID != 10001 || a.Services[1].Name == "" {
		t.Errorf("services = %+v", a.Services)
	}
	if !strings.Contains(string(a.HTML), "<strong>genügt</strong>") {
		t.Errorf("html = %s", a.HTML)
	}
}

func TestSecondSendingLeadsToTheFirstDraft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.input(open)
	in.Once = "schlüssel"
	first, err := w.articles.Draft(w.ctx, w.people["editor"], in)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.articles.Draft(w.ctx, w.people["editor"], in)
	if err != nil || second != first {
		t.Errorf("second draft = %d (%v), want %d", second, err, first)
	}
	in.Title = "Was kostet der Bauantrag?"
	if _, err := w.articles.Draft(w.ctx, w.people["editor"], in); !once.IsSpent(err) {
		t.Errorf("other content under the same key: %v", err)
	}
	other, err := w.articles.Draft(w.ctx, w.people["moderator"], in)
	if err == nil {
		err = w.db.Write(w.ctx, func(tx *db.Tx) error { return faq.DiscardTx(tx, w.people["moderator"], other) })
	}
	if _, again := w.articles.Draft(w.ctx, w.people["moderator"], in); !once.IsSpent(again) {
		t.Errorf("the form of a draft that was deleted: %v", again)
	}
	if err != nil || other == first {
		t.Errorf("the same key of somebody else gave %d (%v)", other, err)
	}
}

func TestProblemsStandAtTheirFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for field, change := range map[string]func(*faq.Input){
		"titel":       func(in *faq.Input) { in.Title = " ab " },
		"kurzantwort": func(in *faq.Input) { in.Short = strings.Repeat("ä", faq.MaxShort+1) },
		"text":        func(in *faq.Input) { in.Text = strings.Repeat("x", 32_001) },
		"geltung":     func(in *faq.Input) { in.Scope = strings.Repeat("x", faq.MaxScope+1) },
		"bereich":     func(in *faq.Input) { in.Board = 4711 },
		"leistungen":  func(in *faq.Input) { in.Services = []int64{1} },
		"stand":       func(in *faq.Input) { in.AsOf = "22.11.2026" },
		"pruefung":    func(in *faq.Input) { in.ReviewOn = "32.1.2027" },
	} {
		in := w.input(open)
		change(&in)
		_, err := w.articles.Draft(w.ctx, w.people["editor"], in)
		wantField(t, err, field)
	}
	in := w.input(open)
	in.AsOf, in.ReviewOn = "1.2.2026", "1.2.2026"
	_, err := w.articles.Draft(w.ctx, w.people["editor"], in)
	wantField(t, err, "pruefung")
	in = w.input("noch-nicht-zugeordnet")
	_, err = w.articles.Draft(w.ctx, w.people["admin"], in)
	wantField(t, err, "bereich")
	// To others a restricted board does not exist.
	_, err = w.articles.Draft(w.ctx, w.people["chief-editor"], w.input(secret))
	wantField(t, err, "bereich")
}

// change is the input that rewords an article.
func change(a faq.Shown, text string) faq.Input {
	in := faq.Input{Board: a.Board.ID, Title: a.Title, Short: a.Short, Text: text, Scope: a.Scope,
		AsOf: a.AsOf, ReviewOn: a.ReviewOn, Revision: a.Revision}
	for _, s := range a.Services {
		in.Services = append(in.Services, s.ID)
	}
	return in
}

func TestOfTwoEditorsNobodyLosesText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, open, board.ToPublic)
	begun := w.show(t, "editor", id)
	if err := w.articles.Save(w.ctx, w.people["moderator"], id, change(begun, "Der Text der anderen.")); err != nil {
		t.Fatal(err)
	}
	err := w.articles.Save(w.ctx, w.people["editor"], id, change(begun, "Mein Text."))
	if !fault.Is(err, fault.Conflict) {
		t.Fatalf("saving over another's text: %v, want a conflict", err)
	}
	if got := w.show(t, "editor", id); got.Source != "Der Text der anderen." || got.Revision != begun.Revision+1 {
		t.Errorf("after the conflict revision %d reads %q", got.Revision, got.Source)
	}
}

func TestSameTextSentTwiceIsNoConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, open, board.ToPublic)
	in := change(w.show(t, "editor", id), "Neuer Text.")
	for range 2 {
		if err := w.articles.Save(w.ctx, w.people["editor"], id, in); err != nil {
			t.Fatal(err)
		}
	}
	if a := w.show(t, "editor", id); a.Version != 2 || a.Revision != 2 {
		t.Errorf("version %d, revision %d after one change sent twice", a.Version, a.Revision)
	}
}

func TestVersionsAreKeptOnceOthersHaveSeenThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	editor, second := w.people["editor"], w.people["second-editor"]
	id, err := w.articles.Draft(w.ctx, editor, w.input(open))
	if err != nil {
		t.Fatal(err)
	}
	save := func(by account.Viewer, text string, wantVersion int) {
		t.Helper()
		if err := w.articles.Save(w.ctx, by, id, change(w.show(t, "editor", id), text)); err != nil {
			t.Fatal(err)
		}
		if got := w.show(t, "editor", id).Version; got != wantVersion {
			t.Errorf("version after %q = %d, want %d", text, got, wantVersion)
		}
	}
	save(editor, "Noch mein Entwurf.", 1)
	save(second, "Entwurf der zweiten Person.", 2)
	save(second, "Weiter ihr Entwurf.", 2)
	if err := w.articles.Publish(w.ctx, second, id, board.ToPublic, false); err != nil {
		t.Fatal(err)
	}
	save(second, "Nach der Veröffentlichung.", 3)

	_, versions, err := w.articles.Revisions(w.ctx, editor, id)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range versions {
		got = append(got, v.By.Name+": "+v.Source)
	}
	want := []string{"Name von second-editor: Nach der Veröffentlichung.", "Name von second-editor: Weiter ihr Entwurf.",
		"Name von editor: Noch mein Entwurf."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !versions[0].Present || versions[0].Number != 3 || versions[2].Number != 1 {
		t.Errorf("versions = %+v", versions)
	}
}

func TestDifferenceOfVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, open, board.ToPublic)
	in := change(w.show(t, "editor", id), "Seit der Änderung der Bauordnung **genügt** die Schriftform.\n\nMehr steht im Gesetz.")
	in.Scope = "Hessen"
	if err := w.articles.Save(w.ctx, w.people["editor"], id, in); err != nil {
		t.Fatal(err)
	}
	_, d, err := w.articles.Compare(w.ctx, w.people["editor"], id, 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	if d.None() || d.Title != nil || d.Short != nil || len(d.Scope) != 1 || d.Scope[0].Op != diff.Added {
		t.Errorf("difference = %+v", d)
	}
	var ops []diff.Op
	for _, l := range d.Text {
		ops = append(ops, l.Op)
	}
	if diff := cmp.Diff([]diff.Op{diff.Removed, diff.Added, diff.Kept, diff.Kept}, ops); diff != "" {
		t.Error(diff)
	}
	if _, d, err = w.articles.Compare(w.ctx, w.people["editor"], id, 2, 2); err != nil || !d.None() {
		t.Errorf("a version differs from itself: %+v, %v", d, err)
	}
	if _, _, err = w.articles.Compare(w.ctx, w.people["editor"], id, 1, 3); !fault.Is(err, fault.NotFound) {
		t.Errorf("comparing with a version that is none: %v", err)
	}
}

func TestPublishedArticleKeepsShortAnswerAndText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, open, board.ToPublic)
	in := change(w.show(t, "editor", id), "Text")
	in.Short = ""
	wantField(t, w.articles.Save(w.ctx, w.people["editor"], id, in), "kurzantwort")
	in = w.input(open)
	in.Text = " \n "
	draft, err := w.articles.Draft(w.ctx, w.people["editor"], in)
	if err != nil {
		t.Fatal(err)
	}
	wantField(t, w.articles.Publish(w.ctx, w.people["editor"], draft, board.ToPublic, false), "text")
}

func TestMovingNeedsTheRightOnBothBoards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, open, board.ToPublic)
	in := change(w.show(t, "editor", id), "Text")
	in.Board = w.boards[closed]
	wantField(t, w.articles.Save(w.ctx, w.people["editor"], id, in), "bereich")
	if err := w.articles.Save(w.ctx, w.people["chief-editor"], id, in); err != nil {
		t.Fatal(err)
	}
	if got := w.show(t, "chief-editor", id).Board.Slug; got != closed {
		t.Errorf("article stands on %s", got)
	}
}

func TestMovingDoesNotWidenWhatWasReleasedToABoard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, closed, board.ToBoard)
	in := change(w.show(t, "admin", id), "Text")
	in.Board = w.boards[open]
	wantField(t, w.articles.Save(w.ctx, w.people["admin"], id, in), "bereich")
	if err := w.articles.Publish(w.ctx, w.people["admin"], id, board.ToMembers, false); err != nil {
		t.Fatal(err)
	}
	if err := w.articles.Save(w.ctx, w.people["admin"], id, in); err != nil {
		t.Errorf("moving after a release to members: %v", err)
	}
}

func TestOnlyDraftsAreDiscarded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.draft(t, open)
	if err := w.articles.Save(w.ctx, w.people["editor"], id, change(w.show(t, "editor", id), "Text")); err != nil {
		t.Fatal(err)
	}
	if err := w.discard("editor", id); err != nil {
		t.Fatal(err)
	}
	if _, err := w.articles.Show(w.ctx, w.people["editor"], id); !fault.Is(err, fault.NotFound) {
		t.Errorf("discarded draft: %v", err)
	}
	if err := w.discard("editor", w.publish(t, open, board.ToPublic)); !fault.Is(err, fault.Invalid) {
		t.Errorf("discarding a published article: %v", err)
	}
}

func TestReviewDateMakesArticlesDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.publish(t, open, board.ToPublic)
	editor := w.people["editor"]
	// Midnight in Berlin begins the day on which the review is due.
	due := time.Date(2027, time.November, 20, 23, 30, 0, 0, time.UTC)
	for at, want := range map[time.Time]bool{moment: false, due.Add(-time.Hour): false, due: true} {
		a, err := w.articles.Show(w.at(at), editor, id)
		if err != nil || a.Due != want {
			t.Errorf("due at %v: %v (%v), want %v", at, a.Due, err, want)
		}
	}
	for name, want := range map[string]int{"editor": 1, "chief-editor": 1, "elsewhere": 0, "ann": 0, "guest": 0} {
		list, err := w.articles.ToReview(w.at(due), w.people[name])
		if err != nil || len(list) != want {
			t.Errorf("%s has %d articles to review (%v), want %d", name, len(list), err, want)
		}
		o, err := w.articles.Overview(w.at(due), w.people[name])
		if err != nil || o.ToReview != want {
			t.Errorf("overview of %s counts %d to review (%v), want %d", name, o.ToReview, err, want)
		}
	}
	wantField(t, w.articles.ConfirmReview(w.at(due), editor, id, catalogue.DateOf(due)), "pruefung")
	if err := w.articles.ConfirmReview(w.at(due), editor, id, "1.5.2028"); err != nil {
		t.Fatal(err)
	}
	a, err := w.articles.Show(w.at(due), editor, id)
	if err != nil || a.Due || a.AsOf != "2027-11-21" || a.ReviewOn != "2028-05-01" {
		t.Errorf("after the review: due %v, as of %s, next %s (%v)", a.Due, a.AsOf, a.ReviewOn, err)
	}
}
