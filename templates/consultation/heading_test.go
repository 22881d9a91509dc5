package consultation

import "testing"

func TestHeadingsWithANumberOfTheirOwnGetNoSecond(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{"Ziel": "2. Ziel", "1. Ziel": "1. Ziel", "§ 2 Verbote": "§ 2 Verbote", "Artikel 4": "Artikel 4",
		"Art. 4": "Art. 4", "Kapitel II: Ziel": "Kapitel II: Ziel", "IV. Kosten": "IV. Kosten", "Artikel": "2. Artikel", "Teilhabe": "2. Teilhabe",
		"Kapitel Verkehr": "2. Kapitel Verkehr"} {
		if got := Numbered(2, heading); got != want {
			t.Errorf("%q: %q", heading, got)
		}
	}
}
