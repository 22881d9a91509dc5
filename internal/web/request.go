package web

import (
	"crypto/rand"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
)

// numberIn reads the id that begins a path segment such as "123-titel". What
// is no number names nothing that exists.
func numberIn(segment string) (int64, error) {
	digits, _, _ := strings.Cut(segment, "-")
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id < 1 {
		return 0, fault.Missing()
	}
	return id, nil
}

// pathID reads the id in the named part of the path.
func pathID(c *gin.Context, name string) (int64, error) { return numberIn(c.Param(name)) }

// pageNumber reads ?seite=; what is no page is the first one.
func pageNumber(c *gin.Context) int {
	n, err := strconv.Atoi(c.Query("seite"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// formNumber reads a number from a form field, 0 when it is none.
func formNumber(c *gin.Context, name string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(c.Request.FormValue(name)), 10, 64)
	return n
}

// formText reads a field of a form that was sent, without white space around it.
func formText(c *gin.Context, name string) string {
	return strings.TrimSpace(c.Request.PostFormValue(name))
}

// ticked reports whether a checkbox was ticked.
func ticked(c *gin.Context, name string) bool { return c.Request.PostFormValue(name) != "" }

// newOnce draws the key of a form.
func newOnce() string { return rand.Text() }

// onceOf returns the key that a form carried. A form without one gets a fresh
// key, as if it had been sent for the first time; overlong ones are cut.
func onceOf(c *gin.Context) string {
	key := c.Request.PostFormValue("einmal")
	if key == "" || len(key) > 64 {
		return newOnce()
	}
	return key
}

// keyAfter returns the key for a form that comes back with err: a new one when
// the key stands for something else that was sent, so that the form can be sent.
func keyAfter(err error, key string) string {
	if once.IsOtherContent(err) {
		return newOnce()
	}
	return key
}

// localPath returns the address if it stays on this site, "/" otherwise.
// Browsers take backslashes for slashes and drop tabs and line breaks.
func localPath(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\t\r\n\x00") {
		return "/"
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return address
}

// signInPath leads to the sign-in page and from there back to address.
func signInPath(address string) string {
	return "/anmelden?weiter=" + url.QueryEscape(localPath(address))
}

// withNotice adds the notice that the next page shows.
func withNotice(path, notice string) string {
	path, fragment, _ := strings.Cut(path, "#")
	mark := "?"
	if strings.Contains(path, "?") {
		mark = "&"
	}
	path += mark + "hinweis=" + notice
	if fragment != "" {
		path += "#" + fragment
	}
	return path
}

// notices are the sentences that ?hinweis= may show; nothing else can be shown
// by an address that somebody passes around.
var notices = map[string]string{
	"thema":                "Ihre Frage ist veröffentlicht.",
	"betrifft-thema":       "Ihre Organisation steht nun bei den betroffenen.",
	"betrifft-thema-nicht": "Ihre Organisation steht nicht mehr bei den betroffenen.",
	"thema-wartet":         "Ihre Frage ist angekommen. Weil es Ihr erster Beitrag ist, sieht die Moderation sie durch, bevor andere sie lesen.",
	"antwort-wartet":       "Ihre Antwort ist angekommen. Weil es Ihr erster Beitrag ist, sieht die Moderation sie durch, bevor andere sie lesen.",
	"freigegeben":          "Der Beitrag ist veröffentlicht.",
	"abgelehnt":            "Der Beitrag ist abgelehnt. Wer ihn geschrieben hat, liest Ihren Grund.",
	"antwort":              "Ihre Antwort ist veröffentlicht.",
	"geaendert":            "Die Änderung ist gespeichert.",
	"zurueckgezogen":       "Der Beitrag ist zurückgezogen.",
	"moderiert":            "Erledigt. Die Maßnahme steht im Protokoll.",
	"faq-uebernommen":      "Der Beitrag ist in einen Entwurf übernommen. Bitte prüfen Sie den Text, entfernen Sie verbliebene Namen und ergänzen Sie die Kurzantwort.",
	"faq-entwurf":          "Der Entwurf ist gespeichert.",
	"faq-veroeffentlicht":  "Der Artikel ist veröffentlicht.",
	"faq-geprueft":         "Die Prüfung ist festgehalten.",
	"faq-ueberholt":        "Der Artikel ist als überholt markiert.",
	"faq-geloescht":        "Der Entwurf ist gelöscht.",
	"frage-gestellt":       "Ihre Frage ist beim Programmmanagement eingegangen. Auf dieser Seite sehen Sie, wie es weitergeht.",
	"frage-weitergegeben":  "Das Thema liegt jetzt dem Programmmanagement vor.",
	"frage-zurueckgezogen": "Die Frage ist zurückgezogen.",
	"frage-verlassen":      "Ihre Organisation hat sich zurückgezogen. Die Frage bleibt für die anderen bestehen.",
	"rueckmeldung":         "Ihre Rückmeldung ist angekommen.",
	"nachfrage":            "Ihre Nachfrage ist angekommen. Das Programmmanagement bereitet eine neue Fassung der Antwort vor.",
	"betrifft":             "Ihre Organisation ist jetzt dabei und liest alles mit. Die Antwort erscheint auf dieser Seite.",
	"betrifft-nicht":       "Ihre Organisation ist bei dieser Frage nicht mehr dabei.",
	"vorgang":              "Erledigt. Der Schritt steht im Verlauf.",
	"vermerk":              "Der Vermerk ist gespeichert.",
	"entwurf":              "Der Entwurf ist gespeichert.",
	"entwurf-vorgelegt":    "Der Entwurf liegt zur Freigabe vor.",
	"antwort-offiziell":    "Die offizielle Antwort ist veröffentlicht.",
	"angemeldet":           "Sie sind angemeldet.",
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
	"codes":                "Der zweite Faktor ist eingerichtet.",
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
	"name-geprueft":        "Erledigt. Der Text steht nicht mehr auf der Liste.",
	"registriert-fertig":   "Ihr Konto ist angelegt. Bitte melden Sie sich an.",
	"eingeladen":           "Die Einladung ist unterwegs.",
	"einladung-zurueck":    "Die Einladung ist zurückgenommen.",
	"antwort-kollegium":    "Danke. Die Moderation sieht Ihre Antwort.",
	"adresse-geaendert":    "Ihre neue E-Mail-Adresse gilt ab sofort. Mit ihr melden Sie sich künftig an.",
	"adresse-wartet":       "Ihre neue Adresse ist bestätigt. Die Moderation sieht sie sich an; so lange gilt die bisherige.",
	"adresse-bestaetigt":   "Danke. Ihre E-Mail-Adresse ist für ein Jahr bestätigt.",
	"geaendert-konto":      "Die Änderung ist gespeichert.",
	"aufgenommen":          "Erledigt. Die Person bekommt eine E-Mail.",
	"person-abgelehnt":     "Abgelehnt. Die Person bekommt eine E-Mail mit dem Grund.",
	"verwaltet":            "Erledigt. Die Änderung gilt ab sofort und steht im Protokoll.",
}
