package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/alias"
	"kommunalforum/internal/board"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// Somebody who only ever asked semi-anonymously, and what must not be read.
const (
	vera      = "vera"
	veraName  = "Verena Verborgen"
	veraHome  = "Geheimhausen"
	veraAsks  = "Schnabeltier"
	veraAlias = "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Hessen"
)

// allowAliases lets people ask semi-anonymously on the public board.
func allowAliases(t *testing.T, w *World) {
	t.Helper()
	s := board.Settings{Audience: board.Public, Indexable: true, SemiAnonymous: true}
	err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Public), s, "Test")
	if err != nil {
		t.Fatal(err)
	}
}

// newVera lets her join, and nine towns like hers, among which she is not to be
// known, and enough of other Länder.
func newVera(t *testing.T, w *World) {
	t.Helper()
	join := func(p account.NewPerson, town, land string) {
		t.Helper()
		p.Organisation = organisation.Organisation{Name: "Gemeinde " + town, Kind: organisation.Municipality, State: land, Population: 15_000}
		if _, _, err := w.Accounts.Create(w.Ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	join(account.NewPerson{Email: Email(vera), Name: veraName, Function: "Amtsleitung Verstecke", Password: Password, Terms: Terms},
		veraHome, "Hessen")
	for n := range alias.MinOrganisations - 1 {
		join(account.NewPerson{Email: fmt.Sprintf("nah%d@world.example", n), Name: "Nora Nachbar"}, fmt.Sprintf("Nachbarort %d", n), "Hessen")
		join(account.NewPerson{Email: fmt.Sprintf("fern%d@world.example", n), Name: "Fritz Fern"}, fmt.Sprintf("Fernort %d", n), "Bayern")
	}
}

// veraThread is what became of a question that was asked semi-anonymously.
func veraThread(t *testing.T, a *aviary) (thread int64) {
	t.Helper()
	allowAliases(t, a.World)
	newVera(t, a.World)
	title := "Frage zum " + veraAsks + " im Rathaus"
	thread, err := a.Forum.OpenThread(a.Ctx, a.By(vera), forum.Question{Board: a.Board(Public), Title: title, Text: "Ein " + veraAsks +
		" sitzt im Archiv.", Services: []int64{10061}, SemiAnonymous: true})
	a.must(err)
	question := a.Question(thread)
	own := a.Reply(vera, thread, "Noch ein Hinweis zum "+veraAsks)
	quote, err := a.Forum.Quote(a.Ctx, a.By(Bea), thread, own)
	a.must(err)
	answer := a.Reply(Bea, thread, quote+"\n\nDas kennen wir.")
	a.must(a.Forum.MarkSolution(a.Ctx, a.By(vera), answer, true))
	a.must(a.Forum.Support(a.Ctx, a.By(Bea), thread))
	a.must(a.Forum.EditPost(a.At(time.Hour), a.By(vera), own, forum.Edit{Text: "Neuer Hinweis zum " + veraAsks, Revision: 1}))
	e, err := a.Acts.PrepareEscalation(a.Ctx, a.By(Mod), thread)
	a.must(err)
	entry, err := a.Inquiry.Prepare(a.Ctx, e.Input)
	a.must(err)
	number, err := a.Acts.Escalate(a.Ctx, a.By(Mod), thread, entry)
	a.must(err)
	article, err := a.Acts.TakeIntoFAQ(a.Ctx, a.By(Mod), question, "")
	a.must(err)
	a.note("thema", thread)
	for _, id := range []int64{question, own, answer} {
		a.note("beitrag", id)
	}
	a.note("fragen-an-das-programmmanagement", number)
	a.note("schreibtisch", number)
	a.note("faq", article)
	return thread
}

// directories are the pages that list people and organisations as such; there
// the name stands, but nothing of the question.
var directories = []string{"/verwaltung/", "/organisationen", "/mitglieder", "/kreise"}

func TestWhoAsksSemiAnonymouslyStandsNowhere(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	thread := veraThread(t, a)
	a.note("organisationen", a.By(vera).Organisation.ID)
	a.note("mitglieder", a.By(vera).ID)
	addresses := a.addresses()
	for _, q := range []string{veraAsks, "Rathaus land:Hessen", "themenfeld:" + Public} {
		addresses = append(addresses, "/suche?q="+url.QueryEscape(q))
	}
	a.Soon("the search knows the question", func() bool { return a.Finds(Ann, veraAsks+" Archiv") })
	shown := 0
	for _, by := range Everybody {
		for _, address := range addresses {
			body := a.follow(by, address).Body
			if strings.Contains(body, veraAlias) {
				shown++
			}
			listed := slices.ContainsFunc(directories, func(p string) bool { return strings.HasPrefix(address, p) })
			for _, word := range []string{"Verborgen", veraHome, "Verstecke"} {
				if strings.Contains(body, word) && (!listed || strings.Contains(body, veraAsks)) {
					t.Errorf("%q reads %q at %s", by, word, address)
				}
			}
		}
	}
	if shown == 0 {
		t.Error("nobody saw the alias: the test is blind")
	}
	for _, q := range []string{"organisation:" + veraHome, "von:Verborgen"} {
		if a.Finds(Ann, q+" "+veraAsks) {
			t.Errorf("%q finds the question", q)
		}
	}
	if !a.Finds(Ann, veraAsks) || !a.Finds(Ann, veraAsks+" land:Hessen") {
		t.Error("the question is not found at all")
	}
	colleagues(t, a, thread)
}

// colleagues: who works for the same organisation is told nothing either.
func colleagues(t *testing.T, a *aviary, thread int64) {
	t.Helper()
	_, _, err := a.Accounts.Create(a.Ctx, account.NewPerson{Email: Email("victor"), Name: "Victor Kollege", Password: Password, Terms: Terms,
		Organisation: a.By(vera).Organisation})
	a.must(err)
	page := a.follow("victor", fmt.Sprintf("/thema/%d", thread)).Body
	if !strings.Contains(page, "Betrifft uns auch") || strings.Contains(page, veraName) {
		t.Error("the page of a colleague differs from that of others")
	}
	if got := a.Get("victor", fmt.Sprintf("/beitrag/%d/bearbeiten", a.Question(thread))); got.Code != http.StatusForbidden {
		t.Errorf("a colleague who edits the question gets %d %s", got.Code, got.Location())
	}
}

func TestModeratorsLookWhoAsksWithAReasonAndEveryLookIsRecorded(t *testing.T) {
	t.Parallel()
	w := New(t)
	allowAliases(t, w)
	newVera(t, w)
	thread, err := w.Forum.OpenThread(w.Ctx, w.By(vera), forum.Question{Board: w.Board(Public), Title: "Frage aus dem Verborgenen",
		Text: "Wer weiß das?", SemiAnonymous: true})
	if err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/thema/%d/wer-fragt", thread)
	for who, want := range map[string]int{Guest: 403, Ann: 403, OtherMod: 403, Prog: 403, Editor: 403, vera: 403} {
		if a := w.Post(who, path, Form("grund", "Verdacht auf Missbrauch")); a.Code != want || strings.Contains(a.Body, veraHome) && who != vera {
			t.Errorf("%q: %d", who, a.Code)
		}
	}
	if a := w.Post(Mod, path, Form("grund", "")); a.Code != http.StatusUnprocessableEntity || strings.Contains(a.Body, veraHome) {
		t.Errorf("without a reason: %d", a.Code)
	}
	if a := w.Get(Mod, path); a.Code != http.StatusOK || strings.Contains(a.Body, veraHome) {
		t.Errorf("asking for the reason: %d", a.Code)
	}
	for range 2 {
		a := w.Post(Mod, path, Form("grund", "Verdacht auf Missbrauch"))
		if a.Code != http.StatusOK || !strings.Contains(a.Body, veraName) || !strings.Contains(a.Body, "Gemeinde "+veraHome) ||
			a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("the look: %d %v", a.Code, a.Header)
		}
	}
	log := w.Get(Boss, "/verwaltung/protokoll").Body
	if strings.Count(log, "Nachgesehen, wer teilanonym fragt") != 2 || !strings.Contains(log, "Verdacht auf Missbrauch") ||
		strings.Contains(log, fmt.Sprintf("/verwaltung/mitglieder/%d\"", w.By(vera).ID)) && strings.Contains(log, "Frage aus dem Verborgenen") {
		t.Error("the looks are not in the audit log as they should")
	}
}
