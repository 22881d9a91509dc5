package page

import (
	"net/url"
	"strconv"
	"strings"

	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// typedField is a field into which people write, with its label where it is
// shown outside of its form.
type typedField struct{ name, label string }

// typedFields are the fields of forms into which people write, in the order in
// which a refusal shows them. A test holds that every field of a form is here,
// in secretFields or in its list of fields that filter pages.
var typedFields = []typedField{
	{"titel", "Titel"}, {"frage", "Frage"}, {"name", "Name"}, {"q", "Suche"}, {"kurz", "Kurzantwort"}, {"kurzantwort", "Kurzantwort"},
	{"text", "Text"}, {"hintergrund", "Hintergrund"}, {"begruendung", "Begründung"}, {"grund", "Grund"}, {"ablehnung", "Grund der Ablehnung"},
	{"bescheid", "Antwort"},
	{"produkt", "Onlinedienst oder Produkt"}, {"anbieter", "Anbieter"}, {"betreiber", "Betreiber"}, {"seit", "Seit"},
	{"erfahrung", "Erfahrungen"}, {"finanzierung", "Finanzierung"}, {"einbindung", "Einbindung"}, {"betrieb", "Betrieb"},
	{"schnittstellen", "Schnittstellen"}, {"unterstuetzung", "Unterstützung"}, {"postfach", "Postfach für Fragen"},
	{"notiz", "Notiz"}, {"alternativtext", "Was ist auf dem Bild zu sehen?"}, {"erinnerung", "Erinnerung am"},
	{"beschreibung", "Beschreibung"}, {"claim", "Leitsatz"}, {"liste", "Liste"}, {"partner", "Weiterführende Angebote"}, {"traeger", "Träger"},
	{"neuerung", "Was ist neu?"}, {"herausgeber", "Herausgebende Stelle"}, {"fundstelle", "Fundstelle"}, {"quelle", "Amtliche Quelle"},
	{"nachfolger", "Nummer des neuen Dokuments"},
	{"dokument", "Quelle in der Bibliothek"}, {"vorschlag", "Gewünschte Fassung"}, {"gruende", "Begründung"},
	{"erwiderung", "Begründung der Entscheidung"},
	{"leistungen", "OZG-Leistungen"}, {"geltung", "Gilt für"}, {"rechtsgrundlage", "Rechtsgrundlage"}, {"stelle", "Stelle"},
	{"stand", "Stand"}, {"pruefung", "Nächste Prüfung"}, {"datum", "Datum"}, {"gueltig_ab", "Gültig ab"}, {"gueltig_bis",
		"Gültig bis"}, {"letzter_tag", "Läuft bis einschließlich"}, {"abwesend", "Abwesend bis"}, {"ziel", "Nummer des anderen Vorgangs"},
	{"funktion", "Funktion"}, {"telefon", "Telefon"}, {"arbeitgeber", "Ihre Organisation"}, {"organisation", "Organisation"},
	{"kollege", "Wer dort kennt Sie?"}, {"email", "E-Mail-Adresse"}, {"kontakt", "E-Mail-Adresse für Fragen zum Forum"},
	{"kennung", "Adresse"}, {"domain", "Domain"}, {"fuer", "Gemeinden, für die sie handelt"}, {"ags", "AGS"}, {"einwohner",
		"Einwohnerzahl"}, {"jahr", "Jahr"}, {"arbeitstage", "Arbeitstage"},
}

// secretFields are never kept and never shown again.
var secretFields = map[string]bool{"passwort": true, "nochmal": true, "bisher": true, "code": true, "ersatz": true}

func numeric(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

// choiceForms are the forms with so many choices that they are kept like a text when
// somebody is no longer signed in.
var choiceForms = map[string]bool{path.NoticeSettings: true}

// typed returns what was typed into the form of the request, as it can be shown.
func (c *Context) typed() []templates.Typed { return typedIn(c.Request.PostForm) }

func typedIn(form url.Values) (out []templates.Typed) {
	for _, f := range typedFields {
		for _, value := range form[f.name] {
			text := strings.ReplaceAll(strings.ToValidUTF8(value, "\uFFFD"), nul, "")
			most, limited := maxFieldBytes[f.name]
			number := f.name == "stand" && numeric(text) // a revision, which nobody typed
			if number || limited && len(text) > most || strings.TrimSpace(text) == "" {
				continue
			}
			out = append(out, templates.Typed{Label: f.label, Text: text})
		}
	}
	return out
}
