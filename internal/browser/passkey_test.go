//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"kommunalforum/internal/testkit"
)

// authenticator gives the tab a device that holds passkeys and is unlocked.
func (b *tab) authenticator() webauthn.AuthenticatorID {
	b.t.Helper()
	call(b, webauthn.Enable, webauthn.EnableParams{})
	added, err := chromedp.Call(b.ctx, webauthn.AddVirtualAuthenticator,
		webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}})
	if err != nil {
		b.t.Fatal(err)
	}
	return added.AuthenticatorID
}

// present says whether the device is touched without waiting.
func (b *tab) present(device webauthn.AuthenticatorID, yes bool) {
	call(b, webauthn.SetAutomaticPresenceSimulation, webauthn.SetAutomaticPresenceSimulationParams{AuthenticatorID: device, Enabled: yes})
}

// touch presses the button and then touches the device: before, the request that
// waits beside the address field would take the answer.
func (b *tab) touch(device webauthn.AuthenticatorID, button string) {
	b.t.Helper()
	b.run(chromedp.Click(`//main//button[normalize-space(.)="` + button + `"]`))
	b.present(device, true)
}

// addPasskey makes a passkey on the page for it. The form is scrolled to before,
// so that it does not move while it is clicked.
func (b *tab) addPasskey(name string) {
	b.t.Helper()
	b.fill("name", name)
	eval[bool](b, `document.querySelector("form[data-passkey]").scrollIntoView({ block: "center", behavior: "instant" }), true`)
	b.press("Passkey hinzufügen")
}

// TestBrowserPasskeySignsInAndIsASecondFactor goes from making a passkey to
// signing in with it, alone and after the password.
func TestBrowserPasskeySignsInAndIsASecondFactor(t *testing.T) {
	s := serveNamed(t)
	b := s.open(t)
	device := b.authenticator()

	b.as(testkit.Ann)
	b.goTo("/konto/sicherheit")
	b.addPasskey("Dienst-Laptop")
	b.reads("Der Passkey ist eingerichtet.")
	b.press("Codes erzeugen")
	b.reads("Diese Codes werden nur jetzt angezeigt")
	b.press("Ich habe die Codes gesichert")
	b.reads("Dienst-Laptop")

	// Alone: no password, no second step.
	b.signOut()
	b.present(device, false)
	b.goTo("/anmelden?weiter=%2Fkonto")
	b.touch(device, "Mit Passkey anmelden")
	b.soon(`location.pathname === "/konto"`)
	b.reads("Beim Anmelden schützt Sie ein Passkey.")

	// After the password.
	b.present(device, false)
	b.as(testkit.Ann)
	b.reads("Ihr Passwort stimmt.")
	b.accessible("the second factor")
	b.touch(device, "Mit Passkey bestätigen")
	b.soon(`location.pathname === "/meine"`)
	b.goTo("/konto/sicherheit")
	b.reads("zuletzt benutzt")

	// A device that is not unlocked says so and signs nobody in.
	b.signOut()
	call(b, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: false})
	b.goTo("/anmelden")
	b.run(chromedp.Click(`//main//button[normalize-space(.)="Mit Passkey anmelden"]`))
	b.soon(`document.querySelector("[data-passkey-problem]").hidden === false`)
	b.reads("Der Vorgang wurde abgebrochen")
	call(b, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: true})

	// An answer works once.
	b.present(device, false)
	b.goTo("/anmelden")
	eval[bool](b, `HTMLFormElement.prototype.submit = function () { window.answer = new URLSearchParams(new FormData(this)) }, true`)
	b.touch(device, "Mit Passkey anmelden")
	b.soon(`window.answer !== undefined`)
	const send = `fetch("/anmelden/passkey", { method: "POST", body: window.answer }).then(r => r.status + " " + r.redirected)`
	for _, want := range []string{"200 true", "422 false"} {
		if got := eval[string](b, send); got != want {
			t.Errorf("the answer gets %s, want %s", got, want)
		}
	}

	// Removed, it opens nothing.
	b.goTo("/konto/sicherheit")
	b.press("Umbenennen: Dienst-Laptop")
	b.accessible("renaming a passkey")
	b.goTo("/konto/sicherheit")
	b.press("Entfernen: Dienst-Laptop")
	b.accessible("removing a passkey")
	b.press("Passkey entfernen")
	b.signOut()
	b.present(device, false)
	b.goTo("/anmelden")
	b.touch(device, "Mit Passkey anmelden")
	b.soon(`document.body?.innerText.includes("nicht angenommen") === true`)
	b.reads("Der Passkey wurde nicht angenommen.")
	b.clean("passkey")
}

