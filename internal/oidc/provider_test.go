//go:build external

package oidc_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/provider"
)

const password = "ein-langes-passwort"

// forum is a served forum that knows one provider.
type forum struct {
	*app.App
	t       *testing.T
	address string
	stop    func() // the provider
}

// start serves a forum that knows a real provider.
func start(t *testing.T, change func(*config.Provider)) *forum {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &forum{t: t, address: "http://" + strings.Replace(l.Addr().String(), "127.0.0.1", "localhost", 1)}
	at := provider.Start(t, f.address)
	f.stop = at.Stop
	p := at.Config
	if change != nil {
		change(&p)
	}
	conf := config.Config{Data: t.TempDir(), BaseURL: config.BaseURL(f.address), Providers: []config.Provider{p},
		Site: config.Site{Name: "Kommunalforum"}}
	if f.App, err = app.New(context.Background(), conf, slog.New(slog.NewTextHandler(io.Discard, nil))); err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: f.Handler}
	go server.Serve(l)
	t.Cleanup(func() { server.Close(); f.Close() })
	return f
}

func (f *forum) person(email string) account.Person {
	f.t.Helper()
	p, _, err := f.Accounts.Create(context.Background(), account.NewPerson{Email: email, Name: "Anna Ahorn", Password: password,
		Organisation: organisation.Organisation{Name: "Stadt Musterstadt", Kind: organisation.Municipality, State: "Hessen"}})
	if err != nil {
		f.t.Fatal(err)
	}
	return p
}

// browser is a browser with its cookies.
type browser struct {
	*forum
	client *http.Client
	at     *url.URL
	status int
	body   string
}

func (f *forum) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return &browser{forum: f, client: &http.Client{Jar: jar}}
}

func (b *browser) keep(a *http.Response, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.at, b.status, b.body = a.Request.URL, a.StatusCode, string(text)
}

func (b *browser) get(path string) {
	b.t.Helper()
	b.keep(b.client.Get(b.address + path))
}

func (b *browser) post(address string, form url.Values) {
	b.t.Helper()
	b.keep(b.client.PostForm(address, form))
}

var action = regexp.MustCompile(`action="([^"]+)"`)

// signInThere signs in at the provider and agrees to what it asks, until it
// sends the browser back.
func (b *browser) signInThere(name string) {
	b.t.Helper()
	for range 3 {
		if strings.HasPrefix(b.at.String(), b.address) {
			return
		}
		m := action.FindStringSubmatch(b.body)
		if m == nil {
			b.t.Fatalf("%s asks for nothing: %s", b.at, b.body)
		}
		form := url.Values{"prompt": {"consent"}}
		if strings.Contains(b.body, `name="login"`) {
			form = url.Values{"prompt": {"login"}, "login": {name}, "password": {"x"}}
		}
		to, err := b.at.Parse(m[1])
		if err != nil {
			b.t.Fatal(err)
		}
		b.post(to.String(), form)
	}
	if !strings.HasPrefix(b.at.String(), b.address) {
		b.t.Fatalf("the provider does not send back: %s", b.at)
	}
}

func (b *browser) reads(status int, path, text string) {
	b.t.Helper()
	if b.status != status || path != "" && b.at.RequestURI() != path || !strings.Contains(b.body, text) {
		b.t.Fatalf("%d %s lacks %q (want %d %s)\n%.3000s", b.status, b.at, text, status, path, b.body)
	}
}

func TestExternalSignInAtAProviderLinksByAVouchedAddressOnly(t *testing.T) {
	f := start(t, nil)
	f.person("anna@stadt.example")
	f.person("fremder@stadt.example")
	f.person("kollege@anderswo.example")

	b := f.browser()
	b.get("/anmelden?weiter=%2Fkonto")
	b.reads(200, "", "Anmelden mit Probe-Konto")
	b.get("/anmelden/mit/probe?weiter=%2Fkonto")
	b.signInThere("anna")
	b.reads(200, "/konto", "anna@stadt.example")

	again := f.browser()
	again.get("/anmelden/mit/probe?weiter=https%3A%2F%2Fanderswo.example%2F")
	again.signInThere("anna")
	again.reads(200, "/meine", "Anna Ahorn")

	for _, name := range []string{"fremder", "kollege", "niemand"} {
		other := f.browser()
		other.get("/anmelden/mit/probe")
		other.signInThere(name)
		other.reads(422, "", "mit keinem Konto verknüpft")
		other.get("/konto")
		other.reads(200, "/anmelden?weiter=%2Fkonto", "Passwort")
	}

	// Whoever is signed in links it on purpose.
	other := f.browser()
	other.post(f.address+"/anmelden", url.Values{"email": {"kollege@anderswo.example"}, "passwort": {password}})
	other.get("/anmelden/mit/probe?verknuepfen=ja")
	other.signInThere("kollege")
	other.reads(200, "/konto/sicherheit?hinweis=verknuepft", "verknüpft")
	third := f.browser()
	third.get("/anmelden/mit/probe?weiter=%2Fkonto")
	third.signInThere("kollege")
	third.reads(200, "/konto", "kollege@anderswo.example")

	// A closed account stays closed.
	if err := f.Accounts.Disable(context.Background(), "anna@stadt.example", "Probe"); err != nil {
		t.Fatal(err)
	}
	b.get("/anmelden/mit/probe")
	b.signInThere("anna")
	b.reads(422, "", "mit keinem Konto verknüpft")
}

