package signin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/password"
	"kommunalforum/internal/signin"
	. "kommunalforum/internal/testkit"
)

// atOnce sends requests at the same moment and counts the answers by code.

// TestOf60SignInsAtOnceTenAreEvaluated: the limit holds however many come at
// the same moment, and from wherever.
func TestOf60SignInsAtOnceTenAreEvaluated(t *testing.T) {
	w := New(t)
	for name, email := range map[string]string{"known": Email(Ann), "unknown": "niemand@world.example"} {
		before := password.Derivations()
		codes := w.AtOnce(60, func(n int) *http.Request {
			r := Request(http.MethodPost, "/anmelden", url.Values{"email": {email}, "passwort": {"falsch"}})
			r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", n+1)
			return r
		})
		if evaluated := password.Derivations() - before; evaluated != signin.MaxAttempts ||
			codes[http.StatusUnprocessableEntity] != signin.MaxAttempts || codes[http.StatusTooManyRequests] != 50 {
			t.Errorf("%s: %d passwords were compared, answers %v", name, evaluated, codes)
		}
	}
}

// TestOf250ConfirmationsAtOnceTenAreEvaluated and meanwhile others sign in.
func TestOf250ConfirmationsAtOnceTenAreEvaluated(t *testing.T) {
	w := New(t)
	cookie := w.Cookie(Ann)
	before := password.Derivations()
	var others sync.WaitGroup
	codes := w.AtOnce(250, func(n int) *http.Request {
		if n == 100 {
			others.Go(func() {
				if a := w.Post(Guest, "/anmelden", url.Values{"email": {Email(Bea)}, "passwort": {Password}}); a.Code != http.StatusSeeOther {
					t.Errorf("meanwhile somebody else signs in: %d", a.Code)
				}
			})
		}
		r := Request(http.MethodPost, "/konto/bestaetigen", url.Values{"passwort": {"falsch"}})
		r.Header.Set("Cookie", cookie)
		return r
	})
	others.Wait()
	if evaluated := password.Derivations() - before; evaluated != signin.MaxAttempts+1 ||
		codes[http.StatusUnprocessableEntity] != signin.MaxAttempts ||
		codes[http.StatusTooManyRequests] != 240 {
		t.Errorf("%d passwords were compared, answers %v", evaluated, codes)
	}
	if a := w.Post(Ann, "/konto/bestaetigen", url.Values{"passwort": {Password}}); a.Code != http.StatusTooManyRequests {
		t.Errorf("the right password after that: %d", a.Code)
	}
}

// TestOutsidersDoNotLockTheConfirmation, and neither does another session of
// the account.
func TestOutsidersDoNotLockTheConfirmation(t *testing.T) {
	t.Parallel()
	w := New(t)
	b, stolen := &Browser{World: w}, &Browser{World: w}
	b.Do(http.MethodPost, "/anmelden", Credentials())
	stolen.Do(http.MethodPost, "/anmelden", Credentials())
	for n := range signin.MaxAttempts + 1 {
		r := Request(http.MethodPost, "/anmelden", url.Values{"email": {Email(Ann)}, "passwort": {"falsch"}})
		r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", n+1)
		w.Send(r)
	}
	confirm := func(b *Browser, password string) int {
		return b.Do(http.MethodPost, "/konto/bestaetigen", url.Values{"passwort": {password}}).Code
	}
	if code := confirm(b, Password); code != http.StatusSeeOther {
		t.Errorf("after wrong passwords of outsiders: %d", code)
	}
	for range signin.MaxAttempts + 1 {
		confirm(stolen, "falsch")
	}
	if code := confirm(stolen, Password); code != http.StatusTooManyRequests {
		t.Errorf("the session of the wrong passwords: %d", code)
	}
	if code := confirm(b, Password); code != http.StatusSeeOther {
		t.Errorf("another session: %d", code)
	}
}

// TestEveryQuestionIsLimitedPerSession asks each of them too often.
func TestEveryQuestionIsLimitedPerSession(t *testing.T) {
	t.Parallel()
	for path, most := range map[string]int{
		"/konto/bestaetigen":                 signin.MaxAttempts,
		"/konto/passwort":                    signin.MaxAttempts,
		"/konto/adresse":                     signin.MaxAttempts,
		"/konto/daten":                       signin.MaxAttempts,
		"/konto/verlassen":                   signin.MaxAttempts,
		"/konto/sicherheit/app/bestaetigen":  5,
		"/konto/sicherheit/passkeys/aufgabe": 30,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			form := url.Values{"passwort": {"falsch"}, "bisher": {"falsch"}, "code": {"000000"}, "email": {"neu@world.example"},
				"organisation": {"ja"}, "bestaetigt": {"ja"}}
			if path == "/konto/passwort" {
				form["passwort"], form["nochmal"] = []string{"ein-anderes-passwort"}, []string{"ein-anderes-passwort"}
			}
			w.Post(Ann, "/konto/sicherheit/app", nil)
			for n := range most {
				if a := w.Post(Ann, path, form); a.Code == http.StatusTooManyRequests || a.Code == http.StatusNotFound {
					t.Fatalf("try %d: %d", n+1, a.Code)
				}
			}
			if a := w.Post(Ann, path, form); a.Code != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" {
				t.Errorf("one too many: %d", a.Code)
			}
		})
	}
}

// TestOverlongFieldsCostNothing sends addresses, passwords and codes of a
// megabyte wherever they are asked for.
func TestOverlongFieldsCostNothing(t *testing.T) {
	w := New(t)
	long := strings.Repeat("x", 1_000_000)
	for path, by := range map[string]string{
		"/anmelden": Guest, "/passwort-vergessen": Guest, "/registrieren": Guest, "/anmelden/passkey": Guest, "/anmelden/code": Guest,
		"/konto/bestaetigen": Ann, "/konto/bestaetigen/code": Ann, "/konto/passwort": Ann, "/konto/adresse": Ann, "/konto/daten": Ann,
		"/konto/kollegium": Ann, "/konto/verlassen": Ann, "/konto/sicherheit/app/bestaetigen": Ann,
	} {
		if by != Guest {
			w.Cookie(by)
		}
		for _, field := range []string{"email", "passwort", "bisher", "nochmal", "code", "ersatz", "antwort", "einmal"} {
			before := password.Derivations()
			a := w.Post(by, path, url.Values{field: {long}})
			if a.Code != http.StatusUnprocessableEntity || password.Derivations() != before || len(a.Body) > 100_000 {
				t.Errorf("%s, %s: %d, %d passwords compared, %d bytes", path, field, a.Code, password.Derivations()-before, len(a.Body))
			}
		}
	}
	var longest int
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		longest, err = db.Scalar[int](tx, `SELECT COALESCE(MAX(LENGTH(key)), 0) FROM attempt`)
		return err
	})
	if err != nil || longest > 64 {
		t.Errorf("a key of %d letters: %v", longest, err)
	}
}