// TestBrowserPasskeyAloneOpensWhatElseAsksForAPassword is about somebody who has
// no password, and signed in too long ago.
func TestBrowserPasskeyAloneOpensWhatElseAsksForAPassword(t *testing.T) {
	s := serveNamed(t)
	b := s.open(t)
	device := b.authenticator()
	b.as(testkit.Ann)
	b.goTo("/konto/sicherheit")
	b.addPasskey("Dienst-Laptop")
	s.WithoutPassword(testkit.Ann)
	for _, path := range []string{"/konto/verlassen", "/konto/daten", "/konto/adresse"} {
		s.LongAgo(testkit.Ann)
		b.present(device, false)
		b.goTo(path)
		b.accessible("proving who one is before " + path)
		b.touch(device, "Mit Passkey bestätigen")
		b.soon(`location.pathname === "` + path + `" && document.readyState === "complete"`)
	}
	b.fill("email", "anna.neu@world.example")
	b.press("Bestätigung anfordern")
	b.reads("Wir haben eine E-Mail an Ihre neue Adresse geschickt.")
	b.clean("passkey alone")
}

// TestBrowserOffersPasskeysBesideTheAddress signs in without pressing anything
// but what the browser offers.
func TestBrowserOffersPasskeysBesideTheAddress(t *testing.T) {
	s := serveNamed(t)
	b := s.open(t)
	b.authenticator()
	b.as(testkit.Ann)
	b.goTo("/konto/sicherheit")
	b.addPasskey("Telefon")
	b.signOut()
	b.goTo("/anmelden?weiter=%2Fkonto") // a device that is always touched takes the offer
	b.soon(`location.pathname === "/konto"`)
	b.reads("Mein Konto")
	b.clean("autofill")
}

// TestBrowserWithoutScriptsKeepsThePasswordWay looks at the pages that passkeys
// improve.
func TestBrowserWithoutScriptsKeepsThePasswordWay(t *testing.T) {
	s := serveNamed(t)
	b := s.open(t)
	b.withoutScripts()
	b.as(testkit.Ann)
	b.goTo("/konto/sicherheit")
	b.reads("Passkeys brauchen JavaScript")
	if b.says("Passkey hinzufügen") {
		t.Error("a form is shown that cannot work")
	}
	b.press("App einrichten")
	b.reads("Scannen Sie dieses Bild")
	secret := eval[string](b, `document.querySelector(".kf-secret").innerText`)
	b.fill("code", s.Code(secret))
	b.press("App bestätigen")
	b.reads("Die App ist eingerichtet.")
	b.clean("without scripts")
}

// TestBrowserWarnsBeforeTheSessionEnds lets hours pass quickly: timers of the
// page ring within a tenth of a second.
func TestBrowserWarnsBeforeTheSessionEnds(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.as(testkit.Ann)
	call(b, page.Enable, page.EnableParams{})
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `const later = window.setTimeout; let rung = 0;
			window.setTimeout = (f, ms) => ms > 3600_000 && rung++ > 0 ? 0 : later(f, Math.min(ms, 100))`}); err != nil {
		t.Fatal(err)
	}
	b.goTo("/fragen")
	b.soon(`!document.querySelector("[data-idle]").hidden`)
	b.reads("Sie werden in wenigen Minuten abgemeldet")
	b.run(chromedp.Click(`//button[normalize-space(.)="Angemeldet bleiben"]`))
	b.soon(`document.querySelector("[data-idle]").hidden`)
	b.clean("idle")
}
