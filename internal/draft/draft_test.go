package draft_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

const address = "/thema/1/antworten"

func fields(text string) url.Values { return url.Values{"text": {text}} }

// texts are the drafts of somebody, the one that was saved last first.
func texts(w *World, by string) string {
	w.T.Helper()
	list, err := w.Drafts.List(w.Ctx, w.By(by), "")
	if err != nil {
		w.T.Fatal(err)
	}
	var out []string
	for _, d := range list {
		out = append(out, d.Fields.Get("text"))
	}
	return strings.Join(out, ", ")
}

func save(w *World, p draft.Page, text string) draft.Draft {
	w.T.Helper()
	w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Second))
	d, err := w.Drafts.Save(w.Ctx, w.By(Ann), p, address, fields(text))
	if err != nil {
		w.T.Fatal(err)
	}
	return d
}

func TestPageReplacesItsOwnDraftOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	office := draft.Page{Key: "K1", Tab: "office"}
	first := save(w, office, "Eins")
	if again := save(w, office, "Eins, zwei"); again.ID != first.ID {
		t.Errorf("the same page made a second draft")
	}
	save(w, draft.Page{Key: "K2", Tab: "other form"}, "Anderes")
	if got := texts(w, Ann); got != "Anderes, Eins, zwei" {
		t.Errorf("kept are %q", got)
	}
	// At home she opens it and writes on. The office writes on, too.
	opened, err := w.Drafts.Find(w.Ctx, w.By(Ann), first.ID, "")
	if err != nil || opened.Key() != "K1" || opened.Path != address {
		t.Fatalf("opened is %+v, %v", opened, err)
	}
	home := draft.Page{Key: opened.Key(), Tab: "home", Revision: opened.Revision}
	if d := save(w, home, "Eins, zwei, zu Hause"); d.ID != first.ID {
		t.Error("the page that opened the draft does not go on with it")
	}
	beside := save(w, office, "Eins, zwei, im Büro")
	if beside.ID == first.ID || beside.Key() == "K1" {
		t.Errorf("the office replaced what was written at home: %+v", beside)
	}
	// The answer was lost: the office still sends the old key.
	if d := save(w, office, "Eins, zwei, im Büro!"); d.ID != beside.ID {
		t.Error("a page that did not hear of its new key makes a draft each time")
	}
	if got := texts(w, Ann); got != "Eins, zwei, im Büro!, Eins, zwei, zu Hause, Anderes" {
		t.Errorf("kept are %q", got)
	}
	list, err := w.Drafts.Of(w.Ctx, w.By(Ann), "", address, "K1")
	if err != nil || len(list) != 2 || list[0].ID != beside.ID {
		t.Errorf("beside the form with K1 are %+v, %v", list, err)
	}
}

func TestOnlyItsOwnerReadsADraft(t *testing.T) {
	t.Parallel()
	w := New(t)
	d := save(w, draft.Page{Key: "K", Tab: "T"}, "Nur für mich")
	for _, other := range []string{Bea, Mod, Prog, Boss} {
		if got := texts(w, other); got != "" {
			t.Errorf("%s lists %q", other, got)
		}
		if got, err := w.Drafts.Find(w.Ctx, w.By(other), d.ID, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s finds %+v, %v", other, got, err)
		}
		if err := w.Drafts.Discard(w.Ctx, w.By(other), d.ID, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s deletes it: %v", other, err)
		}
		// What others write under the same names is theirs.
		if _, err := w.Drafts.Save(w.Ctx, w.By(other), draft.Page{Key: "K", Tab: "T", Revision: 1}, address, fields("Fremd")); err != nil {
			t.Errorf("%s: %v", other, err)
		}
	}
	if got := texts(w, Ann); got != "Nur für mich" {
		t.Errorf("kept are %q", got)
	}
	for _, nobody := range []string{Guest} {
		if _, err := w.Drafts.List(w.Ctx, w.By(nobody), ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest's list: %v", err)
		}
		if _, err := w.Drafts.Find(w.Ctx, w.By(nobody), d.ID, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a guest finds it: %v", err)
		}
	}
	if err := w.Drafts.Discard(w.Ctx, w.By(Ann), d.ID, ""); err != nil || texts(w, Ann) != "" {
		t.Errorf("after deleting it: %q, %v", texts(w, Ann), err)
	}
}

