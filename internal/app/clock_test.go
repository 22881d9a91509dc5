package app_test

import (
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestWhatWasWrittenInTheFutureIsSettled writes while the clock is nine days ahead, and
// puts it right.
func TestWhatWasWrittenInTheFutureIsSettled(t *testing.T) {
	t.Parallel()
	w := Still(t, Folder(t))
	ahead := db.At(w.Ctx, time.Now().Add(9*24*time.Hour))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.SignIn.SignIn(ahead, Email(Ann), Password, "Test, Test")
	must(err)
	must(w.SignIn.RequestReset(ahead, Email(Bea)))
	_, err = w.Forum.OpenThread(ahead, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Wer betreibt den Zeppelinlandeplatz?",
		Text: "Wir suchen Erfahrungen."})
	must(err)
	must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO attempt (kind, key, at, until) VALUES ('test', 'x', $1, $1)`, tx.Now.Add(9*24*time.Hour))
		return err
	}))
	must(w.App.SettleClock(w.Ctx))
	for what, query := range map[string]string{
		"sessions live for too long":    `SELECT COUNT(*) FROM session WHERE created_at > $1 OR seen_at > $1 OR expires_at > $1 + 2592000000`,
		"mails wait":                    `SELECT COUNT(*) FROM outbox WHERE next_at > $1 OR created_at > $1`,
		"attempts count":                `SELECT COUNT(*) FROM attempt WHERE at > $1`,
		"events are to come":            `SELECT COUNT(*) FROM event WHERE at > $1`,
		"threads stand before new ones": `SELECT COUNT(*) FROM thread WHERE last_post_at > $1`,
	} {
		n, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (int, error) { return db.Scalar[int](tx, query, tx.Now.Add(time.Minute)) })
		if err != nil || n > 0 {
			t.Errorf("%s: %d, %v", what, n, err)
		}
	}
}

// TestStartGoesOnFromTheTimeThatTheDatabaseSaw starts on a machine whose clock is behind.
func TestStartGoesOnFromTheTimeThatTheDatabaseSaw(t *testing.T) {
	t.Parallel()
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := w.Dir()
	seen := time.Now().Add(30 * time.Hour)
	err = w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE node SET seen_at = $1`, seen)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	again := Still(t, dir)
	if now := again.DB.Now(t.Context()); again.Config.Database == "" && now.Before(seen.Add(-time.Second)) {
		t.Errorf("it is %v, before %v", now, seen)
	}
}
