package signin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	. "kommunalforum/internal/testkit"
)

// TestRefusalsSayWhenTheNextTryIsPossible tries each limit that meets
// HTTP until it is reached, looks a while later at what Retry-After says, and
// then holds it to that: a second before, still nothing; then the next try.
func TestRefusalsSayWhenTheNextTryIsPossible(t *testing.T) {
	t.Parallel()
	wrong := func(email string) url.Values { return url.Values{"email": {email}, "passwort": {"falsch"}} }
	for name, limit := range map[string]struct {
		most  int           // tries that are let through
		later time.Duration // when the first one too many is made
		wait  int           // seconds that it then takes
		by    string
		path  string
		form  func(n int) url.Values
		many  bool // each try comes from another client address
	}{
		"wrong passwords of an account": {10, 5 * time.Minute, 600, Guest, "/anmelden",
			func(int) url.Values { return wrong(Email(Ann)) }, true},
		"wrong passwords, client and address": {6, 0, 120, Guest, "/anmelden", func(int) url.Values { return wrong(Email(Ann)) }, false},
		"wrong passwords from a client": {60, 3 * time.Second, 7, Guest, "/anmelden",
			func(n int) url.Values { return wrong(fmt.Sprintf("x%d@y.example", n)) }, false},
		"tasks for passkeys": {300, 0, 1, Guest, "/anmelden/passkey/aufgabe", func(int) url.Values { return nil }, false},
		"links for a password of an address": {3, 20 * time.Minute, 2400, Guest, "/passwort-vergessen",
			func(int) url.Values { return Form("email", Email(Ann)) }, true},
		"links for a password of nobody": {3, 20 * time.Minute, 2400, Guest, "/passwort-vergessen",
			func(int) url.Values { return Form("email", "niemand@world.example") }, true},
		"links for a password, from a client": {6, 30 * time.Second, 90, Guest, "/passwort-vergessen",
			func(n int) url.Values { return Form("email", fmt.Sprintf("x%d@y.example", n)) }, false},
		"registrations of an address": {3, 59 * time.Minute, 60, Guest, "/registrieren", func(int) url.Values {
			return Form("email", "neu@fern.example", "name", "Neue Person", "zustimmung", "ja")
		}, true},
		"registrations from a client": {6, time.Minute, 60, Guest, "/registrieren", func(n int) url.Values {
			return Form("email", fmt.Sprintf("x%d@y.example", n), "name", "Neue Person", "zustimmung", "ja")
		}, false},
		"links to confirm the own address": {3, 59*time.Minute + 30*time.Second, 30, Ann, "/konto/adresse-bestaetigen",
			func(int) url.Values { return nil }, false},
		"wrong passwords of one who is signed in": {10, time.Minute, 14 * 60, Ann, "/konto/bestaetigen",
			func(int) url.Values { return Form("passwort", "falsch") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			cookie := ""
			if limit.by != Guest {
				cookie = w.Cookie(limit.by)
			}
			begin := w.DB.Now(w.Ctx)
			try := func(n int, after time.Duration) Answer {
				r := Request(http.MethodPost, limit.path, limit.form(n)).WithContext(w.At(begin.Add(after).Sub(w.DB.Now(w.Ctx))))
				if limit.many {
					r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", n+1)
				}
				r.Header.Set("Cookie", cookie)
				return w.Send(r)
			}
			for n := range limit.most {
				if a := try(n, 0); a.Code == http.StatusTooManyRequests {
					t.Fatalf("try %d is refused", n+1)
				}
			}
			wait := time.Duration(limit.wait) * time.Second
			a := try(limit.most, limit.later)
			if a.Code != http.StatusTooManyRequests || a.Header.Get("Retry-After") != strconv.Itoa(limit.wait) {
				t.Fatalf("one too many: %d, Retry-After %q, not %d", a.Code, a.Header.Get("Retry-After"), limit.wait)
			}
			if a := try(limit.most, limit.later+wait-time.Second); wait > time.Second && a.Code != http.StatusTooManyRequests {
				t.Errorf("a second before: %d", a.Code)
			}
			if a := try(limit.most, limit.later+wait); a.Code == http.StatusTooManyRequests {
				t.Errorf("then it is refused for %s more", a.Header.Get("Retry-After"))
			}
		})
	}
}

func TestWrongCodesSayWhenTheNextTryIsPossible(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetUpApp(Ann)
	b := &Browser{World: w}
	b.Do(http.MethodPost, "/anmelden", Credentials())
	for range 5 {
		if a := b.Do(http.MethodPost, "/anmelden/code", url.Values{"code": {"000000"}}); a.Code != http.StatusUnprocessableEntity {
			t.Fatalf("%d", a.Code)
		}
	}
	a := b.Do(http.MethodPost, "/anmelden/code", url.Values{"code": {"000000"}})
	seconds, err := strconv.Atoi(a.Header.Get("Retry-After"))
	if a.Code != http.StatusTooManyRequests || err != nil || seconds > 900 || seconds < 840 {
		t.Errorf("%d, Retry-After %q", a.Code, a.Header.Get("Retry-After"))
	}
}