// TestFormOfAnEndedSessionIsListedInItsBrowser: whoever else signs in there first hears
// that it is somebody else's, and no more.
func TestFormOfAnEndedSessionIsListedInItsBrowser(t *testing.T) {
	t.Parallel()
	w := New(t)
	id, err := w.Drafts.Interrupt(w.Ctx, w.By(Ann).ID, "browser", draft.Page{Key: "K", Tab: "T"}, address, fields("Gerettet"))
	if err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]int{"browser": 1, "another": 0, "": 0} {
		list, err := w.Drafts.List(w.Ctx, w.By(Ann), token)
		of, failed := w.Drafts.Of(w.Ctx, w.By(Ann), token, address, "")
		if err != nil || failed != nil || len(list) != want || len(of) != want {
			t.Errorf("browser %q: %d in the list, %d at the form, want %d, %v %v", token, len(list), len(of), want, err, failed)
		}
	}
	for token, kind := range map[string]fault.Kind{"browser": fault.Forbidden, "another": fault.NotFound, "": fault.NotFound} {
		if _, err := w.Drafts.Find(w.Ctx, w.By(Bea), id, token); !fault.Is(err, kind) {
			t.Errorf("somebody else, browser %q: %v", token, err)
		}
		if err := w.Drafts.Discard(w.Ctx, w.By(Bea), id, token); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else discards, browser %q: %v", token, err)
		}
	}
	if err := w.Drafts.Discard(w.Ctx, w.By(Ann), id, "another"); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if err := w.Drafts.Discard(w.Ctx, w.By(Ann), id, "browser"); err != nil || left(w) != 0 {
		t.Errorf("%v, %d left", err, left(w))
	}
}

// TestSendingEndsTheDraftInItsTransaction: a refused reply keeps it, a sent one ends it,
// and what the browser saves late does not bring it back.
func TestSendingEndsTheDraftInItsTransaction(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Bea, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	p := draft.Page{Key: "K", Tab: "T"}
	save(w, p, "Meine Antwort")
	for _, text := range []string{"", "Meine Antwort"} {
		if got := texts(w, Ann); got != "Meine Antwort" {
			t.Fatalf("before it is sent there is %q", got)
		}
		if _, err := w.Forum.Reply(w.Ctx, w.By(Ann), thread, forum.Reply{Text: text, Once: p.Key}); (err != nil) != (text == "") {
			t.Fatalf("reply %q: %v", text, err)
		}
	}
	if got := texts(w, Ann); got != "" {
		t.Errorf("after it was sent there is %q", got)
	}
	if _, err := w.Drafts.Save(w.Ctx, w.By(Ann), p, address, fields("Meine Antwort")); !errors.Is(err, draft.ErrSent) {
		t.Errorf("a late save: %v", err)
	}
	if _, err := w.Privacy.Prune(w.Ctx); err != nil {
		t.Fatal(err)
	}
	if n := left(w); n != 0 {
		t.Errorf("%d rows left", n)
	}
	// Whoever goes back and writes something else has a new key.
	save(w, draft.Page{Key: once.NewKey(), Tab: p.Tab}, "Noch eine Antwort")
	if got := texts(w, Ann); got != "Noch eine Antwort" {
		t.Errorf("kept are %q", got)
	}
}

