package testkit

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
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
