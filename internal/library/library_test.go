package library_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/library"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func input(w *World, slug string) library.Input {
	return library.Input{Board: w.Board(slug), Title: "Umsetzung des OZG", Issuer: "IT-Planungsrat", Dated: "1.2.2026", Reference: "Beschluss 2026/7",
		Link: "https://www.it-planungsrat.de/beschluss", Text: "Worum es **geht**."}
}

func word(err error) string {
	for kind, word := range map[fault.Kind]string{fault.NotFound: "missing", fault.Forbidden: "forbidden", fault.Invalid: "invalid",
		fault.Conflict: "conflict"} {
		if fault.Is(err, kind) {
			return word
		}
	}
	return fmt.Sprint(err)
}

// TestRights tries every act for everybody on the members' board.
func TestRights(t *testing.T) {
	t.Parallel()
	w := New(t)
	const forbidden = "forbidden"
	for who, want := range map[string]struct{ show, keep string }{
		Guest: {"missing", "missing"}, Ann: {"<nil>", forbidden}, Mod: {"<nil>", "<nil>"}, Prog: {"<nil>", "<nil>"}, Boss: {"<nil>", "<nil>"},
	} {
		by := w.By(who)
		id := w.Document(Mod, Members)
		_, shown := w.Library.Show(w.Ctx, by, id)
		in := input(w, Members)
		in.Revision = 1
		renewed := in
		renewed.News, renewed.Revision = "Neuer Anhang", 2
		edited := w.Library.Edit(w.Ctx, by, id, in)
		if edited != nil {
			renewed.Revision = 1
		}
		for act, got := range map[string]error{"edit": edited, "renew": w.Library.Renew(w.Ctx, by, id, renewed),
			"end": w.Library.End(w.Ctx, by, id, library.Withdrawn, 0, "Gilt nicht mehr."), "restore": w.Library.Restore(w.Ctx, by, id)} {
			if word(got) != want.keep {
				t.Errorf("%s / %s: %v, want %s", who, act, got, want.keep)
			}
		}
		if word(shown) != want.show {
			t.Errorf("%s / show: %v, want %s", who, shown, want.show)
		}
		_, added := w.Library.Add(w.Ctx, by, input(w, Members))
		if (added == nil) != (want.keep == "<nil>") {
			t.Errorf("%s / add: %v", who, added)
		}
	}
}

