package notify_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/db"
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
