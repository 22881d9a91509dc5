package signin

import (
	"encoding/json"
	"net/http"
	"time"

	"kommunalforum/internal/oidc"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// purpose is why somebody goes to a provider.
type purpose string

const (
	toSignIn  purpose = "sign in"
	toLink    purpose = "link"    // their account with who they are there
	toConfirm purpose = "confirm" // that it is still them
)

// trip is what the browser keeps while it is at a provider. It is sealed: only
// this forum can write it, for one provider, and nobody else can read it.
type trip struct {
	Purpose  purpose
	Provider string // its key
	Session  string // the one that it began in, "" for none; it ends in no other
	Began    time.Time
	Flow     oidc.Flow
	Back     string // local address to return to
}

const (
	tripLife    = 15 * time.Minute // how long somebody may take at a provider
	maxTripBack = 1000             // bytes of Back; browsers keep cookies of 4096
)

func (s *server) tripCookie(value string, life time.Duration) *http.Cookie {
	name := "kommunalforum-anmeldung"
	if s.Config.TLS() {
		name = "__Host-" + name
	}
	return &http.Cookie{Name: name, Value: value, Path: path.Start, MaxAge: int(life.Seconds()), HttpOnly: true, Secure: s.Config.TLS(),
		SameSite: http.SameSiteLaxMode}
}

// tripPlace is where a trip to the provider may be opened again.
func tripPlace(provider string) string { return "trip:" + provider }

// sealTrip returns the value of the cookie.
func (s *server) sealTrip(t trip) (string, error) {
	if len(t.Back) > maxTripBack {
		t.Back = path.Start
	}
	value, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	return s.SignIn.Keyring.Seal(tripPlace(t.Provider), string(value)), nil
}

// tripOf reads the cookie of a trip to the provider; ok is false when there is
// none, when it was not written by this forum for the provider, or too long ago.
func (s *server) tripOf(c *page.Context, p provider) (t trip, ok bool) {
	cookie, err := c.Request.Cookie(s.tripCookie("", 0).Name)
	if err != nil {
		return trip{}, false
	}
	value, err := s.SignIn.Keyring.Open(tripPlace(p.Key), cookie.Value)
	if err != nil || json.Unmarshal([]byte(value), &t) != nil {
		return trip{}, false
	}
	if age := c.Now().Sub(t.Began); age < 0 || age >= tripLife || t.Provider != p.Key {
		return trip{}, false
	}
	t.Back = path.Local(t.Back)
	return t, true
}
