package board_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func settingsOf(t *testing.T, w *World, id int64) board.Settings {
	t.Helper()
	boards, err := w.Boards.All(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(boards, func(b board.Board) bool { return b.ID == id })
	if i < 0 {
		t.Fatalf("there is no board %d", id)
	}
	m, err := w.Boards.Managed(w.Ctx, w.By(Boss), boards[i].Slug)
	if err != nil {
		t.Fatal(err)
	}
	return m.Settings
}

func circles(t *testing.T, w *World) []board.Circle {
	t.Helper()
	list, err := w.Boards.Circles(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// newest returns the newest entry of the audit log.
func newest(t *testing.T, w *World) account.AuditEntry {
	t.Helper()
	list, _, err := w.Accounts.AuditLog(w.Ctx, w.By(Boss), 0)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// sees reports whether somebody can open a board.
func sees(t *testing.T, w *World, who, slug string) bool {
	t.Helper()
	_, err := w.Boards.Board(w.Ctx, w.By(who), slug)
	if err != nil && !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func TestOnlyAdministratorsKeepBoardsAndCircles(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Board(Members)
	circle := circles(t, w)[0].ID
	verbs := map[string]func(by account.Viewer) error{
		"list": func(by account.Viewer) error {
			_, err := w.Boards.All(w.Ctx, by)
			return err
		},
		"read settings": func(by account.Viewer) error {
			_, err := w.Boards.Managed(w.Ctx, by, Members)
			return err
		},
		"read circles": func(by account.Viewer) error {
			_, err := w.Boards.Circles(w.Ctx, by)
			return err
		},
		"configure": func(by account.Viewer) error {
			return w.Boards.Configure(w.Ctx, by, id, board.Settings{Audience: board.Members, FourEyes: true}, "Test")
		},
		"create": func(by account.Viewer) error {
			_, err := w.Boards.Create(w.Ctx, by, creation("wahlen"), "Test")
			return err
		},
		"describe": func(by account.Viewer) error {
			return w.Boards.Describe(w.Ctx, by, id, board.Text{Name: "Bildung", Description: "Alles zur Bildung."}, "Test")
		},
		"shift":          func(by account.Viewer) error { return w.Boards.Shift(w.Ctx, by, id, true) },
		"archive":        func(by account.Viewer) error { return w.Boards.Archive(w.Ctx, by, w.Board("umwelt"), true, "Test") },
		"make a circle":  func(by account.Viewer) error { _, err := w.Boards.NewCircle(w.Ctx, by, "Neue Gruppe"); return err },
		"join a circle":  func(by account.Viewer) error { return w.Boards.Join(w.Ctx, by, circle, Email(Ann)) },
		"leave a circle": func(by account.Viewer) error { return w.Boards.Leave(w.Ctx, by, circle, w.By(Ann).ID) },
	}
	for _, who := range Everybody {
		for verb, do := range verbs {
			err := do(w.By(who))
			if who == Boss && err != nil || who != Boss && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%q, %s: %v", who, verb, err)
			}
		}
	}
}

func TestSettingsComeBackAsTheyWereSaved(t *testing.T) {
	t.Parallel()
	w := New(t)
	id, circle := w.Board(Members), circles(t, w)[0].ID
	in := board.Settings{Audience: board.Restricted, FourEyes: true, Indexable: true,
		Kinds: []organisation.Kind{organisation.ITProvider, organisation.Federal, organisation.ITProvider}, Circles: []int64{circle, circle}}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), id, in, "Abstimmung"); err != nil {
		t.Fatal(err)
	}
	got := settingsOf(t, w, id)
	if got.Audience != board.Restricted || !got.FourEyes || len(got.Kinds) != 2 || !got.Admits(organisation.Federal) ||
		!got.Admits(organisation.ITProvider) || len(got.Circles) != 1 || !got.AdmitsCircle(circle) {
		t.Errorf("settings are %+v", got)
	}
	if got.Indexable {
		t.Error("a restricted board may be listed by search engines")
	}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), id, board.Settings{Audience: board.Members, Kinds: in.Kinds, Circles: in.Circles},
		"Zurück"); err != nil {
		t.Fatal(err)
	}
	if got := settingsOf(t, w, id); len(got.Kinds)+len(got.Circles) != 0 {
		t.Errorf("a members' board admits %+v", got)
	}
}

