package web_test

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestLogTellsNothingOfPeople sends what people send, from a known address, and
// reads every line that was logged.
func TestLogTellsNothingOfPeople(t *testing.T) {
	t.Parallel()
	w := New(t)
	var lines bytes.Buffer
	handler := w.Site(w.Config, &lines)
	send := func(method, path string, form url.Values, cookie string) {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.RemoteAddr = "203.0.113.77:4711"
		r.Header.Set("X-Forwarded-For", "198.51.100.9")
		r.Header.Set("User-Agent", "Geheimbrowser/1.0")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Cookie", cookie)
		handler.ServeHTTP(httptest.NewRecorder(), r)
	}
	cookie := w.Cookie(Ann)
	send("GET", "/", nil, "")
	send("GET", "/suche?q=geheimes+wort", nil, cookie)
	send("POST", "/anmelden", url.Values{"email": {Email(Ann)}, "passwort": {"verraten-verraten"}}, "")
	send("POST", "/passwort-vergessen", url.Values{"email": {Email(Ann)}}, "")
	send("GET", "/passwort/geheimer-link", nil, "")
	send("GET", "/gibt/es/nicht?email=ann@world.example", nil, "")
	send("POST", "/konto/daten", url.Values{"passwort": {Password}}, cookie)
	send("POST", "/konto/verlassen", url.Values{"passwort": {Password}, "organisation": {"ja"}, "bestaetigt": {"ja"}}, cookie)
	text := lines.String()
	if n := strings.Count(text, "client="); n != 8 {
		t.Errorf("%d lines name a client, want 8:\n%s", n, text)
	}
	if strings.Contains(text, "level=ERROR") {
		t.Fatalf("a request failed:\n%s", text)
	}
	for _, secret := range []string{"203.0.113", "198.51.100", "4711", "Geheimbrowser", "geheim", "world.example", "Ahorn", "verraten",
		Password, strings.TrimPrefix(cookie, "kommunalforum=")} {
		if strings.Contains(text, secret) {
			t.Errorf("the log tells %q:\n%s", secret, text)
		}
	}
}

// TestPagesOfAPersonTellNothingOfTheirHabits reads the pages that
// administrators and colleagues see of a person.
func TestPagesOfAPersonTellNothingOfTheirHabits(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Reply(Ann, w.Ask(Bea, Members, "Eine Frage", "Text"), "Antwort")
	w.Get(Ann, "/")
	for by, path := range map[string]string{Boss: w.PersonPath(Ann), Bea: strings.Replace(w.PersonPath(Ann), "/verwaltung", "", 1)} {
		page := w.Get(by, path)
		if page.Code != 200 {
			t.Fatalf("%s: %d", path, page.Code)
		}
		_, matter, _ := strings.Cut(page.Body, "<main") // above it the bell counts what the reader has not read
		for _, word := range []string{"zuletzt angemeldet", "zuletzt gesehen", "zuletzt aktiv", "zuletzt benutzt", "Antwortzeit",
			"gelesen", "online seit"} {
			if strings.Contains(strings.ToLower(matter), strings.ToLower(word)) {
				t.Errorf("%s says %q of a person", path, word)
			}
		}
	}
}