func TestDocumentsAreReadByTheReadersOfTheirBoard(t *testing.T) {
	t.Parallel()
	w := New(t)
	open, closed := w.Document(Mod, Public), w.Document(Mod, Members)
	for who, want := range map[string][2]bool{Guest: {true, false}, Ann: {true, true}} {
		page, err := w.Library.List(w.Ctx, w.By(who), library.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		listed := map[int64]bool{}
		for _, e := range page.Entries {
			listed[e.ID] = true
		}
		err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			byKey, byID, err := library.ReferredTx(tx, w.By(who), []string{"beschluss2026/7"}, []int64{open, closed})
			if byKey["beschluss2026/7"].ID != open || (byID[closed].ID != 0) != want[1] {
				t.Errorf("%s is led to %v and %v", who, byKey, byID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if listed[open] != want[0] || listed[closed] != want[1] {
			t.Errorf("%s sees %v", who, listed)
		}
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	t.Parallel()
	w := New(t)
	for field, change := range map[string]func(*library.Input){
		"titel": func(in *library.Input) { in.Title = "x" }, "herausgeber": func(in *library.Input) { in.Issuer = strings.Repeat("x", 121) },
		"datum": func(in *library.Input) { in.Dated = "31.2.2026" }, "quelle": func(in *library.Input) { in.Link = "http://example.org/" },
		"gueltig_bis": func(in *library.Input) { in.ValidFrom, in.ValidUntil = "2.1.2026", "1.1.2026" },
		"dateien":     func(in *library.Input) { in.Link = "" }, "text": func(in *library.Input) { in.Text = strings.Repeat("x", 4001) },
		"leistungen": func(in *library.Input) { in.Services = []int64{1} }, "bereich": func(in *library.Input) { in.Board = 999 },
	} {
		in := input(w, Members)
		change(&in)
		_, err := w.Library.Add(w.Ctx, w.By(Mod), in)
		if p := fault.ProblemsOf(err); len(p) == 0 || p[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, link := range []string{"https://", "https://user@example.org/", "javascript:alert(1)", "https://a b/", "//example.org",
		"https://\\example.org"} {
		in := input(w, Members)
		in.Link = link
		if _, err := w.Library.Add(w.Ctx, w.By(Mod), in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was taken: %v", link, err)
		}
	}
}

func TestHundredClicksMakeOneDocumentAndOneVersion(t *testing.T) {
	t.Parallel()
	w := New(t)
	in := input(w, Members)
	in.Once = "dieselbe"
	ids := atOnce(t, func() (int64, error) { return w.Library.Add(w.Ctx, w.By(Mod), in) })
	if len(ids) != 1 {
		t.Fatalf("made %v", ids)
	}
	next := in
	next.Once, next.News, next.Revision = "andere", "Neuer Anhang", 1
	for id := range ids {
		atOnce(t, func() (int64, error) { return id, w.Library.Renew(w.Ctx, w.By(Mod), id, next) })
		d, err := w.Library.Show(w.Ctx, w.By(Ann), id)
		if err != nil || len(d.Versions) != 2 {
			t.Errorf("%d versions, %v", len(d.Versions), err)
		}
	}
}

func atOnce(t *testing.T, act func() (int64, error)) map[int64]bool {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	ids := map[int64]bool{}
	for range 100 {
		all.Go(func() {
			id, err := act()
			mu.Lock()
			defer mu.Unlock()
			if ids[id] = true; err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return ids
}

// TestADocumentForFewIsNotShownToManyByMistake: another board may have other readers, who
// then read all versions, so that is confirmed.
func TestADocumentForFewIsNotShownToManyByMistake(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	id, err := w.Library.Add(w.Ctx, mod, input(w, Exclusive))
	if err != nil {
		t.Fatal(err)
	}
	wider := input(w, Public)
	wider.Revision = 1
	for name, change := range map[string]func(context.Context, account.Viewer, int64, library.Input) error{
		"correct": w.Library.Edit, "renew": w.Library.Renew} {
		in := wider
		in.News = "Neu gefasst"
		if err := change(w.Ctx, mod, id, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s without a word: %v", name, err)
		}
		if _, err := w.Library.Show(w.Ctx, account.Viewer{}, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: a guest reads it: %v", name, err)
		}
	}
	wider.Confirm = true
	if err := w.Library.Edit(w.Ctx, mod, id, wider); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Library.Show(w.Ctx, account.Viewer{}, id); err != nil {
		t.Errorf("a guest after that: %v", err)
	}
}

// TestWhyADocumentEndedStandsWithItAlone: administrators read the audit log who may not read
// the board.
func TestWhyADocumentEndedStandsWithItAlone(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	id, err := w.Library.Add(w.Ctx, mod, input(w, Exclusive))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Library.End(w.Ctx, mod, id, library.Withdrawn, 0, "Kanarienvogel entflogen"); err != nil {
		t.Fatal(err)
	}
	shown, err := w.Library.Show(w.Ctx, mod, id)
	if err != nil || shown.StateReason != "Kanarienvogel entflogen" {
		t.Fatalf("%q, %v", shown.StateReason, err)
	}
	err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		reasons, err := db.Column[string](tx, `SELECT reason FROM audit WHERE act = 'document.end'`)
		if len(reasons) != 1 || reasons[0] != "" {
			t.Errorf("the audit log says %q", reasons)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestConcurrentChangesConflict(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Document(Mod, Members)
	in := input(w, Members)
	in.Revision = 1
	if err := w.Library.Edit(w.Ctx, w.By(Mod), id, in); err != nil {
		t.Fatal(err)
	}
	in.Title = "Etwas anderes"
	if err := w.Library.Edit(w.Ctx, w.By(Prog), id, in); !errors.Is(err, library.ErrConflict) {
		t.Errorf("the second change: %v", err)
	}
	in.News = "Neu"
	if err := w.Library.Renew(w.Ctx, w.By(Prog), id, in); !errors.Is(err, library.ErrConflict) {
		t.Errorf("a version of a former state: %v", err)
	}
}

func TestFilesFollowTheDocument(t *testing.T) {
	t.Parallel()
	w := New(t)
	f := w.Upload(Mod, "beschluss.txt", "Die Registerverknüpfung beginnt im Herbst.")
	in := input(w, Members)
	in.Link, in.Files = "", []attachment.Choice{{ID: f.ID}}
	id, err := w.Library.Add(w.Ctx, w.By(Mod), in)
	if err != nil {
		t.Fatal(err)
	}
	for who, may := range map[string]bool{Guest: false, Ann: true, Mod: true} {
		if _, err := w.Acts.Attachment(w.Ctx, w.By(who), f.ID); (err == nil) != may {
			t.Errorf("%s reads the file: %v", who, err)
		}
	}
	w.ReadFiles()
	w.IndexReady()
	w.Soon("the document is found by a word in its file", func() bool { return w.Finds(Ann, "Registerverknüpfung") })
	if w.Finds(Guest, "Registerverknüpfung") {
		t.Error("a guest finds the file of a members' board")
	}
	next := input(w, Members)
	next.Revision, next.News = 1, "Ohne Datei"
	if err := w.Library.Renew(w.Ctx, w.By(Mod), id, next); err != nil {
		t.Fatal(err)
	}
	w.Soon("the file of a former version is not found", func() bool { return !w.Finds(Ann, "Registerverknüpfung") })
	if _, err := w.Acts.Attachment(w.Ctx, w.By(Ann), f.ID); err != nil {
		t.Errorf("the file of a former version is gone: %v", err)
	}
}

func TestADocumentExpiresAfterItsLastDay(t *testing.T) {
	t.Parallel()
	w := New(t)
	in := input(w, Members)
	in.ValidUntil = "31.12.2026"
	id, err := w.Library.Add(w.Ctx, w.By(Mod), in)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]library.Standing{
		time.Date(2026, 12, 31, 22, 59, 0, 0, time.UTC): library.Holds, time.Date(2026, 12, 31, 23, 1, 0, 0, time.UTC): library.Expired,
	} {
		d, err := w.Library.Show(db.At(w.Ctx, at), w.By(Ann), id)
		if err != nil || d.Standing != want {
			t.Errorf("at %v: %s, %v", at, d.Standing, err)
		}
	}
	later := db.At(w.Ctx, time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC))
	for _, want := range []int{1, 0} {
		if n, err := w.Library.NoticeExpired(later); n != want || err != nil {
			t.Errorf("%d noticed, %v, want %d", n, err, want)
		}
	}
}
