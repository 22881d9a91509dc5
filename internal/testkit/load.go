package testkit

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/forum"
)

// words of which the generator makes German sounding sentences.
var words = strings.Fields(`Wohngeld Bauantrag Gewerbeanmeldung Elterngeld Führerschein Melderegister Fachverfahren Schnittstelle
	Nachnutzung Betriebskosten Rechenzentrum Onlinedienst Nutzerkonto Bescheid Antrag Verwaltung Gemeinde Landkreis Kommune Stadt
	Zuständigkeit Genehmigung Gebühren Bezahldienst Postfach Schulung Datenschutz Vertrag Einführung Erfahrung Umsetzung Termin
	wir haben den Dienst im vergangenen Jahr eingeführt und prüfen nun die Kosten für das nächste Haushaltsjahr weil die Förderung
	endet dabei stellt sich die Frage wer den laufenden Betrieb bezahlt und ob die Daten direkt in das Verfahren übernommen werden
	bei uns läuft das seit dem Frühjahr ohne Probleme allerdings mussten einige Formulare angepasst werden`)

func sentence(rng *rand.Rand, least, most int) string {
	var b strings.Builder
	for i := range least + rng.IntN(most-least+1) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words[rng.IntN(len(words))])
	}
	return b.String()
}

func paragraphs(rng *rand.Rand) string {
	var b strings.Builder
	for range 1 + rng.IntN(3) {
		for range 1 + rng.IntN(4) {
			b.WriteString(sentence(rng, 6, 18) + ". ")
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// Load writes about the given number of posts, 10 to a thread and some threads
// of 20, over all public and members' boards and five years, and returns the
// threads with exactly 20 posts. The same numbers give the same texts.
func (w *World) Load(posts int) (ofTwenty []int64) {
	w.T.Helper()
	rng := rand.New(rand.NewPCG(7, 7))
	authors := []account.Viewer{w.By(Ann), w.By(Bea), w.By(Mod), w.By(Editor), w.By(Insider)}
	var boards []int64
	for slug, id := range w.boards {
		if slug != Exclusive && slug != "noch-nicht-zugeordnet" {
			boards = append(boards, id)
		}
	}
	now := w.DB.Now(w.Ctx)
	for written := 0; written < posts; {
		var batch []forum.Imported
		for len(batch) < 200 && written < posts {
			size := 1 + rng.IntN(18)
			if len(batch)%10 == 0 {
				size = 20
			}
			t := forum.Imported{Board: boards[rng.IntN(len(boards))], Title: fmt.Sprintf("%s: %s?", words[rng.IntN(31)], sentence(rng, 4, 9))}
			at := now.Add(-time.Duration(rng.Int64N(int64(5 * 365 * 24 * time.Hour))))
			for n := range size {
				t.Posts = append(t.Posts, forum.ImportedPost{Author: authors[rng.IntN(len(authors))], Text: paragraphs(rng),
					At: at.Add(time.Duration(n) * time.Minute), Solution: n == 3})
			}
			batch = append(batch, t)
			written += size
		}
		ids, err := w.Forum.Import(w.Ctx, batch)
		if err != nil {
			w.T.Fatal(err)
		}
		for i, id := range ids {
			if len(batch[i].Posts) == 20 {
				ofTwenty = append(ofTwenty, id)
			}
		}
	}
	return ofTwenty
}
