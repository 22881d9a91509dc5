package forum_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// verbs are the operations on a thread asked by Ann with a reply by Bea.
var verbs = []struct {
	name string
	do   func(w *World, by account.Viewer, thread, question, reply int64) error
}{
	{"read", func(w *World, by account.Viewer, thread, _, _ int64) error {
		_, err := w.Forum.ThreadPage(w.Ctx, by, thread, 1)
		return err
	}},
	{"print", func(w *World, by account.Viewer, thread, _, _ int64) error {
		_, err := w.Forum.WholeThread(w.Ctx, by, thread, 1)
		return err
	}},
	{"versions", func(w *World, by account.Viewer, _, _, reply int64) error {
		_, _, _, err := w.Forum.Versions(w.Ctx, by, reply)
		return err
	}},
	{"reply", func(w *World, by account.Viewer, thread, _, _ int64) error {
		_, err := w.Forum.Reply(w.Ctx, by, thread, forum.Reply{Text: "Auch etwas"})
		return err
	}},
	{"edit", func(w *World, by account.Viewer, _, _, reply int64) error {
		return w.Forum.EditPost(w.Ctx, by, reply, forum.Edit{Text: "Anders", Revision: 1})
	}},
	{"solve", func(w *World, by account.Viewer, _, _, reply int64) error {
		return w.Forum.MarkSolution(w.Ctx, by, reply, true)
	}},
	{"limit", func(w *World, by account.Viewer, _, _, reply int64) error {
		return w.Forum.LimitSolution(w.Ctx, by, reply, forum.Scope{States: []string{"Hessen"}})
	}},
	{"outdate", func(w *World, by account.Viewer, thread, _, _ int64) error {
		return w.Forum.MarkOutdated(w.Ctx, by, thread, "Gilt nicht mehr")
	}},
	{"lock", func(w *World, by account.Viewer, thread, _, _ int64) error {
		return w.Forum.Lock(w.Ctx, by, thread, "Alles gesagt")
	}},
	{"unlock", func(w *World, by account.Viewer, thread, _, _ int64) error { return w.Forum.Unlock(w.Ctx, by, thread) }},
	{"pin", func(w *World, by account.Viewer, thread, _, _ int64) error {
		return w.Forum.Pin(w.Ctx, by, thread, true)
	}},
	{"move", func(w *World, by account.Viewer, thread, _, _ int64) error {
		return w.Forum.Move(w.Ctx, by, thread, forum.Move{Board: w.Board("umwelt"), Confirm: true})
	}},
	{"hide", func(w *World, by account.Viewer, _, _, reply int64) error {
		return w.Forum.Hide(w.Ctx, by, reply, "Verstößt gegen die Regeln")
	}},
	{"blacken", func(w *World, by account.Viewer, _, _, reply int64) error {
		return w.Forum.Blacken(w.Ctx, by, reply, 1, "Personenbezogene Daten")
	}},
	{"concern", func(w *World, by account.Viewer, thread, _, _ int64) error { return w.Forum.Support(w.Ctx, by, thread) }},
	{"withdraw", func(w *World, by account.Viewer, _, _, reply int64) error {
		return w.Forum.Withdraw(w.Ctx, by, reply)
	}},
	{"report", func(w *World, by account.Viewer, _, _, reply int64) error {
		_, err := w.Forum.Report(w.Ctx, by, reply, forum.ReportInput{Reason: forum.Advertising, Words: "Das ist reine Werbung."})
		return err
	}},
}

