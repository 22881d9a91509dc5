package board_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
	. "kommunalforum/internal/testkit"
)

// TestReadersOfABoardAreThoseWhoMayReadIt: the rule for many people at once agrees with
// that for one, for every board and person.
func TestReadersOfABoardAreThoseWhoMayReadIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	boss := w.By(Boss)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	circle, err := w.Boards.NewCircle(w.Ctx, boss, "Noch eine Gruppe", w.By(Ann).ID, w.By(Editor).ID)
	must(err)
	must(w.Boards.Configure(w.Ctx, boss, w.Board("umwelt"), board.Settings{Audience: board.Restricted, Circles: []int64{circle}}, "Test"))
	must(w.Boards.Configure(w.Ctx, boss, w.Board(FourEyes), board.Settings{Audience: board.Restricted,
		Kinds: []organisation.Kind{w.By(Bea).Organisation.Kind, w.By(Prog).Organisation.Kind}}, "Test"))
	must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET disabled_at = $1 WHERE id = $2`, tx.Now, w.By(Newcomer).ID)
		return err
	}))
	for rule, sql := range map[string][2]string{
		"reads":     {board.VisibleSQL, board.ReadersSQL},
		"moderates": {board.VisibleSQL + ` AND ` + board.ModeratesSQL, board.ModeratorsSQL},
	} {
		some, all := 0, 0
		must(w.DB.Read(w.Ctx, func(tx *db.Tx) error {
			for _, who := range Everybody[1:] {
				by := w.By(who)
				one, err := db.Column[int64](tx, `SELECT b.id FROM board b WHERE `+sql[0]+` ORDER BY b.id`, board.Seen(by)...)
				if err != nil {
					return err
				}
				many, err := db.Column[int64](tx, `
					SELECT b.id
					FROM board b
					JOIN person p ON p.id = $1
					JOIN organisation po ON po.id = p.organisation_id
					WHERE `+sql[1]+`
					ORDER BY b.id`, by.ID)
				if err != nil {
					return err
				}
				if !slices.Equal(one, many) {
					t.Errorf("%s %s boards %v, as one of many %v", who, rule, one, many)
				}
				some, all = some+len(one), all+1
			}
			closed, err := db.Scalar[int](tx, `
				SELECT COUNT(*)
				FROM board b
				JOIN person p ON p.id = $1
				JOIN organisation po ON po.id = p.organisation_id
				WHERE `+sql[1], w.By(Newcomer).ID)
			if closed != 0 {
				t.Errorf("a closed account %s %d boards", rule, closed)
			}
			return err
		}))
		if some == 0 || some == all*len(allBoards(t, w)) {
			t.Errorf("%s: %d pairs: the test is blind", rule, some)
		}
	}
}

func allBoards(t *testing.T, w *World) map[string]int64 {
	t.Helper()
	ids, err := w.Boards.IDs(w.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
