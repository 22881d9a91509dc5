package forum_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/setting"
	. "kommunalforum/internal/testkit"
)

// on is the context of acts at noon of a day.
func on(w *World, day catalogue.Date) context.Context { return db.At(w.Ctx, day.At(12)) }

// askedOn opens a thread on a day.
func askedOn(t *testing.T, w *World, who, slug, title string, day catalogue.Date) int64 {
	t.Helper()
	id, err := w.Forum.OpenThread(on(w, day), w.By(who), forum.Question{Board: w.Board(slug), Title: title, Text: "Frage"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAskerMayEscalateOnceTheQuestionIsOverdue(t *testing.T) {
	t.Parallel()
	w := New(t)
	// Ann is of Niedersachsen: ten working days after Monday 7 September 2026 end on the 21st.
	id := askedOn(t, w, Ann, Members, "Wer weiß das?", "2026-09-07")
	may := map[string][2]bool{Ann: {false, true}, Mod: {true, true}, Prog: {true, true}, Prog2: {true, true}, Boss: {true, true}}
	for i, day := range []catalogue.Date{"2026-09-18", "2026-09-21"} {
		for _, who := range Everybody {
			_, err := w.Acts.PrepareEscalation(on(w, day), w.By(who), id)
			if got := err == nil; got != may[who][i] {
				t.Errorf("%s: %q %v", day, who, err)
			}
			if who == Guest && !fault.Is(err, fault.NotFound) || who == Bea && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %q %v", day, who, err)
			}
		}
	}
	e, err := w.Acts.PrepareEscalation(on(w, "2026-09-21"), w.By(Ann), id)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := w.Inquiry.Prepare(w.Ctx, e.Input)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Acts.Escalate(on(w, "2026-09-20"), w.By(Ann), id, entry); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a day too early: %v", err)
	}
	if _, err := w.Acts.Escalate(on(w, "2026-09-21"), w.By(Ann), id, entry); err != nil {
		t.Error(err)
	}
	entry, err = w.Inquiry.Prepare(w.Ctx, e.Input)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Acts.Escalate(on(w, "2026-09-22"), w.By(Ann), id, entry); !fault.Is(err, fault.Invalid) {
		t.Errorf("a second time: %v", err)
	}
}

func TestOnlyOpenQuestionsAreOverdue(t *testing.T) {
	t.Parallel()
	w := New(t)
	later := on(w, "2026-10-30")
	refused := func(id int64) {
		t.Helper()
		if _, err := w.Acts.PrepareEscalation(later, w.By(Ann), id); err == nil {
			t.Error("may be escalated")
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	solved := askedOn(t, w, Ann, Members, "Was ist gelöst?", "2026-09-07")
	must(w.Forum.MarkSolution(w.Ctx, w.By(Ann), w.Reply(Bea, solved, "So."), true))
	refused(solved)
	outdated := askedOn(t, w, Ann, Members, "Was ist überholt?", "2026-09-07")
	must(w.Forum.MarkOutdated(w.Ctx, w.By(Ann), outdated, "Erledigt sich"))
	refused(outdated)
	hidden := askedOn(t, w, Ann, Members, "Was ist ausgeblendet?", "2026-09-07")
	must(w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(hidden), "Gehört nicht hierher"))
	refused(hidden)
	must(w.Settings.Present(w.Ctx, w.By(Boss), setting.Presentation{Claim: "Ein Leitsatz für alle", EscalateAfter: 200}, "Test"))
	waiting := askedOn(t, w, Ann, Members, "Was muss noch warten?", "2026-09-07")
	refused(waiting)
	must(w.Settings.Present(w.Ctx, w.By(Boss), setting.Presentation{Claim: "Ein Leitsatz für alle", EscalateAfter: 30}, "Test"))
	if _, err := w.Acts.PrepareEscalation(later, w.By(Ann), waiting); err != nil {
		t.Error(err)
	}
}

func TestSemiAnonymousAskerDoesNotEscalate(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := askedUnderAlias(t, w)
	later := w.At(100 * 24 * time.Hour)
	if _, err := w.Acts.PrepareEscalation(later, w.By(Ann), id); !fault.Is(err, fault.Forbidden) {
		t.Errorf("%v", err)
	}
	if _, err := w.Acts.PrepareEscalation(later, w.By(Mod), id); err != nil {
		t.Error(err)
	}
}

// candidates returns the titles of all candidates, page by page.
func candidates(t *testing.T, w *World, ctx context.Context, who string, overdue bool) (titles []string) {
	t.Helper()
	page := forum.CandidatePage{Overdue: overdue, Limit: 2}
	for {
		rows, more, err := w.Acts.Candidates(ctx, w.By(who), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			titles = append(titles, r.Title)
			page.After = r.ID
		}
		if !more {
			return titles
		}
	}
}

func TestOverdueCandidatesFollowTheHolidaysOfTheirLand(t *testing.T) {
	t.Parallel()
	w := New(t)
	people := map[string]string{}
	for i, land := range append([]string{""}, catalogue.States()...) {
		mail := fmt.Sprintf("land%d@x.example", i)
		_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: mail, Name: "Lena Land", Terms: Terms,
			Organisation: organisation.Organisation{Name: "Stelle " + land, Kind: organisation.ITProvider, State: land}})
		if err != nil {
			t.Fatal(err)
		}
		people[land] = mail
	}
	// Around All Saints, Reformation Day, Buß- und Bettag and Christmas.
	for _, begin := range []catalogue.Date{"2026-10-28", "2026-10-31", "2026-11-06", "2026-12-18"} {
		for land, mail := range people {
			askedOn(t, w, mail, Members, fmt.Sprintf("Frage aus %q am %s", land, begin), begin)
		}
	}
	for day := catalogue.Date("2026-11-08"); day.Before("2027-01-12"); day = day.AddDays(1) {
		var want []string
		for _, begin := range []catalogue.Date{"2026-10-28", "2026-10-31", "2026-11-06", "2026-12-18"} {
			for land := range people {
				if catalogue.WorkingDaysBetween(begin, day, land) >= setting.DefaultEscalateAfter {
					want = append(want, fmt.Sprintf("Frage aus %q am %s", land, begin))
				}
			}
		}
		got := candidates(t, w, on(w, day), Mod, true)
		if !slices.IsSortedFunc(got, compareTail) {
			t.Errorf("%s: not the oldest first: %q", day, got)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}

// compareTail compares the days at the end of two titles.
func compareTail(a, b string) int {
	const day = len("2026-10-28")
	switch x, y := a[len(a)-day:], b[len(b)-day:]; {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func TestCandidatesAreOfTheModeratorsBoardsAndNotPassedOn(t *testing.T) {
	t.Parallel()
	w := New(t)
	askedOn(t, w, Ann, "umwelt", "Im anderen Bereich", "2026-09-07")
	askedOn(t, w, Insider, Exclusive, "Im geschlossenen Bereich", "2026-09-08")
	passed := askedOn(t, w, Ann, Members, "Schon weitergegeben", "2026-09-09")
	declined := askedOn(t, w, Ann, Members, "Nicht angenommen", "2026-09-10")
	askedUnderAlias(t, w)
	later := w.At(100 * 24 * time.Hour)
	for _, id := range []int64{passed, declined} {
		e, err := w.Acts.PrepareEscalation(w.Ctx, w.By(Mod), id)
		if err != nil {
			t.Fatal(err)
		}
		entry, err := w.Inquiry.Prepare(w.Ctx, e.Input)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Acts.Escalate(w.Ctx, w.By(Mod), id, entry); err != nil {
			t.Fatal(err)
		}
	}
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE inquiry SET state = 'declined' WHERE thread_id = $1`, declined)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string][]string{
		Mod:      {"Im geschlossenen Bereich", "Nicht angenommen", "Eine heikle Frage an alle"},
		OtherMod: {"Im anderen Bereich"},
		Boss:     {"Im anderen Bereich", "Nicht angenommen", "Eine heikle Frage an alle"},
	} {
		if got := candidates(t, w, later, who, true); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", who, got, want)
		}
	}
	for _, who := range []string{Guest, Ann, Prog, Editor} {
		if _, _, err := w.Acts.Candidates(later, w.By(who), forum.CandidatePage{Limit: 1}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%q: %v", who, err)
		}
	}
}

func TestCandidatesThatConcernManyComeByOrganisationsAndLaender(t *testing.T) {
	t.Parallel()
	w := New(t)
	var crowd []string
	for i := range 9 {
		mail := fmt.Sprintf("viele%d@x.example", i)
		_, _, err := w.Accounts.Create(w.Ctx, account.NewPerson{Email: mail, Name: "Vera Viele", Terms: Terms,
			Organisation: organisation.Organisation{Name: fmt.Sprintf("Gemeinde Viele %d", i), Kind: organisation.Municipality,
				State: catalogue.States()[i]}})
		if err != nil {
			t.Fatal(err)
		}
		crowd = append(crowd, mail)
	}
	for title, voices := range map[string]int{"Fünf Stimmen": 4, "Sieben Stimmen": 6, "Neun Stimmen": 8, "Zehn Stimmen": 9, "Vier Stimmen": 3,
		"Noch fünf Stimmen": 4} {
		id := w.Ask(Ann, Members, title+" hier", "Frage")
		for _, who := range crowd[:voices] {
			if err := w.Forum.Support(limit.Unlimited(w.Ctx), w.By(who), id); err != nil {
				t.Fatal(err)
			}
		}
	}
	got := candidates(t, w, w.Ctx, Mod, false)
	want := []string{"Zehn Stimmen hier", "Neun Stimmen hier", "Sieben Stimmen hier"}
	if len(got) != 5 || !slices.Equal(got[:3], want) {
		t.Errorf("%q", got)
	}
}
