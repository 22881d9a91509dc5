//go:build browser

package browser

import (
	"context"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/config"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/provider"
)

// signInAt signs in at the provider, which a link of the forum led to, and
// agrees that the forum learns who it is.
func (b *tab) signInAt(p *provider.Provider, name string) {
	b.t.Helper()
	b.soon(`document.readyState === "complete" && location.origin === "` + p.Config.Issuer + `"`)
	b.run(chromedp.SendKeys(`[name=login]`, name), chromedp.SendKeys(`[name=password]`, "x"))
	b.submit()
	away := `location.origin !== "` + p.Config.Issuer + `"`
	b.soon(`document.readyState === "complete" && (` + away + ` || document.body.innerText.includes("Authorize"))`)
	if !eval[bool](b, away) { // it remembers what somebody agreed to
		b.submit()
	}
	b.soon(`document.readyState === "complete" && ` + away)
}

// submit presses the button of the provider's form and waits for the next page.
func (b *tab) submit() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(`//form//button[@type="submit"]`)); err != nil {
		b.t.Fatalf("submit: %v\n%s", err, b.text())
	}
}

// at fails unless the tab is at the path of the forum.
func (b *tab) at(path string) {
	b.t.Helper()
	if got := eval[string](b, `location.href`); got != b.site.address+path {
		b.t.Fatalf("the tab is at %s, not %s:\n%s", got, path, b.text())
	}
}

// TestBrowserSignsInAtAProvider goes there and back with a real provider on
// another site, as far as browsers are concerned, and then does without it.
func TestBrowserSignsInAtAProvider(t *testing.T) {
	l := listen(t)
	p := provider.Start(t, "http://"+l.Addr().String())
	s := serveOn(t, l, testkit.New(t, func(c *config.Config) {
		c.BaseURL, c.Providers = config.BaseURL("http://"+l.Addr().String()), []config.Provider{p.Config}
	}))
	s.also = p.Config.Issuer
	for email, name := range map[string]string{"anna@stadt.example": "Anna Stadt", "kollege@anderswo.example": "Karl Kollege"} {
		_, _, err := s.Accounts.Create(s.Ctx, account.NewPerson{Email: email, Name: name, Password: testkit.Password, Terms: testkit.Terms,
			Organisation: organisation.Organisation{Name: "Stadt Beispielstadt", Kind: organisation.Municipality, State: "Hessen"}})
		if err != nil {
			t.Fatal(err)
		}
	}

	// The provider vouches for the address: nothing but the sign-in is needed.
	anna := s.open(t)
	anna.goTo("/konto/sicherheit")
	anna.at("/anmelden?weiter=%2Fkonto%2Fsicherheit")
	anna.accessible("signing in, with a provider")
	anna.press("Anmelden mit Probe-Konto")
	anna.signInAt(p, "anna")
	anna.at("/konto/sicherheit")
	anna.reads("Probe-Konto")
	anna.reads("verknüpft")

	// Who has no password proves there that it is them, by a new sign-in.
	s.WithoutPassword("anna@stadt.example")
	s.LongAgo("anna@stadt.example")
	anna.goTo("/konto/verlassen")
	anna.at("/konto/bestaetigen?weiter=%2Fkonto%2Fverlassen")
	anna.accessible("proving who one is at a provider")
	anna.press("Noch einmal anmelden mit Probe-Konto")
	anna.signInAt(p, "anna")
	anna.at("/konto/verlassen")
	s.LongAgo("anna@stadt.example")
	anna.goTo("/konto/adresse")
	anna.press("Noch einmal anmelden mit Probe-Konto")
	anna.signInAt(p, "kollege")
	anna.reads("Mit dieser Anmeldung dort ist Ihr Konto nicht verknüpft.")
	anna.goTo("/konto/verlassen")
	anna.at("/konto/bestaetigen?weiter=%2Fkonto%2Fverlassen")

	// For others it does not: they link it once, signed in by their password.
	other := s.open(t)
	other.goTo("/anmelden")
	other.press("Anmelden mit Probe-Konto")
	other.signInAt(p, "kollege")
	other.reads("mit keinem Konto verknüpft")
	other.signInAs("kollege@anderswo.example", testkit.Password)
	other.goTo("/konto/sicherheit")
	other.press("Verknüpfen: Probe-Konto")
	other.signInAt(p, "kollege")
	other.at("/konto/sicherheit?hinweis=verknuepft")
	other.signOut()
	other.goTo("/anmelden?weiter=%2Fkonto")
	other.press("Anmelden mit Probe-Konto")
	other.signInAt(p, "kollege")
	other.at("/konto")
	other.reads("kollege@anderswo.example")
	other.clean("linking")

	// The provider is down.
	p.Stop()
	s.Soon("the forum notices", func() bool {
		return s.Get(testkit.Guest, "/anmelden/mit/"+provider.Key).Code == http.StatusServiceUnavailable
	})
	anna.goTo("/konto")
	anna.at("/konto")
	anna.reads("anna@stadt.example")
	anna.clean("signed in without the provider")
	other.signOut()
	other.goTo("/konto")
	other.press("Anmelden mit Probe-Konto")
	other.reads("Probe-Konto ist gerade nicht erreichbar.")
	other.accessible("a provider that is down")
	other.fill("email", "kollege@anderswo.example")
	other.fill("passwort", testkit.Password)
	other.press("Anmelden")
	other.at("/konto")
}
