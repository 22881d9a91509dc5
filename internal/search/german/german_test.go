package german

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestFoldBringsSpellingsTogether(t *testing.T) {
	for word, want := range map[string]string{
		"Führerschein": "fuhrerschein", "Fuehrerschein": "fuhrerschein", "FÜHRERSCHEIN": "fuhrerschein",
		"Straße": "strasse", "STRAẞE": "strasse", "Anträge": "antrage", "Größe": "grosse",
		"neue": "neue", "Quelle": "quelle", "Mauer": "mauer", "Treue": "treue", "Poesie": "posie",
		"Wohn\u00adgeld": "wohngeld", "Café": "cafe", "ﬁnden": "finden", "İstanbul": "istanbul",
		"\u0301": "", "": "",
	} {
		if got := Fold(word); got != want {
			t.Errorf("Fold(%q) = %q, want %q", word, got, want)
		}
		if got := Fold(norm.NFD.String(word)); got != want {
			t.Errorf("Fold(%q), decomposed = %q, want %q", word, got, want)
		}
	}
}

func TestStemTakesEndingsOff(t *testing.T) {
	for _, same := range []string{"antrag antrage antragen antrags", "haus hauser hausern", "burger burgern burgerin burgerinnen",
		"gebuhr gebuhren", "leiter leiterinnen"} {
		words := strings.Fields(same)
		for _, w := range words[1:] {
			if Stem(w) != Stem(words[0]) {
				t.Errorf("%s is %s, but %s is %s", w, Stem(w), words[0], Stem(words[0]))
			}
		}
	}
	for _, w := range []string{"binnen", "rinnen", "amt", "rat", "46", "ozg"} {
		if w != "binnen" && w != "rinnen" && Stem(w) != w {
			t.Errorf("%s became %s", w, Stem(w))
		}
		if strings.HasSuffix(w, "innen") && !strings.HasPrefix(Stem(w), strings.TrimSuffix(w, "en")) {
			t.Errorf("%s became %s", w, Stem(w))
		}
	}
}

// lists for tests.
var lists = Lists{
	Stop:     strings.Fields("der die das und auf für einer alle in öffentlichen über nach"),
	Question: strings.Fields("wie wo"),
	Soft:     strings.Fields("finden"),
	Synonyms: [][]string{{"EfA", "Einer für Alle", "EfA-Prinzip"}, {"OZG", "Onlinezugangsgesetz"}, {"KI", "Künstliche Intelligenz"},
		{"XÖV", "XML in der öffentlichen Verwaltung"}},
}

func language(words string) *Language {
	v := Vocabulary{}
	for _, w := range strings.Fields(words) {
		v[Fold(w)] = 20
	}
	return New(lists, NewSplitter(v, lists.Stop))
}

