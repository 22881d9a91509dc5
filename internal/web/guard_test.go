package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// asks is what a route asks of whoever found an open session.
type asks int

const (
	nothing       asks = iota + 1 // the session is enough
	proof                         // the second factor of who has one, else the password, lately
	guardPassword                 // the same, and the password typed with the form
)

// guards says of every form below /konto and /verwaltung what it asks for.
var guards = map[string]asks{
	"POST /konto/sicherheit/app":                              proof,
	"POST /konto/sicherheit/app/bestaetigen":                  proof,
	"POST /konto/sicherheit/app/entfernen":                    proof,
	"POST /konto/sicherheit/codes":                            proof,
	"POST /konto/sicherheit/passkeys":                         proof,
	"POST /konto/sicherheit/passkeys/aufgabe":                 proof,
	"POST /konto/sicherheit/passkeys/:id/umbenennen":          proof,
	"POST /konto/sicherheit/passkeys/:id/entfernen":           proof,
	"POST /konto/sicherheit/verknuepfungen/:provider/trennen": proof,
	"GET /konto/sicherheit/app":                               proof, // the secret
	"GET /anmelden/mit/:provider?verknuepfen=ja":              proof,
	"POST /konto/passwort":                                    guardPassword,
	"POST /konto/adresse":                                     guardPassword,
	"POST /konto/daten":                                       guardPassword,
	"POST /konto/verlassen":                                   guardPassword,
	"POST /konto/feeds":                                       proof,
	"POST /konto/feeds/:id/ersetzen":                          proof,
	"POST /konto/feeds/:id/widerrufen":                        nothing, // only ever protects
	"POST /verwaltung/mitglieder/:id/rollen":                  proof,
	"POST /verwaltung/mitglieder/:id/entziehen":               proof,
	"POST /verwaltung/mitglieder/:id/sperren":                 proof,
	"POST /verwaltung/mitglieder/:id/entsperren":              proof,
	"POST /verwaltung/mitglieder/:id/faktor":                  proof,
	"POST /verwaltung/mitglieder/:id/loeschen":                proof,
	"POST /konto/bestaetigen":                                 nothing, // here it is proved
	"POST /konto/bestaetigen/code":                            nothing,
	"POST /konto/bestaetigen/aufgabe":                         nothing,
	"POST /konto/bestaetigen/passkey":                         nothing,
	"POST /konto/sitzungen/beenden":                           nothing, // only ever protects
	"POST /konto/wach":                                        nothing,
	"POST /konto/name":                                        nothing,
	"POST /konto/mitteilungen":                                nothing,
	"POST /konto/profil":                                      nothing,
	"POST /konto/profil/bild":                                 nothing,
	"POST /konto/profil/bild/entfernen":                       nothing,
	"POST /konto/adresse-bestaetigen":                         nothing, // a mail to the own address
	"POST /konto/folgen/beenden":                              nothing,
	"POST /konto/folgen/einstellung":                          nothing,
	"POST /konto/folgen/rueckgaengig":                         nothing,
	"POST /konto/suchen/:id/loeschen":                         nothing,
	"POST /konto/kollegium":                                   nothing,
	"POST /konto/kollegium/:id/antworten":                     nothing,
	"POST /konto/kollegium/:id/zuruecknehmen":                 nothing,
	"POST /verwaltung/aufnahmen/:id/ablehnen":                 nothing,
	"POST /verwaltung/aufnahmen/:id/aufnehmen":                nothing,
	"POST /verwaltung/bereiche/:slug":                         nothing,
	"POST /verwaltung/bereiche/:slug/archivieren":             nothing,
	"POST /verwaltung/bereiche/:slug/oeffnen":                 nothing,
	"POST /verwaltung/bereiche/:slug/reihenfolge":             nothing,
	"POST /verwaltung/bereiche/:slug/text":                    nothing,
	"POST /verwaltung/bereiche/neu":                           nothing,
	"POST /verwaltung/domains":                                nothing,
	"POST /verwaltung/domains/:id/entfernen":                  nothing,
	"POST /verwaltung/domains/einlesen":                       nothing,
	"POST /verwaltung/einstellungen":                          nothing,
	"POST /verwaltung/gemeinden":                              nothing,
	"POST /verwaltung/gemeinden/uebernehmen":                  nothing,
	"POST /verwaltung/gemeinden/verwerfen":                    nothing,
	"POST /verwaltung/gruppen":                                nothing,
	"POST /verwaltung/gruppen/:id/aufnehmen":                  nothing,
	"POST /verwaltung/gruppen/:id/entfernen":                  nothing,
	"POST /verwaltung/organisationen/:id":                     nothing,
	"POST /verwaltung/organisationen/neu":                     nothing,
	"POST /verwaltung/post/:id/verwerfen":                     nothing,
	"POST /verwaltung/post/:id/wiederholen":                   nothing,
	"POST /verwaltung/mitteilungen/wiederholen":               nothing,
}

