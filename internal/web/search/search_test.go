package search_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// searched waits until the index is complete and somebody finds something, and
// returns the page. Waiting does not use up what somebody may search.
func searched(w *World, by, query, found string) string {
	w.T.Helper()
	cookie, body := "", ""
	if by != Guest {
		cookie = w.Cookie(by)
	}
	w.IndexReady()
	w.Soon(query+" finds "+found, func() bool {
		body = w.DoWith(cookie, http.MethodGet, "/suche?"+query, nil).Body
		return strings.Contains(body, found)
	})
	return body
}

func wantAll(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("the page lacks %q:\n%s", p, main(body))
		}
	}
}

// main is the part of a page between header and footer.
func main(body string) string {
	_, body, _ = strings.Cut(body, "<main")
	body, _, _ = strings.Cut(body, "</main>")
	return body
}

func TestSearchPageShowsHitsWithTheirMarks(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer nutzt die Kanarienvogelanmeldung?", "Wir suchen <b>Häuser</b> & Erfahrungen.")
	post := w.Reply(Bea, thread, "Unsere Häuser nutzen sie.")
	body := searched(w, Guest, "q=haus&art=beitrag", fmt.Sprintf(`href="/beitrag/%d"`, post))
	wantAll(t, body, "Unsere <mark>Häuser</mark> nutzen sie.", "Kreis Probeland, Nordrhein-Westfalen", "Bauen &amp; Wohnen",
		`<meta name="robots" content="noindex"`, `value="haus"`, "Thema</span>", "Antwort: Kreis Probeland")
	if strings.Contains(body, "canonical") || strings.Contains(body, "Birke") {
		t.Error("the page has a canonical address or a name")
	}
	body = searched(w, Guest, "q=haus+erfahrung&art=thema", fmt.Sprintf(`href="/thema/%d-wer-nutzt-die-kanarienvogelanmeldung"`, thread))
	wantAll(t, body, "&lt;b&gt;<mark>Häuser</mark>&lt;/b&gt; &amp; <mark>Erfahrungen</mark>", "offen</span>", "1 Treffer")
}

func TestSearchFiltersAreLinksWithCounts(t *testing.T) {
	t.Parallel()
	w := New(t)
	for i := range 11 {
		thread := w.Ask(Ann, Public, fmt.Sprintf("Amsel Nummer %d", i), "Text")
		w.Reply(Bea, thread, "Auch hier die Amsel")
	}
	w.Ask(Ann, Members, "Amsel in der Schule", "Text")
	searched(w, Ann, "q=Amsel", "Zusammen sind es 23 passende Texte")
	body := searched(w, Guest, "q=Amsel", "Zusammen sind es 22 passende Texte")
	wantAll(t, body, "11 Treffer", `href="/suche?art=thema&amp;q=Amsel"`, `href="/suche?land=Niedersachsen&amp;q=Amsel"`, "2 Treffer in diesem Thema",
		`href="/suche?organisationsart=landkreis&amp;q=Amsel"`, `href="/suche?q=Amsel&amp;seite=2"`, "Seite 1 von 2")
	if strings.Contains(main(body), "bereich=bildung") {
		t.Error("a guest is offered a board on which only members find something")
	}
	body = w.Get(Ann, "/suche?q=Amsel&bereich=bildung").Body
	wantAll(t, body, "1 Treffer", "Amsel in der Schule", `href="/suche?art=thema&amp;bereich=bildung&amp;q=Amsel"`,
		`href="/suche?bereich=bauen-wohnen&amp;q=Amsel"`)
	body = w.Get(Ann, "/suche?q=Amsel&art=faq").Body
	wantAll(t, body, "Mit dieser Auswahl gibt es keinen Treffer", `href="/suche?q=Amsel"`)
	body = w.Get(Ann, "/suche?q=Amsel&seite=2").Body
	wantAll(t, body, "Seite 2 von 2", `rel="prev"`)
	body = w.Get(Ann, "/suche?q=Amsel+Nirgendwort").Body
	wantAll(t, body, "Kein Text enthält alle Wörter.", "12 Treffer")
}

