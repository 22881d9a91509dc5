package forum_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// askedUnderAlias opens a thread that Ann asks semi-anonymously.
func askedUnderAlias(t *testing.T, w *World) int64 {
	t.Helper()
	s := board.Settings{Audience: board.Members, SemiAnonymous: true}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), s, "Test"); err != nil {
		t.Fatal(err)
	}
	id, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Eine heikle Frage an alle",
		Text: "Wie gehen Sie damit um?", SemiAnonymous: true})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestRowsThatOthersReadNameTheAliasOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := askedUnderAlias(t, w)
	w.Reply(Ann, thread, "Ein Nachtrag")
	ann := w.By(Ann)
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		n, err := db.Scalar[int](tx, `
			SELECT (SELECT COUNT(*) FROM thread WHERE id = $1 AND (author_id = $2 OR organisation_id = $3))
				+ (SELECT COUNT(*) FROM post WHERE thread_id = $1 AND (author_id = $2 OR organisation_id = $3))
				+ (SELECT COUNT(*) FROM concern WHERE subject_kind = 'thread' AND subject_id = $1 AND (person_id = $2 OR organisation_id = $3))
				+ (SELECT COUNT(*) FROM audit WHERE actor_id = $2)`, thread, ann.ID, ann.Organisation.ID)
		if n != 0 {
			t.Errorf("%d rows name person or organisation", n)
		}
		docs, err2 := forum.DocsOfThreadTx(tx, thread, 1, 10)
		for _, d := range docs {
			if d.AuthorID != 0 || d.OrganisationID != 0 || d.Land != "" {
				t.Errorf("the search knows %+v", d)
			}
		}
		if len(docs) != 2 {
			t.Errorf("%d documents", len(docs))
		}
		return firstOf(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnAliasIsNowhereAPersonOrAnOrganisation: no query has to leave anything out,
// for whoever asks and whatever becomes of it adds no row to their tables.
func TestAnAliasIsNowhereAPersonOrAnOrganisation(t *testing.T) {
	t.Parallel()
	w := New(t)
	rows := func() (people, organisations []int64) {
		t.Helper()
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
			if people, err = db.Column[int64](tx, `SELECT id FROM person ORDER BY id`); err != nil {
				return err
			}
			organisations, err = db.Column[int64](tx, `SELECT id FROM organisation ORDER BY id`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return people, organisations
	}
	people, organisations := rows()
	first, second := askedUnderAlias(t, w), askedUnderAlias(t, w)
	w.Reply(Ann, first, "Ein Nachtrag")
	if err := w.Forum.Support(w.Ctx, w.By(Bea), second); err != nil {
		t.Fatal(err)
	}
	if p, o := rows(); !slices.Equal(p, people) || !slices.Equal(o, organisations) {
		t.Errorf("people %v and organisations %v, were %v and %v", p, o, people, organisations)
	}
	for _, query := range []string{
		`UPDATE thread SET author_id = 1 WHERE alias_id IS NOT NULL`,
		`UPDATE post SET organisation_id = 1 WHERE alias_id IS NOT NULL`,
		`UPDATE post SET author_id = 1, organisation_id = 1 WHERE alias_id IS NOT NULL`,
		`UPDATE post SET alias_id = NULL WHERE alias_id IS NOT NULL`,
		`UPDATE concern SET organisation_id = 1 WHERE alias_id IS NOT NULL`,
		`UPDATE concern SET person_id = 1 WHERE alias_id IS NOT NULL`,
	} {
		err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			n, err := tx.Exec(query)
			if err == nil {
				t.Errorf("%s changed %d rows", query, n)
			}
			return err
		})
		if err == nil {
			t.Errorf("%s was stored", query)
		}
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestOnlyTheAskerOwnsWhatWasAskedSemiAnonymously(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := askedUnderAlias(t, w)
	for _, who := range Everybody {
		r, err := w.Forum.ThreadPage(w.Ctx, w.By(who), thread, 1)
		if who == Guest {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("a guest: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if own := r.Thread.Own(w.By(who)) && r.Question.Own(w.By(who)); own != (who == Ann) {
			t.Errorf("%s owns it: %v", who, own)
		}
		if b := r.Question.Author; b.PersonID != 0 || b.Name != "" || b.Organisation.ID != 0 || !b.IsAlias() ||
			r.Thread.Author != b {
			t.Errorf("%s reads %+v", who, b)
		}
	}
	if err := w.Forum.Support(w.Ctx, w.By(Bea), thread); err != nil {
		t.Error(err)
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), thread, 1)
	if err != nil || r.Supporters.Organisations != 2 || len(r.SupportedBy) != 2 {
		t.Errorf("%+v, %v", r.Supporters, err)
	}
}

func TestHiddenSemiAnonymousThreadIsThereForItsAsker(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := askedUnderAlias(t, w)
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(thread), "Verstößt gegen die Regeln"); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]bool{Ann: true, Mod: true, Bea: false, Guest: false} {
		if _, err := w.Forum.Thread(w.Ctx, w.By(who), thread); (err == nil) != want {
			t.Errorf("%q: %v", who, err)
		}
	}
}

// TestReplyInTheOwnSemiAnonymousThreadNeverWaitsUnderTheName: the board wants first
// posts reviewed by now, and of the asker no other post is to be read.
func TestReplyInTheOwnSemiAnonymousThreadNeverWaitsUnderTheName(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := askedUnderAlias(t, w)
	w.Reply(Bea, thread, "Das kennen wir.")
	if err := w.Forum.Withdraw(w.Ctx, w.By(Ann), w.Question(thread)); err != nil {
		t.Fatal(err)
	}
	s := board.Settings{Audience: board.Members, SemiAnonymous: true, FirstReview: true}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), s, "Test"); err != nil {
		t.Fatal(err)
	}
	if id := w.Reply(Ann, thread, "Noch ein Hinweis"); id == 0 {
		t.Error("the reply waits")
	}
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Mod), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range r.Pending {
		t.Errorf("a moderator reads %s without a look", h.Author.Name)
	}
	for _, p := range r.Posts {
		if p.Author.Name == "Anna Ahorn" {
			t.Error("the reply is published under the name")
		}
	}
}