func TestChangedAudienceIsInTheProtocolAndUnchangedSettingsAreNot(t *testing.T) {
	t.Parallel()
	w := New(t)
	id, boss := w.Board(Members), w.By(Boss)
	before := newest(t, w)
	if err := w.Boards.Configure(w.Ctx, boss, id, board.Settings{Audience: board.Members}, "Nichts"); err != nil {
		t.Fatal(err)
	}
	if got := newest(t, w); got.ID != before.ID {
		t.Errorf("no change left %+v", got)
	}
	if err := w.Boards.Configure(w.Ctx, boss, id, board.Settings{Audience: board.Public}, " Öffentlicher Austausch "); err != nil {
		t.Fatal(err)
	}
	if got := newest(t, w); got.Act != board.ActAudience+"public" || got.Reason != "Öffentlicher Austausch" || got.Actor != boss.ID ||
		got.SubjectID != id {
		t.Errorf("the entry is %+v", got)
	}
	if err := w.Boards.Configure(w.Ctx, boss, id, board.Settings{Audience: board.Public, FourEyes: true}, "Zu zweit"); err != nil {
		t.Fatal(err)
	}
	if got := newest(t, w); got.Act != "board.configure" {
		t.Errorf("the entry is %+v", got)
	}
}

func TestSettingsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	boss, id := w.By(Boss), w.Board(Members)
	for name, x := range map[string]struct {
		board  int64
		in     board.Settings
		reason string
		kind   fault.Kind
	}{
		"no audience":      {id, board.Settings{}, "Test", fault.Invalid},
		"unknown audience": {id, board.Settings{Audience: "everybody"}, "Test", fault.Invalid},
		"unknown kind":     {id, board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{"club"}}, "Test", fault.Invalid},
		"unknown circle":   {id, board.Settings{Audience: board.Restricted, Circles: []int64{4711}}, "Test", fault.Invalid},
		"semi-anonymous in a group": {w.Board(Exclusive), board.Settings{Audience: board.Restricted, Circles: []int64{1}, SemiAnonymous: true},
			"Test", fault.Invalid},
		"no reason":            {id, board.Settings{Audience: board.Public}, " ", fault.Invalid},
		"public unsorted ones": {w.Board("noch-nicht-zugeordnet"), board.Settings{Audience: board.Public}, "Test", fault.Invalid},
		"unknown board":        {4711, board.Settings{Audience: board.Public}, "Test", fault.NotFound},
	} {
		if err := w.Boards.Configure(w.Ctx, boss, x.board, x.in, x.reason); !fault.Is(err, x.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := settingsOf(t, w, id); got.Audience != board.Members {
		t.Errorf("the board is %+v now", got)
	}
}

func TestWideningIsKnown(t *testing.T) {
	t.Parallel()
	public, members := board.Settings{Audience: board.Public}, board.Settings{Audience: board.Members}
	bund := board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{organisation.Federal}}
	both := board.Settings{Audience: board.Restricted, Kinds: []organisation.Kind{organisation.Federal, organisation.FITKO}}
	circle := board.Settings{Audience: board.Restricted, Circles: []int64{1}}
	for _, x := range []struct {
		from, to board.Settings
		widens   bool
	}{
		{members, public, true}, {bund, members, true}, {bund, public, true}, {bund, both, true}, {bund, circle, true},
		{public, members, false}, {members, bund, false}, {public, public, false}, {members, members, false}, {both, bund, false}, {bund, bund,
			false},
	} {
		if got := x.from.Widens(x.to); got != x.widens {
			t.Errorf("from %+v to %+v: %v", x.from, x.to, got)
		}
	}
}

func TestMembersOfACircleReadItsBoardsWhileTheyAreInIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	circle := circles(t, w)[0]
	if len(circle.Boards) != 1 || len(circle.Members) != 1 || circle.Members[0].ID != w.By(Insider).ID {
		t.Fatalf("the circle is %+v", circle)
	}
	if sees(t, w, Ann, Exclusive) {
		t.Fatal("sees the restricted board already")
	}
	for range 2 { // joining twice is as good as once
		if err := w.Boards.Join(w.Ctx, w.By(Boss), circle.ID, "  ANN@world.example "); err != nil {
			t.Fatal(err)
		}
	}
	if !sees(t, w, Ann, Exclusive) {
		t.Error("does not see the board after joining")
	}
	if got := newest(t, w); got.Act != "circle.join" || got.SubjectID != w.By(Ann).ID || got.Reason != circle.Name {
		t.Errorf("the entry is %+v", got)
	}
	for range 2 {
		if err := w.Boards.Leave(w.Ctx, w.By(Boss), circle.ID, w.By(Ann).ID); err != nil {
			t.Fatal(err)
		}
	}
	if sees(t, w, Ann, Exclusive) {
		t.Error("still sees the board after leaving")
	}
	if err := w.Boards.Join(w.Ctx, w.By(Boss), circle.ID, "nobody@world.example"); !fault.Is(err, fault.Invalid) {
		t.Errorf("an unknown address: %v", err)
	}
	if err := w.Boards.Join(w.Ctx, w.By(Boss), 4711, Email(Ann)); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown circle: %v", err)
	}
	if _, err := w.Boards.NewCircle(w.Ctx, w.By(Boss), circle.Name); !fault.Is(err, fault.Invalid) {
		t.Errorf("a second circle of the name: %v", err)
	}
}
