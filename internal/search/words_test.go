package search_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// TestMunicipalGermanIsFound tells for each text what finds it, and what does
// not.
func TestMunicipalGermanIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	texts := []struct{ title, finds, not string }{
		{"Amselgruß: Wohngeldantrag online", "Amselgruß Antrag auf Wohngeld|Amselgruß Wohngeld|amselgruss wohngeldanträge", "Amselgruß Miete"},
		{"Drosselgruß: Antrag auf Wohngeld", "Drosselgruß Wohngeldantrag|Drosselgruß Wohngeldanträge", "Drosselgruß Miete"},
		{"Finkengruß: Informationsfreiheit", "Finkengruß Information|Finkengruß Freiheit", "Finkengruß Formation|Finkengruß reihe"},
		{"Meisengruß: Bürger*innenbeteiligung für Bürger:innen",
			"Meisengruß Bürger|Meisengruß Bürgerinnen|Meisengruß BürgerInnen|Meisengruß Bürgerbeteiligung", "Meisengruß Burgwall"},
		{"Spatzengruß: die Bürgerinnen", "Spatzengruß Bürger|Spatzengruß Bürger*innen|Spatzengruß Bürgerin|Spatzengruß Bürger/-innen", ""},
		{"Krähengruß: Nachnutzung nach Einer für Alle", "Krähengruß EfA|Krähengruß Einer-für-Alle|Einer für Alle Krähengruß", "Krähengruß FIM"},
		{"Elsterngruß: unser EfA-Dienst", "Elsterngruß Einer für Alle|Elsterngruß efa", ""},
		{"Schwalbengruß: das Onlinezugangsgesetz", "Schwalbengruß OZG|Schwalbengruß Online-Zugangs-Gesetz", ""},
		{"Lerchengruß: E-Mail und § 46 StVO", "Lerchengruß Email|Lerchengruß E-Mail|Lerchengruß § 46 StVO|Lerchengruß §46 stvo",
			"Lerchengruß § 47 StVO"},
		{"Eulengruß: auf ozg-kommunal.de, Schlüssel 99012001000000",
			"Eulengruß ozg-kommunal.de|Eulengruß 99012001000000|Eulengruß 99 012 001 000 000", "Eulengruß 99012001"},
		{"Adlergruß: künstliche Intelligenz", "Adlergruß KI", ""},
	}
	for _, x := range texts {
		w.Ask(testkit.Ann, testkit.Public, x.title, "Text")
	}
	w.CatchUp()
	for _, x := range texts {
		for _, list := range []struct {
			queries string
			want    bool
		}{{x.finds, true}, {x.not, false}} {
			for q := range strings.SplitSeq(list.queries, "|") {
				if q == "" {
					continue
				}
				r := w.Find(testkit.Guest, query.Form{Text: q})
				found := !r.AnyWord && r.Total > 0 && r.Hits[0].Title == x.title
				if found != list.want {
					t.Errorf("%q finds %q: %v, want %v (%d hits)", q, x.title, found, list.want, r.Total)
				}
			}
		}
	}
}

func TestFileNumberFindsItsAnswerAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.Answer(testkit.Public, "Wer zahlt den Betrieb?", "Der Bund.", board.ToPublic)
	w.Ask(testkit.Ann, testkit.Public, "Haushalt 2026 und FPM", "Im Jahr 2026")
	w.CatchUp()
	w.WantTitles(testkit.Guest, number, "answer Wer zahlt den Betrieb?")
}

func TestQuestionWordsAreDroppedButNeverAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Kanarienvogel im Rathaus", "Welche Farbe?")
	w.Ask(testkit.Ann, testkit.Public, "Warum überhaupt?", "Weil")
	w.CatchUp()
	if r := w.Find(testkit.Guest, query.Form{Text: "Wo kann ich den Kanarienvogel finden?"}); r.AnyWord || r.Total != 1 {
		t.Errorf("a question finds %d, any word %v", r.Total, r.AnyWord)
	}
	w.WantTitles(testkit.Guest, "Warum?", "thread Warum überhaupt?")
}

func TestPartsAreMarkedByTheirLetters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Eine Frage", "Über die Müllgebührensatzung, den Bürger*innenhaus und „Muellgebuehren“: Einer für Alle")
	w.CatchUp()
	for line, want := range map[string]string{
		"Frage Müll": "Müll|Muell", "Frage Müllgebühr": "Müllgebühr|Muellgebuehren", "Frage Satzung": "satzung",
		"Frage Bürger": "Bürger*innenhaus", "Frage EfA": "Einer für Alle",
	} {
		r := w.Find(testkit.Guest, query.Form{Text: line, Kind: document.Thread})
		if len(r.Hits) != 1 || strings.Join(marked(r.Hits[0].Excerpt), "|") != want {
			t.Errorf("%q: %d hits, marked %v, want %s", line, len(r.Hits), r.Hits, want)
		}
	}
}
