package page

// notices are the sentences that Announce can have the next page show.
var notices = withMentions(map[string]string{
	"thema":                  "Ihre Frage ist veröffentlicht.",
	"gemerkt":                "Der Beitrag steht auf Ihrer Merkliste. Dort können Sie eine Notiz und eine Erinnerung hinzufügen.",
	"gemerkt-geaendert":      "Notiz und Erinnerung sind gespeichert.",
	"nachnutzung-neu":        "Der Eintrag Ihrer Organisation steht jetzt im Nachnutzungsregister.",
	"nachnutzung-geaendert":  "Der Eintrag ist gespeichert und gilt als bestätigt.",
	"nachnutzung-bestaetigt": "Danke. Der Eintrag ist bestätigt.",
	"nachnutzung-geloescht":  "Der Eintrag ist aus dem Nachnutzungsregister gelöscht.",
	"gemerkt-ohne":           "Der Beitrag steht ohne Notiz und Erinnerung auf Ihrer Merkliste.",
	"erinnerung-erledigt":    "Die Erinnerung ist erledigt. Der Beitrag bleibt auf Ihrer Merkliste.",
	"keine-hilft":            "Die Frage wartet nicht mehr auf Sie, bis jemand neu antwortet.",
	"nicht-gemerkt":          "Der Beitrag steht nicht mehr auf Ihrer Merkliste.",
	"notiz-gespeichert":      "Die Notiz Ihrer Organisation ist gespeichert.",
	"notiz-entfernt":         "Die Notiz ist entfernt. Das steht jetzt im Protokoll.",
	"betrifft-thema":         "Ihre Organisation steht nun bei den betroffenen.",
	"betrifft-thema-nicht":   "Ihre Organisation steht nicht mehr bei den betroffenen.",
	"suche-gespeichert":      "Die Suche ist gespeichert. Sie hören von neuen Treffern.",
	"suche-umbenannt":        "Diese Suche war schon gespeichert. Sie hat jetzt den neuen Namen.",
	"suche-geloescht":        "Die gespeicherte Suche ist gelöscht.",
	"schon-entfernt":         "Das war schon entfernt. Geändert hat sich nichts.",
	"schon-entschieden":      "Hier wartet nichts mehr auf Ihre Entscheidung. Vielleicht ist sie schon gefallen. Geändert hat sich nichts.",
	"folgen":                 "Sie folgen jetzt in dem Umfang, den Sie gewählt haben.",
	"folgen-nicht":           "Sie folgen nicht mehr.",
	"folgen-stumm":           "Das ist stumm geschaltet.",
	"folgen-schon":           "Dem folgen Sie schon nicht mehr.",
	"folgen-wieder":          "Alles ist wieder so, wie es vorher war.",
	"folgen-vorbei":          "Das wurde schon rückgängig gemacht oder ist länger als einen Tag her.",
	"thema-wartet":           "Ihre Frage ist angekommen. Weil es Ihr erster Beitrag ist, sieht die Moderation sie durch, bevor andere sie lesen.",
	"antwort-wartet":         "Ihre Antwort ist angekommen. Weil es Ihr erster Beitrag ist, sieht die Moderation sie durch, bevor andere sie lesen.",
	"gelesen":                "Alles, was da war, ist als gelesen markiert.",
	"ungelesen":              "Das Thema ist ab diesem Beitrag wieder als ungelesen markiert.",
	"freigegeben":            "Der Beitrag ist veröffentlicht.",
	"frage-geaendert":        "Nichts ist freigegeben: Die Frage wurde geändert, nachdem Sie sie geöffnet haben. Bitte lesen Sie sie noch einmal.",
	"abgelehnt":              "Der Beitrag ist abgelehnt. Wer ihn geschrieben hat, liest Ihren Grund.",
	"antwort":                "Ihre Antwort ist veröffentlicht.",
	"geaendert":              "Die Änderung ist gespeichert.",
	"zurueckgezogen":         "Der Beitrag ist zurückgezogen.",
	"gemeldet":               "Ihre Meldung ist angekommen. Was daraus wird, steht dann hier, und Sie bekommen eine Mitteilung.",
	"moderiert":              "Das ist erledigt und steht jetzt im Protokoll.",
	"faq-uebernommen": "Der Beitrag ist in einen Entwurf übernommen. Bitte prüfen Sie den Text, entfernen Sie verbliebene Namen " +
		"und ergänzen Sie die Kurzantwort.",
	"faq-vorgeschlagen": "Ihr Vorschlag ist bei der FAQ-Redaktion. Hier sehen Sie, was daraus wird.",
	"faq-hinweis":       "Ihr Hinweis ist bei der FAQ-Redaktion. Hier sehen Sie, was daraus wird.",
	"vorschlag-uebernommen": "Der Vorschlag ist in einen Entwurf übernommen. Bitte prüfen Sie den Text, entfernen Sie verbliebene Namen " +
		"und ergänzen Sie die Kurzantwort.",
	"vorschlag-abgelehnt":  "Das ist abgelehnt. Wer es geschrieben hat, liest Ihren Grund.",
	"hinweis-erledigt":     "Der Hinweis ist erledigt.",
	"vorschlag-zurueck":    "Das ist zurückgezogen.",
	"dokument":             "Das Dokument steht jetzt in der Bibliothek.",
	"dokument-beendet":     "Über dem Dokument steht jetzt, dass es nicht mehr gilt.",
	"dokument-gilt":        "Das Dokument gilt wieder.",
	"faq-entwurf":          "Der Entwurf ist gespeichert.",
	"faq-veroeffentlicht":  "Der Artikel ist veröffentlicht.",
	"faq-geprueft":         "Die Prüfung ist festgehalten.",
	"faq-ueberholt":        "Der Artikel ist als überholt markiert.",
	"faq-geloescht":        "Der Entwurf ist gelöscht.",
	"frage-gestellt":       "Ihre Frage ist beim Programmmanagement eingegangen. Auf dieser Seite sehen Sie, wie es weitergeht.",
	"frage-weitergegeben":  "Das Thema liegt jetzt dem Programmmanagement vor.",
	"frage-liegt-vor":      "Das Thema liegt dem Programmmanagement schon vor. Dies ist der Vorgang.",
	"frage-zurueckgezogen": "Die Frage ist zurückgezogen.",
	"frage-verlassen":      "Ihre Organisation hat sich zurückgezogen. Die Frage bleibt für die anderen bestehen.",
	"rueckmeldung":         "Ihre Rückmeldung ist angekommen.",
	"nachfrage":            "Ihre Nachfrage ist angekommen. Das Programmmanagement bereitet eine neue Fassung der Antwort vor.",
	"betrifft":             "Ihre Organisation ist jetzt dabei und liest alles mit. Die Antwort erscheint auf dieser Seite.",
	"betrifft-nicht":       "Ihre Organisation ist bei dieser Frage nicht mehr dabei.",
	"vorgang":              "Das ist erledigt und steht jetzt im Verlauf.",
	"vermerk":              "Der Vermerk ist gespeichert.",
	draftSaved:             "Entwurf gespeichert. Sie können weiterschreiben. Sie finden ihn auch unter „Meine Seite“.",
	"entwurf-geloescht":    "Der Entwurf ist gelöscht.",
	"entwurf":              "Der Entwurf ist gespeichert.",
	"entwurf-vorgelegt":    "Der Entwurf liegt zur Freigabe vor.",
	"antwort-offiziell":    "Die offizielle Antwort ist veröffentlicht.",
	"abgemeldet":           "Sie sind abgemeldet.",
	"passwort":             "Das Passwort ist gespeichert.",
	"passwort-link":        "Wenn es zu dieser Adresse ein Konto gibt, ist jetzt eine E-Mail mit einem Link unterwegs.",
	"passwort-gewaehlt":    "Das Passwort ist gespeichert. Bitte melden Sie sich damit an.",
	"app":                  "Die App ist eingerichtet. Erzeugen Sie jetzt Wiederherstellungscodes für den Fall, dass Ihr Telefon verloren geht.",
	"app-weg":              "Die App ist entfernt.",
	"passkey":              "Der Passkey ist eingerichtet. Sie können sich ab jetzt damit anmelden.",
	"passkey-weg":          "Der Passkey ist entfernt.",
	"verknuepft":           "Die Anmeldung ist mit Ihrem Konto verknüpft.",
	"getrennt":             "Die Anmeldung ist von Ihrem Konto getrennt.",
	"feed-widerrufen":      "Die Adresse des Feeds gilt nicht mehr.",
	"sitzung":              "Die Sitzung ist beendet.",
	"sitzungen":            "Alle anderen Sitzungen sind beendet.",
	"profil":               "Ihr Profil ist gespeichert.",
	"bild":                 "Ihr Bild ist gespeichert.",
	"bild-entfernt":        "Ihr Bild ist entfernt.",
	"gemeinden":            "Das Gemeindeverzeichnis ist übernommen.",
	"gemeinden-verworfen":  "Die Datei ist verworfen.",
	"organisation":         "Die Angaben zur Organisation sind gespeichert.",
	"konto-geloescht":      "Ihr Konto ist gelöscht. Danke für alles, was Sie beigetragen haben.",
	"geloescht":            "Das Konto ist gelöscht.",
	"name-geprueft":        "Der Text ist geprüft und steht nicht mehr auf der Liste.",
	"registriert-fertig":   "Ihr Konto ist angelegt. Bitte melden Sie sich an.",
	"eingeladen":           "Die Einladung ist unterwegs.",
	"einladung-zurueck":    "Die Einladung ist zurückgenommen.",
	"antwort-kollegium":    "Danke. Die Moderation sieht Ihre Antwort.",
	"adresse-geaendert":    "Ihre neue E-Mail-Adresse gilt ab sofort. Mit ihr melden Sie sich künftig an.",
	"adresse-wartet":       "Ihre neue Adresse ist bestätigt. Die Moderation sieht sie sich an; so lange gilt die bisherige.",
	"adresse-bestaetigt":   "Danke. Ihre E-Mail-Adresse ist für ein Jahr bestätigt.",
	"geaendert-konto":      "Die Änderung ist gespeichert.",
	"aufgenommen":          "Die Person ist aufgenommen und bekommt eine E-Mail.",
	"person-abgelehnt":     "Die Aufnahme ist abgelehnt. Die Person bekommt eine E-Mail mit dem Grund.",
	"mitteilungen-erneut":  "Die Mitteilungen werden gleich noch einmal versucht.",
	"email-erneut":         "Die E-Mail wird noch einmal verschickt.",
	"email-verworfen":      "Die E-Mail ist verworfen und wird nicht mehr verschickt.",
	"mitteilungen":         "Ihre Wahl ist gespeichert. Sie gilt ab sofort.",
	"abbestellt":           "Ihre Wahl ist gespeichert. Sie gilt ab sofort.",
	"verwaltet":            "Die Änderung gilt ab sofort und steht im Protokoll.",
})