// TestConditionsOfTheLineBecomeChoices: they can be taken back, and another
// value takes their place.
func TestConditionsOfTheLineBecomeChoices(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Amsel im Garten", "Text")
	w.Reply(Bea, thread, "Auch hier die Amsel")
	w.Ask(Bea, Public, "Amsel im Wald", "Text")
	searched(w, Guest, "q=Amsel", "2 Treffer")
	body := w.Get(Guest, "/suche?q=Amsel+land:niedersachsen&zustand=offen").Body
	wantAll(t, body, "1 Treffer", `value="Amsel"`, `href="/suche?q=Amsel&amp;zustand=offen"`, `href="/suche?land=Niedersachsen&amp;q=Amsel"`,
		`href="/suche?land=Nordrhein-Westfalen&amp;q=Amsel&amp;zustand=offen"`, `<option value="Niedersachsen" selected>`, "alles aufheben")
	// Fields alone are a search, too.
	wantAll(t, w.Get(Guest, "/suche?land=Niedersachsen&art=thema").Body, "1 Treffer", "Amsel im Garten")
	wantAll(t, w.Get(Guest, "/suche?q=Amsel&nach=01.01.2030").Body, "Nach dem:", "01.01.2030", "Mit dieser Auswahl gibt es keinen Treffer")
	wantAll(t, w.Get(Guest, "/suche?q=Amsel&leistung=abc").Body, "„abc“: Nach leistung: steht eine OZG-ID")
}

func TestSearchWithoutHitsLeadsToAQuestion(t *testing.T) {
	t.Parallel()
	w := New(t)
	searched(w, Guest, "q=Wohngeld", `aria-label="Treffer"`) // the index is there
	body := w.Get(Ann, "/suche?q=%22Nirgend+%26+Wort%22").Body
	wantAll(t, body, "Dazu steht noch nichts im Forum", "0 Treffer")
	link := regexp.MustCompile(`href="(/fragen\?titel=[^"]+)"`).FindStringSubmatch(body)
	if link == nil {
		t.Fatal("no link to ask")
	}
	wantAll(t, body, "Diese Frage stellen")
	w.Ask(Ann, Public, "Kanarienvogel im Rathaus", "Wer füttert ihn?")
	searched(w, Guest, "q=Kanarienvogel", "1 Treffer")
	body = w.Get(Guest, "/suche?q=Kanarienvogel+Nirgendwort").Body
	wantAll(t, body, `href="/suche?q=Kanarienvogel">Ohne „Nirgendwort“ suchen</a>`, "(1 Treffer mit allen übrigen Wörtern)")
	body = w.Get(Guest, "/suche?q=Wohngeld&art=faq").Body
	wantAll(t, body, "Mit dieser Auswahl gibt es keinen Treffer", "Ohne die Auswahl gibt es", "Bereiche, die dazu passen",
		`href="/bereiche/bauen-wohnen"`)
	form := w.Get(Ann, strings.ReplaceAll(link[1], "&amp;", "&")).Body
	wantAll(t, form, `value="&#34;Nirgend &amp; Wort&#34;"`)
	wantAll(t, w.Get(Guest, "/suche").Body, "So finden Sie schnell etwas")
	wantAll(t, w.Get(Guest, "/suche?q=und+die").Body, "kein Wort, nach dem sich suchen lässt")
}

func TestSearchSurvivesAnyAddress(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, q := range []string{strings.Repeat("ä", 10_000), `"`, `*?~^+-(){}[]\/:`, "acl:members", "<script>alert(1)</script>",
		"\u202e", "'; DROP TABLE post; --"} {
		for _, more := range []string{"", "&seite=-1", "&seite=99999999999999999999", "&art=x", "&art=&bereich="} {
			a := w.Get(Guest, "/suche?q="+url.QueryEscape(q)+more)
			if a.Code != 200 || strings.Contains(a.Body, "<script>alert") {
				t.Errorf("q=%.20s%s: %d", q, more, a.Code)
			}
		}
	}
	for _, slug := range []string{Exclusive, "gibt-es-nicht"} {
		if a := w.Get(Ann, "/suche?q=x&bereich="+slug); a.Code != 404 {
			t.Errorf("bereich=%s: %d, want 404", slug, a.Code)
		}
	}
	if a := w.Get(Guest, "/suche?q=%ff%fe"); a.Code != 400 {
		t.Errorf("no UTF-8: %d, want 400", a.Code)
	}
}

func TestMisspeltSearchSuggestsWhatWasMeant(t *testing.T) {
	t.Parallel()
	w := New(t)
	body := searched(w, Guest, "q=Wohngled&art=leistung", "Meinten Sie")
	wantAll(t, body, `Meinten Sie <a class="kf-link" href="/suche?art=leistung&amp;q=Wohngeld">Wohngeld</a>?`)
	if body := w.Get(Guest, "/suche?q=Wohngeld").Body; strings.Contains(body, "Meinten Sie") {
		t.Errorf("a word that is there is put right:\n%s", main(body))
	}
}
