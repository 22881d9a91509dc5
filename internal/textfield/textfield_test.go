package textfield_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

func TestLeftoversOfPastingAreRemoved(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"  Wer trägt\u00a0die\t Kosten?\n":        "Wer trägt die Kosten?",
		"Mu\u0308ller":                            "Müller",
		"Daten\u00adschutz":                       "Datenschutz",
		"\ufeffBauantrag\u200b\u2060":             "Bauantrag",
		"\u200e12.03.2027\u200f":                  "12.03.2027",
		"\u202d+49 511 123\u202c":                 "+49 511 123",
		"\u2066Stadt\u2069 \u2068Ulm\u2069":       "Stadt Ulm",
		"Ver\x02ordnung\x00":                      "Verordnung",
		"Auf\u200clage":                           "Auflage",
		"u\u200d\u0308ber":                        "über", // composed once nothing stands between
		"Fertig \u2714\ufe0f":                     "Fertig \u2714\ufe0f",
		"Fertig\ufe0f":                            "Fertig",
		"Team \U0001f469\u200d\U0001f4bb":         "Team \U0001f469\u200d\U0001f4bb",
		"Herz \u2764\ufe0f\u200d\U0001f525":       "Herz \u2764\ufe0f\u200d\U0001f525",
		"Punkt 1\ufe0f\u20e3 und 2\ufe0f":         "Punkt 1\ufe0f\u20e3 und 2",
		"\u200d\U0001f469\u200d":                  "\U0001f469",
		"§\u202f9a\u2028und\u2029\u3000mehr":      "§ 9a und mehr",
		"":                                        "",
		"\u200e\u200e\u200e\u200b\u00ad\ufeff \n": "",
	} {
		if got := textfield.Clean(typed); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
		if got := textfield.Clean(want); got != want {
			t.Errorf("%q is not stable: %q", want, got)
		}
	}
}

func TestWhatShowsOtherThanItIsIsRefused(t *testing.T) {
	t.Parallel()
	for text, fine := range map[string]bool{
		"Wer trägt die Kosten?":                true,
		"§ 9a OZG – „Wer zahlt?“ 100 % & mehr": true,
		"Łužyca, Ðorđević, Ünal":               true,
		"Θ = 5 °C":                             true,
		"مرحبا":                                true, // a language, read from the right by itself
		"Neu \U0001faea":                       true, // of a Unicode that this program does not know
		"":                                     true,
		"Frage \u202etxet":                     false, // right-to-left override
		"Frage \u202btext":                     false,
		"Frage \u2067text":                     false,
		"\u3164\u3164\u3164\u3164\u3164\u3164": false, // Hangul fillers are letters
		"\u2800\u2800\u2800\u2800\u2800":       false, // empty Braille
		"Frage\U000e0041\U000e0042":            false, // tags
		"Frage \uf0b7 Punkt":                   false, // a bullet of Word
		"Frage \U0010fffd":                     false,
		"Frage \u0378":                         false, // unassigned
		"Frage \ufffe":                         false,
		"Frage \ufffd":                         false,
		"Frage\u034f":                          false,
		"Frage\ufff9x":                         false,
		"– – – – – –":                          false, // no letter
		"\U0001f44d\U0001f44d\U0001f44d":       false,
		"\u0301\u0301":                         false,
		"a" + strings.Repeat("\u0336\u0353", 3) + "bc": false, // drawn over the lines around it
	} {
		if why := textfield.Refusal(text); (why == "") != fine {
			t.Errorf("%q: %q", text, why)
		}
	}
	broken := "Frage \xff\xfe"
	var c fault.Check
	textfield.Line(&c, "titel", "Titel", &broken, 3, 100)
	if c.Err() == nil {
		t.Errorf("broken UTF-8 passes as %q", broken)
	}
}

func TestRefusalNamesCharacterAndPlace(t *testing.T) {
	t.Parallel()
	value := "Bauantrag digital \uf0b7 Frist"
	var c fault.Check
	textfield.Line(&c, "titel", "Titel", &value, 3, 100)
	want := "„Titel“ enthält ein Zeichen, das man nicht sieht oder das nicht überall gleich aussieht (U+F0B7 hinter „digital“). Bitte löschen Sie es."
	if p := fault.ProblemsOf(c.Err()); len(p) != 1 || p[0].Sentence != want || p[0].Field != "titel" {
		t.Errorf("problems %+v", p)
	}
}

func TestLengthIsThatOfTheCleanedText(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		strings.Repeat("\u200e", 12):           "Bitte füllen Sie „Titel“ aus.",
		"a\u00ad\u00adb":                       "„Titel“ braucht mindestens 3 Zeichen.",
		"u\u0308" + strings.Repeat("x", 9):     "",
		"u\u0308" + strings.Repeat("x", 10):    "„Titel“ darf höchstens 10 Zeichen lang sein, jetzt sind es 11.",
		"a   b" + strings.Repeat("\u200bc", 7): "",
	} {
		value := typed
		var c fault.Check
		textfield.Line(&c, "titel", "Titel", &value, 3, 10)
		got := ""
		if p := fault.ProblemsOf(c.Err()); len(p) > 0 {
			got = p[0].Sentence
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestLinesStayLines(t *testing.T) {
	t.Parallel()
	value := "\n  Guten Tag,\r\n\r\nich bin\u00ad neu. \rGru\u0308\u00dfe\n\n"
	var c fault.Check
	textfield.Lines(&c, "grund", "Nachricht", &value, 0, 100)
	if want := "Guten Tag,\n\nich bin neu.\nGrüße"; value != want || c.Err() != nil {
		t.Errorf("%q, %v, want %q", value, c.Err(), want)
	}
}

func TestVisible(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"a": true, "\U0001f44d": true, "–": true, "": false, " \n": false,
		"\u200e\u200b": false, "\u3164": false, "\u2800": false, "\u200d\ufe0f": false, "\u0301": false} {
		if textfield.Visible(text) != want {
			t.Errorf("%q", text)
		}
	}
}
