package usecase_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	. "kommunalforum/internal/testkit"
)

func TestReasonsAndWaitingRepliesThatNameWhoLeftAreListed(t *testing.T) {
	t.Parallel()
	w := New(t)
	mod := w.By(Mod)
	locked := w.Ask(Bea, Members, "Eine Frage zum Schließen", "Text")
	outdated := w.Ask(Bea, Members, "Eine Frage von gestern", "Text")
	hidden := w.Reply(Bea, w.Ask(Bea, Members, "Eine Frage mit Antwort", "Text"), "Antwort")
	harmless := w.Ask(Bea, Members, "Eine Frage ohne Namen", "Text")
	var held struct{ thread, post int64 }
	for _, err := range []error{
		w.Forum.Lock(w.Ctx, mod, locked, "Anna Ahorn hat die Sache geklärt."),
		w.Forum.MarkOutdated(w.Ctx, mod, outdated, "Siehe das neue Thema von Anna  Ahorn."),
		w.Forum.Hide(w.Ctx, mod, hidden, "Beleidigt anna ahorn."),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	w.HeldReply(w.Fill("/verwaltung/mitglieder/:id")[len("/verwaltung/mitglieder/"):])
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE held_reply SET source = 'Das weiß Anna Ahorn.'`)
		if err == nil {
			held.thread, err = db.Scalar[int64](tx, `SELECT thread_id FROM held_reply`)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	held.post = w.Question(held.thread)
	if err := w.Acts.Leave(w.Ctx, w.By(Ann), true); err != nil {
		t.Fatal(err)
	}
	list, _, err := w.Privacy.Mentions(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	has := func(post int64) bool {
		return slices.ContainsFunc(list, func(m privacy.Mention) bool { return m.Kind == privacy.Post && m.Subject == post })
	}
	for what, post := range map[string]int64{"why it is locked": w.Question(locked), "why it is outdated": w.Question(outdated),
		"why it is hidden": hidden, "a reply that waits": held.post} {
		if !has(post) {
			t.Errorf("not listed: %s", what)
		}
	}
	if has(w.Question(harmless)) {
		t.Error("listed without a name")
	}
}

func TestProfileThatNamesWhoLeftIsListedForTheWholeForum(t *testing.T) {
	t.Parallel()
	w := New(t)
	for key, about := range map[string]string{Ann: "Ich bin Anna Ahorn.", Bea: "Meine Vertretung ist Anna Ahorn.",
		Insider: "Ich kenne mich mit Ahorn aus."} {
		if err := w.Profiles.Save(w.Ctx, w.By(key), profile.Input{About: about}); err != nil {
			t.Fatal(err)
		}
	}
	bea := w.By(Bea)
	if err := w.Acts.Leave(w.Ctx, w.By(Ann), true); err != nil {
		t.Fatal(err)
	}
	list, total, err := w.Privacy.Mentions(w.Ctx, w.By(Boss))
	if err != nil || total != 1 || len(list) != 1 || list[0].Kind != privacy.Profile || list[0].Subject != bea.ID {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, total, err := w.Privacy.Mentions(w.Ctx, w.By(Mod)); err != nil || total != 0 {
		t.Errorf("who moderates single boards sees %d, %v", total, err)
	}
	if page := w.Get(Boss, "/moderation/namen").Body; !strings.Contains(page, fmt.Sprintf(`href="/mitglieder/%d"`, bea.ID)) {
		t.Error("the list does not lead to the profile")
	}
	if err := w.Acts.Leave(w.Ctx, bea, true); err != nil {
		t.Fatal(err)
	}
	if _, total, err := w.Privacy.Mentions(w.Ctx, w.By(Boss)); err != nil || total != 0 {
		t.Errorf("the list holds %d profiles that are gone, %v", total, err)
	}
}

// TestNotesAndEntriesThatNameWhoLeftAreListed for those who moderate them, and lead there.
func TestNotesAndEntriesThatNameWhoLeftAreListed(t *testing.T) {
	t.Parallel()
	w := New(t)
	noted, harmless := w.Ask(Insider, Members, "Eine Frage mit Notiz", "Text"), w.Ask(Insider, Members, "Eine Frage ohne Namen", "Text")
	for thread, note := range map[int64]string{noted: "Zuständig ist bei uns Anna Ahorn.", harmless: "Zuständig ist das Ordnungsamt."} {
		if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
			t.Fatal(err)
		}
		if err := w.Forum.SaveNote(w.Ctx, w.By(Bea), thread, 0, note); err != nil {
			t.Fatal(err)
		}
	}
	named := w.EnterReuse(Bea, 10061, reuse.Input{Product: "Dienst A", Notes: reuse.Notes{Operation: "Fragen Sie Anna  Ahorn."}})
	w.EnterReuse(Bea, 10061, reuse.Input{Product: "Dienst B", Notes: reuse.Notes{Operation: "Fragen Sie uns."}})
	if err := w.Acts.Leave(w.Ctx, w.By(Ann), true); err != nil {
		t.Fatal(err)
	}
	list, _, err := w.Privacy.Mentions(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	got := map[privacy.Kind][]int64{}
	for _, m := range list {
		got[m.Kind] = append(got[m.Kind], m.Subject)
	}
	if !slices.Equal(got[privacy.Post], []int64{w.Question(noted)}) || !slices.Equal(got[privacy.Reuse], []int64{named}) {
		t.Errorf("listed are %v", got)
	}
	address := fmt.Sprintf("/nachnutzung/%d/loeschen", named)
	if page := w.Get(Boss, "/moderation/namen"); !strings.Contains(page.Body, address) || w.Get(Boss, address).Code != 200 {
		t.Errorf("the list does not lead to the entry")
	}
}

// TestReasonsOfRemovalsNameNobodyWhoLeft: nobody can edit them, so the name goes with the
// account, and what else they say stays.
func TestReasonsOfRemovalsNameNobodyWhoLeft(t *testing.T) {
	t.Parallel()
	w := New(t)
	for product, reason := range map[string]string{"Dienst A": "Das hat ANNA  AHORN eingetragen, ohne zu fragen.",
		"Dienst von Anna Ahorn": "Das ist Werbung.", "Dienst C": "Den Ahorn vor dem Rathaus betrifft das nicht."} {
		id := w.EnterReuse(Bea, 10061, reuse.Input{Product: product})
		if err := w.Reuse.Remove(w.Ctx, w.By(Mod), id, 1, reason); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Acts.Leave(w.Ctx, w.By(Ann), true); err != nil {
		t.Fatal(err)
	}
	list, err := w.Reuse.Removals(w.Ctx, w.By(Bea), 10061)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range list {
		got = append(got, r.Product+": "+r.Reason)
	}
	slices.Sort(got)
	want := []string{"Dienst A: Das hat Ehemaliges Mitglied eingetragen, ohne zu fragen.",
		"Dienst C: Den Ahorn vor dem Rathaus betrifft das nicht.", "Dienst von Ehemaliges Mitglied: Das ist Werbung."}
	if !slices.Equal(got, want) {
		t.Errorf("the organisation reads %q", got)
	}
}