// permissions say for each board what each person may do with a thread there: ok,
// forbidden (they see it, but may not do this) or missing (as if it did not exist).
var permissions = map[string]string{
	Public: `
		verb      guest     ann       bea       mod       othermod  editor    prog      boss      insider
		read      ok        ok        ok        ok        ok        ok        ok        ok        ok
		print     ok        ok        ok        ok        ok        ok        ok        ok        ok
		versions  forbidden ok        ok        ok        ok        ok        ok        ok        ok
		reply     forbidden ok        ok        ok        ok        ok        ok        ok        ok
		edit      forbidden forbidden ok        forbidden forbidden forbidden forbidden forbidden forbidden
		solve     forbidden ok        forbidden ok        forbidden forbidden forbidden ok        forbidden
		limit     forbidden ok        forbidden ok        forbidden forbidden forbidden ok        forbidden
		outdate   forbidden ok        forbidden ok        forbidden forbidden forbidden ok        forbidden
		lock      forbidden forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		unlock    forbidden forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		pin       forbidden forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		move      forbidden forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		hide      forbidden forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		blacken   forbidden forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		concern   forbidden ok        ok        ok        ok        ok        ok        ok        ok
		withdraw  forbidden forbidden ok        forbidden forbidden forbidden forbidden forbidden forbidden
		report    forbidden ok        forbidden ok        ok        ok        ok        ok        ok
	`,
	Members: `
		verb      guest     ann       bea       mod       othermod  editor    prog      boss      insider
		read      missing   ok        ok        ok        ok        ok        ok        ok        ok
		print     missing   ok        ok        ok        ok        ok        ok        ok        ok
		versions  forbidden ok        ok        ok        ok        ok        ok        ok        ok
		reply     forbidden ok        ok        ok        ok        ok        ok        ok        ok
		edit      missing   forbidden ok        forbidden forbidden forbidden forbidden forbidden forbidden
		solve     missing   ok        forbidden ok        forbidden forbidden forbidden ok        forbidden
		limit     missing   ok        forbidden ok        forbidden forbidden forbidden ok        forbidden
		outdate   missing   ok        forbidden ok        forbidden forbidden forbidden ok        forbidden
		lock      missing   forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		unlock    missing   forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		pin       missing   forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		move      missing   forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		hide      missing   forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		blacken   missing   forbidden forbidden ok        forbidden forbidden forbidden ok        forbidden
		concern   forbidden ok        ok        ok        ok        ok        ok        ok        ok
		withdraw  missing   forbidden ok        forbidden forbidden forbidden forbidden forbidden forbidden
		report    forbidden ok        forbidden ok        ok        ok        ok        ok        ok
	`,
	// Asked by Insider, replied to by Mod; those not admitted find nothing, the
	// administrator neither.
	Exclusive: `
		verb      guest     ann       bea       mod       othermod  editor    prog      boss      insider
		read      missing   missing   missing   ok        missing   missing   missing   missing   ok
		print     missing   missing   missing   ok        missing   missing   missing   missing   ok
		versions  forbidden missing   missing   ok        missing   missing   missing   missing   ok
		reply     forbidden missing   missing   ok        missing   missing   missing   missing   ok
		edit      missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		solve     missing   missing   missing   ok        missing   missing   missing   missing   ok
		limit     missing   missing   missing   ok        missing   missing   missing   missing   ok
		outdate   missing   missing   missing   ok        missing   missing   missing   missing   ok
		lock      missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		unlock    missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		pin       missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		move      missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		hide      missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		blacken   missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		concern   forbidden missing   missing   ok        missing   missing   missing   missing   ok
		withdraw  missing   missing   missing   ok        missing   missing   missing   missing   forbidden
		report    forbidden missing   missing   forbidden missing   missing   missing   missing   ok
	`,
}

func TestPermissionsOfThreadsAndPosts(t *testing.T) {
	t.Parallel()
	w := New(t)
	for slug, table := range permissions {
		asks, replies := Ann, Bea
		if slug == Exclusive {
			asks, replies = Insider, Mod
		}
		lines := strings.Split(strings.TrimSpace(table), "\n")
		people := strings.Fields(lines[0])[1:]
		if len(lines) != 1+len(verbs) {
			t.Fatalf("%s: %d rows for %d verbs", slug, len(lines)-1, len(verbs))
		}
		for i, verb := range verbs {
			row := strings.Fields(lines[i+1])
			if row[0] != verb.name || len(row) != 1+len(people) {
				t.Fatalf("%s: the row of %s is %q", slug, verb.name, row)
			}
			for j, by := range people {
				thread := w.Ask(asks, slug, "Eine Frage für die Tabelle", "Frage")
				reply := w.Reply(replies, thread, "Antwort")
				if by == "guest" {
					by = Guest
				}
				err := verb.do(w, w.By(by), thread, 0, reply)
				if got := outcome(err); got != row[j+1] {
					t.Errorf("%s: %s by %q: %s, want %s (%v)", slug, verb.name, by, got, row[j+1], err)
				}
			}
		}
	}
}

func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case fault.Is(err, fault.Forbidden):
		return "forbidden"
	case fault.Is(err, fault.NotFound):
		return "missing"
	}
	return "another error"
}

func TestNobodyAsksWhereTheyMayNotRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	_, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Exclusive), Title: "Darf ich hier fragen?", Text: "Frage"})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("error = %v, want a problem at the board", err)
	}
	_, err = w.Forum.OpenThread(w.Ctx, w.By(Guest), forum.Question{Board: w.Board(Public), Title: "Darf ich hier fragen?", Text: "Frage"})
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("error = %v, want forbidden for guests", err)
	}
}

func TestHiddenQuestionIsSeenByAuthorAndModeratorsOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage zum Ausblenden", "Frage")
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(thread), "Verstößt gegen die Regeln"); err != nil {
		t.Fatal(err)
	}
	for _, by := range Everybody {
		_, err := w.Forum.Thread(w.Ctx, w.By(by), thread)
		sees := by == Ann || by == Mod || by == Boss
		if sees != (err == nil) || (!sees && !fault.Is(err, fault.NotFound)) {
			t.Errorf("hidden thread for %q: %v", by, err)
		}
	}
	list, err := w.Forum.Board(w.Ctx, w.By(Mod), Public, forum.Filter{})
	if err != nil || list.Total != 0 {
		t.Errorf("hidden thread is counted: %d, %v", list.Total, err)
	}
}
