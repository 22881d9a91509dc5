package reuse_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/reuse"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

const service = 10061

// plain is what a test enters where the words do not matter.
func plain(product string) reuse.Input {
	return reuse.Input{Stage: reuse.Using, Product: product, Provider: "Land Muster", Since: "2026"}
}

func enter(w *World, by account.Viewer, in reuse.Input) int64 {
	w.T.Helper()
	id, err := w.Reuse.Enter(w.Ctx, by, service, in)
	if err != nil {
		w.T.Fatalf("enter %q: %v", in.Product, err)
	}
	return id
}

// colleague is another member of the organisation of somebody, or of the municipality
// with an AGS.
func colleague(w *World, mail string, o organisation.Organisation) account.Viewer {
	w.T.Helper()
	p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: mail + "@world.example", Name: "Person " + mail, Organisation: o})
	if err != nil {
		w.T.Fatal(err)
	}
	v := account.NewViewer(p.ID, p.Name, p.Organisation)
	v.Email = p.Email
	return v
}

// TestWhoMayDoWhatWithAnEntry is the table of permissions: Ann's organisation entered it.
func TestWhoMayDoWhatWithAnEntry(t *testing.T) {
	t.Parallel()
	w := New(t)
	cross := colleague(w, "nachbar", w.By(Ann).Organisation)
	anybody := map[string]account.Viewer{"colleague": cross}
	for _, who := range Everybody {
		anybody[who] = w.By(who)
	}
	area, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (string, error) {
		return db.Scalar[string](tx, `SELECT b.slug FROM service s JOIN board b ON b.subject_area_id = s.subject_area_id WHERE s.id = $1`, service)
	})
	if err != nil || area != Members {
		t.Fatalf("the service belongs to %q, %v: Mod must moderate it", area, err)
	}
	for who, by := range anybody {
		id := enter(w, w.By(Ann), plain("Dienst für "+who))
		own, moderates, guest := who == Ann || who == "colleague", who == Mod || who == Boss, who == Guest
		_, err := w.Reuse.Entry(w.Ctx, by, id)
		expect(t, who+" reads", err, !guest)
		_, err = w.Reuse.List(w.Ctx, by, service, reuse.Filter{})
		expect(t, who+" lists", err, !guest)
		_, err = w.Reuse.Export(w.Ctx, by, service, reuse.Filter{})
		expect(t, who+" exports", err, !guest)
		_, err = w.Reuse.Question(w.Ctx, by, service, reuse.Filter{})
		expect(t, who+" asks", err, !guest)
		expect(t, who+" confirms", w.Reuse.Confirm(w.Ctx, by, id), own)
		in := plain("Dienst für " + who)
		in.Stage = reuse.Ended
		expect(t, who+" changes", w.Reuse.Edit(w.Ctx, by, id, 1, in), own)
		revision := 1
		if own {
			revision = 2
		}
		expect(t, who+" deletes", w.Reuse.Remove(w.Ctx, by, id, revision, "Ein Grund"), own || moderates)
		_, err = w.Reuse.Entry(w.Ctx, w.By(Ann), id)
		expect(t, who+" left it", err, !own && !moderates)
	}
}

func expect(t *testing.T, what string, err error, ok bool) {
	t.Helper()
	if (err == nil) != ok {
		t.Errorf("%s: %v", what, err)
	}
}

