package info

import "kommunalforum/templates"

// roles are what the roles may do, in plain words.
var roles = []templates.Fact{
	{Term: "Gast", Text: "Liest öffentliche Bereiche, veröffentlichte häufige Fragen und veröffentlichte offizielle Antworten, ohne " +
		"sich anzumelden."},
	{Term: "Mitglied", Text: "Liest alle Bereiche für Mitglieder, fragt und antwortet, bearbeitet die eigenen Beiträge und stellt " +
		"Fragen an das Programmmanagement. Jedes Mitglied gehört zu einer Organisation."},
	{Term: "Moderation", Text: "Hält einen Bereich in Ordnung: Themen schließen, anpinnen und verschieben, Beiträge mit Begründung " +
		"ausblenden, Fassungen schwärzen, Bewährtes in die häufigen Fragen übernehmen, Themen an das Programmmanagement geben. In " +
		"einem Bereich moderieren meist mehrere Organisationen gemeinsam."},
	{Term: "FAQ-Redaktion", Text: "Schreibt, prüft und veröffentlicht häufige Fragen."},
	{Term: "Programmmanagement", Text: "Bearbeitet die Fragen an das Programmmanagement und gibt offizielle Antworten frei."},
	{Term: "Administration", Text: "Richtet Bereiche ein, gibt Rollen, sperrt Konten und liest das Protokoll aller Maßnahmen."},
}

// Samples are the pieces of Markdown that the help shows, without their HTML.
var Samples = []Sample{
	{Name: "Hervorheben", Source: "**wichtig**, *betont*, ~~überholt~~"},
	{Name: "Absatz und Zeilenumbruch", Source: "Erste Zeile\nZweite Zeile\n\nNeuer Absatz"},
	{Name: "Aufzählung", Source: "- Wohngeld\n- Elterngeld\n  - Erstantrag"},
	{Name: "Nummerierte Liste", Source: "1. Antrag prüfen\n2. Bescheid senden"},
	{Name: "Aufgabenliste", Source: "- [x] Vertrag geschlossen\n- [ ] Schnittstelle getestet"},
	{Name: "Überschrift", Source: "# Unser Vorgehen"},
	{Name: "Zitat", Source: "> Die Nachnutzung kostet\n> jährlich einen Beitrag."},
	{Name: "Link", Source: "[FITKO](https://www.fitko.de)\n\nhttps://www.ozg-umsetzung.de"},
	{Name: "Tabelle", Source: "| Dienst | Stand |\n|---|---|\n| Wohngeld | online |\n| Hundesteuer | Test |"},
	{Name: "Code", Source: "Feld `vorgangsId`\n\n```\n<antrag id=\"7\"/>\n```"},
	{Name: "Fußnote", Source: "Die Frist läuft.[^1]\n\n[^1]: § 1a OZG"},
	{Name: "Trennlinie", Source: "oben\n\n---\n\nunten"},
}
