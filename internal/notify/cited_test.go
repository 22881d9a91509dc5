package notify_test

import (
	"os"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// linksTo is a text that links to a version of an official answer.
func linksTo(number string) string { return "Siehe [dort](/offizielle-antworten/" + number + "/1)." }

// citations counts the posts that are noted to cite an official answer.
func citations(t *testing.T, w *World) (n int) {
	t.Helper()
	write(t, w, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM citation`)
		return err
	})
	return n
}

func revise(t *testing.T, w *World, number string, audience board.Release) func() {
	return func() {
		t.Helper()
		must(t, w.Inquiry.Revise(w.Ctx, w.By(Prog), number, inquiry.Basis{Reason: "Neues Recht gilt"}))
		in := answer
		in.Audience, in.Confirm = audience, true
		must(t, w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, in))
	}
}

// TestWhoCitesAnOfficialAnswerHearsOfItsNextVersion: once, whatever else they are, and
// nobody whose text no longer says so.
func TestWhoCitesAnOfficialAnswerHearsOfItsNextVersion(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Answered(Ann, Members)
	thread := w.Ask(Bea, Members, "Wie geht das eigentlich?", "So? "+linksTo(number))
	w.Reply(Bea, thread, "Noch einmal: https://forum.example/offizielle-antworten/"+number+"/1#kurz")
	w.Reply(Ann, thread, linksTo(number)) // she asked the inquiry
	w.Reply(Mod, thread, "Nur die Nummer "+number+" und `"+linksTo(number)+"`")
	w.Reply(Prog, thread, linksTo(number)) // acts
	edited, hidden := w.Reply(Insider, thread, linksTo(number)), w.Reply(Boss, thread, linksTo(number))
	withdrawn := w.Reply(Newcomer, thread, linksTo(number))
	follows(t, w, Bea, follow.Board, w.Board(Members), follow.All)
	cites := "answer.cited answer.revised answer"
	progress := []string{"ann: inquiry revise inquiry", "ann: answer answer.revised inquiry"}
	heard(t, "a new version", told(t, w, revise(t, w, number, board.ToMembers)),
		append(progress, "bea: "+cites, "insider: "+cites, "boss: "+cites, "neu: "+cites)...)

	must(t, w.Forum.EditPost(w.Ctx, w.By(Insider), edited, forum.Edit{Text: "Ohne Verweis.", Revision: 1}))
	must(t, w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Gehört nicht hierher"))
	must(t, w.Forum.Withdraw(w.Ctx, w.By(Newcomer), withdrawn))
	follows(t, w, Editor, follow.Board, w.Board(Members), follow.All)
	w.Reply(Editor, thread, linksTo(number))
	heard(t, "of who still says so", told(t, w, revise(t, w, number, board.ToMembers)),
		append(progress, "bea: "+cites, "editor: "+cites)...)
	follows(t, w, Editor, follow.Board, w.Board(Members), follow.Muted)
	heard(t, "that it was withdrawn", told(t, w, func() {
		must(t, w.Acts.RetractAnswer(w.Ctx, w.By(Prog), number, 3, inquiry.Basis{Reason: "Es war falsch"}))
	}), "ann: answer answer.withdrawn inquiry", "bea: answer.cited answer.withdrawn answer")
}

// TestCitationsEndWithTheTextAndTheAccount: blackening removes what a text cites, and
// nobody keeps what an erased account cited.
func TestCitationsEndWithTheTextAndTheAccount(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Answered(Ann, Members)
	thread := w.Ask(Bea, Members, "Wie geht das eigentlich?", linksTo(number))
	reply := w.Reply(Insider, thread, linksTo(number))
	if n := citations(t, w); n != 2 {
		t.Fatalf("%d citations", n)
	}
	must(t, w.Forum.Blacken(w.Ctx, w.By(Mod), reply, 1, "Ein Name stand darin"))
	if n := citations(t, w); n != 1 {
		t.Errorf("%d citations after blackening", n)
	}
	err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), w.By(Bea).ID, true, "Ausgeschieden")
	must(t, err)
	if n := citations(t, w); n != 0 {
		t.Errorf("%d citations after erasing", n)
	}
}

// TestWhoMayNotReadTheAnswerHearsNothingOfIt: a link tells whoever wrote it no more than
// they may read, and that an answer became narrower silences what was written before.
func TestWhoMayNotReadTheAnswerHearsNothingOfIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Insider, Exclusive)
	must(t, w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}))
	in := answer
	in.Audience = board.ToBoard
	must(t, w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, in))
	w.Ask(Bea, Members, "Wie geht das eigentlich?", linksTo(number))
	w.Ask(Mod, Members, "Wer weiß das eigentlich?", linksTo(number))
	heard(t, "a new version", told(t, w, revise(t, w, number, board.ToBoard)),
		"insider: inquiry revise inquiry", "insider: answer answer.revised inquiry",
		"mod: answer.cited answer.revised answer")
}

// TestOldPostsCiteAfterTheMigration: what stood there before is found once, in the
// migration itself.
func TestOldPostsCiteAfterTheMigration(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Answered(Ann, Members)
	w.Ask(Bea, Members, "Wie geht das eigentlich?", linksTo(number)+" Auch [dort](/offizielle-antworten/"+number+").")
	w.Ask(Bea, Members, "Wie geht das anderswo?", "https://alt.example/offizielle-antworten/"+number)
	w.Ask(Bea, Members, "Wie geht das nirgends?", "Ganz ohne Verweis auf "+number+", auch nicht auf /offizielle-antworten/"+number+"/1")
	script, err := os.ReadFile("../db/migrations/sqlite/0092_citations.sql") // the statement is that of both engines
	must(t, err)
	_, fill, _ := strings.Cut(string(script), "\nINSERT")
	want := citations(t, w)
	write(t, w, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM citation`); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT " + strings.TrimSuffix(strings.TrimSpace(fill), ";"))
		return err
	})
	if n := citations(t, w); n != want || n != 2 {
		t.Errorf("%d posts cite, %d before", n, want)
	}
}
