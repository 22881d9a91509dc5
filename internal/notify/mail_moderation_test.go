package notify_test

import (
	"context"
	"io"
	"testing"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/reuse"
	. "kommunalforum/internal/testkit"
)

// TestMailsAboutMergesNotesAndTheRegisterReadAsTheGoldenFilesSay, each to one of those who
// hear of it.
func TestMailsAboutMergesNotesAndTheRegisterReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) { c.BaseURL = "https://forum.example" })
	now := catalogue.Date("2035-01-15").At(8)
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET address_due = $1`, now.AddDate(5, 0, 0))
		return err
	})
	const service = 10061
	from := w.Ask(Ann, Members, "Wie prüfen wir die Vollständigkeit eines Antrags?", "Wer prüft das?")
	into := w.Ask(Bea, Members, "Wer prüft Anträge?", "Wer?")
	secret := w.Ask(Insider, Exclusive, "Was niemand sonst wissen darf", "Psst.")
	own := w.Reply(Bea, from, "Wir prüfen vor der Weiterleitung.")
	must(t, w.Forum.Support(w.Ctx, w.By(Bea), from))
	must(t, w.Forum.SaveNote(w.Ctx, w.By(Bea), from, 0, "Fragen Sie Frau Muster, Zimmer 12."))
	entry := w.EnterReuse(Ann, service, reuse.Input{Product: "Studienplatz digital", Provider: "Land Muster"})
	follows(t, w, Bea, follow.Service, service, follow.All)
	must(t, w.Notify.SaveSettings(w.Ctx, w.By(Bea), map[notify.Kind]notify.Rhythm{notify.FollowedReuse: notify.Now}, ""))
	forgetReal(w)

	var act forum.Transfer
	transfer := func(x forum.Transfer, err error) error { act = x; return err }
	split := func(ctx context.Context, in forum.Split) error {
		in.Posts, in.Confirm = []int64{own}, true
		return transfer(w.Acts.SplitThread(ctx, w.By(Mod), from, in))
	}
	merge := func(ctx context.Context, into int64) error {
		return transfer(w.Acts.MergeThreads(ctx, w.By(Mod), from, forum.Merge{Into: into, Confirm: true}))
	}
	undo := func(ctx context.Context) error {
		return transfer(w.Acts.UndoTransfer(ctx, w.By(Mod), act.ID, forum.Undo{Confirm: true}))
	}
	for i, step := range []struct {
		name, to string // "" for nobody of whom a file is kept
		act      func(ctx context.Context) error
	}{
		{"transfer-split", Bea, func(ctx context.Context) error {
			return split(ctx, forum.Split{Title: "Prüfen vor der Weiterleitung", Board: w.Board(Members)})
		}},
		{"transfer-undone", Bea, undo},
		{"transfer-posts-lost", Bea, func(ctx context.Context) error { return split(ctx, forum.Split{Into: secret}) }},
		{"", "", undo},
		{"transfer-merged", Ann, func(ctx context.Context) error { return merge(ctx, into) }},
		{"", "", undo},
		{"transfer-merged-lost", Ann, func(ctx context.Context) error { return merge(ctx, secret) }},
		{"transfer-regained", Ann, undo},
		{"note-removed", Bea, func(ctx context.Context) error {
			return w.Forum.RemoveNote(ctx, w.By(Mod), from, w.By(Bea).Organisation.ID, "Die Notiz nennt eine Person.")
		}},
		{"reuse-due", Ann, func(ctx context.Context) error { _, err := w.Reuse.NoticeDue(ctx); return err }},
		{"reuse-entered", Bea, func(ctx context.Context) error {
			_, err := w.Reuse.Enter(ctx, w.By(Insider), service, reuse.Input{Stage: reuse.Planning, Product: "Studienplatz digital"})
			return err
		}},
		{"reuse-removed", Ann, func(ctx context.Context) error {
			return w.Reuse.Remove(ctx, w.By(Boss), entry, 1, "Der Eintrag wirbt für ein Produkt.")
		}},
	} {
		at := now.Add(time.Duration(i) * 40 * time.Minute)
		must(t, step.act(db.At(w.Ctx, at)))
		w.Notified()
		later := db.At(w.Ctx, at.Add(20*time.Minute))
		must(t, w.Notify.Mail(later))
		must(t, w.Dispatch.Flush(later))
		if step.to == "" {
			continue
		}
		list, err := w.Folder.List(20)
		must(t, err)
		found := false
		for _, stored := range list {
			if stored.To.Address != Email(step.to) {
				continue
			}
			file, err := w.Folder.Open(stored.Name)
			must(t, err)
			raw, err := io.ReadAll(file)
			file.Close()
			must(t, err)
			tracksNobody(t, stored.Message)
			golden(t, "notice-"+step.name, string(raw), stored.Message)
			found = true
			break // the newest
		}
		if !found {
			t.Errorf("%s: no mail to %s", step.name, step.to)
		}
	}
}
