package testkit

import "kommunalforum/internal/library"

// Document takes a document into the library, with a link and without a file.
func (w *World) Document(by, slug string) int64 {
	w.T.Helper()
	id, err := w.Library.Add(w.Ctx, w.By(by), library.Input{Board: w.Board(slug), Title: "Leitfaden für die Tafel", Issuer: "IT-Planungsrat",
		Dated: "1.2.2026", Reference: "Beschluss 2026/7", Link: "https://www.it-planungsrat.de/beschluss", Text: "Worum es geht."})
	if err != nil {
		w.T.Fatalf("document: %v", err)
	}
	return id
}
