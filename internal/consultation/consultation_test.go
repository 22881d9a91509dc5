package consultation_test

import (
	"fmt"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func word(err error) string {
	for kind, word := range map[fault.Kind]string{fault.NotFound: "missing", fault.Forbidden: "forbidden", fault.Invalid: "invalid",
		fault.Conflict: "conflict", fault.TooMany: "limited"} {
		if fault.Is(err, kind) {
			return word
		}
	}
	return fmt.Sprint(err)
}

const fine = "<nil>"

// colleague is another member of an organisation.
func colleague(w *World, mail string, o organisation.Organisation) account.Viewer {
	w.T.Helper()
	p, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: mail + "@world.example", Name: "Person " + mail, Organisation: o})
	if err != nil {
		w.T.Fatal(err)
	}
	return w.By(p.Email)
}

func agree(section int) consultation.Choice {
	return consultation.Choice{Section: section, Stance: consultation.Agree}
}

func change(section int, text string) consultation.Choice {
	return consultation.Choice{Section: section, Stance: consultation.Change, Proposal: text, Reasons: "Weil es so besser ist."}
}

func take(w *World, by account.Viewer, id int64, list ...consultation.Choice) error {
	_, err := w.Consulted.TakePositions(w.Ctx, by, id, consultation.Positions{Organisation: by.Organisation.ID, Choices: list})
	return err
}

// TestWhoMayPrepareAndRead is the table of permissions of those who prepare and read.
func TestWhoMayPrepareAndRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	for who, want := range map[string]struct{ draft, open, prepare string }{
		Guest: {"missing", "missing", "missing"}, Ann: {"missing", fine, "forbidden"}, OtherMod: {"missing", fine, "forbidden"},
		Editor: {"missing", fine, "forbidden"}, Mod: {fine, fine, fine}, Prog: {fine, fine, fine}, Boss: {fine, fine, fine},
	} {
		by := w.By(who)
		draft, open := w.Consultation(Mod, Members), w.OpenConsultation(Mod, Members, consultation.AtOnce)
		hidden := want.prepare
		if want.draft == "missing" {
			hidden = "missing"
		}
		_, err := w.Consulted.Show(w.Ctx, by, draft)
		check(t, who+" reads the draft", err, want.draft)
		_, err = w.Consulted.Show(w.Ctx, by, open)
		check(t, who+" reads the open one", err, want.open)
		_, err = w.Consulted.Table(w.Ctx, by, open, consultation.Filter{})
		check(t, who+" reads the table", err, want.open)
		in := consultation.Input{Board: w.Board(Members), Title: "Anderer Titel", Issuer: "FITKO", Revision: 2}
		check(t, who+" edits", w.Consulted.Edit(w.Ctx, by, draft, in), hidden)
		section := consultation.SectionInput{Heading: "Kosten", Text: "Die Kosten trägt das Land."}
		check(t, who+" adds a section", w.Consulted.AddSection(w.Ctx, by, draft, section, ""), hidden)
		check(t, who+" opens", w.Consulted.Open(w.Ctx, by, draft, consultation.Opening{LastDay: w.Today(3).German(),
			Disclosure: consultation.AtOnce, Revision: 4}), hidden)
		check(t, who+" extends", w.Consulted.Extend(w.Ctx, by, open, 3, w.Today(20).German(), "Wegen der Ferien"), want.prepare)
		first := sections(w, open)[0].ID
		section.Heading = "Geltungsbereich"
		check(t, who+" corrects", w.Consulted.Correct(w.Ctx, by, open, first, 4, section, "Ein Wort fehlte"), want.prepare)
		check(t, who+" closes", w.Consulted.Close(w.Ctx, by, open, 5, "Alle haben sich geäußert"), want.prepare)
		check(t, who+" decides", w.Consulted.Decide(w.Ctx, by, open, consultation.Outcome{Text: "So kommt es.", Revision: 6}), want.prepare)
		_, err = w.Consulted.Begin(w.Ctx, by, consultation.Input{Board: w.Board(Members), Title: "Noch eine", Issuer: "FITKO"})
		switch who {
		case Guest, Ann, Editor:
			check(t, who+" begins", err, "forbidden")
		case OtherMod:
			check(t, who+" begins", err, "invalid")
		default:
			check(t, who+" begins", err, fine)
		}
	}
}

func sections(w *World, id int64) []consultation.Section {
	w.T.Helper()
	c, err := w.Consulted.Show(w.Ctx, w.By(Mod), id)
	if err != nil {
		w.T.Fatal(err)
	}
	return c.Sections
}