// unchanged are the notices of what was done before, or of which nobody shall learn
// whether anything was done: they inform, and speak of no success.
var unchanged = map[string]bool{"schon-entfernt": true, "schon-entschieden": true, "folgen-schon": true, "folgen-vorbei": true,
	"frage-liegt-vor": true, "frage-geaendert": true, "passwort-link": true}

// mentionNotices are what the author of a text hears of the names in it, by what is
// added to the notice of what was done.
var mentionNotices = map[string]string{
	"name-mehrfach": "Einen Namen hinter @ gibt es mehrmals. Schreiben Sie die Organisation dahinter, dann ist die Person angesprochen: " +
		"@Anna Beispiel (Stadt X).",
	"name-unbekannt": "Zu einem Namen hinter @ gibt es kein Mitglied, oder keines in der Organisation, die in Klammern dahinter steht. " +
		"Angesprochen ist, wessen Name hervorgehoben ist.",
	"namen-viele": "Es sind mehr als zehn Personen angesprochen. Nur die ersten zehn bekommen eine Mitteilung; ihre Namen sind hervorgehoben.",
	"name-bereich": "Wer von den angesprochenen Personen diesen Bereich nicht sehen kann, erfährt nichts davon. Die Vorschau beim Bearbeiten " +
		"nennt die Namen.",
}

// withMentions adds the notices of texts in which people are addressed.
func withMentions(all map[string]string) map[string]string {
	for _, done := range []string{"thema", "antwort", "geaendert"} {
		for name, text := range mentionNotices {
			all[done+"-"+name] = all[done] + " " + text
		}
	}
	return all
}
