package templates

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func page(t *testing.T, b Base) string {
	t.Helper()
	matter := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>Inhalt</p>")
		return err
	})
	var out bytes.Buffer
	if err := Page(b).Render(templ.WithChildren(context.Background(), matter), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func wantIn(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(html, p) {
			t.Errorf("missing: %s", p)
		}
	}
}

func wantNotIn(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(html, p) {
			t.Errorf("should not be there: %s", p)
		}
	}
}

func TestPageHasTitleLandmarksAndMatter(t *testing.T) {
	html := page(t, Base{Title: "Häufige Fragen", Site: Site{Name: "Kommunalforum"}, Section: SectionFAQ})
	wantIn(t, html, `<html lang="de">`, "<title>Häufige Fragen – Kommunalforum</title>", `href="#inhalt"`, `id="inhalt"`, "<p>Inhalt</p>",
		`href="/faq" aria-current="true"`)
	wantNotIn(t, html, "noindex", "canonical", `name="description"`)
	html = page(t, Base{NoIndex: true, Canonical: "https://forum.example/faq", Description: "Antworten"})
	wantIn(t, html, `content="noindex"`, `href="https://forum.example/faq"`, `content="Antworten"`)
}

func TestGuestIsOfferedToSignInAndComesBack(t *testing.T) {
	html := page(t, Base{Path: "/thema/1-a?seite=2&x=ü"})
	wantIn(t, html, `href="/anmelden?weiter=%2Fthema%2F1-a%3Fseite%3D2%26x%3D%C3%BC"`)
	wantNotIn(t, html, "/abmelden", "/konto")
}

func TestUserMenuShowsOnlyWhatThePersonMayOpen(t *testing.T) {
	html := page(t, Base{Viewer: Viewer{SignedIn: true, Name: "Anna Muster", Organisation: "Stadt Beispielhausen"}})
	wantIn(t, html, "Anna Muster", "Stadt Beispielhausen", `action="/abmelden" method="post"`, "/konto")
	wantNotIn(t, html, "/schreibtisch", "/verwaltung", "/anmelden")
	html = page(t, Base{Viewer: Viewer{SignedIn: true, Desk: true, Admin: true}})
	wantIn(t, html, "/schreibtisch", "/verwaltung")
}

func TestFooterLinksOnlyToPagesThatExist(t *testing.T) {
	html := page(t, Base{Site: Site{Carriers: []string{"Erster Verband", "Zweiter Verband"}, Footer: []Link{{"/impressum", "Impressum"}}}})
	wantIn(t, html, "Träger: Erster Verband, Zweiter Verband", `href="/impressum"`, "kdn-nrw/OZG-Datenbank-NRW", "Statistisches Bundesamt")
	wantNotIn(t, html, "/datenschutz", "/barrierefreiheit")
}

// The content security policy refuses all of these.
func TestNothingNeedsInlineScriptOrStyle(t *testing.T) {
	html := page(t, Base{Notice: "Gespeichert.", IndexNotice: "Die Suche wird neu aufgebaut.", Viewer: Viewer{SignedIn: true}}) +
		render(t, HeroBand(Hero{Title: "Forum"})) +
		render(t, ErrorSummary(Problems{{Text: "Fehler"}})) +
		render(t, TextArea(Area{Name: "text", Limit: 10}))
	if m := regexp.MustCompile(`(?i)\s(style|on[a-z]+)\s*=`).FindString(html); m != "" {
		t.Errorf("inline attribute: %s", m)
	}
	for _, m := range regexp.MustCompile(`<script[^>]*>[^<]*`).FindAllString(html, -1) {
		if !strings.Contains(m, `src="/static/`) || !strings.HasSuffix(m, ">") {
			t.Errorf("inline script: %s", m)
		}
	}
	wantNotIn(t, html, "<style", "javascript:")
}

func TestAuthorWithoutNameShowsOrganisationAndLandOnly(t *testing.T) {
	html := render(t, AuthorLine(Author{Organisation: "Kreis Musterland", Kind: "Landkreis", Land: "Hessen"}))
	wantIn(t, html, "<strong>Kreis Musterland</strong>", "Landkreis · Hessen")
	wantNotIn(t, html, "kf-author__who")
	html = render(t, PostCard(Post{ID: 7, Author: Author{Organisation: "Kreis Musterland"}, At: time.Unix(0, 0)}))
	wantIn(t, html, `id="beitrag-7"`, `>Antwort von Kreis Musterland</h2>`)
}

func TestProblemPageOffersSigningInToGuestsOnly(t *testing.T) {
	fault := Fault{Base: Base{Path: "/thema/9"}, Status: 404, Title: "Diese Seite gibt es nicht", OfferSignIn: true}
	wantIn(t, render(t, ProblemPage(fault)), "Diese Seite gibt es nicht", "weiter=%2Fthema%2F9", "Nach der Anmeldung")
	fault.Viewer.SignedIn = true
	wantNotIn(t, render(t, ProblemPage(fault)), "Nach der Anmeldung", "weiter=")
}
