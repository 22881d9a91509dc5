package demo

import (
	"context"
	"time"

	"kommunalforum/internal/library"
)

// documents are the laws that stand in the library, by their official sources.
var documents = []struct {
	board string
	ago   time.Duration
	in    library.Input
}{
	{"kommunalpakt-recht", 200 * day, library.Input{Title: "Gesetz zur Verbesserung des Onlinezugangs zu Verwaltungsleistungen", Issuer: "Bund",
		Dated: "14.8.2017", Reference: "OZG", Link: "https://www.gesetze-im-internet.de/ozg/",
		Text: "Das Onlinezugangsgesetz, in der jetzt geltenden Fassung beim Bundesministerium der Justiz."}},
	{"kommunalpakt-recht", 190 * day, library.Input{Title: "Verwaltungsverfahrensgesetz", Issuer: "Bund", Dated: "23.1.2003", Reference: "VwVfG",
		Link: "https://www.gesetze-im-internet.de/vwvfg/",
		Text: "Für Behörden der Länder und Kommunen gilt in der Regel das Gesetz des Landes, das in vielem gleich lautet."}},
	{"kommunalpakt-recht", 180 * day, library.Input{Title: "Gesetz zur Förderung der elektronischen Verwaltung", Issuer: "Bund", Dated: "25.7.2013",
		Reference: "EGovG", Link: "https://www.gesetze-im-internet.de/egovg/"}},
}

// planLibrary plans the documents of the library, which programme management keeps.
func (l *loader) planLibrary() {
	for _, d := range documents {
		l.plan(d.ago, "load_library.go", func(ctx context.Context) error {
			d.in.Board = l.boards[d.board]
			_, err := l.Library.Add(ctx, l.people["programm"], d.in)
			return err
		})
	}
}
