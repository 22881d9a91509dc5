//go:build browser

package browser

import (
	"testing"

	"kommunalforum/internal/testkit"
)

// TestBrowserTextOutlivesTheSession writes a question while the session ends.
func TestBrowserTextOutlivesTheSession(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.as(testkit.Ann)
	b.goTo("/fragen")
	b.fill("titel", "Wohngeld online: Wer trägt die Betriebskosten?")
	b.fill("text", "Ein mühsam geschriebener Text.")
	b.choose("bereich", testkit.Members)
	b.signOut()
	b.press("Frage veröffentlichen")
	b.reads("Sie sind nicht mehr angemeldet")
	b.reads("Das hatten Sie geschrieben")
	b.accessible("the refusal")
	b.goTo(eval[string](b, `document.querySelector("main a.kern-btn").getAttribute("href")`))
	b.fill("email", testkit.Email(testkit.Ann))
	b.fill("passwort", testkit.Password)
	b.press("Anmelden")
	b.reads("Ihr Text ist wieder da.")
	b.accessible("the form that came back")
	if text := eval[string](b, `document.querySelector("[name=text]").value`); text != "Ein mühsam geschriebener Text." {
		t.Errorf("the field has %q", text)
	}
	b.press("Frage veröffentlichen")
	b.reads("Ihre Frage ist veröffentlicht.")
}
