package forum_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("error = %v, want kind %d", err, kind)
	}
}

func TestReplyToLockedThreadIsForbidden(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer trägt die Betriebskosten?", "Frage")
	if err := w.Forum.Lock(w.Ctx, w.By(Mod), thread, "Alles gesagt."); err != nil {
		t.Fatal(err)
	}
	_, err := w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: "Noch etwas"})
	wantKind(t, err, fault.Forbidden)
}

func TestPostThatShowsNothingIsRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer trägt die Betriebskosten?", "Frage")
	for _, text := range []string{strings.Repeat("\u200e", 12), "\u3164\u3164", "\u2800", "**\u200b**", "&#8203;&#x3164;",
		"\u00ad\n\n\u200d\ufe0f", "> \u2060", "- \u00a0"} {
		_, err := w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: text})
		wantKind(t, err, fault.Invalid)
	}
	for _, text := range []string{"\U0001f44d", "–", "`x`", "---", "Mu\u0308ller"} {
		if _, err := w.Forum.Reply(w.Ctx, w.By(Bea), thread, forum.Reply{Text: text}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestSecondSubmissionLeadsToTheFirstResult(t *testing.T) {
	t.Parallel()
	w := New(t)
	ask := func() int64 {
		id, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Public), Title: "Doppelt gesendet?", Text: "Frage",
			Once: "schlüssel"})
		if err != nil {
			t.Error(err)
		}
		return id
	}
	first := ask()
	var others sync.WaitGroup
	for range 100 {
		others.Go(func() {
			if again := ask(); again != first {
				t.Errorf("second submission made thread %d beside %d", again, first)
			}
		})
	}
	others.Wait()
	reply := func() int64 {
		id, err := w.Forum.Reply(w.Ctx, w.By(Bea), first, forum.Reply{Text: "Antwort", Once: "r"})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if a, b := reply(), reply(); a != b {
		t.Errorf("second submission made post %d beside %d", b, a)
	}
}

func TestStaleEditIsRefusedAndLosesNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage zum Ändern", "Erste Fassung")
	id := w.Question(thread)
	edit := func(text string) error {
		return w.Forum.EditPost(w.Ctx, w.By(Ann), id, forum.Edit{Title: "Eine Frage zum Ändern", Text: text, Revision: 1})
	}
	if err := edit("Aus dem einen Fenster"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, edit("Aus dem anderen Fenster"), fault.Conflict)
	p, _, err := w.Forum.Post(w.Ctx, w.By(Ann), id)
	if err != nil || p.Source != "Aus dem einen Fenster" {
		t.Errorf("text = %q, %v", p.Source, err)
	}
}

