package forum_test

import (
	"testing"

	"kommunalforum/internal/fault"
	. "kommunalforum/internal/testkit"
)

// What is quoted is read by everybody who reads the thread.
func TestOnlyWhatStandsInTheThreadIsQuoted(t *testing.T) {
	t.Parallel()
	w := New(t)
	public := w.Ask(Ann, Public, "Eine öffentliche Frage", "Für alle.")
	members := w.Ask(Ann, Members, "Eine interne Frage", "Nur für Mitglieder.")
	reply := w.Reply(Bea, public, "Gehört nicht hierher.")
	if quote, err := w.Forum.Quote(w.Ctx, w.By(Bea), public, w.Question(public)); err != nil || quote == "" {
		t.Errorf("%q, %v", quote, err)
	}
	_, err := w.Forum.Quote(w.Ctx, w.By(Bea), public, w.Question(members))
	wantKind(t, err, fault.Invalid)
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), reply, "Werbung"); err != nil {
		t.Fatal(err)
	}
	_, err = w.Forum.Quote(w.Ctx, w.By(Mod), public, reply)
	wantKind(t, err, fault.Invalid)
}