func TestExternalAnswersThatBelongElsewhereAreRefused(t *testing.T) {
	f := start(t, nil)
	f.person("anna@stadt.example")
	b := f.browser()
	back := ""
	b.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.Contains(r.URL.Path, "/zurueck") {
			back = r.URL.String()
			return http.ErrUseLastResponse
		}
		return nil
	}
	take := func() {
		b.get("/anmelden/mit/probe")
		for back == "" {
			m := action.FindStringSubmatch(b.body)
			if m == nil {
				break
			}
			form := url.Values{"prompt": {"consent"}}
			if strings.Contains(b.body, `name="login"`) {
				form = url.Values{"prompt": {"login"}, "login": {"anna"}, "password": {"x"}}
			}
			to, err := b.at.Parse(m[1])
			if err != nil {
				t.Fatal(err)
			}
			b.post(to.String(), form)
		}
		if back == "" {
			t.Fatalf("no way back: %s %s", b.at, b.body)
		}
	}
	take()
	u, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(key, value string) string {
		q := u.Query()
		q.Set(key, value)
		return u.Path + "?" + q.Encode()
	}
	stranger := f.browser() // login CSRF: the attacker's answer in somebody else's browser
	stranger.get(u.RequestURI())
	stranger.reads(422, "", "abgebrochen oder hat zu lange gedauert")
	for what, path := range map[string]string{"state": changed("state", "anders"), "issuer": changed("iss", "https://anderswo.example"),
		"no issuer": changed("iss", ""), "error": changed("error", "access_denied")} {
		back = ""
		fresh := f.browser()
		fresh.client.Jar = b.client.Jar
		fresh.get(path)
		if fresh.status != 422 {
			t.Errorf("%s: %d", what, fresh.status)
		}
		take()
		if u, err = url.Parse(back); err != nil {
			t.Fatal(err)
		}
	}
	b.get(u.RequestURI())
	if b.status != 303 && b.status != 200 {
		t.Fatalf("the right answer: %d %s", b.status, b.body)
	}
	b.get("/konto")
	b.reads(200, "/konto", "anna@stadt.example")
	other := f.browser()
	other.client.Jar = b.client.Jar
	other.get(u.RequestURI()) // the cookie is gone, and so is the code
	if other.status == 200 && other.at.Path == "/meine" {
		t.Error("the same answer works twice")
	}
}

func TestExternalClaimsMakeAccountsAndRoles(t *testing.T) {
	f := start(t, func(p *config.Provider) {
		p.OrganisationClaim, p.RoleClaim, p.Roles = "ags", "gruppen", map[string]string{"forum-moderation": "moderator"}
		p.SecondFactor = true
	})
	f.Accounts.RequireMFA = []account.Role{account.Moderator}
	b := f.browser()
	b.get("/anmelden/mit/probe?weiter=%2Fkonto")
	b.signInThere("chefin")
	b.reads(200, "/konto", "Landeshauptstadt Hannover")
	b.reads(200, "/konto", "Moderation")
	p, err := f.Accounts.ViewerOf(context.Background(), "chefin@stadt.example")
	if err != nil || !p.Has(account.Moderator) || p.Name != "Chefin Anderswo" {
		t.Fatalf("%+v, %v", p, err)
	}
	// What the provider no longer says is taken.
	err = f.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE linked_identity SET subject = 'andere'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c := f.browser()
	c.get("/anmelden/mit/probe?weiter=%2Fkonto")
	c.signInThere("andere")
	c.reads(200, "/konto", "chefin@stadt.example")
	if p, err = f.Accounts.ViewerOf(context.Background(), "chefin@stadt.example"); err != nil || p.Has(account.Moderator) {
		t.Errorf("the role stays: %+v, %v", p, err)
	}
}

func TestExternalProviderThatIsDownDisturbsNobody(t *testing.T) {
	f := start(t, nil)
	f.person("anna@stadt.example")
	in := f.browser()
	in.get("/anmelden/mit/probe?weiter=%2Fkonto")
	in.signInThere("anna")
	f.stop()
	in.get("/konto")
	in.reads(200, "/konto", "anna@stadt.example")

	b := f.browser()
	b.get("/anmelden")
	b.reads(200, "/anmelden", "Anmelden mit Probe-Konto")
	b.post(f.address+"/anmelden", url.Values{"email": {"anna@stadt.example"}, "passwort": {password}, "weiter": {"/konto"}})
	b.reads(200, "/konto", "anna@stadt.example")
}