// shown writes tokens as "term" or "term=text", the stop words left out.
func shown(l *Language, text string) string {
	var out []string
	for _, t := range l.Tokens(text) {
		if t.Stop {
			continue
		}
		s := t.Term
		if t.Kind != Single {
			s += "=" + text[t.Start:t.End]
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	l := language("")
	for text, want := range map[string]string{
		// Gender forms are the form that they begin with.
		"Bürger*innen": "burger", "Bürger:innen": "burger", "Bürger_innen": "burger", "BürgerInnen": "burger", "BürgerIn": "burger",
		"Bürger/-innen": "burger", "Bürger/innen": "burger", "Bürger(innen)": "burger", "Bürger·innen,": "burger", "Bürger*in": "burger",
		"Bürger*innenbüro": "burgerburo", "jede:r Beschäftigte:r": "jede beschaftigte",
		"Bürgerinnen und Bürger": "burgerinnen burger", "Berger Burg Bürger": "berger burg burger",
		"Punkt:in Ordnung": "punkt ordnung", "innen": "innen", "Ort: in Köln": "ort koln", "Stadt/Land": "stadt land", "FinanzIn": "finanz",
		// Hyphen words are their pieces, and one word.
		"E-Mail": "e mail email=E-Mail", "Online-Zugangs-Gesetz": "online zugangs gesetz onlinezugangsgesetz=Online-Zugangs-Gesetz",
		"Kinder- und Jugendhilfe": "kinder jugendhilfe", "Covid-19": "covid 19 covid19=Covid-19", "E‑Akte": "e akte eakte=E‑Akte",
		// Abbreviations and their long forms share a name that no stop word takes away.
		"Einer für Alle": "efa=Einer für Alle", "einer-für-alle": "einerfuralle=einer-für-alle efa=einer-für-alle",
		"EfA": "efa", "das Onlinezugangsgesetz": "onlinezugangsgesetz ozg=Onlinezugangsgesetz", "OZG": "ozg",
		"künstliche Intelligenz": "kunstliche intelligenz ki=künstliche Intelligenz", "KI": "ki", "einer für das": "",
		"XML in der öffentlichen Verwaltung": "xml verwaltung xov=XML in der öffentlichen Verwaltung", "XOEV": "xov",
		// Numbers and names stay whole.
		"FPM-2026-0042": "fpm 2026 0042 fpm-2026-0042=FPM-2026-0042", "99012001000000": "99012001000000",
		"99 012 001 000 000": "99 012 001 000 000 99012001000000=99 012 001 000 000", "10061": "10061",
		"www.ozg-kommunal.de": "www ozg kommunal de www.ozg-kommunal.de=www.ozg-kommunal.de",
		"a@kreis.de.":         "a kreis de kreis.de=kreis.de", "Ende.Das": "ende", "z.B.": "z b", "Version 2.6.1": "version 2 6 1 2.6.1=2.6.1",
		"§ 46 StVO": "46 stvo §46stvo=46 StVO", "§46 stvo": "46 stvo §46stvo=46 stvo",
		"§ 46 Abs. 1 Satz 2 StVO": "46 abs 1 satz 2 stvo §46stvo=46 Abs. 1 Satz 2 StVO",
		"§ 3a nach":               "3a", "46 StVO": "46 stvo",
	} {
		if got := shown(l, text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		if d := norm.NFD.String(text); !strings.Contains(want, "=") && shown(l, d) != want {
			t.Errorf("%q decomposed is %q, want %q", text, shown(l, d), want)
		}
	}
}

func TestSplit(t *testing.T) {
	l := language("Wohngeld Antrag Information Freiheit Formation Bürger Amt Haus Verwaltung Verfahren Bund Länder Kind Garten Gebühr " +
		"Müll Arbeit Kinder Tagespflege auf über Geld Wohn Ratten Rat Gift Hilfe Jugend")
	for word, want := range map[string]string{
		"Wohngeldantrag": "wohn geld antrag", "Wohngeld": "wohn geld", "Antrag": "antrag", "Informationsfreiheit": "information freiheit",
		"Verwaltungsverfahren": "verwaltung verfahren", "Müllgebühren": "mull gebuhren", "Arbeitsamt": "arbeitsamt", "Jugendhilfe": "jugend hilfe",
		"Kindergarten": "kinder garten", "Bürgerhaus": "burger haus", "Rattengift": "ratten gift", "Überhaus": "uberhaus",
		"Unbekanntwort": "unbekanntwort", "Haus": "haus", "12345678": "12345678", "Москва": "москва",
	} {
		if got := strings.Join(l.splitter.Split(Fold(word)), " "); got != want {
			t.Errorf("%s is %s, want %s", word, got, want)
		}
	}
	if long := strings.Repeat("haus", 100); len(l.splitter.Split(long)) != 1 {
		t.Error("an endless word is split")
	}
}

func TestPlacesPointAtTheLettersOfParts(t *testing.T) {
	l := language("Müll Gebühr Bürger Büro Haus Verwaltung Verfahren Straße Größe")
	for word, want := range map[string]string{
		"Müllgebühren": "Müll|gebühren", "Muellgebuehren": "Muell|gebuehren", "Verwaltungsverfahrens": "Verwaltung|verfahrens",
		"Bürgerhäuser": "Bürger|häuser", "Straßengröße": "Straße|größe", "BÜRGERBÜRO": "BÜRGER|BÜRO", "Haus": "Haus",
		"Müll\u00adgebühr": "Müll|gebühr",
		"Bürger*innenbüro": "Bürger*innenbüro|Bürger*innenbüro", norm.NFD.String("Müllgebühr"): norm.NFD.String("Müll|gebühr"),
	} {
		text := "Über " + word + " reden"
		var got []string
		for _, p := range l.Places(text, l.Tokens(text)[1]) {
			got = append(got, strings.ReplaceAll(text[p.Start:p.End], "\u00ad", ""))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s is %s, want %s", word, strings.Join(got, "|"), want)
		}
	}
}

func TestTokensPointIntoTheText(t *testing.T) {
	l := language("Haus Tür")
	for _, text := range []string{"\xff\xfe Haus\x00tür", strings.Repeat("ä-", 1000), "§ §§ 1 2 3 4 5 6 7 8", "a*innen:innen_in", "(((in)in)",
		"99 012 001 000", "e\u0301\u0301-\u00ad-x", "Bürger*", "Bürger*i"} {
		for _, tok := range l.Tokens(text) {
			if tok.Start < 0 || tok.End > len(text) || tok.Start >= tok.End || tok.From >= tok.To {
				t.Errorf("%q: %+v", text, tok)
			}
		}
	}
}

func TestOtherNamesOfThings(t *testing.T) {
	l := New(Lists{Stop: strings.Fields("in und"), Names: [][]string{{"Fahreignungsregister", "Punkte in Flensburg", "Flensburg"},
		{"Personalausweis", "Perso", "Ausweis", "Karte", "Kärtchen", "Plastik"}}}, NewSplitter(Vocabulary{}, nil))
	for text, want := range map[string]string{
		"Perso": "0-1 personalausweis", "Mein Perso und Kärtchen": "1-2 personalausweis|3-4 personalausweis",
		"die Punkte in Flensburg": "1-4 fahreignungsregist|3-4 fahreignungsregist", "Punkte in": "", "in Flensburg": "1-2 fahreignungsregist",
		"Personalausweises": "0-1 perso ausweis kart kartch", "": "",
	} {
		var got []string
		for _, n := range l.OtherNames(l.Tokens(text)) {
			var parts []string
			for _, p := range n.Parts {
				parts = append(parts, strings.Join(p, "+"))
			}
			got = append(got, fmt.Sprintf("%d-%d %s", n.From, n.To, strings.Join(parts, " ")))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q has other names %q, want %q", text, strings.Join(got, "|"), want)
		}
	}
}