func check(t *testing.T, what string, err error, want string) {
	t.Helper()
	if word(err) != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

// TestWhoSpeaksForAnOrganisation is the table of permissions of those who take positions.
func TestWhoSpeaksForAnOrganisation(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	ann := w.By(Ann)
	other := colleague(w, "nachbar", ann.Organisation)
	check(t, "a guest", take(w, account.Viewer{}, id, agree(1)), "forbidden")
	check(t, "a member", take(w, ann, id, agree(1)), fine)
	x := change(1, "So soll es heißen.")
	x.Revision = 1
	check(t, "a colleague", take(w, other, id, x), fine)
	check(t, "another organisation", take(w, w.By(Bea), id, agree(1)), fine)
	restricted := w.OpenConsultation(Mod, Exclusive, consultation.AtOnce)
	check(t, "who does not read the board", take(w, ann, restricted, agree(1)), "missing")
	check(t, "who was admitted", take(w, w.By(Insider), restricted, agree(1)), fine)

	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET organisation_id = $1 WHERE id = $2`, w.By(Bea).Organisation.ID, other.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	x.Revision, x.Proposal = 2, "Anders."
	check(t, "who left, with the rights of before", take(w, other, id, x), "conflict")
	moved := w.By("nachbar")
	_, err = w.Consulted.TakePositions(w.Ctx, moved, id, consultation.Positions{Organisation: ann.Organisation.ID,
		Choices: []consultation.Choice{x}})
	check(t, "who left, in an old form", err, "conflict")
	check(t, "who moved, for the new one", take(w, moved, id, agree(2)), fine)

	shown, err := w.Consulted.Show(w.Ctx, w.By(Bea), id)
	if err != nil || shown.Own[2].By != "Person nachbar" || shown.Own[1].Stance != consultation.Agree {
		t.Errorf("the new organisation says %+v, %v", shown.Own, err)
	}
	if _, err := w.Consulted.TakePositions(w.Ctx, account.NewViewer(ann.ID, "x", organisation.Organisation{ID: 1, Kind: organisation.Unnamed}), id,
		consultation.Positions{Choices: []consultation.Choice{agree(1)}}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("without an organisation: %v", err)
	}
}

func TestTheLastDayCountsWhole(t *testing.T) {
	t.Parallel()
	w := New(t)
	for day, utc := range map[string]struct{ last, over time.Time }{
		"15.1.2027": {time.Date(2027, 1, 15, 22, 59, 59, 0, time.UTC), time.Date(2027, 1, 15, 23, 0, 0, 0, time.UTC)},
		"28.3.2027": {time.Date(2027, 3, 28, 21, 59, 59, 0, time.UTC), time.Date(2027, 3, 28, 22, 0, 0, 0, time.UTC)}, // summer time begins
		"30.6.2027": {time.Date(2027, 6, 30, 21, 59, 59, 0, time.UTC), time.Date(2027, 6, 30, 22, 0, 0, 0, time.UTC)},
	} {
		id := w.Consultation(Mod, Members)
		begin := db.At(w.Ctx, time.Date(2027, 1, 10, 12, 0, 0, 0, time.UTC))
		err := w.Consulted.Open(begin, w.By(Mod), id, consultation.Opening{LastDay: day, Disclosure: consultation.AfterEnd, Revision: 2})
		if err != nil {
			t.Fatal(err)
		}
		for at, want := range map[time.Time]string{utc.last: fine, utc.over: "invalid"} {
			by := w.By(Ann)
			if want != fine {
				by = w.By(Bea)
			}
			_, err := w.Consulted.TakePositions(db.At(w.Ctx, at), by, id, consultation.Positions{Choices: []consultation.Choice{agree(1)}})
			check(t, day+" at "+at.String(), err, want)
			table, err := w.Consulted.Table(db.At(w.Ctx, at), w.By(Bea), id, consultation.Filter{})
			if err != nil || table.Disclosed != (want != fine) {
				t.Errorf("%s at %v: disclosed %v, %v", day, at, table.Disclosed, err)
			}
		}
	}
}

// TestPositionsAreHiddenUntilTheEnd: from others, with every figure; not from the own
// organisation, nor from those who prepare.
func TestPositionsAreHiddenUntilTheEnd(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Public, consultation.AfterEnd)
	w.TakePosition(Ann, id, agree(1))
	w.TakePosition(Bea, id, agree(2))
	see := func(who string) (organisations, tookPart int, figures bool) {
		table, err := w.Consulted.Table(w.Ctx, w.By(who), id, consultation.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return len(table.Organisations), table.TookPart, table.Figures != nil
	}
	expect := func(when, who string, organisations, tookPart int, figures bool) {
		t.Helper()
		if o, n, f := see(who); o != organisations || n != tookPart || f != figures {
			t.Errorf("%s: %s sees %d of %d, figures %v", when, who, o, n, f)
		}
	}
	expect("open", Ann, 1, 0, false)
	expect("open", Insider, 0, 0, false)
	expect("open", Guest, 0, 0, false)
	expect("open", OtherMod, 0, 0, false)
	expect("open", Mod, 2, 2, true)
	if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert"); err != nil {
		t.Fatal(err)
	}
	expect("closed", Ann, 2, 2, true)
	expect("closed", Guest, 0, 0, false)
	if err := w.Consulted.Extend(w.Ctx, w.By(Mod), id, 4, w.Today(5).German(), "Doch noch etwas Zeit"); err != nil {
		t.Fatal(err)
	}
	expect("open again", Ann, 1, 0, false)
}

func TestGuestsSeePositionsOnlyWhereThatIsSaid(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, x := range []struct {
		board  string
		guests bool
		sees   bool
	}{{Public, false, false}, {Public, true, true}} {
		id := w.Consultation(Mod, x.board)
		err := w.Consulted.Open(w.Ctx, w.By(Mod), id, consultation.Opening{LastDay: w.Today(3).German(), Disclosure: consultation.AtOnce,
			Guests: x.guests, Revision: 2})
		if err != nil {
			t.Fatal(err)
		}
		w.TakePosition(Ann, id, agree(1))
		table, err := w.Consulted.Table(w.Ctx, account.Viewer{}, id, consultation.Filter{})
		if err != nil || (len(table.Organisations) == 1) != x.sees {
			t.Errorf("%+v: %v, %v", x, table.Organisations, err)
		}
		for _, by := range table.Positions {
			if by[1].By != "" {
				t.Errorf("a guest reads the name %q", by[1].By)
			}
		}
	}
}

func TestTheTableNarrowsAndPages(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	w.TakePosition(Ann, id, agree(1)) // Niedersachsen
	w.TakePosition(Ann, id, change(2, "Sechs Wochen."))
	w.TakePosition(Bea, id, agree(2))     // Nordrhein-Westfalen
	w.TakePosition(Insider, id, agree(1)) // Niedersachsen
	for name, x := range map[string]struct {
		f          consultation.Filter
		total, all int
	}{
		"all":      {consultation.Filter{}, 3, 4},
		"section":  {consultation.Filter{Section: 1}, 2, 2},
		"stance":   {consultation.Filter{Stance: consultation.Change}, 1, 1},
		"Land":     {consultation.Filter{State: "Niedersachsen"}, 2, 3},
		"page":     {consultation.Filter{PerPage: 2, Page: 2}, 3, 2},
		"far page": {consultation.Filter{PerPage: 2, Page: 99}, 3, 2},
		"remarks":  {consultation.Filter{Section: -1}, 0, 0},
	} {
		table, err := w.Consulted.Table(w.Ctx, w.By(Insider), id, x.f)
		n := 0
		for _, p := range table.Positions {
			n += len(p)
		}
		if err != nil || table.Total != x.total || n != x.all {
			t.Errorf("%s: %d organisations, %d positions, %v", name, table.Total, n, err)
		}
		want := consultation.Figures{consultation.Agree: 2}
		if x.f.State == "" && table.Figures[1][consultation.Agree] != want[consultation.Agree] {
			t.Errorf("%s: %v", name, table.Figures)
		}
	}
}

func TestListsBeginWithWhatEndsNext(t *testing.T) {
	t.Parallel()
	w := New(t)
	ids := map[string]int64{"draft": w.Consultation(Mod, Members), "late": w.OpenConsultation(Mod, Members, consultation.AtOnce),
		"soon": w.OpenConsultation(Mod, Members, consultation.AtOnce), "over": w.OpenConsultation(Mod, Members, consultation.AtOnce)}
	check(t, "extend", w.Consulted.Extend(w.Ctx, w.By(Mod), ids["late"], 3, w.Today(30).German(), "Wegen der Ferien"), fine)
	check(t, "close", w.Consulted.Close(w.Ctx, w.By(Mod), ids["over"], 3, "Alle haben sich geäußert"), fine)
	for who, want := range map[string][]string{Ann: {"soon", "late", "over"}, Mod: {"draft", "soon", "late", "over"}, Guest: nil} {
		var got []int64
		for from := (consultation.Place{}); ; {
			p, err := w.Consulted.List(w.Ctx, w.By(who), consultation.ListFilter{Before: from, Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range p.Entries {
				got = append(got, e.ID)
			}
			if from = p.Next; from.ID == 0 {
				break
			}
		}
		var names []int64
		for _, n := range want {
			names = append(names, ids[n])
		}
		if fmt.Sprint(got) != fmt.Sprint(names) {
			t.Errorf("%s: %v, want %v", who, got, names)
		}
	}
	waiting, err := w.Consulted.Waiting(w.Ctx, w.By(Ann), 5)
	if err != nil || len(waiting) != 2 || waiting[0].ID != ids["soon"] || waiting[0].DaysLeft != 10 {
		t.Errorf("%+v, %v", waiting, err)
	}
	w.TakePosition(Ann, ids["soon"], agree(1))
	if waiting, _ = w.Consulted.Waiting(w.Ctx, w.By(Ann), 5); len(waiting) != 1 {
		t.Errorf("%+v", waiting)
	}
}

func TestRemindersAreNoticedOnceForEachLastDay(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	notice := func(days, want int) {
		t.Helper()
		n, err := w.Consulted.NoticeEnding(w.At(time.Duration(days) * 24 * time.Hour))
		if n != want || err != nil {
			t.Errorf("after %d days %d noticed, want %d, %v", days, n, want, err)
		}
	}
	notice(1, 0)
	notice(6, 1)
	notice(7, 0)
	check(t, "extend", w.Consulted.Extend(w.Ctx, w.By(Mod), id, 3, w.Today(30).German(), "Wegen der Ferien"), fine)
	notice(8, 0)
	notice(26, 1)
	notice(40, 0)
}

func TestAPositionStaysWithoutThePersonWhoWroteIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	w.TakePosition(Ann, id, agree(1))
	organisation := w.By(Ann).Organisation.ID
	if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), w.By(Ann).ID, false, "Test"); err != nil {
		t.Fatal(err)
	}
	table, err := w.Consulted.Table(w.Ctx, w.By(Mod), id, consultation.Filter{})
	if p := table.Positions[organisation][1]; err != nil || p.Stance != consultation.Agree || p.By != "" {
		t.Errorf("%+v, %v", p, err)
	}
	_, list, err := w.Consulted.History(w.Ctx, w.By(Mod), id, table.Positions[organisation][1].ID)
	if err != nil || len(list) != 1 || list[0].By != "" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestConsultationsAreFoundByTheReadersOfTheirBoard(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.IndexReady()
	mod := w.By(Mod)
	add := func(board, word string) int64 {
		id := w.Consultation(Mod, board)
		section := consultation.SectionInput{Heading: "Besonderes", Text: "Über die " + word + " wird gesprochen."}
		check(t, "add", w.Consulted.AddSection(w.Ctx, mod, id, section, ""), fine)
		return id
	}
	draft, open, closed := add(Members, "Seeadlerkunde"), add(Public, "Kranichzählung"), add(Exclusive, "Biberburg")
	for _, id := range []int64{open, closed} {
		check(t, "open", w.Consulted.Open(w.Ctx, mod, id, consultation.Opening{LastDay: w.Today(3).German(), Disclosure: consultation.AtOnce,
			Revision: 3}), fine)
	}
	w.Soon("a section is found", func() bool { return w.Finds(Guest, "Kranichzählung") && w.Finds(Insider, "Biberburg") })
	if w.Finds(Mod, "Seeadlerkunde") || w.Finds(Ann, "Biberburg") {
		t.Error("a draft or a restricted board is found")
	}
	check(t, "open", w.Consulted.Open(w.Ctx, mod, draft, consultation.Opening{LastDay: w.Today(3).German(), Disclosure: consultation.AtOnce,
		Revision: 3}), fine)
	w.Soon("the opened draft is found", func() bool { return w.Finds(Ann, "Seeadlerkunde") })
	section := consultation.SectionInput{Heading: "Besonderes", Text: "Nichts weiter."}
	check(t, "correct", w.Consulted.Correct(w.Ctx, mod, draft, sections(w, draft)[2].ID, 4, section, "Gestrichen"), fine)
	w.Soon("the former wording is not found", func() bool { return !w.Finds(Ann, "Seeadlerkunde") })
	w.Reindex()
	if !w.Finds(Guest, "Kranichzählung") || w.Finds(Guest, "Biberburg") {
		t.Error("after a rebuild")
	}
}

// TestWhoPreparesMayChangeMuch: a long draft by hand in ten minutes, with second clicks that
// do not count; a script finds its end.
func TestWhoPreparesMayChangeMuch(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	ctx := db.At(t.Context(), w.DB.Now(w.Ctx))
	id := w.Consultation(Mod, Members)
	c, err := w.Consulted.Show(w.Ctx, mod, id)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 100 {
		section := c.Sections[n%2].ID
		in := consultation.SectionInput{Heading: "Abschnitt", Text: fmt.Sprint("Fassung ", n)}
		for range 3 {
			if err := w.Consulted.EditSection(ctx, mod, id, section, 2+n, in); err != nil {
				t.Fatal(n, err)
			}
		}
	}
	for n := 100; ; n++ {
		in := consultation.SectionInput{Heading: "Abschnitt", Text: fmt.Sprint("Fassung ", n)}
		err := w.Consulted.EditSection(ctx, mod, id, c.Sections[0].ID, 2+n, in)
		if fault.Is(err, fault.TooMany) && n > 150 {
			return
		}
		if err != nil || n > 250 {
			t.Fatal(n, err)
		}
	}
}