func left(w *World) (n int) {
	w.T.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM interrupted_form`)
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

func TestEditsEndTheirDraftsToo(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	post := w.Question(thread)
	save(w, draft.Page{Key: "K", Tab: "T"}, "Anders")
	edit := forum.Edit{Title: "Eine Frage mit vielen Antworten", Text: "Anders", Revision: 7, Once: "K"}
	if err := w.Forum.EditPost(w.Ctx, w.By(Ann), post, edit); !fault.Is(err, fault.Conflict) || texts(w, Ann) != "Anders" {
		t.Fatalf("a conflict: %v, kept %q", err, texts(w, Ann))
	}
	edit.Revision = 1
	if err := w.Forum.EditPost(w.Ctx, w.By(Ann), post, edit); err != nil || texts(w, Ann) != "" {
		t.Errorf("%v, kept %q", err, texts(w, Ann))
	}
}

// TestLimitsHoldWhenManyComeAtOnce: a hundred pages at once keep as many drafts as there
// may be, one page that saves a hundred times keeps one.
func TestLimitsHoldWhenManyComeAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	var refused atomic.Int64
	together(func(n int) {
		_, err := w.Drafts.Save(w.Ctx, w.By(Ann), draft.Page{Key: fmt.Sprint("K", n), Tab: fmt.Sprint("T", n)}, address, fields("Text"))
		switch {
		case fault.Is(err, fault.Invalid):
			refused.Add(1)
		case err != nil:
			t.Error(err)
		}
	})
	if n := left(w); n != draft.MaxDrafts || refused.Load() != 100-draft.MaxDrafts {
		t.Errorf("%d drafts, %d refused", n, refused.Load())
	}
	together(func(n int) {
		_, err := w.Drafts.Save(w.Ctx, w.By(Bea), draft.Page{Key: "K", Tab: "T"}, address, fields(fmt.Sprint("Text ", n)))
		if err != nil {
			t.Error(err)
		}
	})
	if got := texts(w, Bea); strings.Count(got, "Text") != 1 {
		t.Errorf("one page keeps %q", got)
	}
}

func together(do func(n int)) {
	var all sync.WaitGroup
	for n := range 100 {
		all.Go(func() { do(n) })
	}
	all.Wait()
}

func TestDraftsAreBoundedInSize(t *testing.T) {
	t.Parallel()
	w := New(t)
	keep := func(n, size int) error {
		_, err := w.Drafts.Save(w.Ctx, w.By(Ann), draft.Page{Key: fmt.Sprint("K", n), Tab: fmt.Sprint("T", n)}, address,
			fields(strings.Repeat("a", size)))
		return err
	}
	if err := keep(0, draft.MaxBytes+1); !fault.Is(err, fault.Invalid) {
		t.Errorf("a text that is too long: %v", err)
	}
	const size = draft.MaxBytes - 100
	for n := range draft.MaxTotal / draft.MaxBytes {
		if err := keep(n, size); err != nil {
			t.Fatalf("draft %d: %v", n, err)
		}
	}
	if err := keep(99, size); !fault.Is(err, fault.Invalid) {
		t.Errorf("one more than all may be: %v", err)
	}
	if err := keep(0, size); err != nil {
		t.Errorf("the same draft again: %v", err)
	}
}

func TestDraftsGoWithTime(t *testing.T) {
	t.Parallel()
	w := New(t)
	save(w, draft.Page{Key: "K1", Tab: "T1"}, "Alt")
	w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(draft.Life/2))
	save(w, draft.Page{Key: "K2", Tab: "T2"}, "Neu")
	w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(draft.Life/2+time.Hour))
	if got := texts(w, Ann); got != "Neu" {
		t.Errorf("kept are %q", got)
	}
	if _, err := w.Privacy.Prune(w.Ctx); err != nil || left(w) != 1 {
		t.Errorf("%d rows left, %v", left(w), err)
	}
}

// TestFormOfAnEndedSessionGoesOnFromItsDraft: what was kept before the session ended is
// the same text.
func TestFormOfAnEndedSessionGoesOnFromItsDraft(t *testing.T) {
	t.Parallel()
	w := New(t)
	p := draft.Page{Key: "K", Tab: "T"}
	save(w, p, "Halb")
	id, err := w.Drafts.Interrupt(w.Ctx, w.By(Ann).ID, "browser", p, address, url.Values{"text": {"Ganz"}, "einmal": {"K"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Drafts.Find(w.Ctx, w.By(Ann), id, "another browser"); !fault.Is(err, fault.NotFound) {
		t.Errorf("in another browser: %v", err)
	}
	d, err := w.Drafts.Find(w.Ctx, w.By(Ann), id, "browser")
	if err != nil || d.Fields.Get("text") != "Ganz" {
		t.Fatalf("%+v, %v", d, err)
	}
	save(w, draft.Page{Key: d.Key(), Tab: "T2", Revision: d.Revision}, "Ganz fertig")
	if got := texts(w, Ann); got != "Ganz fertig" {
		t.Errorf("kept are %q", got)
	}
}