func TestEditWithinTenMinutesKeepsNoVersionAndALaterOneDoes(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage mit Fassungen", "Eins")
	id := w.Question(thread)
	edit := func(after time.Duration, text string, revision int) {
		t.Helper()
		err := w.Forum.EditPost(w.At(after), w.By(Ann), id, forum.Edit{Title: "Eine Frage mit Fassungen", Text: text, Revision: revision})
		if err != nil {
			t.Fatal(err)
		}
	}
	versions := func() (out []string) {
		_, _, list, err := w.Forum.Versions(w.Ctx, w.By(Bea), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range list {
			out = append(out, v.Source)
		}
		return out
	}
	edit(9*time.Minute, "Zwei", 1)
	if got := fmt.Sprint(versions()); got != "[Zwei]" {
		t.Errorf("versions after a quick edit = %s", got)
	}
	edit(11*time.Minute, "Drei", 2)
	if got := fmt.Sprint(versions()); got != "[Zwei Drei]" {
		t.Errorf("versions after a late edit = %s", got)
	}
}

func TestBlackenedTextIsGoneFromTheDatabase(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage zum Schwärzen", "Frage")
	id := w.Reply(Bea, thread, "Sehr geheimwort eins")
	err := w.Forum.EditPost(w.At(time.Hour), w.By(Bea), id, forum.Edit{Text: "Nun geheimwort zwei", Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.MarkSolution(w.Ctx, w.By(Ann), id, true); err != nil {
		t.Fatal(err)
	}
	for version := 1; version <= 2; version++ {
		if err := w.Forum.Blacken(w.Ctx, w.By(Mod), id, version, "Personenbezogene Daten"); err != nil {
			t.Fatalf("blacken version %d: %v", version, err)
		}
	}
	err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		for _, q := range []string{`SELECT COUNT(*) FROM post WHERE source LIKE $1 OR html LIKE $1`, `SELECT COUNT(*) FROM post_version
			WHERE source LIKE $1`} {
			n, err := db.Scalar[int](tx, q, "%geheimwort%")
			if err != nil || n != 0 {
				t.Errorf("%s: %d rows, %v", q, n, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Mod), thread, 1)
	if err != nil || r.Thread.State != forum.Open {
		t.Errorf("state = %s, %v; a blackened solution is none", r.Thread.State, err)
	}
	if err := w.Forum.EditPost(w.Ctx, w.By(Bea), id, forum.Edit{Text: "Neuer Text", Revision: r.Posts[0].Revision}); err != nil {
		t.Errorf("the author may write anew: %v", err)
	}
}

func TestBlackenedQuestionLosesItsTitle(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Frau Müllergeheim aus der Wilhelmstraße", "Frage")
	if err := w.Forum.Blacken(w.Ctx, w.By(Mod), w.Question(thread), 1, "Personenbezogene Daten"); err != nil {
		t.Fatal(err)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Bea), thread, 1)
	if err != nil || strings.Contains(r.Thread.Title, "Müller") || r.Question.HTML != "" {
		t.Errorf("title = %q, text = %q, %v", r.Thread.Title, r.Question.HTML, err)
	}
}

func TestStateFollowsSolutionsAndMarks(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage mit Zuständen", "Frage")
	post := w.Reply(Bea, thread, "Lösung")
	state := func() forum.State {
		th, err := w.Forum.Thread(w.Ctx, w.By(Ann), thread)
		if err != nil {
			t.Fatal(err)
		}
		return th.State
	}
	steps := []struct {
		do   func() error
		want forum.State
	}{
		{func() error { return w.Forum.MarkSolution(w.Ctx, w.By(Ann), post, true) }, forum.Answered},
		{func() error { return w.Forum.MarkOutdated(w.Ctx, w.By(Mod), thread, "Neue Rechtslage") }, forum.Outdated},
		{func() error { return w.Forum.MarkOutdated(w.Ctx, w.By(Mod), thread, "") }, forum.Answered},
		{func() error {
			return w.DB.Write(w.Ctx, func(tx *db.Tx) error { return forum.SetOfficialAnswerTx(tx, thread, 7) })
		}, forum.Official},
		{func() error {
			return w.DB.Write(w.Ctx, func(tx *db.Tx) error { return forum.SetOfficialAnswerTx(tx, thread, 0) })
		}, forum.Answered},
		{func() error { return w.Forum.Withdraw(w.Ctx, w.By(Bea), post) }, forum.Open},
	}
	for i, s := range steps {
		if err := s.do(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if got := state(); got != s.want {
			t.Errorf("after step %d the state is %s, want %s", i, got, s.want)
		}
	}
}

func TestOrganisationOfAPostIsThatOfTheTimeOfWriting(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine Frage vor dem Wechsel", "Frage")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET organisation_id = $1 WHERE id = $2`, w.By(Bea).Organisation.ID, w.By(Ann).ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Reply(Ann, thread, "Nach dem Wechsel")
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Bea), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Question.Author.Organisation.Name; got != "Stadt Musterstadt" {
		t.Errorf("question of %s", got)
	}
	if got := r.Posts[0].Author.Organisation.Name; got != "Kreis Probeland" {
		t.Errorf("reply of %s", got)
	}
}

func TestMovingToAWiderAudienceNeedsConfirmation(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage nur für Mitglieder", "Frage")
	move := forum.Move{Board: w.Board(Public), Reason: "passt besser"}
	wantKind(t, w.Forum.Move(w.Ctx, w.By(Mod), thread, move), fault.Invalid)
	if _, err := w.Forum.Thread(w.Ctx, w.By(Guest), thread); !fault.Is(err, fault.NotFound) {
		t.Errorf("the refused move showed the thread to guests: %v", err)
	}
	move.Confirm = true
	if err := w.Forum.Move(w.Ctx, w.By(Mod), thread, move); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Forum.Thread(w.Ctx, w.By(Guest), thread); err != nil {
		t.Errorf("moved to a public board, still hidden: %v", err)
	}
}

func TestMovingToARestrictedBoardNeedsConfirmation(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage nur für Mitglieder", "Frage")
	move := forum.Move{Board: w.Board(Exclusive), Reason: "passt besser"}
	err := w.Forum.Move(w.Ctx, w.By(Mod), thread, move)
	wantKind(t, err, fault.Invalid)
	if !strings.Contains(fmt.Sprint(fault.ProblemsOf(err)), "sieht das Thema und die eigenen Beiträge dann nicht mehr") {
		t.Errorf("the refusal says %v", err)
	}
	if _, err := w.Forum.Thread(w.Ctx, w.By(Ann), thread); err != nil {
		t.Errorf("the refused move took the thread from who asked: %v", err)
	}
	move.Confirm = true
	if err := w.Forum.Move(w.Ctx, w.By(Mod), thread, move); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Forum.Thread(w.Ctx, w.By(Ann), thread); !fault.Is(err, fault.NotFound) {
		t.Errorf("moved to a board she may not read: %v", err)
	}
	if err := w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{Board: w.Board(Exclusive)}); err != nil {
		t.Errorf("moved to where it is: %v", err)
	}
}

func TestMovingNeedsABoard(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wohin gehört das?", "Frage")
	wantKind(t, w.Forum.Move(w.Ctx, w.By(Mod), thread, forum.Move{}), fault.Invalid)
}

func TestQuestionWithoutBoardIsSortedByAnyModerator(t *testing.T) {
	t.Parallel()
	w := New(t)
	id, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Title: "Wohin damit wohl?", Text: "Frage"})
	if err != nil {
		t.Fatal(err)
	}
	move := forum.Move{Board: w.Board("umwelt")}
	wantKind(t, w.Forum.Move(w.Ctx, w.By(Bea), id, move), fault.Forbidden)
	if err := w.Forum.Move(w.Ctx, w.By(OtherMod), id, move); err != nil {
		t.Errorf("a moderator of any board sorts: %v", err)
	}
}
