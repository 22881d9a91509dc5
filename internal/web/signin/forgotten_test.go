package signin_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/config"
	. "kommunalforum/internal/testkit"
)

// from asks for a link from a client address of one's own.
func from(handler http.Handler, address, host, email string) Answer {
	r := httptest.NewRequest(http.MethodPost, "/passwort-vergessen", strings.NewReader(Form("email", email).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.RemoteAddr, r.Host = address+":1", host
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, r)
	return Answer{Code: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
}

// site builds the site anew on the world with another configuration and log.

func TestAnswerToAForgottenPasswordDoesNotTellWhoHasAnAccount(t *testing.T) {
	w := New(t)
	if err := w.Accounts.Disable(w.Ctx, Email(Bea), "Test"); err != nil {
		t.Fatal(err)
	}
	took := map[string][]time.Duration{}
	var answers []Answer
	var costs []work
	for round := range 4 { // the fourth is beyond the limit of an address
		for i, email := range []string{Email(Ann), "niemand@world.example", Email(Bea)} {
			a, cost, spent := worked(w, func() Answer { return from(w.Handler, "192.0.2."+string(rune('1'+i)), "forum.example", email) })
			took[email] = append(took[email], spent)
			if costs = append(costs, cost); cost != costs[0] || round < 3 && cost.mails != 1 {
				t.Errorf("%s, round %d, costs %+v, and the first one %+v", email, round, cost, costs[0])
			}
			if want := map[bool]int{true: http.StatusSeeOther, false: http.StatusTooManyRequests}[round < 3]; a.Code != want {
				t.Errorf("%s, round %d: %d", email, round, a.Code)
			}
			a.Body = strings.ReplaceAll(a.Body, email, "what was typed")
			answers = append(answers, a)
		}
		for _, a := range answers[1:] {
			if a.Code != answers[0].Code || a.Body != answers[0].Body || a.Location() != answers[0].Location() ||
				len(a.Header) != len(answers[0].Header) {
				t.Errorf("round %d: the answers differ", round)
			}
		}
		answers, costs = nil, nil
	}
	for email, times := range took {
		if least := slices.Min(times); least < 90*time.Millisecond {
			t.Errorf("%s is answered in %s: what is done shows", email, least)
		}
	}
	w.Mail(Ann, "neues Passwort")
	w.Soon("every mail is sent or dropped", func() bool { return w.Pending() == 0 })
	for _, to := range []string{Email(Bea), "niemand@world.example"} {
		if n := len(w.Mails(to, "")); n != 0 {
			t.Errorf("%s gets %d mails", to, n)
		}
	}
}

func TestLinksForNewPasswordsAreLimitedPerClientAddress(t *testing.T) {
	t.Parallel()
	w := New(t)
	var last Answer
	for n := range 8 {
		last = from(w.Handler, "192.0.2.1", "forum.example", string(rune('a'+n))+"@world.example")
	}
	if last.Code != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" {
		t.Errorf("the eighth: %d", last.Code)
	}
	if a := from(w.Handler, "192.0.2.2", "forum.example", "x@world.example"); a.Code != http.StatusSeeOther {
		t.Errorf("somebody else: %d", a.Code)
	}
}

func TestLinkInTheMailComesFromTheConfigurationAndNotFromTheRequest(t *testing.T) {
	t.Parallel()
	w := New(t)
	if a := from(w.Handler, "192.0.2.1", "evil.example", Email(Ann)); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	m := w.Mail(Ann, "neues Passwort")
	if strings.Contains(m.Text+m.HTML, "evil.example") || !strings.Contains(m.Text, "http://forum.example/passwort/") {
		t.Errorf("the mail says\n%s", m.Text)
	}
}

func TestNeitherAddressNorTokenOfAResetReachesTheLog(t *testing.T) {
	t.Parallel()
	w := New(t)
	var log bytes.Buffer
	handler := w.Site(w.Config, &log)
	if a := from(handler, "192.0.2.1", "forum.example", Email(Ann)); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	from(handler, "192.0.2.1", "forum.example", "keine-adresse@")
	_, token, _ := strings.Cut(w.Mail(Ann, "neues Passwort").Text, "/passwort/")
	token, _, _ = strings.Cut(token, "\n")
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/passwort/"+token, nil))
	for _, secret := range []string{Email(Ann), "keine-adresse", token, "Anna", "192.0.2.1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q stands in the log:\n%s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "/passwort-vergessen") {
		t.Errorf("the log says\n%s", log.String())
	}
}

func TestWithoutMailNobodyIsPromisedALink(t *testing.T) {
	t.Parallel()
	w := New(t)
	c := w.Config
	c.Mail = config.Mail{}
	handler := w.Site(c, io.Discard)
	page := func(path string) string {
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return rec.Body.String()
	}
	if strings.Contains(page("/anmelden"), "passwort-vergessen") || !strings.Contains(page("/passwort-vergessen"), "verschickt keine E-Mails") {
		t.Error("the pages promise a link")
	}
	if a := from(handler, "192.0.2.1", "forum.example", Email(Ann)); a.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", a.Code)
	}
}
