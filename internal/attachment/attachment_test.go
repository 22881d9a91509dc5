package attachment_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func chosen(files ...attachment.File) (out []attachment.Choice) {
	for _, f := range files {
		out = append(out, attachment.Choice{ID: f.ID})
	}
	return out
}

// stored are the names of all files in the folder of attachments, but for the lock.
func stored(w *World) (out []string) {
	w.T.Helper()
	err := filepath.WalkDir(app.AttachmentsPath(w.Config), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && e.Name() != "sperre" {
			out = append(out, filepath.Base(path))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.T.Fatal(err)
	}
	return out
}

func content(w *World, f attachment.File) string {
	w.T.Helper()
	r, err := w.Attached.Open(f)
	if err != nil {
		w.T.Fatal(err)
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		w.T.Fatal(err)
	}
	return string(all)
}

// refused uploads a file that is not accepted, and returns why.
func refused(w *World, by, name, content string) string {
	w.T.Helper()
	staged, err := w.Attached.Stage(strings.NewReader(content))
	if err == nil {
		_, err = w.Attached.Upload(w.Ctx, w.By(by), name, staged)
	}
	if !fault.Is(err, fault.Invalid) {
		w.T.Errorf("%s: %v", name, err)
	}
	return fault.SentenceOf(err)
}

func TestAPostTakesItsFilesAndNobodyElseCan(t *testing.T) {
	t.Parallel()
	w := New(t)
	one, two := w.Upload(Ann, "eins.txt", "Eins"), w.Upload(Ann, "zwei.txt", "Zwei")
	for _, by := range []string{Guest, Bea, Boss} {
		if _, err := w.Acts.Attachment(w.Ctx, w.By(by), one.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q reads what Ann has not sent: %v", by, err)
		}
	}
	if f, err := w.Acts.Attachment(w.Ctx, w.By(Ann), one.ID); err != nil || content(w, f) != "Eins" {
		t.Errorf("Ann does not read her own: %v", err)
	}
	thread := w.Ask(Ann, Members, "Eine Frage mit Anlagen", "Frage")
	_, err := w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: "Fremde Datei", Files: chosen(one)})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("Bea sends Ann's file: %v", err)
	}
	post, err := w.Forum.Reply(w.Ctx, w.By(Ann), thread, forum.Reply{Text: "Anbei", Files: chosen(two, one)})
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Bea), thread, 1)
	if err != nil || len(r.Posts) != 1 || len(r.Posts[0].Files) != 2 || r.Posts[0].Files[0].Name != "zwei.txt" {
		t.Errorf("the thread shows %+v, %v", r.Posts, err)
	}
	if _, err := w.Forum.Reply(w.Ctx, w.By(Ann), thread, forum.Reply{Text: "Noch einmal", Files: chosen(one)}); !fault.Is(err, fault.Invalid) {
		t.Errorf("one file in two posts: %v", err)
	}
	if err := w.Attached.Discard(w.Ctx, w.By(Ann), one.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a file of a post was discarded: %v", err)
	}
	// An edit adds one and removes one.
	three := w.Upload(Ann, "drei.txt", "Drei")
	if err := w.Forum.EditPost(w.Ctx, w.By(Ann), post, forum.Edit{Text: "Anbei", Revision: 1, Files: chosen(one, three)}); err != nil {
		t.Fatal(err)
	}
	p, _, err := w.Forum.Post(w.Ctx, w.By(Bea), post)
	if err != nil || len(p.Files) != 2 || p.Files[1].Name != "drei.txt" {
		t.Errorf("after the edit: %+v, %v", p.Files, err)
	}
	if _, err := w.Acts.Attachment(w.Ctx, w.By(Ann), two.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("what was removed is there: %v", err)
	}
	w.Soon("its content is gone", func() bool { return len(stored(w)) == 2 })
}

func TestTheSameFormAgainLeadsToTheSamePost(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Anlagen", "Frage")
	send := func(text string) (int64, error) {
		return w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: "Anbei", Once: "K", Files: chosen(w.Upload(Bea, "a.txt", text))})
	}
	first, err := send("gleich")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := send("gleich"); err != nil || again != first {
		t.Errorf("again: %d, %v", again, err)
	}
	if _, err := send("anders"); !fault.Is(err, fault.Invalid) {
		t.Errorf("with another file: %v", err)
	}
}

func TestBlackeningRemovesTheFilesForGood(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Anlagen", "Frage")
	secret, shared := w.Upload(Bea, "geheim.txt", "Geheim"), w.Upload(Bea, "vorlage.txt", "Vorlage")
	post, err := w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: "Anbei", Files: chosen(secret, shared)})
	if err != nil {
		t.Fatal(err)
	}
	w.ReplyWith(Ann, thread, "Auch", "vorlage.txt", "Vorlage") // the same content elsewhere
	if err := w.Forum.Blacken(w.Ctx, w.By(Mod), post, 1, "Personenbezogene Daten"); err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{Bea, Mod, Boss} {
		if _, err := w.Acts.Attachment(w.Ctx, w.By(by), secret.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", by, err)
		}
	}
	w.Soon("only the other one's is left", func() bool {
		left := stored(w)
		return len(left) == 1 && left[0] == shared.Hash
	})
}

func TestARewriteDoesNotBringFilesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Anlagen", "Frage")
	post, _ := w.ReplyWith(Bea, thread, "Anbei", "geheim.txt", "Geheim")
	if err := w.Forum.Blacken(w.Ctx, w.By(Mod), post, 1, "Personenbezogene Daten"); err != nil {
		t.Fatal(err)
	}
	p, _, err := w.Forum.Post(w.Ctx, w.By(Bea), post)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.EditPost(w.Ctx, w.By(Bea), post, forum.Edit{Text: "Neu", Revision: p.Revision}); err != nil {
		t.Fatal(err)
	}
	if p, _, err = w.Forum.Post(w.Ctx, w.By(Ann), post); err != nil || len(p.Files) > 0 {
		t.Errorf("%+v, %v", p.Files, err)
	}
}

func TestARefusedOrWithdrawnFirstReplyTakesItsFilesAlong(t *testing.T) {
	t.Parallel()
	w := New(t)
	settings := board.Settings{Audience: board.Public, Indexable: true, FirstReview: true}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Public), settings, "Test"); err != nil {
		t.Fatal(err)
	}
	thread := w.Ask(Mod, Public, "Eine Frage für neue Mitglieder", "Frage")
	held := func() (attachment.File, int64) {
		f := w.Upload(Ann, "erste.txt", "Erste")
		if _, err := w.Forum.Reply(w.Ctx, w.By(Ann), thread, forum.Reply{Text: "Anbei", Files: chosen(f)}); err != nil {
			t.Fatal(err)
		}
		_, replies, err := w.Forum.Waiting(w.Ctx, w.By(Mod))
		if err != nil || len(replies) != 1 || len(replies[0].Files) != 1 {
			t.Fatalf("waiting are %+v, %v", replies, err)
		}
		return f, replies[0].ID
	}
	f, id := held()
	for by, may := range map[string]bool{Guest: false, Bea: false, OtherMod: false, Ann: true, Mod: true} {
		if _, err := w.Acts.Attachment(w.Ctx, w.By(by), f.ID); (err == nil) != may {
			t.Errorf("%q: %v", by, err)
		}
	}
	if _, err := w.Forum.TakeBackReply(w.Ctx, w.By(Ann), id); err != nil {
		t.Fatal(err)
	}
	w.Soon("its content is gone", func() bool { return len(stored(w)) == 0 })
	f, id = held()
	if _, err := w.Forum.ApproveReply(w.Ctx, w.By(Mod), id); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Acts.Attachment(w.Ctx, w.By(Guest), f.ID); err != nil || content(w, got) != "Erste" {
		t.Errorf("guests do not read what was published: %v", err)
	}
}

func TestWhatIsNotSentExpiresUnlessADraftNamesIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	drafted, forgotten := w.Upload(Ann, "entwurf.txt", "Im Entwurf"), w.Upload(Ann, "vergessen.txt", "Vergessen")
	id := w.Draft(Ann, "/fragen", "text", "Ein Anfang", "anhang", fmt.Sprint(drafted.ID))
	prune := func(after time.Duration) (list []attachment.File) {
		t.Helper()
		ctx := db.At(w.Ctx, w.DB.Now(w.Ctx).Add(after))
		err := w.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := attachment.PruneTx(tx, 100)
			return err
		})
		if err == nil {
			list, err = w.Attached.Own(w.Ctx, w.By(Ann), []int64{drafted.ID, forgotten.ID})
		}
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if got := prune(attachment.Life - time.Hour); len(got) != 2 {
		t.Errorf("within a day: %+v", got)
	}
	if got := prune(attachment.Life + time.Hour); len(got) != 1 || got[0].ID != drafted.ID {
		t.Errorf("after a day: %+v", got)
	}
	if err := w.Drafts.Discard(w.Ctx, w.By(Ann), id, ""); err != nil {
		t.Fatal(err)
	}
	if got := prune(attachment.Life + time.Hour); len(got) != 0 {
		t.Errorf("a day after the draft: %+v", got)
	}
	w.Soon("their content is gone", func() bool { return len(stored(w)) == 0 })
}

