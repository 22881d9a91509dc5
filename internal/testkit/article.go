package testkit

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/suggestion"
)

// Article publishes an FAQ article for the members of a board and returns its id.
func (w *World) Article(by, slug string) int64 {
	w.T.Helper()
	id, err := w.FAQ.Draft(w.Ctx, w.By(by), faq.Input{Board: w.Board(slug), Title: "Eine Frage für die Tafel", Short: "Eine Kurzantwort.",
		Text: "Ein Text."})
	if err != nil {
		w.T.Fatalf("%s writes an article on %s: %v", by, slug, err)
	}
	if err := w.FAQ.Publish(w.Ctx, w.By(by), id, board.ToBoard, false); err != nil {
		w.T.Fatalf("%s publishes an article on %s: %v", by, slug, err)
	}
	return id
}

// Suggest lets somebody suggest a post for the FAQ and returns the id of the suggestion.
func (w *World) Suggest(by string, post int64) int64 {
	w.T.Helper()
	id, err := w.Suggested.Suggest(w.Ctx, w.By(by), suggestion.Input{Subject: suggestion.Subject{Kind: suggestion.Post, ID: post},
		Title: "Wie geht das denn?", Why: "Das fragen viele."})
	if err != nil {
		w.T.Fatalf("%s suggests post %d: %v", by, post, err)
	}
	return id
}