func TestEveryFormOfAccountsSaysWhatItAsksFor(t *testing.T) {
	t.Parallel()
	w := New(t)
	routes := map[string]bool{"GET /anmelden/mit/:provider?verknuepfen=ja": true}
	for _, r := range w.Routes {
		routes[r.Method+" "+r.Path] = true
		if below := strings.HasPrefix(r.Path, "/konto/") || strings.HasPrefix(r.Path, "/verwaltung/"); below && r.Method == http.MethodPost &&
			guards[r.Method+" "+r.Path] == 0 {
			t.Errorf("%s %s has no row: what does it ask of whoever finds an open session?", r.Method, r.Path)
		}
	}
	for route := range guards {
		if !routes[route] {
			t.Errorf("the row %s is no route", route)
		}
	}
}

// TestGuardedActsAskForTheFactorThatExists walks over all rows: with a password
// alone, with a second factor of which only the password was shown again, and
// with the factor.
func TestGuardedActsAskForTheFactorThatExists(t *testing.T) {
	t.Parallel()
	_, providers := RejectingProvider(t)
	for route, want := range guards {
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			w := New(t, providers)
			method, pattern, _ := strings.Cut(route, " ")
			path := strings.ReplaceAll(pattern, ":provider", "land")
			if strings.Contains(path, ":") {
				path = w.Fill(path)
			}
			send := func(b *Browser) (asked bool, a Answer) {
				a = b.Do(method, path, url.Values{"rolle": {"moderator"}})
				return strings.HasPrefix(a.Location(), "/konto/bestaetigen?"), a
			}

			b := &Browser{World: w}
			b.Do(http.MethodPost, "/anmelden", Credentials("email", Email(Boss)))
			w.LongAgo(Boss)
			asked, a := send(b)
			if asked != (want == proof) {
				t.Errorf("with a password alone: %d %s", a.Code, a.Location())
			}
			if want == guardPassword && a.Code != http.StatusUnprocessableEntity {
				t.Errorf("without the password: %d", a.Code)
			}

			code := w.SetUpApp(Boss)
			b = &Browser{World: w}
			b.Do(http.MethodPost, "/anmelden", Credentials("email", Email(Boss)))
			b.LeadsTo(t, b.Do(http.MethodPost, "/anmelden/code", url.Values{"code": {code()}}), "/meine")
			w.LongAgo(Boss)
			b.LeadsTo(t, b.Do(http.MethodPost, "/konto/bestaetigen", url.Values{"passwort": {Password}, "weiter": {"/konto"}}), "/konto")
			if asked, a := send(b); asked != (want != nothing) {
				t.Errorf("with a second factor, after the password: %d %s", a.Code, a.Location())
			}
			w.FactorShown(Boss)
			if asked, a := send(b); asked {
				t.Errorf("after the second factor: %d %s", a.Code, a.Location())
			}
		})
	}
}
