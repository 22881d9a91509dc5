package textfield

import "testing"

func TestNamesAreWhatTheyLookLike(t *testing.T) {
	t.Parallel()
	for name, fine := range map[string]bool{
		"Anna Ahorn":                      true,
		"Łukasz Škvorecký-Őry d'Àvila":    true,
		"Grażyna Ünal, geb. Ðorđević":     true,
		"Gülşən İsmayılova":               true,
		"Bürgermeisterin (komm.) & IT 24": true,
		"J\u0308rgen":                     true, // a letter with a mark behind it
		"Běła Woda / Weißwasser":          true,
		"Кай Modell":                      false, // Cyrillic К
		"Anna Аhorn":                      false, // Cyrillic А
		"Αnna Ahorn":                      false, // Greek Α
		"Рау":                             false, // a whole word of another script
		"Аnnа":                            false,
		"Ann\u200ba":                      false, // zero width space
		"Anna\u00a0Ahorn":                 false, // no-break space
		"Anna\u202enrohA":                 false, // right to left
		"Anna \u2066Ahorn\u2069":          false, // isolates
		"Anna\ufeff":                      false,
		"Anna\u00ad":                      false, // soft hyphen
		"Anna\U000e0041":                  false, // tag
		"Anna\ufe0f":                      false, // variation selector
		"Anna\u3164":                      false, // Hangul filler
		"Anna\u2800Ahorn":                 false, // empty Braille
		"Anna\u034fAhorn":                 false,
		"Anna\nAhorn":                     false,
		"Anna\x00":                        false,
		"Ａnna":                            false, // full width
		"𝐀nna":                            false, // mathematical
		"ᴀnna":                            false, // small capital
		"A\u0301\u0302\u0303nna":          false, // piled up
		"Anna\ufffd":                      false,
		"":                                true, // its length is another matter
	} {
		if why := nameProblem(name); (why == "") != fine {
			t.Errorf("%q: %q", name, why)
		}
	}
}
