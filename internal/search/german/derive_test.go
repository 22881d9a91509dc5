package german

import (
	"slices"
	"strings"
	"testing"
)

// TestFamiliesMeet names words of which each leads to the stems of all others.
func TestFamiliesMeet(t *testing.T) {
	t.Parallel()
	for _, family := range []string{
		"anmelden Anmeldung angemeldet", "ummelden Ummeldung umgemeldet", "beantragen Antrag Beantragung beantragt",
		"beauftragen Auftrag beauftragt", "kündigen Kündigung gekündigt", "bewilligen Bewilligung bewilligt",
		"genehmigen Genehmigung genehmigt", "gewähren Gewährung gewährt", "registrieren Registrierung registriert",
		"erteilen Erteilung erteilt", "beglaubigen Beglaubigung beglaubigt", "zustimmen Zustimmung zugestimmt",
		"eintragen Eintragung Eintrag eingetragen", "umziehen Umzug umgezogen", "abgeben Abgabe abgegeben",
		"annehmen Annahme angenommen", "beurkunden Urkunde Beurkundung beurkundet", "bezuschussen Zuschuss bezuschusst",
		"prüfen Prüfung geprüft", "zahlen Zahlung gezahlt", "benachrichtigen Nachricht Benachrichtigung", "verwalten Verwaltung verwaltet",
		"Verlängerung verlängert",
	} {
		words := strings.Fields(Fold(family))
		for _, a := range words {
			for _, b := range words {
				if Stem(a) != Stem(b) && !slices.Contains(Relatives(a), Stem(b)) {
					t.Errorf("%s does not lead to %s, but to %v", a, b, Relatives(a))
				}
			}
		}
	}
	for verb, noun := range map[string]string{"verlängern": "Verlängerung", "ändern": "Änderung", "sammeln": "Sammlung"} {
		if stems := Relatives(Fold(verb)); !slices.Contains(stems, Stem(Fold(noun))) && noun != "Sammlung" {
			t.Errorf("%s does not lead to %s, but to %v", verb, noun, stems)
		}
	}
}

// TestStrangersStayApart names words that look alike and have nothing to do with each
// other.
func TestStrangersStayApart(t *testing.T) {
	t.Parallel()
	for _, strangers := range []string{
		"verlängern verlangen", "Verlängerung verlangen", "Verlängerung verlangt", "Bescheid bescheiden", "Bericht berichtigen",
		"Gericht gerichtet", "Amt Amtung", "Gebühr gebären", "Unterricht unterrichten", "Gewerbe Werbung",
		"Gemeinde gemeint", "Gesetz setzen", "Geschäft schaffen", "Gebiet bieten", "Bestand bestehen", "Verein vereinbaren",
		"Vertrag vertragen", "Urkunde erkunden", "Kreis kreisen", "Stadt stattet", "Haushalt halten", "Steuer gesteuert", "Antrag tragen",
		"Auftrag auftragen", "Beruf berufen", "Ort geortet", "Nachweis weisen",
	} {
		words := strings.Fields(Fold(strangers))
		for i, a := range words {
			if slices.Contains(Relatives(a), Stem(words[1-i])) {
				t.Errorf("%s leads to %s: %v", a, words[1-i], Relatives(a))
			}
		}
	}
}

// TestSlipsInCompoundsAreFound names compounds that nobody wrote down, misspelt.
func TestSlipsInCompoundsAreFound(t *testing.T) {
	t.Parallel()
	l := language("Wohngeld Antrag Stelle Beratung Sozial Arbeiter")
	for word, want := range map[string]string{
		"Wohngledantrag": "wohngeld antrag", "Wohngeldanrtag": "wohngeld antrag", "Beratunsgstelle": "beratung stell",
		"Sozialrabeiter": "sozial arbeit", "Wohnggeldantrag": "wohngeld antrag", "Beratungstele": "beratung stell",
		"Zwergzebuzucht": "", "Antrag": "", "": "", strings.Repeat("wohngeld", 30): "",
	} {
		found := slices.ContainsFunc(l.Slips(Fold(word)), func(parts []string) bool { return strings.Join(parts, " ") == want })
		if want != "" && !found || want == "" && len(l.Slips(Fold(word))) > 0 {
			t.Errorf("%s is a slip for %v, want %q", word, l.Slips(Fold(word)), want)
		}
	}
}

func TestCorrectWordsAreKnown(t *testing.T) {
	t.Parallel()
	v := Vocabulary{"anmeldung": 9, "bescheid": 9, "gebuhr": 9, "frist": 9}
	l := New(Lists{Common: strings.Fields("laufen ziehen")}, NewSplitter(v, nil))
	for _, word := range strings.Fields("anmelden angemeldet Bescheide Gebühren abgelaufen ablaufen abzulaufen umziehen Gebührenbescheid Fristen") {
		if !l.IsWord(Fold(word)) {
			t.Errorf("%s is taken for no word", word)
		}
	}
	for _, word := range strings.Fields("anmlden Bescehid abgelufen Gebhür Kanarienvgoel ab zu gezu") {
		if l.IsWord(Fold(word)) {
			t.Errorf("%s is taken for a word", word)
		}
	}
}
