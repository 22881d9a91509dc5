package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// decision is a form with a reason: who sends it first, which colleague after them, and
// the name of the field.
type decision struct{ first, second, field, pattern string }

var decisions = []decision{
	{Mod, Boss, "grund", "/thema/:id/ablehnen"},
	{Mod, Boss, "grund", "/wartend/:id/ablehnen"},
	{Mod, Boss, "grund", "/beitrag/:id/ausblenden"},
	{Mod, Boss, "grund", "/moderation/meldungen/:id/ausblenden"},
	{Mod, Boss, "grund", "/faq/vorschlaege/:id/ablehnen"},
	{Mod, Boss, "bescheid", "/moderation/meldungen/:id/kein-anlass"},
	{Mod, Boss, "grund", "/beitrag/:id/schwaerzen"},
	{Mod, Boss, "grund", "/thema/:id/schliessen"},
	{Mod, Boss, "grund", "/thema/:id/verschieben"},
	{Mod, Boss, "grund", "/thema/:id/ueberholt"},
	{Mod, Boss, "grund", "/faq/:id/ueberholt"},
	{Boss, Mod, "ablehnung", "/verwaltung/aufnahmen/:id/ablehnen"},
	{Boss, Prog2, "grund", "/verwaltung/post/:id/verwerfen"},
	{Boss, Prog2, "grund", "/verwaltung/mitglieder/:id/sperren"},
	{Boss, Prog2, "grund", "/verwaltung/mitglieder/:id/rollen"},
	{Boss, Prog2, "grund", "/verwaltung/bereiche/:slug/archivieren"},
	{Prog, Prog2, "grund", "/schreibtisch/:number/ablehnen"},
	{Prog, Prog2, "grund", "/schreibtisch/:number/zuweisen"},
	{Prog, Prog2, "grund", "/schreibtisch/:number/beginnen"},
	{Prog, Prog2, "grund", "/schreibtisch/:number/zurueckgeben"},
	{Prog, Prog2, "grund", "/schreibtisch/:number/zurueckholen"},
}

// TestReasonForWhatAColleagueDecidedComesBack lets two people decide about the same
// thing, each with a reason of their own. What the second one typed is recorded, or comes
// back with a sentence. The first one's double click is answered like the first click.
func TestReasonForWhatAColleagueDecidedComesBack(t *testing.T) {
	t.Parallel()
	const mine, theirs = "Mein ausführlicher Grund <1>", "Der andere, ebenso lange Grund <2>"
	for _, d := range decisions {
		t.Run(d.pattern, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			if err := w.Accounts.Grant(w.Ctx, w.By(Boss), w.By(Prog2).ID, account.Grant{Role: account.Admin}, "Vertretung"); err != nil {
				t.Fatal(err)
			}
			at := w.Fill(d.pattern)
			sent := Form("fassung", "1", "bereich", "1", "rolle", "moderator", "ja", "ja", "bestaetigung", "ja", "bis", "1",
				"an", fmt.Sprint(w.By(Prog2).ID))
			for _, f := range formsOf(t, w.Get(d.first, at).Body) {
				if f.action == at { // the desk's forms name what they were shown for
					sent.Set("stand", f.fields.Get("stand"))
				}
			}
			form := func(reason string) url.Values {
				sent.Set(d.field, reason)
				return sent
			}
			usedBefore(t, w, d.second, theirs)
			first := w.Post(d.first, at, form(mine))
			if first.Code != http.StatusSeeOther {
				t.Fatalf("%s: %d %s", at, first.Code, text(first.Body))
			}
			if again := w.Post(d.first, at, form(mine)); again.Code != http.StatusSeeOther && !strings.Contains(again.Body, "Grund &lt;1&gt;") {
				t.Errorf("a double click: %d", again.Code)
			}
			second := w.Post(d.second, at, form(theirs))
			kept := rows(t, w, "SELECT COUNT(*) FROM audit WHERE reason LIKE '%<2>'")+
				rows(t, w, "SELECT COUNT(*) FROM inquiry_step WHERE reason LIKE '%<2>'") > 1
			if back := strings.Contains(second.Body, "Grund &lt;2&gt;"); !kept && !back {
				t.Errorf("the reason is lost: %d %s", second.Code, second.Location())
			}
		})
	}
}

// usedBefore records that somebody gave the reason for something else: a standard sentence.
func usedBefore(t *testing.T, w *World, who, reason string) {
	t.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { return audit.RecordTx(tx, w.By(who).ID, "post.hide", "post", 4711, reason) })
	if err != nil {
		t.Fatal(err)
	}
}

func text(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	return main
}
