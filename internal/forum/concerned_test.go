package forum_test

import (
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// noteOf is the note of somebody's organisation, as another reads it.
func noteOf(w *World, reader, of string, thread int64) string {
	w.T.Helper()
	x, err := w.Forum.Concerned(w.Ctx, w.By(reader), thread)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, v := range x.Voices {
		if v.Organisation.ID == w.By(of).Organisation.ID {
			return strings.TrimSpace(v.Note.Text + " " + v.Note.Removed)
		}
	}
	return "no voice"
}

func TestNoteGoesWithTheVoice(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wen betrifft das alles?", "Text")
	note := func(text string, revision int) error {
		return w.Forum.SaveNote(w.Ctx, w.By(Bea), thread, revision, text)
	}
	if err := note("Zu früh", 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("a note without a voice: %v", err)
	}
	if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
		t.Fatal(err)
	}
	if err := note(strings.Repeat("a", 501), 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("a long note: %v", err)
	}
	if err := note("Nur der Antrag", 0); err != nil {
		t.Fatal(err)
	}
	if err := note("Nur der Antrag", 0); err != nil {
		t.Errorf("the same form again: %v", err)
	}
	if err := note("Etwas anderes", 0); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old form: %v", err)
	}
	if got := noteOf(w, Ann, Bea, thread); got != "Nur der Antrag" {
		t.Errorf("Ann reads %q", got)
	}
	if _, err := w.Forum.Concerned(w.Ctx, w.By(Guest), thread); !fault.Is(err, fault.NotFound) {
		t.Errorf("a guest: %v", err)
	}
	if err := w.Forum.Unsupport(w.Ctx, w.By(Bea), thread); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
		t.Fatal(err)
	}
	if got := noteOf(w, Ann, Bea, thread); got != "" {
		t.Errorf("the note came back: %q", got)
	}
}

func TestModeratorsRemoveANoteWithAReason(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wen betrifft das alles?", "Text")
	if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.SaveNote(w.Ctx, w.By(Bea), thread, 0, "Werbung"); err != nil {
		t.Fatal(err)
	}
	bea := w.By(Bea).Organisation.ID
	for _, who := range []string{Guest, Ann, Bea, OtherMod, Editor, Prog} {
		if err := w.Forum.RemoveNote(w.Ctx, w.By(who), thread, bea, "Ein Grund"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if err := w.Forum.RemoveNote(w.Ctx, w.By(Mod), thread, bea, "Keine Werbung"); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.RemoveNote(w.Ctx, w.By(Mod), thread, bea, "Keine Werbung"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a second time: %v", err)
	}
	for who, want := range map[string]string{Bea: "Keine Werbung", Mod: "Keine Werbung", Ann: "", Insider: ""} {
		if got := noteOf(w, who, Bea, thread); got != want {
			t.Errorf("%s reads %q", who, got)
		}
	}
}

// TestWhoAsksSemiAnonymouslyIsOnNoMap: neither by a voice, a note nor a position.
func TestWhoAsksSemiAnonymouslyIsOnNoMap(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), board.Settings{Audience: board.Members, SemiAnonymous: true},
		"Test"); err != nil {
		t.Fatal(err)
	}
	thread, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Eine heikle Frage an alle",
		Text: "Wie?", SemiAnonymous: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.SaveNote(w.Ctx, w.By(Ann), thread, 0, "Wir sind das"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a note of who asks: %v", err)
	}
	for _, who := range []string{Ann, Bea, Mod} {
		x, err := w.Forum.Concerned(w.Ctx, w.By(who), thread)
		if err != nil || len(x.Voices) != 1 || x.CanNote(w.By(who)) {
			t.Fatalf("%s reads %+v, %v", who, x.Voices, err)
		}
		if v := x.Voices[0]; !v.IsAlias() || v.Placed || v.Inhabitants != 0 || v.Organisation.ID != 0 || v.Note.Text != "" {
			t.Errorf("%s reads %+v", who, v)
		}
	}
}

// TestAHundredClicksAreOneVoiceWithOneNote of one organisation.
func TestAHundredClicksAreOneVoiceWithOneNote(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wen betrifft das alles?", "Text")
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
				t.Error(err)
			}
			if err := w.Forum.SaveNote(w.Ctx, w.By(Bea), thread, 0, "Nur der Antrag"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	x, err := w.Forum.Concerned(w.Ctx, w.By(Bea), thread)
	if err != nil || len(x.Voices) != 2 || x.Supporters.Organisations != 2 || !x.CanNote(w.By(Bea)) {
		t.Fatalf("there are %d voices, %v", len(x.Voices), err)
	}
	if got := noteOf(w, Bea, Bea, thread); got != "Nur der Antrag" {
		t.Errorf("the note is %q", got)
	}
}
