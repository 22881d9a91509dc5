package board_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

func listed(t *testing.T, w *World, who string) (slugs []string) {
	t.Helper()
	boards, err := w.Boards.List(w.Ctx, w.By(who))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range boards {
		slugs = append(slugs, b.Slug)
	}
	return slugs
}

func creation(slug string) board.Creation {
	return board.Creation{Slug: slug, Text: board.Text{Name: "Wahlen", Description: "Vorbereitung und Durchführung von Wahlen."},
		Settings: board.Settings{Audience: board.Members}}
}

func TestNewBoardStandsLastBeyondTheOZGAndOnesCanAskThere(t *testing.T) {
	t.Parallel()
	w := New(t)
	id, err := w.Boards.Create(w.Ctx, w.By(Boss), creation("wahlen"), "Gewünscht im Beirat")
	if err != nil {
		t.Fatal(err)
	}
	all := listed(t, w, Ann)
	if at := slices.Index(all, "wahlen"); at != len(all)-2 || all[len(all)-1] != "noch-nicht-zugeordnet" {
		t.Errorf("the order is %v", all)
	}
	if d := newest(t, w); d.Act != "board.create" || d.SubjectID != id || d.Reason != "Gewünscht im Beirat" {
		t.Errorf("the audit log says %+v", d)
	}
	if _, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: id, Title: "Wie zählen Sie aus?",
		Text: "Das fragen wir uns."}); err != nil {
		t.Error(err)
	}
}

func TestBoardsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	for name, change := range map[string]func(*board.Creation){
		"address that is taken":      func(c *board.Creation) { c.Slug = Members },
		"address of the form":        func(c *board.Creation) { c.Slug = board.NewSlug },
		"address with a slash":       func(c *board.Creation) { c.Slug = "wahlen/x" },
		"address with capitals":      func(c *board.Creation) { c.Slug = "Wahlen" },
		"address with a lone dash":   func(c *board.Creation) { c.Slug = "-wahlen" },
		"no name":                    func(c *board.Creation) { c.Name = " " },
		"no description":             func(c *board.Creation) { c.Description = "" },
		"audience that is unknown":   func(c *board.Creation) { c.Audience = "all" },
		"kind that does not exist":   func(c *board.Creation) { c.Audience, c.Kinds = board.Restricted, []organisation.Kind{"club"} },
		"circle that does not exist": func(c *board.Creation) { c.Audience, c.Circles = board.Restricted, []int64{999} },
	} {
		in := creation("wahlen")
		change(&in)
		if _, err := w.Boards.Create(w.Ctx, w.By(Boss), in, "Test"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if slices.Contains(listed(t, w, Boss), "wahlen") {
		t.Error("a refused board exists")
	}
}

func TestBoardsMoveAmongTheirKindOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	all := listed(t, w, Boss)
	first, second := all[0], all[1]
	ids := map[string]int64{}
	for _, s := range all {
		ids[s] = w.Board(s)
	}
	shift := func(slug string, up bool) {
		t.Helper()
		if err := w.Boards.Shift(w.Ctx, w.By(Boss), ids[slug], up); err != nil {
			t.Fatal(err)
		}
	}
	shift(first, true) // already on top
	if got := listed(t, w, Boss); got[0] != first {
		t.Errorf("the order is %v", got)
	}
	shift(first, false)
	if got := listed(t, w, Boss); got[0] != second || got[1] != first {
		t.Errorf("the order is %v", got)
	}
	if d := newest(t, w); d.Act != "board.down" {
		t.Errorf("the audit log says %+v", d)
	}
	last := all[len(all)-2]
	shift(last, false) // the place for unsorted questions stays behind it
	if got := listed(t, w, Boss); got[len(got)-2] != last {
		t.Errorf("the order is %v", got)
	}
}

func TestDescriptionChangesAndTheAddressStays(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Board(Members)
	if err := w.Boards.Describe(w.Ctx, w.By(Boss), id, board.Text{Name: "Bildung und Kultur", Description: "Schule, Kita, Museum " +
		"und Bücherei."}, "Klarer"); err != nil {
		t.Fatal(err)
	}
	var b board.Board
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) { b, err = board.FindTx(tx, w.By(Ann), Members); return err })
	if err != nil || b.Name != "Bildung und Kultur" || b.Description != "Schule, Kita, Museum und Bücherei." {
		t.Errorf("%+v, %v", b, err)
	}
	if d := newest(t, w); d.Act != "board.describe" || d.Reason != "Klarer" {
		t.Errorf("the audit log says %+v", d)
	}
}

func TestArchivedBoardIsReadAndFoundButNotWrittenOn(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Board(Members)
	thread := w.Ask(Ann, Members, "Archivfrage zu Zeugnissen", "Gibt es dazu Papageientaucher?")
	reply := w.Reply(Bea, thread, "Ja, die gibt es.")
	if err := w.Boards.Archive(w.Ctx, w.By(Boss), id, true, "Thema erledigt"); err != nil {
		t.Fatal(err)
	}
	if d := newest(t, w); d.Act != "board.archive" || d.Reason != "Thema erledigt" {
		t.Errorf("the audit log says %+v", d)
	}
	if all := listed(t, w, Ann); all[len(all)-1] != Members {
		t.Errorf("the order is %v", all)
	}
	if _, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), thread, 1); err != nil {
		t.Errorf("reading: %v", err)
	}
	w.Soon("the thread is found", func() bool { return w.Finds(Ann, "Papageientaucher") })
	for verb, do := range map[string]func(by account.Viewer) error{
		"ask": func(by account.Viewer) error {
			_, err := w.Forum.OpenThread(w.Ctx, by, forum.Question{Board: id, Title: "Noch eine Frage dazu", Text: "Text"})
			return err
		},
		"reply": func(by account.Viewer) error {
			_, err := w.Forum.Reply(w.Ctx, by, thread, forum.Reply{Text: "Noch eine"})
			return err
		},
		"edit": func(by account.Viewer) error {
			return w.Forum.EditPost(w.Ctx, by, reply, forum.Edit{Text: "Anders", Revision: 1})
		},
		"concern": func(by account.Viewer) error { return w.Forum.Support(w.Ctx, by, thread) },
		"inquire": func(by account.Viewer) error {
			_, err := w.Inquiry.Ask(w.Ctx, by, inquiry.AskInput{Board: id, Title: "Frage an das Amt", Text: "Text"})
			return err
		},
	} {
		for _, who := range []string{Bea, Mod, Boss} {
			if err := do(w.By(who)); err == nil {
				t.Errorf("%s can %s", who, verb)
			}
		}
	}
	other := w.Ask(Ann, Public, "Eine Frage zum Verschieben", "Text")
	if err := w.Forum.Move(w.Ctx, w.By(Mod), other, forum.Move{Board: id, Reason: "Passt dort"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("moving there: %v", err)
	}
	if err := w.Boards.Archive(w.Ctx, w.By(Boss), id, false, "Wird wieder gebraucht"); err != nil {
		t.Fatal(err)
	}
	w.Reply(Bea, thread, "Jetzt geht es wieder.")
	if all := listed(t, w, Ann); all[len(all)-1] == Members {
		t.Error("the board still stands at the end")
	}
}

func TestPlaceForUnsortedQuestionsIsNeverArchived(t *testing.T) {
	t.Parallel()
	w := New(t)
	if err := w.Boards.Archive(w.Ctx, w.By(Boss), w.Board("noch-nicht-zugeordnet"), true, "Test"); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
