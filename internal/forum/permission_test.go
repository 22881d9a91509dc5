package forum_test

import (
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
}

// In the tables below a letter stands for each verb, in their order:
// y allowed, f forbidden (visible, but not for this person), - missing.
// Verbs: read versions reply edit solve outdate lock unlock pin move hide blacken concern withdraw.
var permissions = map[string]map[string]string{
	Public: {
		Guest:    "yfffffffffffff",
		Ann:      "yyyfyyffffffyf", // asked
		Bea:      "yyyyffffffffyy", // replied
		Mod:      "yyyfyyyyyyyyyf",
		OtherMod: "yyyfffffffffyf",
		Editor:   "yyyfffffffffyf",
		Prog:     "yyyfffffffffyf",
		Boss:     "yyyfyyyyyyyyyf",
		Insider:  "yyyfffffffffyf",
	},
	Members: {
		Guest:    "-ff---------f-",
		Ann:      "yyyfyyffffffyf",
		Bea:      "yyyyffffffffyy",
		Mod:      "yyyfyyyyyyyyyf",
		OtherMod: "yyyfffffffffyf",
		Editor:   "yyyfffffffffyf",
		Prog:     "yyyfffffffffyf",
		Boss:     "yyyfyyyyyyyyyf",
		Insider:  "yyyfffffffffyf",
	},
	// Asked by Insider, replied by Mod; those not admitted find nothing, the
	// administrator neither.
	Exclusive: {
		Guest:    "-ff---------f-",
		Ann:      "--------------",
		Bea:      "--------------",
		Mod:      "yyyyyyyyyyyyyy",
		OtherMod: "--------------",
		Editor:   "--------------",
		Prog:     "--------------",
		Boss:     "--------------",
		Insider:  "yyyfyyffffffyf",
	},
}

func TestPermissionsOfThreadsAndPosts(t *testing.T) {
	t.Parallel()
	w := New(t)
	for slug, table := range permissions {
		asks, replies := Ann, Bea
		if slug == Exclusive {
			asks, replies = Insider, Mod
		}
		for by, letters := range table {
			if len(letters) != len(verbs) {
				t.Fatalf("%s/%s: %d letters for %d verbs", slug, by, len(letters), len(verbs))
			}
			for i, verb := range verbs {
				thread := w.Ask(asks, slug, "Eine Frage für die Tabelle", "Frage")
				reply := w.Reply(replies, thread, "Antwort")
				err := verb.do(w, w.By(by), thread, 0, reply)
				if got := letterOf(err); got != letters[i] {
					t.Errorf("%s: %s by %q: %c, want %c (%v)", slug, verb.name, by, got, letters[i], err)
				}
			}
		}
	}
}

func letterOf(err error) byte {
	switch {
	case err == nil:
		return 'y'
	case fault.Is(err, fault.Forbidden):
		return 'f'
	case fault.Is(err, fault.NotFound):
		return '-'
	}
	return '?'
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
