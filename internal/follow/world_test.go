package follow_test

import (
	"fmt"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/testdb"
)

// world is a database with one member.
type world struct {
	*db.DB
	t    *testing.T
	ann  account.Viewer
	made int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{DB: testdb.New(t), t: t}
	w.ann = w.member()
	return w
}

func (w *world) member() account.Viewer {
	w.t.Helper()
	w.made++
	p, _, err := account.New(w.DB).Create(w.t.Context(), account.NewPerson{Email: fmt.Sprintf("m%d@test.example", w.made), Name: "Person",
		Organisation: organisation.Organisation{Name: "Stadt Muster", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return account.NewViewer(p.ID, p.Name, p.Organisation)
}

func (w *world) do(act func(*db.Tx) error) {
	w.t.Helper()
	if err := w.Write(w.t.Context(), act); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) set(by account.Viewer, s follow.Subject, l follow.Level) error {
	return w.Write(w.t.Context(), func(tx *db.Tx) error { return follow.SetTx(tx, by.ID, s, l) })
}

func (w *world) auto(by account.Viewer, s follow.Subject, why follow.Reason) {
	w.t.Helper()
	w.do(func(tx *db.Tx) error { return follow.AutoTx(tx, by.ID, s, why) })
}

func (w *world) level(by account.Viewer, s follow.Subject) (l follow.Level) {
	w.t.Helper()
	w.do(func(tx *db.Tx) error {
		levels, err := follow.LevelsTx(tx, by.ID, s, follow.Subject{Kind: follow.Board, ID: 99}, s)
		l = levels[s]
		return err
	})
	return l
}

// fill gives by n levels for boards from 1,000 on.
func (w *world) fill(by account.Viewer, n int, l follow.Level) {
	w.t.Helper()
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
			SELECT $2, 'board', 1000 + i, $3, $4 FROM n`, n, by.ID, string(l), tx.Now)
		return err
	})
}

var (
	thread  = follow.Subject{Kind: follow.Thread, ID: 7}
	board   = follow.Subject{Kind: follow.Board, ID: 3}
	service = follow.Subject{Kind: follow.Service, ID: 10061}
	town    = follow.Subject{Kind: follow.Organisation, ID: 2}
	article = follow.Subject{Kind: follow.Article, ID: 7}
)
