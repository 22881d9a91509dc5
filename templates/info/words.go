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

// glossary is what the words of the forum and of the field mean.
var glossary = []templates.Fact{
	{Term: "abgegeben", Text: "Für die Frage ist eine andere Stelle zuständig; das Programmmanagement hat sie ihr mit einer " +
		"Abgabenachricht geschickt. Ihre Antwort erscheint am selben Vorgang."},
	{Term: "Antwort", Text: "Ein Beitrag zu einer Frage, geschrieben von einem Mitglied."},
	{Term: "Beitrag", Text: "Jeder einzelne Text in einem Thema: die Frage und jede Antwort darauf."},
	{Term: "Betrifft uns auch", Text: "Damit sagt eine Organisation, dass eine Frage sie ebenso angeht. Jede Organisation zählt " +
		"einmal, gleich wie viele Personen aus ihr zustimmen."},
	{Term: "Bereich", Text: "Ein Ort für Themen: eines der Themenfelder des OZG oder ein Gebiet darüber hinaus, etwa Cloud und Betrieb."},
	{Term: "EfA", Text: "„Einer für Alle“: Ein Land oder eine Kommune entwickelt einen Online-Dienst, die anderen nutzen ihn nach."},
	{Term: "Entwurf", Text: "Ein Text, an dem noch geschrieben wird und den außer der Redaktion niemand sieht."},
	{Term: "Fachverfahren", Text: "Das Programm, mit dem eine Behörde eine Aufgabe bearbeitet, etwa das Gewerberegister."},
	{Term: "Fassung", Text: "Ein Stand eines Textes. Frühere Fassungen bleiben lesbar und lassen sich vergleichen."},
	{Term: "federführend, beteiligt", Text: "Federführend ist das Land, das für ein Themenfeld die Umsetzung leitet; beteiligt sind " +
		"die, die daran mitarbeiten."},
	{Term: "FIM", Text: "Föderales Informationsmanagement: gemeinsame Bausteine für Leistungsbeschreibungen, Formulare und Abläufe."},
	{Term: "FITKO", Text: "Föderale IT-Kooperation: die gemeinsame Einrichtung von Bund und Ländern für die digitale Verwaltung."},
	{Term: "Frage an das Programmmanagement", Text: "Eine Frage, die das Programmmanagement offiziell beantworten soll. Sie hat eine " +
		"Vorgangsnummer, eine Frist und einen Verlauf."},
	{Term: "Freigabe, zur Freigabe", Text: "Eine zweite Person prüft eine offizielle Antwort, bevor sie erscheint (Vier-Augen-Prinzip)."},
	{Term: "Frist", Text: "Der Tag, bis zu dem die Antwort fällig ist, gezählt in Arbeitstagen."},
	{Term: "in Bearbeitung bei", Text: "Die Person, die sich im Programmmanagement um einen Vorgang kümmert. „Zuständig“ heißt dagegen eine Stelle."},
	{Term: "Kurzantwort", Text: "Die Antwort in zwei, drei Sätzen, oben in häufigen Fragen und offiziellen Antworten."},
	{Term: "Lebenslage, Unternehmenslage", Text: "Eine Situation, zu der Leistungen gehören, etwa „Geburt“ oder „Unternehmensstart“. " +
		"Lebens- und Unternehmenslagen gliedern die Themenfelder."},
	{Term: "LeiKa-Leistung", Text: "Eine einzelne Verwaltungsleistung mit dem Schlüssel des bundesweiten Leistungskatalogs. Mehrere " +
		"zusammen bilden eine OZG-Leistung."},
	{Term: "Lösung", Text: "Ein Beitrag, der die Frage beantwortet hat. Wer gefragt hat oder die Moderation markiert ihn; es können mehrere sein."},
	{Term: "Merkliste", Text: "Beiträge, die Sie sich mit „Merken“ für später aufheben, mit Notiz und Erinnerung. Nur Sie sehen sie."},
	{Term: "Mitteilung", Text: "Sagt Ihnen, was es Neues gibt, das Sie betrifft oder dem Sie folgen. Die Glocke oben auf jeder Seite zählt, " +
		"was Sie noch nicht gelesen haben."},
	{Term: "Moderation des Bereichs", Text: "Die Mitglieder, die einen Bereich moderieren. Wer das ist, steht auf der Seite des Bereichs."},
	{Term: "Nachfrage", Text: "Die fragende Stelle fragt nach einer offiziellen Antwort noch einmal nach. Das geht einmal, innerhalb " +
		"von zehn Arbeitstagen."},
	{Term: "Nachnutzung", Text: "Einen Online-Dienst verwenden, den andere entwickelt haben (siehe EfA)."},
	{Term: "nächste Prüfung", Text: "Der Tag, an dem die Redaktion nachsieht, ob eine häufige Frage noch stimmt."},
	{Term: "offizielle Antwort", Text: "Die Antwort des Programmmanagements oder einer zuständigen Stelle, mit Gültigkeit, " +
		"Rechtsgrundlage und dauerhafter Adresse."},
	{Term: "OZG", Text: "Onlinezugangsgesetz: Es verpflichtet Bund, Länder und Kommunen, ihre Verwaltungsleistungen auch elektronisch anzubieten."},
	{Term: "OZG-Leistung", Text: "Ein Bündel von Verwaltungsleistungen mit einer OZG-ID, etwa 10061 Studienplatzvergabe."},
	{Term: "Rückfrage", Text: "Das Programmmanagement braucht von der fragenden Stelle noch eine Auskunft."},
	{Term: "schwärzen", Text: "Eine Fassung unlesbar machen, etwa weil personenbezogene Daten darin stehen. Sie verschwindet auch aus " +
		"Suche und Verlauf."},
	{Term: "Thema", Text: "Eine Frage mit allen Antworten darauf."},
	{Term: "Themenfeld", Text: "Eines der 14 Gebiete, in die das OZG die Verwaltungsleistungen ordnet."},
	{Term: "überholt", Text: "Gilt nicht mehr. Überholtes bleibt lesbar, ist aber gekennzeichnet."},
	{Term: "Vermerk", Text: "Eine interne Notiz zu einem Vorgang. Nur das Programmmanagement liest sie."},
	{Term: "Vorgang, Vorgangsnummer", Text: "Eine Frage an das Programmmanagement mit ihrem Verlauf. Unter der Nummer, etwa " +
		"FPM-2026-0042, finden Sie sie immer wieder."},
	{Term: "Wiedervorlage", Text: "Der Tag, an dem das Programmmanagement einen Vorgang wieder ansieht."},
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
