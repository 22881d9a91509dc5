package glossary

// forumWords are those that the forum itself uses.
var forumWords = []Entry{
	{Own: true, Term: "abgegeben", Text: "Für die Frage ist eine andere Stelle zuständig; das Programmmanagement hat sie ihr mit einer " +
		"Abgabenachricht geschickt. Ihre Antwort erscheint am selben Vorgang."},
	{Own: true, Term: "Antwort", Text: "Ein Beitrag zu einer Frage, geschrieben von einem Mitglied."},
	{Own: true, Term: "Beitrag", Text: "Jeder einzelne Text in einem Thema: die Frage und jede Antwort darauf."},
	{Own: true, Term: "Betrifft uns auch", Text: "Damit sagt eine Organisation, dass eine Frage sie ebenso angeht. Jede Organisation zählt " +
		"einmal, gleich wie viele Personen aus ihr zustimmen."},
	{Own: true, Term: "Bereich", Text: "Ein Ort für Themen: eines der Themenfelder des OZG oder ein Gebiet darüber hinaus, etwa Cloud und " +
		"Betrieb."},
	{Own: true, Term: "Entwurf", Text: "Ein Text, an dem noch geschrieben wird und den außer der Redaktion niemand sieht."},
	{Own: true, Term: "Fassung", Text: "Ein Stand eines Textes. Frühere Fassungen bleiben lesbar und lassen sich vergleichen."},
	{Own: true, Term: "federführend, beteiligt", Text: "Federführend ist das Land, das für ein Themenfeld die Umsetzung leitet; beteiligt sind " +
		"die, die daran mitarbeiten."},
	{Own: true, Term: "Frage an das Programmmanagement", Text: "Eine Frage, die das Programmmanagement offiziell beantworten soll. Sie hat eine " +
		"Vorgangsnummer, eine Frist und einen Verlauf."},
	{Own: true, Term: "Freigabe, zur Freigabe", Text: "Eine zweite Person prüft eine offizielle Antwort, bevor sie erscheint " +
		"(Vier-Augen-Prinzip)."},
	{Own: true, Term: "Frist", Text: "Der Tag, bis zu dem die Antwort fällig ist, gezählt in Arbeitstagen."},
	{Own: true, Term: "in Bearbeitung bei", Text: "Die Person, die sich im Programmmanagement um einen Vorgang kümmert. „Zuständig“ heißt " +
		"dagegen eine Stelle."},
	{Own: true, Term: "Kurzantwort", Text: "Die Antwort in zwei, drei Sätzen, oben in häufigen Fragen und offiziellen Antworten."},
	{Own: true, Term: "Unternehmenslage", Text: "Eine Situation eines Unternehmens, zu der Leistungen gehören, etwa „Unternehmensstart“. " +
		"Lebens- und " +
		"Unternehmenslagen gliedern die Themenfelder."},
	{Own: true, Term: "LeiKa-Leistung", Text: "Eine einzelne Verwaltungsleistung mit dem Schlüssel des bundesweiten Leistungskatalogs. Mehrere " +
		"zusammen bilden eine OZG-Leistung."},
	{Own: true, Term: "Lösung", Text: "Ein Beitrag, der die Frage beantwortet hat. Wer gefragt hat oder die Moderation markiert ihn; es " +
		"können mehrere sein."},
	{Own: true, Term: "Merkliste", Text: "Beiträge, die Sie sich mit „Merken“ für später aufheben, mit Notiz und Erinnerung. Nur Sie sehen sie."},
	{Own: true, Term: "Mitteilung", Text: "Sagt Ihnen, was es Neues gibt, das Sie betrifft oder dem Sie folgen. Die Glocke oben auf jeder " +
		"Seite zählt, " +
		"was Sie noch nicht gelesen haben."},
	{Own: true, Term: "Moderation des Bereichs", Text: "Die Mitglieder, die einen Bereich moderieren. Wer das ist, steht auf der Seite " +
		"des Bereichs."},
	{Own: true, Term: "Nachfrage", Text: "Die fragende Stelle fragt nach einer offiziellen Antwort noch einmal nach. Das geht einmal, innerhalb " +
		"von zehn Arbeitstagen."},
	{Own: true, Term: "nächste Prüfung", Text: "Der Tag, an dem die Redaktion nachsieht, ob eine häufige Frage noch stimmt."},
	{Own: true, Term: "offizielle Antwort", Text: "Die Antwort des Programmmanagements oder einer zuständigen Stelle, mit Gültigkeit, " +
		"Rechtsgrundlage und dauerhafter Adresse."},
	{Own: true, Term: "OZG-Leistung", Text: "Ein Bündel von Verwaltungsleistungen mit einer OZG-ID, etwa 10061 Studienplatzvergabe."},
	{Own: true, Term: "Rückfrage", Text: "Das Programmmanagement braucht von der fragenden Stelle noch eine Auskunft."},
	{Own: true, Term: "schwärzen", Text: "Eine Fassung unlesbar machen, etwa weil personenbezogene Daten darin stehen. Sie verschwindet auch aus " +
		"Suche und Verlauf."},
	{Own: true, Term: "Thema", Text: "Eine Frage mit allen Antworten darauf."},
	{Own: true, Term: "überholt", Text: "Gilt nicht mehr. Überholtes bleibt lesbar, ist aber gekennzeichnet."},
	{Own: true, Term: "Vermerk", Text: "Eine interne Notiz zu einem Vorgang. Nur das Programmmanagement liest sie."},
	{Own: true, Term: "Vorgang, Vorgangsnummer", Text: "Eine Frage an das Programmmanagement mit ihrem Verlauf. Unter der Nummer, etwa " +
		"FPM-2026-0042, finden Sie sie immer wieder."},
	{Own: true, Term: "Wiedervorlage", Text: "Der Tag, an dem das Programmmanagement einen Vorgang wieder ansieht."},
}
