package signin_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/config"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/password"
	. "kommunalforum/internal/testkit"
)

// registers sends the form for an account from a client address of one's own.
func registers(handler http.Handler, address, email string) Answer {
	values := Form("email", email, "name", "Neue Person", "zustimmung", "ja")
	r := httptest.NewRequest(http.MethodPost, "/registrieren", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.RemoteAddr = address + ":1"
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, r)
	return Answer{Code: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
}

// work is what an answer cost that somebody could measure or see.
type work struct {
	keys  int64 // derived by argon2
	mails int
}

func worked(w *World, do func() Answer) (a Answer, cost work, took time.Duration) {
	kinds := []outbox.Kind{outbox.PasswordReset, outbox.JoinConfirm, outbox.JoinKnown, outbox.JoinInvited, outbox.JoinInvitedKnown}
	keys, mails, begin := password.Derivations(), w.Enqueued(kinds...), time.Now()
	a = do()
	return a, work{password.Derivations() - keys, w.Enqueued(kinds...) - mails}, time.Since(begin)
}

func TestRegistrationInvitationAndChangeDoNotTellWhoHasAnAccount(t *testing.T) {
	for name, ask := range map[string]func(w *World, email string) Answer{
		"registration": func(w *World, email string) Answer {
			return registers(w.Handler, "192.0.2."+string(rune('1'+len(email)%8)), email)
		},
		"invitation": func(w *World, email string) Answer {
			if strings.Contains(email, "bekannt") {
				email = "niemand@fremd.example" // whose domain it is, is no secret
			}
			return w.Post(Mod, "/konto/kollegium", Form("email", email))
		},
		"change": func(w *World, email string) Answer {
			by := []string{Mod, OtherMod}[len(email)%2] // so often nobody may change it
			return w.Post(by, "/konto/adresse", Form("email", email, "bisher", Password))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := New(t)
			w.Domain("bekannt.example", Bea)
			if err := w.Accounts.Disable(w.Ctx, Email(Insider), "Test"); err != nil {
				t.Fatal(err)
			}
			w.Cookie(Mod)
			w.Cookie(OtherMod)
			var first Answer
			var firstCost work
			for i, email := range []string{"niemand@fern.example", Email(Ann), "ann+x@world.example", strings.ToUpper(Email(Bea)),
				Email(Insider), "niemand@bekannt.example", "niemand@gmx.de"} {
				a, cost, took := worked(w, func() Answer { return ask(w, email) })
				if i == 0 {
					first, firstCost = a, cost
					if a.Code != http.StatusSeeOther || cost.mails != 1 {
						t.Fatalf("%d, %+v\n%s", a.Code, cost, a.Body)
					}
				}
				if a.Code != first.Code || a.Body != first.Body || a.Location() != first.Location() || len(a.Header) != len(first.Header) {
					t.Errorf("%s is answered in another way", email)
				}
				if cost != firstCost {
					t.Errorf("%s costs %+v, not %+v", email, cost, firstCost)
				}
				if name != "invitation" && took < 90*time.Millisecond {
					t.Errorf("%s is answered in %s: what is done shows", email, took)
				}
			}
		})
	}
}

func TestRegistrationsAreLimitedPerAddressAndPerClient(t *testing.T) {
	t.Parallel()
	w := New(t)
	var last Answer
	for n := range 4 { // known and unknown alike
		for i, email := range []string{Email(Ann), "niemand@fern.example"} {
			a := registers(w.Handler, "192.0.2."+string(rune('1'+i)), email)
			if want := map[bool]int{true: http.StatusSeeOther, false: http.StatusTooManyRequests}[n < 3]; a.Code != want {
				t.Errorf("%s, number %d: %d", email, n+1, a.Code)
			}
			last = a
		}
	}
	if last.Header.Get("Retry-After") == "" {
		t.Error("the refusal does not say how long to wait")
	}
	for n := range 8 {
		last = registers(w.Handler, "192.0.2.9", string(rune('a'+n))+"@fern.example")
	}
	if last.Code != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" {
		t.Errorf("the eighth from one client: %d", last.Code)
	}
	if a := registers(w.Handler, "192.0.2.10", "z@fern.example"); a.Code != http.StatusSeeOther {
		t.Errorf("somebody else: %d", a.Code)
	}
}

func TestWithoutMailNobodyIsPromisedARegistration(t *testing.T) {
	t.Parallel()
	w := New(t)
	c := w.Config
	c.Mail = config.Mail{}
	handler := w.Site(c, io.Discard)
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/registrieren", nil))
	if body := rec.Body.String(); strings.Contains(body, `name="email"`) || !strings.Contains(body, "legt die Administration die Konten an") ||
		strings.Contains(body, ">Registrieren</a>") {
		t.Error("the page promises an account")
	}
	if a := registers(handler, "192.0.2.1", "a@fern.example"); a.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", a.Code)
	}
}

func TestLinksOfJoiningAreKeptSecret(t *testing.T) {
	t.Parallel()
	w := New(t)
	_, invitation := w.Invite(Ann, "gast@fern.example")
	var log bytes.Buffer
	handler := w.Site(w.Config, &log)
	for path, token := range map[string]string{
		"/registrieren/": w.Apply("neu@fern.example", "Neue Person"),
		"/einladung/":    invitation,
		"/adresse/":      w.Check(w.By(Bea)),
	} {
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path+token, nil))
		h := rec.Header()
		if rec.Code != http.StatusOK || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" ||
			!strings.Contains(h.Get("X-Robots-Tag"), "noindex") {
			t.Errorf("%s: %d %v", path, rec.Code, h)
		}
		if strings.Contains(log.String(), token) {
			t.Errorf("the log holds the link of %s", path)
		}
		if rest := strings.ReplaceAll(rec.Body.String(), `action="`+path+token, ""); strings.Contains(rest, token) {
			t.Errorf("%s names its own address beside the form", path)
		}
		// A browser under no-referrer sends no origin.
		r := httptest.NewRequest(http.MethodPost, path+token, strings.NewReader(url.Values{}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "null")
		rec = httptest.NewRecorder()
		handler.ServeHTTP(rec, r)
		if rec.Code == http.StatusForbidden {
			t.Errorf("%s refuses browsers that send no origin", path)
		}
	}
}
