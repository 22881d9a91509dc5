package testkit

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
)

// Inquire puts a question to programme management and returns its file number.
func (w *World) Inquire(by, slug string) string {
	w.T.Helper()
	number, err := w.Inquiry.Ask(w.Ctx, w.By(by), inquiry.AskInput{Board: w.Board(slug), Title: "Wer trägt die Kosten des Betriebs?",
		Text: "Eine Frage"})
	if err != nil {
		w.T.Fatalf("inquire: %v", err)
	}
	return number
}

// Answered puts a question to programme management, which answers it for all
// members, and returns its file number.
func (w *World) Answered(by, slug string) string {
	w.T.Helper()
	number := w.Inquire(by, slug)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		w.T.Fatalf("take up: %v", err)
	}
	in := inquiry.AnswerInput{Question: "Wer trägt die Kosten?", Short: "Das Land.", Text: "Das Land trägt sie.", Body: "FITKO",
		Audience: board.ToMembers}
	if err := w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, in); err != nil {
		w.T.Fatalf("answer: %v", err)
	}
	return number
}
