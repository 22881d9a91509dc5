package notify_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/reuse"
	. "kommunalforum/internal/testkit"
)

// TestWhoWroteANoteHearsThatItWasRemoved, once, and nobody else does.
func TestWhoWroteANoteHearsThatItWasRemoved(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	must(t, w.Forum.Support(w.Ctx, w.By(Bea), thread))
	must(t, w.Forum.SaveNote(w.Ctx, w.By(Bea), thread, 0, "Fragen Sie Frau Muster."))
	w.Notified()
	remove := func() error {
		return w.Forum.RemoveNote(w.Ctx, w.By(Mod), thread, w.By(Bea).Organisation.ID, "Die Notiz nennt eine Person.")
	}
	heard(t, "removed", told(t, w, func() { must(t, remove()) }), "bea: measure concern.note thread")
	heard(t, "a second click", told(t, w, func() {
		if remove() == nil {
			t.Error("a note is removed twice")
		}
	}))
	if page := w.Get(Bea, "/mitteilungen"); !strings.Contains(page.Body, `/betroffene"`) {
		t.Error("the entry does not lead to where the reason stands")
	}
}

// TestOnlyTheOrganisationReadsWhyItsEntryWasRemoved: it stands on the page of the register for
// its members, and whoever left no longer sees that it was.
func TestOnlyTheOrganisationReadsWhyItsEntryWasRemoved(t *testing.T) {
	t.Parallel()
	w := New(t)
	const address = "/leistungen/10061/nachnutzung"
	entry := w.EnterReuse(Ann, 10061, reuse.Input{Product: "Studienplatz digital"})
	w.Notified()
	heard(t, "removed", told(t, w, func() {
		must(t, w.Reuse.Remove(w.Ctx, w.By(Boss), entry, 1, "Ein Kanarienvogel."))
	}), "ann: measure reuse.removed service")
	if body := w.Get(Ann, address).Body; !strings.Contains(body, "„Studienplatz digital“") || !strings.Contains(body, "Ein Kanarienvogel.") {
		t.Error("the organisation does not read why")
	}
	for _, who := range []string{Guest, Insider, Editor, Boss, Prog} {
		if w.By(who).Organisation.ID != w.By(Ann).Organisation.ID && strings.Contains(w.Get(who, address).Body, "Kanarienvogel") {
			t.Errorf("%q reads why", who)
		}
	}
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET organisation_id = $1 WHERE id = $2`, w.By(Insider).Organisation.ID, w.By(Ann).ID)
		return err
	})
	if in := inbox(t, w, Ann, notify.Filter{}); len(in.Groups) != 0 {
		t.Errorf("elsewhere she sees %+v", in.Groups)
	}
	own := w.EnterReuse(Insider, 10061, reuse.Input{Product: "Noch einer"})
	heard(t, "by its organisation", told(t, w, func() { must(t, w.Reuse.Remove(w.Ctx, w.By(Insider), own, 1, "")) }))
}

// TestAFirstPostAboutWhichNobodyMayDecideReachesAdministrators: they learn the board, and
// nothing of the post, until somebody may or it is decided.
func TestAFirstPostAboutWhichNobodyMayDecideReachesAdministrators(t *testing.T) {
	t.Parallel()
	w := New(t)
	boss, mod := w.By(Boss), w.By(Mod)
	first := restrictedTo(mod.Organisation.Kind)
	first.FirstReview = true
	must(t, w.Boards.Configure(w.Ctx, boss, w.Board(Exclusive), first, "Test"))
	write(t, w, func(tx *db.Tx) error { // colleagues of the only moderator
		_, err := tx.Exec(`UPDATE person SET organisation_id = $1 WHERE id IN ($2, $3)`, mod.Organisation.ID, w.By(Ann).ID, w.By(Insider).ID)
		return err
	})
	for _, who := range []string{Ann, Insider} {
		w.Forget(who)
	}
	thread := w.Ask(Mod, Exclusive, "Was niemand sonst wissen darf", "Psst.")
	var asked int64
	heard(t, "a question", told(t, w, func() { asked = w.Ask(Ann, Exclusive, "Noch ein Kanarienvogel", "Psst.") }),
		"boss: review review.unattended unattended")
	heard(t, "a reply", told(t, w, func() {
		_, err := w.Forum.Reply(w.Ctx, w.By(Insider), thread, forum.Reply{Text: "Auch ein Kanarienvogel."})
		must(t, err)
	}), "boss: review review.unattended unattended")
	in := inbox(t, w, Boss, notify.Filter{})
	if len(in.Groups) != 1 || in.Groups[0].Number != Exclusive || !strings.HasPrefix(in.Groups[0].Lines[0].German(), "2 erste Beiträge warten") {
		t.Fatalf("the inbox holds %+v", in.Groups)
	}
	body := w.Get(Boss, "/mitteilungen").Body
	if strings.Contains(body, "Kanarienvogel") || !strings.Contains(body, "/verwaltung/bereiche/"+Exclusive) {
		t.Error("the page says too much, or does not lead to the board")
	}
	must(t, w.Accounts.Grant(w.Ctx, boss, w.By(Bea).ID, account.Grant{Role: account.Moderator, Board: w.Board(Exclusive)}, "Test"))
	if all := inbox(t, w, Boss, notify.Filter{}).Groups; len(all) != 0 {
		t.Errorf("somebody may decide, and the inbox holds %+v", all)
	}
	w.Forget(Bea)
	must(t, w.Forum.Approve(w.Ctx, w.By(Bea), asked, 0))
}
