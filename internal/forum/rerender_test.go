package forum_test

import (
	"testing"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

func TestRerenderRendersOldTextsAndNothingElse(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage zum Aufbereiten", "Das ist **wichtig**.")
	w.Reply(Bea, thread, "Schon neu")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE post SET html = 'alt', pipeline = 0 WHERE id = $1`, w.Question(thread))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.Forum.Rerender(w.Ctx); n != 1 || err != nil {
		t.Fatalf("rendered %d, %v", n, err)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), thread, 1)
	if err != nil || r.Question.HTML != "<p>Das ist <strong>wichtig</strong>.</p>\n" {
		t.Errorf("html = %q, %v", r.Question.HTML, err)
	}
	if n, err := w.Forum.Rerender(w.Ctx); n != 0 || err != nil {
		t.Errorf("a second time it rendered %d, %v", n, err)
	}
}
