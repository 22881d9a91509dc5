package signin_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

const tripCookie = "kommunalforum-anmeldung"

// codes is a provider of identities that accepts no code, and counts how many
// it was asked for.

// noon is when all trips begin.
var noon = time.Now()

// leave sets out for a provider and returns the sealed trip and its state.
func leave(t *testing.T, w *World, path string, session string) (sealed, state string) {
	t.Helper()
	r := Request(http.MethodGet, path, nil)
	r.Header.Set("Cookie", session)
	a := w.Send(r.WithContext(db.At(r.Context(), noon)))
	to, err := url.Parse(a.Location())
	if err != nil || a.Code != http.StatusSeeOther || to.Query().Get("state") == "" {
		t.Fatalf("%s: %d %s", path, a.Code, a.Location())
	}
	value, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	return strings.TrimPrefix(value, tripCookie+"="), to.Query().Get("state")
}

// back returns from the provider, later, with a trip and session.
func back(w *World, provider, sealed, state, session string, later time.Duration) Answer {
	r := Request(http.MethodGet, "/anmelden/mit/"+provider+"/zurueck?code=x&state="+state, nil)
	r.Header.Set("Cookie", session+"; "+tripCookie+"="+sealed)
	return w.Send(r.WithContext(db.At(r.Context(), noon.Add(later))))
}

func TestATripToAProviderIsTakenBackOnlyAsItBegan(t *testing.T) {
	t.Parallel()
	asked, change := RejectingProvider(t)
	w := New(t, change)
	sealed, state := leave(t, w, "/anmelden/mit/land", "")
	if raw, err := base64.RawURLEncoding.DecodeString(sealed); err == nil || strings.Contains(string(raw), state) || strings.Contains(sealed, state) {
		t.Error("what the browser keeps can be read")
	}
	forged, err := json.Marshal(map[string]any{"Purpose": "sign in", "Provider": "land", "Flow": map[string]string{"State": "s", "Nonce": "n",
		"Verifier": "v"}})
	if err != nil {
		t.Fatal(err)
	}
	other := Open(t, t.TempDir(), change) // with a key of its own
	foreign, foreignState := leave(t, other, "/anmelden/mit/land", "")
	changed := sealed[:len(sealed)-2] + "AA"
	for what, try := range map[string]func() Answer{
		"written by the browser itself": func() Answer { return back(w, "land", base64.RawURLEncoding.EncodeToString(forged), "s", "", 0) },
		"of another forum":              func() Answer { return back(w, "land", foreign, foreignState, "", 0) },
		"changed":                       func() Answer { return back(w, "land", changed, state, "", 0) },
		"for another provider":          func() Answer { return back(w, "bund", sealed, state, "", 0) },
		"too old":                       func() Answer { return back(w, "land", sealed, state, "", 15*time.Minute) },
		"from the future":               func() Answer { return back(w, "land", sealed, state, "", -time.Minute) },
		"of another state":              func() Answer { return back(w, "land", sealed, "x", "", 0) },
	} {
		if a := try(); a.Code != http.StatusUnprocessableEntity || asked.Load() != 0 {
			t.Errorf("a trip %s: %d, the provider was asked %d times", what, a.Code, asked.Swap(0))
		}
	}
	if a := back(w, "land", sealed, state, "", 14*time.Minute); a.Code != http.StatusUnprocessableEntity || asked.Load() == 0 {
		t.Errorf("the right one: %d, the provider was asked %d times", a.Code, asked.Load())
	}
}

func TestATripToAProviderEndsInTheSessionInWhichItBegan(t *testing.T) {
	t.Parallel()
	asked, change := RejectingProvider(t)
	w := New(t, change)
	link, linkState := leave(t, w, "/anmelden/mit/land?verknuepfen=ja", w.Cookie(Ann))
	confirm, confirmState := leave(t, w, "/anmelden/mit/land?bestaetigen=ja", w.Cookie(Ann))
	signIn, signInState := leave(t, w, "/anmelden/mit/land?weiter=%2Ffaq", "")
	for what, a := range map[string]Answer{
		"linking, by somebody else":    back(w, "land", link, linkState, w.Cookie(Bea), 0),
		"linking, by nobody":           back(w, "land", link, linkState, "", 0),
		"confirming, by somebody else": back(w, "land", confirm, confirmState, w.Cookie(Bea), 0),
	} {
		if a.Code != http.StatusUnprocessableEntity || asked.Load() != 0 {
			t.Errorf("%s: %d, the provider was asked %d times", what, a.Code, asked.Swap(0))
		}
	}
	if a := back(w, "land", signIn, signInState, w.Cookie(Ann), 0); a.Location() != "/faq" || asked.Load() != 0 {
		t.Errorf("who signed in meanwhile becomes somebody else: %d %s", a.Code, a.Location())
	}
	back(w, "land", link, linkState, w.Cookie(Ann), 0)
	if asked.Load() == 0 {
		t.Error("who set out does not come back")
	}
}

func TestATripFitsIntoACookie(t *testing.T) {
	t.Parallel()
	_, change := RejectingProvider(t)
	w := New(t, change)
	r := Request(http.MethodGet, "/anmelden/mit/land?weiter=%2F"+strings.Repeat("x", 5000), nil)
	a := w.Send(r)
	if kept := a.Header.Get("Set-Cookie"); len(kept) == 0 || len(kept) > 4000 {
		t.Errorf("%d, a cookie of %d bytes\n%.2000s", a.Code, len(kept), a.Body)
	}
}
