package bench

import "net/url"

// searchLine is a kind of search, with lines of that kind to go through in turn.
type searchLine struct {
	name  string
	more  string // of the address
	lines []string
}

// searchLines are what people search for.
var searchLines = []searchLine{
	{name: "one word", lines: []string{"Gewerbeanmeldung", "Wohngeld", "Bewohnerparkausweis", "Elterngeld", "Schnittstelle", "Antrag", "Bescheid",
		"Genehmigung", "Führerschein", "Datenschutz", "Kindergarten", "Nachweis", "Landkreis", "Beratung", "Verfahren", "Frist"}},
	{name: "two words", lines: []string{"Wohngeld Betriebskosten", "Bauantrag Fachverfahren", "Antrag Frist", "Landkreis Rechenzentrum",
		"Genehmigung Bescheid", "Gebühr Ausweis", "Kosten Portal"}},
	{name: "question", lines: []string{"Wie übernehmen wir die Daten aus dem Onlinedienst in das Fachverfahren?",
		"Wer trägt die Betriebskosten für den Onlinedienst?", "Welche Frist gilt für den Antrag auf Wohngeld?", "Wie meldet man ein Gewerbe an?"}},
	{name: "misspelt", lines: []string{"Wohngled Antrag", "Genehmiugng", "Schnitstelle"}},
	{name: "phrase", lines: []string{`"in das Fachverfahren"`, `"Wer trägt die Betriebskosten"`}},
	{name: "few hits", lines: []string{"Nutzerkonto Schulung", "Rechenzentrum Führerschein Hundesteuer"}},
	{name: "five words", lines: []string{"Landkreis Kommune Stadt Gemeinde Verwaltung", "Antrag Frist Gebühr Nachweis Bescheid"}},
	{name: "nothing", lines: []string{"Xylophonquartett", "Bratwurstgriller Qwertzuiop"}},
	{name: "filtered", more: "&art=beitrag&bereich=bauen-wohnen", lines: []string{"Bauantrag", "Genehmigung", "Antrag"}},
	{name: "newest first", more: "&sortierung=datum", lines: []string{"Bauantrag", "Genehmigung", "Antrag"}},
	{name: "facets", more: "&jahr=2025&land=Hessen", lines: []string{"Gewerbeanmeldung", "Wohngeld", "Bescheid"}},
}

// paths are the addresses of the results.
func (l searchLine) paths() (out []string) {
	for _, line := range l.lines {
		out = append(out, "/suche?q="+url.QueryEscape(line)+l.more)
	}
	return out
}