// TestACrashBetweenBlobAndRowLeavesNothing: one of both is there, and goes.
func TestACrashBetweenBlobAndRowLeavesNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	kept := w.Upload(Ann, "bleibt.txt", "Bleibt")
	store := blob.New(app.AttachmentsPath(w.Config))
	for _, text := range []string{"ohne Zeile", "nicht behalten"} {
		staged, err := store.Stage(strings.NewReader(text), 100)
		if err != nil {
			t.Fatal(err)
		}
		if text == "ohne Zeile" {
			if err := staged.Keep(); err != nil {
				t.Fatal(err)
			}
		}
	}
	old := time.Now().Add(-2 * time.Hour)
	err := filepath.WalkDir(app.AttachmentsPath(w.Config), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			err = os.Chtimes(path, old, old)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Attached.Sweep(w.Ctx); err != nil { // the world's own daily pass may have been faster
		t.Error(err)
	}
	if left := stored(w); len(left) != 1 || content(w, kept) != "Bleibt" {
		t.Errorf("left are %q", left)
	}
}

func TestErasureRemovesWhatWasNotSentAndForgetsWhoUploadedTheRest(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Anlagen", "Frage")
	_, address := w.ReplyWith(Bea, thread, "Anbei", "liste.csv", "a;b\n1;2\n")
	w.Upload(Bea, "privat.txt", "Privat")
	if err := w.Acts.Leave(w.Ctx, w.By(Bea), true); err != nil {
		t.Fatal(err)
	}
	w.Soon("only the post's is left", func() bool { return len(stored(w)) == 1 })
	if a := w.Get(Ann, address); a.Code != 200 || a.Body != "a;b\n1;2\n" {
		t.Errorf("%d %q", a.Code, a.Body)
	}
	n, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `SELECT COUNT(*) FROM attachment WHERE person_id IS NOT NULL OR organisation_id IS NOT NULL`)
	})
	if err != nil || n != 0 {
		t.Errorf("%d rows name somebody: %v", n, err)
	}
}

func TestAPictureIsMadeAnewAndItsSmallOneGoesWithIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit Bild", "Frage")
	f := w.Upload(Bea, "foto.png", string(Picture())+"GEHEIMER ANHANG")
	kept := content(w, f)
	if f.Width != 80 || f.Media != "image/png" || f.Thumbnail == "" || strings.Contains(kept, "GEHEIM") || int64(len(kept)) != f.Size {
		t.Errorf("%+v", f)
	}
	post, err := w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: "Anbei", Files: chosen(f)})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.Attached.Sweep(w.Ctx); err != nil || n != 0 {
		t.Errorf("swept %d, %v", n, err)
	}
	if err := w.Forum.Blacken(w.Ctx, w.By(Mod), post, 1, "Personenbezogene Daten"); err != nil {
		t.Fatal(err)
	}
	w.Soon("both are gone", func() bool { return len(stored(w)) == 0 })
	if why := refused(w, Ann, "foto.jpg", string(Picture())); why == "" {
		t.Error("a PNG under the name of a JPEG is accepted")
	}
}

// TestKindsOfSubjectsKeepTheirFilesApart gives files to subjects with the same number.
func TestKindsOfSubjectsKeepTheirFilesApart(t *testing.T) {
	w := New(t)
	document := attachment.Subject{Kind: attachment.Document, ID: 1}
	other := attachment.Subject{Kind: "other", ID: 1}
	files := map[attachment.Subject]attachment.File{document: w.Upload(Ann, "eins.txt", "Eins"), other: w.Upload(Ann, "zwei.txt", "Zwei")}
	for s, f := range files {
		give(t, w, s, f)
	}
	var failed error
	write(t, w, func(tx *db.Tx) error {
		c, err := attachment.ChosenTx(tx, w.By(Ann).ID, chosen(files[other]))
		if err == nil {
			failed = c.TakeTx(tx, w.By(Ann).ID, document)
		}
		return err
	})
	if !fault.Is(failed, fault.Invalid) {
		t.Errorf("a document took the file of something else: %v", failed)
	}
	write(t, w, func(tx *db.Tx) error { return document.RemoveTx(tx) })
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		for s, want := range map[attachment.Subject]int{document: 0, other: 1} {
			of, err := s.Kind.OfTx(tx, []int64{s.ID})
			if err != nil || len(of[s.ID]) != want {
				t.Errorf("%v has %v (%v), want %d files", s, of[s.ID], err, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Acts.Attachment(w.Ctx, w.By(Ann), files[other].ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a file of a subject that nobody knows was read, even by who uploaded it: %v", err)
	}
}

func write(t *testing.T, w *World, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := w.DB.Write(w.Ctx, fn); err != nil {
		t.Fatal(err)
	}
}

// give lets a subject take a file of Ann.
func give(t *testing.T, w *World, s attachment.Subject, f attachment.File) {
	t.Helper()
	write(t, w, func(tx *db.Tx) error {
		c, err := attachment.ChosenTx(tx, w.By(Ann).ID, chosen(f))
		if err != nil {
			return err
		}
		return c.TakeTx(tx, w.By(Ann).ID, s)
	})
}