// TestAHundredClicksMakeOneEntry: of one form, and of a hundred forms of colleagues.
func TestAHundredClicksMakeOneEntry(t *testing.T) {
	t.Parallel()
	w := New(t)
	by := w.By(Ann)
	in := plain("EfA-Onlinedienst")
	in.Once = "ein-schluessel"
	count := func(in func(i int) reuse.Input) (entries int) {
		var wait sync.WaitGroup
		for i := range 100 {
			wait.Go(func() {
				if _, err := w.Reuse.Enter(w.Ctx, by, service, in(i)); err != nil {
					t.Errorf("click %d: %v", i, err)
				}
			})
		}
		wait.Wait()
		list, err := w.Reuse.Own(w.Ctx, by, service)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if n := count(func(int) reuse.Input { return in }); n != 1 {
		t.Errorf("a form that is sent a hundred times makes %d entries", n)
	}
	other := func(i int) reuse.Input {
		x := in
		x.Product, x.Once = "Anderer Dienst", fmt.Sprint("schluessel-", i)
		return x
	}
	if n := count(other); n != 2 {
		t.Errorf("a hundred forms that say the same make %d entries", n-1)
	}
	figures, err := w.Reuse.Figures(w.Ctx, service)
	if err != nil || figures[reuse.Using] != 1 {
		t.Errorf("an organisation counts once: %v, %v", figures, err)
	}
	p, err := w.Reuse.Entry(w.Ctx, by, must(w.Reuse.Own(w.Ctx, by, service))[0].ID)
	if err != nil || len(p.Steps) != 1 {
		t.Errorf("its history is %+v, %v", p.Steps, err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestAnotherTextAboutAKnownProductIsRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	enter(w, w.By(Ann), plain("Wohngeld Online"))
	in := plain("wohngeld-ONLINE")
	in.Notes.Experience = "Etwas anderes"
	if _, err := w.Reuse.Enter(w.Ctx, w.By(Ann), service, in); !fault.Is(err, fault.Invalid) {
		t.Errorf("another spelling of the product: %v", err)
	}
	in.Provider = "Ein anderer"
	if _, err := w.Reuse.Enter(w.Ctx, w.By(Ann), service, in); err != nil {
		t.Errorf("the product of another provider: %v", err)
	}
	if _, err := w.Reuse.Enter(w.Ctx, w.By(Bea), service, plain("Wohngeld Online")); err != nil {
		t.Errorf("another organisation: %v", err)
	}
	if _, err := w.Reuse.Enter(w.Ctx, w.By(Ann), 99999999, in); !fault.Is(err, fault.NotFound) {
		t.Errorf("a service that there is not: %v", err)
	}
}

func TestWhatSomebodyElseChangedIsNotOverwritten(t *testing.T) {
	t.Parallel()
	w := New(t)
	cross := colleague(w, "nachbar", w.By(Ann).Organisation)
	id := enter(w, w.By(Ann), plain("Dienst"))
	first, second := plain("Dienst"), plain("Dienst")
	first.Notes.Experience, second.Notes.Experience = "Von der Kollegin", "Von mir"
	if err := w.Reuse.Edit(w.Ctx, cross, id, 1, first); err != nil {
		t.Fatal(err)
	}
	if err := w.Reuse.Edit(w.Ctx, cross, id, 1, first); err != nil {
		t.Errorf("the same form again: %v", err)
	}
	if err := w.Reuse.Edit(w.Ctx, w.By(Ann), id, 1, second); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old form: %v", err)
	}
	if err := w.Reuse.Remove(w.Ctx, w.By(Ann), id, 1, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("deleting what was changed: %v", err)
	}
	e, err := w.Reuse.Entry(w.Ctx, w.By(Ann), id)
	if err != nil || e.Notes.Experience != "Von der Kollegin" || e.Revision != 2 || e.Keeper.PersonID != cross.ID {
		t.Errorf("the entry is %+v, %v", e, err)
	}
	var acts []string
	for _, s := range e.Steps {
		acts = append(acts, s.Act+" "+s.By.Name)
	}
	if got := strings.Join(acts, ", "); got != "changed Person nachbar, entered Anna Ahorn" {
		t.Errorf("the history is %s", got)
	}
}

func TestFieldsHaveLimits(t *testing.T) {
	t.Parallel()
	w := New(t)
	for field, spoil := range map[string]func(*reuse.Input){
		"umsetzung":      func(in *reuse.Input) { in.Stage = "vielleicht" },
		"produkt":        func(in *reuse.Input) { in.Product = strings.Repeat("a", reuse.MaxProduct+1) },
		"anbieter":       func(in *reuse.Input) { in.Provider = strings.Repeat("a", reuse.MaxProduct+1) },
		"betreiber":      func(in *reuse.Input) { in.Operator = "a\u202eb" },
		"seit":           func(in *reuse.Input) { in.Since = "13/2026" },
		"kosten":         func(in *reuse.Input) { in.Cost = "viel" },
		"erfahrung":      func(in *reuse.Input) { in.Notes.Experience = strings.Repeat("a", reuse.MaxExperience+1) },
		"finanzierung":   func(in *reuse.Input) { in.Notes.Financing = strings.Repeat("a", reuse.MaxNote+1) },
		"einbindung":     func(in *reuse.Input) { in.Notes.Integration = strings.Repeat("a", reuse.MaxNote+1) },
		"betrieb":        func(in *reuse.Input) { in.Notes.Operation = strings.Repeat("a", reuse.MaxNote+1) },
		"schnittstellen": func(in *reuse.Input) { in.Notes.Interfaces = strings.Repeat("a", reuse.MaxNote+1) },
		"unterstuetzung": func(in *reuse.Input) { in.Notes.Assistance = strings.Repeat("a", reuse.MaxNote+1) },
		"postfach":       func(in *reuse.Input) { in.Mailbox = "jemand@anderswo.example" },
	} {
		in := plain("Dienst")
		spoil(&in)
		_, err := w.Reuse.Enter(w.Ctx, w.By(Ann), service, in)
		if problems := fault.ProblemsOf(err); len(problems) != 1 || problems[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	in := plain("Dienst")
	in.Mailbox = "Wohngeld@World.Example"
	id := enter(w, w.By(Ann), in)
	if e := must(w.Reuse.Entry(w.Ctx, w.By(Bea), id)); e.Mailbox != "wohngeld@world.example" {
		t.Errorf("the mailbox is %q", e.Mailbox)
	}
}

func TestSinceIsAYearOrAMonth(t *testing.T) {
	now := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"": "", "2026": "2026", " 3/2026 ": "2026-03", "11.2026": "2026-11", "12 / 2030": "2030-12",
		"0/2026": "-", "2/26": "-", "1989": "-", "2042": "-", "bald": "-", "1/1/2026": "-"} {
		got, ok := reuse.ParseSince(text, now)
		if !ok {
			got = "-"
		}
		if string(got) != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestListIsSortedByNearness: distances are those between the municipalities of the
// gazetteer, and a district is in the middle of its own.
func TestListIsSortedByNearness(t *testing.T) {
	t.Parallel()
	w := New(t)
	home := colleague(w, "altoetting", organisation.Organisation{AGS: "09171111"})
	for mail, o := range map[string]organisation.Organisation{
		"kiel": {AGS: "01002000"}, "muenchen": {AGS: "09162000"}, "kreis": {AGS: "09171"},
		"nirgends": {Name: "Rechenzentrum Irgendwo", Kind: organisation.ITProvider, State: "Hessen"},
	} {
		enter(w, colleague(w, mail, o), plain("Dienst"))
	}
	names := func(f reuse.Filter) string {
		list, err := w.Reuse.List(w.Ctx, home, service, f)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, e := range list.Entries {
			out = append(out, e.Organisation.Name)
			if e.Distance.Known != (e.Organisation.Kind != organisation.ITProvider) {
				t.Errorf("distance of %s: %+v", e.Organisation.Name, e.Distance)
			}
		}
		return strings.Join(out, ", ")
	}
	if got := names(reuse.Filter{}); got != "Landkreis Altötting, Landeshauptstadt München, Landeshauptstadt Kiel, Rechenzentrum Irgendwo" {
		t.Errorf("by nearness: %s", got)
	}
	if got := names(reuse.Filter{State: "Bayern", Kind: organisation.Municipality}); got != "Landeshauptstadt München" {
		t.Errorf("towns of Bavaria: %s", got)
	}
	if got := names(reuse.Filter{Size: catalogue.SizeClassFor("ab-500000")}); got != "Landeshauptstadt München" {
		t.Errorf("large ones: %s", got)
	}
	if got := names(reuse.Filter{Order: reuse.BySize}); !strings.HasPrefix(got, "Landkreis Altötting, Landeshauptstadt Kiel") {
		t.Errorf("by size: %s", got)
	}
	if got := names(reuse.Filter{Stage: reuse.Planning}); got != "" {
		t.Errorf("those who plan it: %s", got)
	}
}

// TestWhatNobodyConfirmsSinks: after a year its keeper is reminded once, after two it
// counts no more, after five it is gone.
func TestWhatNobodyConfirmsSinks(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := enter(w, w.By(Ann), plain("Dienst"))
	day := 24 * time.Hour
	for _, step := range []struct {
		after   time.Duration
		due     int
		age     reuse.Age
		listed  int
		counted int
	}{{364 * day, 0, reuse.Current, 1, 1}, {366 * day, 1, reuse.Due, 1, 1}, {367 * day, 0, reuse.Due, 1, 1}, {731 * day, 0, reuse.Faded, 0, 0}} {
		ctx := w.At(step.after)
		if n, err := w.Reuse.NoticeDue(ctx); err != nil || n != step.due {
			t.Errorf("after %v %d are due, %v", step.after, n, err)
		}
		e := must(w.Reuse.Entry(ctx, w.By(Bea), id))
		list := must(w.Reuse.List(ctx, w.By(Bea), service, reuse.Filter{}))
		all := must(w.Reuse.List(ctx, w.By(Bea), service, reuse.Filter{Faded: true}))
		figures := must(w.Reuse.Figures(ctx, service))
		if e.Age != step.age || list.Total != step.listed || figures[reuse.Using] != step.counted || all.Total != 1 {
			t.Errorf("after %v it is %d, listed %d, counted %v", step.after, e.Age, list.Total, figures)
		}
	}
	later := w.At(732 * day)
	if err := w.Reuse.Confirm(later, w.By(Ann), id); err != nil {
		t.Fatal(err)
	}
	if e := must(w.Reuse.Entry(later, w.By(Bea), id)); e.Age != reuse.Current {
		t.Errorf("confirmed, it is %d", e.Age)
	}
	err := w.DB.Write(w.At(732*day+reuse.KeepFor), func(tx *db.Tx) error {
		n, err := reuse.PruneTx(tx, 10)
		if n != 1 {
			t.Errorf("%d entries are deleted", n)
		}
		return err
	})
	if _, missing := w.Reuse.Entry(w.Ctx, w.By(Ann), id); err != nil || !fault.Is(missing, fault.NotFound) {
		t.Errorf("after five years: %v, %v", err, missing)
	}
}

// TestAContactIsWhoOfferedIt, as long as they belong to the organisation.
func TestAContactIsWhoOfferedIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	cross := colleague(w, "nachbar", w.By(Ann).Organisation)
	in := plain("Dienst")
	in.Contact = true
	id := enter(w, w.By(Ann), in)
	contact := func() int64 { return must(w.Reuse.Entry(w.Ctx, w.By(Bea), id)).Contact.PersonID }
	if contact() != w.By(Ann).ID {
		t.Error("Ann offered to answer")
	}
	in.Contact = false
	in.Notes.Experience = "Neu"
	if err := w.Reuse.Edit(w.Ctx, cross, id, 1, in); err != nil || contact() != w.By(Ann).ID {
		t.Errorf("a colleague's edit took the offer back: %v", err)
	}
	q := must(w.Reuse.Question(w.Ctx, w.By(Bea), service, reuse.Filter{}))
	if len(q.Addressed) != 1 || q.Addressed[0].Words != "Anna Ahorn" || q.Slug != Members || q.Others != 0 {
		t.Errorf("a question tells %+v", q)
	}
	if q := must(w.Reuse.Question(w.Ctx, w.By(Ann), service, reuse.Filter{})); len(q.Addressed) != 0 || q.Others != 0 {
		t.Errorf("one's own organisation is not asked: %+v", q)
	}
	in.Release = true
	if err := w.Reuse.Edit(w.Ctx, cross, id, 2, in); err != nil || contact() != 0 {
		t.Errorf("the offer is ended: %v", err)
	}
	if q := must(w.Reuse.Question(w.Ctx, w.By(Bea), service, reuse.Filter{})); len(q.Addressed) != 0 || q.Others != 1 {
		t.Errorf("a question tells %+v", q)
	}
}

func TestEntriesPassToTheSuccessor(t *testing.T) {
	t.Parallel()
	w := New(t)
	from, to := w.By(Ann), w.By(Bea)
	enter(w, from, plain("Gemeinsamer Dienst"))
	enter(w, from, plain("Eigener Dienst"))
	enter(w, to, plain("Gemeinsamer Dienst"))
	if err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { return reuse.PassOnTx(tx, from.Organisation.ID, to.Organisation.ID) }); err != nil {
		t.Fatal(err)
	}
	if own := must(w.Reuse.Own(w.Ctx, to, service)); len(own) != 2 {
		t.Errorf("the successor has %d entries", len(own))
	}
	if left := must(w.Reuse.Own(w.Ctx, from, service)); len(left) != 0 {
		t.Errorf("%d are left", len(left))
	}
}
