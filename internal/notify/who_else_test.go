package notify_test

import (
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// TestAskersOfMergedInquiriesHearOfTheOneAnswer: nobody who waits is forgotten because
// their question is answered elsewhere.
func TestAskersOfMergedInquiriesHearOfTheOneAnswer(t *testing.T) {
	t.Parallel()
	w := New(t)
	prog := w.By(Prog)
	lead, merged := w.Inquire(Ann, Members), w.Inquire(Bea, Members)
	must(t, w.Inquiry.Support(w.Ctx, w.By(Insider), merged))
	follows(t, w, Newcomer, follow.Inquiry, 2, follow.All) // the merged one
	for _, number := range []string{lead, merged} {
		must(t, w.Inquiry.TakeUp(w.Ctx, prog, number, inquiry.Basis{}))
	}
	heard(t, "merging", told(t, w, func() {
		must(t, w.Acts.MergeInquiries(w.Ctx, prog, merged, inquiry.MergeInput{Into: lead}))
	}), "bea: inquiry merge inquiry", "insider: inquiry merge inquiry", "neu: followed.inquiry merge inquiry")
	heard(t, "the answer", told(t, w, func() { must(t, w.Acts.AnswerInquiry(w.Ctx, prog, lead, inquiry.Basis{}, answer)) }),
		"ann: answer answer.released inquiry", "bea: answer answer.released inquiry", "insider: answer answer.released inquiry",
		"neu: followed.official answer.released answer")
	heard(t, "a new version", told(t, w, func() {
		must(t, w.Inquiry.Revise(w.Ctx, prog, lead, inquiry.Basis{Reason: "Neues Recht gilt"}))
		must(t, w.Acts.AnswerInquiry(w.Ctx, prog, lead, inquiry.Basis{}, answer))
	}), "ann: inquiry revise inquiry", "bea: inquiry revise inquiry", "insider: inquiry revise inquiry",
		"ann: answer answer.revised inquiry", "bea: answer answer.revised inquiry", "insider: answer answer.revised inquiry",
		"neu: followed.inquiry revise inquiry", "neu: followed.official answer.revised answer")
}

// TestWhoLeavesAnInquiryStaysInformedIfTheyWish: others support it, and who asked goes on
// to follow it until they say otherwise.
func TestWhoLeavesAnInquiryStaysInformedIfTheyWish(t *testing.T) {
	t.Parallel()
	for _, wishes := range []bool{true, false} {
		w := New(t)
		prog := w.By(Prog)
		number := w.Inquire(Ann, Members)
		must(t, w.Inquiry.Support(w.Ctx, w.By(Bea), number))
		heard(t, "leaving", told(t, w, func() {
			left, err := w.Inquiry.Withdraw(w.Ctx, w.By(Ann), number)
			if must(t, err); !left {
				t.Fatal("the inquiry was withdrawn")
			}
		}), "bea: inquiry leave inquiry")
		var want []string
		if wishes {
			want = []string{"ann: followed.inquiry examine inquiry", "ann: followed.inquiry begin inquiry",
				"ann: followed.official answer.released answer"}
		} else {
			follows(t, w, Ann, follow.Inquiry, 1, follow.None)
		}
		heard(t, "the answer", told(t, w, func() {
			must(t, w.Inquiry.TakeUp(w.Ctx, prog, number, inquiry.Basis{}))
			must(t, w.Acts.AnswerInquiry(w.Ctx, prog, number, inquiry.Basis{}, answer))
		}), append(want, "bea: inquiry examine inquiry", "bea: inquiry begin inquiry", "bea: answer answer.released inquiry")...)
	}
}

// TestAskingUnderAnAliasIsToldAsAskingOpenly: the person hears of everything, and nobody
// who follows their organisation learns that it asked.
func TestAskingUnderAnAliasIsToldAsAskingOpenly(t *testing.T) {
	t.Parallel()
	w := New(t)
	must(t, w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Members), board.Settings{Audience: board.Members, SemiAnonymous: true}, "Test"))
	follows(t, w, Bea, follow.Organisation, w.By(Ann).Organisation.ID, follow.All)
	var thread, reply int64
	heard(t, "asking", told(t, w, func() {
		var err error
		thread, err = w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Wie geht das eigentlich?", Text: "So?",
			SemiAnonymous: true})
		must(t, err)
	}))
	heard(t, "a reply", told(t, w, func() { reply = w.Reply(Insider, thread, "So.") }), "ann: reply post.added thread")
	heard(t, "her own reply", told(t, w, func() { w.Reply(Ann, thread, "Danke.") }), "insider: followed.reply post.added thread")
	heard(t, "a solution", told(t, w, func() { must(t, w.Forum.MarkSolution(w.Ctx, w.By(Mod), reply, true)) }),
		"ann: solution post.solved thread", "insider: solution post.solved.own thread")
	var number string
	heard(t, "passing on", told(t, w, func() {
		entry, err := w.Inquiry.Prepare(w.Ctx, inquiry.AskInput{Board: w.Board(Members), Title: "Wer trägt die Kosten des Betriebs?", Text: "Wer?"})
		must(t, err)
		number, err = w.Acts.Escalate(w.Ctx, w.By(Mod), thread, entry)
		must(t, err)
	}), "ann: inquiry enter thread", "prog: desk.new enter inquiry", "prog2: desk.new enter inquiry")
	must(t, w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}))
	heard(t, "the answer", told(t, w, func() {
		must(t, w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, answer))
	}), "ann: answer answer.released thread", "mod: answer answer.released inquiry", "insider: followed.official answer.released thread")
}
