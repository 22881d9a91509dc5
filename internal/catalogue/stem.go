package catalogue

import "strings"

// leastLetters is the shortest word that says something.
const leastLetters = 4

// endings are cut off words, the longest first. It is no grammar: words that
// belong together only need to end up alike ("anmelden", "Anmeldungen").
var endings = []string{"ungen", "ung", "ern", "em", "en", "er", "es", "e", "s"}

// stem cuts one ending off a folded word, if at least four letters stay.
func stem(word string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(word, e); ok && len(rest) >= leastLetters {
			return rest
		}
	}
	return word
}

// everyday gives the catalogue's words for those that people use and the
// catalogue does not know, all folded.
var everyday = map[string]string{
	"anwohnerparken":     "bewohnerparkausweis",
	"asyl":               "asylbewerberleistungsgesetz",
	"bauakte":            "baugenehmigung",
	"bauantraege":        "baugenehmigung",
	"bauantrag":          "baugenehmigung",
	"bauvorlagen":        "baugenehmigung",
	"bebauungsplan":      "flaechennutzungsplan",
	"bewohnerparken":     "bewohnerparkausweis",
	"buergergeld":        "arbeitslosengeld",
	"eid":                "personalausweis",
	"gewerbeabmeldung":   "unternehmensanmeldung gewerbe",
	"gewerbeanmeldung":   "unternehmensanmeldung gewerbe",
	"gewerbeanzeige":     "unternehmensanmeldung gewerbe",
	"gewerbeummeldung":   "unternehmensanmeldung gewerbe",
	"heirat":             "eheschliessung",
	"hochwasser":         "elementarschaeden",
	"hundeanmeldung":     "hundehaltung",
	"hundesteuer":        "hundehaltung",
	"kfz":                "kraftfahrzeugzulassung",
	"kindergarten":       "kindertagesbetreuung",
	"kita":               "kindertagesbetreuung",
	"kitas":              "kindertagesbetreuung",
	"muell":              "abfallentsorgung",
	"schulanmeldung":     "schulaufnahme",
	"sperrmuell":         "abfallentsorgung",
	"standesamt":         "geburtsurkunde sterbeurkunde eheschliessung",
	"starkregen":         "elementarschaeden",
	"trauung":            "eheschliessung",
	"ummeldung":          "wohnsitzmeldung",
	"wohnsitzanmeldung":  "wohnsitzmeldung",
	"xbau":               "baugenehmigung",
	"vergnuegungssteuer": "vergnuegungsteuer",
	"wochenmarkt":        "spezialmaerkte",
	"wochenmaerkte":      "spezialmaerkte",
	"xgewerbeanzeige":    "unternehmensanmeldung gewerbe",
	"xplanung":           "flaechennutzungsplan",
}

// tellsNothing holds the stems of words that stand in titles on every subject,
// or in the names of many services: what is done with an application, the
// tools it is done with, and whose it is.
var tellsNothing = stems(`
	ablehnung abmeldung abnahme absatz aenderung akte akten alle allgemein amt anbindung ansprechperson andere anderen
	anerkennung anfrage angabe angebot anmeldung anordnung antrag antraege anzeige arbeit aufhebung
	aufnahme auskunft ausnahme ausstellung austausch
	beantragen bearbeitung bedarf behoerde bereich bescheid bescheinigung besondere bestaetigung
	betrieb betreiben betriebskosten bewilligung bezahlung buerger buergerbuero bund bundesland
	daten datenschutz deutsche deutschen deutschland dienst dienste dienstleister dienstleistung
	digital digitalisierung diese dokument durch durchfuehrung
	eigene einfuehrung einem einen einer eines einigung einreichen einrichtung einsicht eintragung
	elektronisch elektronisches empfang entscheidung erbringung erfahrung erfahrungen erhebung
	erlaubnis ersatz erstellung erteilung euch eure
	fachverfahren fachstelle feststellung festsetzung finanzierung foerderung formular formulare frage
	fragen frist fuehrung fuer
	gebiet gebuehr gebuehren gehen geht geld gemaess gemeinde gemeinden gemeinsame genehmigung gesetz
	gesetzlich gewaehren gewaehrung
	haben hilfe hilft
	jahr jahre
	kann karte kommune kommunen kommunal kommunalpakt konto kosten kreis kreise
	laeuft land laender landkreis leistung leistungen loesung loeschung
	massnahme meldung mensch menschen mitarbeitende mitarbeiter muss
	nach nachnutzung nachricht nachweis name nicht notfall nutzerkonto nutzung
	oder oeffentlich ohne online onlineantrag onlinedienst onlinezugangsgesetz
	papier person personal personen plattform platz portal praxis projekt prozess pruefung
	rahmen rechenzentrum recht register registermodernisierung rollout rueckmeldung
	sachbearbeitung schnittstelle schulung seite sich sind software sowie stadt staedte stand stelle
	stellen
	taetigkeit teilnahme termin testen thema
	uebermittlung uebernahme ueber ueberwachung umfrage umsetzung unter unterlagen unternehmen
	unterschrift
	verarbeitung verfahren verlaengerung vertrag verwaltung vergabe voraussetzung vorgang
	warum wegen welche wenn werden widerruf wird wirklich wissen
	zahlen zahlung zeit zulassung zustaendigkeit zustimmung`)

func stems(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[stem(w)] = true
	}
	return set
}
