package info_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/config"
	"kommunalforum/internal/follow"
	. "kommunalforum/internal/testkit"
)

// configured serves the world under another configuration.
func configured(w *World, site config.Site) func(path string) Answer {
	c := w.Config
	site.Name, site.Claim = c.Site.Name, c.Site.Claim
	c.Site, c.BaseURL = site, "https://forum.example"
	handler := w.Site(c, io.Discard)
	return func(path string) Answer {
		rec := httptest.NewRecorder()
		handler.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return Answer{Code: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
	}
}

var aboutPages = []string{"/hilfe", "/nutzungsbedingungen", "/datenschutz", "/impressum", "/barrierefreiheit", "/quellen"}

func TestPagesAboutTheForumAreLinkedOnEveryPageAndOpenToAll(t *testing.T) {
	t.Parallel()
	w := New(t)
	start := w.Get(Guest, "/").Body
	for _, path := range aboutPages {
		if !strings.Contains(start, `href="`+path+`"`) {
			t.Errorf("the start page does not link %s", path)
		}
		for _, by := range []string{Guest, Ann, Boss} {
			if a := w.Get(by, path); a.Code != http.StatusOK {
				t.Errorf("%s for %q: %d", path, by, a.Code)
			}
		}
	}
}

func TestLinksWithinThePagesAboutTheForumLeadSomewhere(t *testing.T) {
	t.Parallel()
	w := New(t)
	link := regexp.MustCompile(`href="((?:/|#)[^"]*)"`)
	for _, path := range aboutPages {
		body := w.Get(Guest, path).Body
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			page := body
			if target != "" {
				a := w.Get(Guest, target)
				if a.Code >= http.StatusBadRequest {
					t.Errorf("%s links %s, which answers %d", path, m[1], a.Code)
				}
				page = a.Body
			}
			if anchor != "" && !strings.Contains(page, `id="`+anchor+`"`) {
				t.Errorf("%s links %s, but there is no such place", path, m[1])
			}
		}
	}
}

func TestHelpShowsMarkdownAsItAppears(t *testing.T) {
	t.Parallel()
	page := New(t).Get(Guest, "/hilfe").Body
	for _, text := range []string{"**wichtig**", "<strong>wichtig</strong>", "<del>überholt</del>", "<table>", "<blockquote>",
		`class="extern"`, `id="glossar"`, `href="/glossar"`, "FAQ-Redaktion"} {
		if !strings.Contains(page, text) {
			t.Errorf("the help lacks %q", text)
		}
	}
}

func TestTheGlossaryExplainsTheFieldAndTheForum(t *testing.T) {
	t.Parallel()
	w := New(t)
	page := w.Get(Guest, "/glossar").Body
	for _, text := range []string{"OZG-Leistung", "Vermerk", "Wiedervorlage", "DVDV"} {
		if !strings.Contains(page, text) {
			t.Errorf("the glossary lacks %q", text)
		}
	}
	if a := w.Get(Guest, "/glossar?q=Wiedervorlage").Body; strings.Contains(a, "Im Forum suchen") || strings.Count(a, "<dt ") != 1 {
		t.Error("a word of the forum leads to the search, or is found twice")
	}
}

const missingWords = "Die Betreiberin hat hier noch keine Angaben hinterlegt."

func TestLegalPagesSayWhatTheOperatorHasNotSaid(t *testing.T) {
	t.Parallel()
	w := New(t)
	for path, least := range map[string]int{"/impressum": 4, "/datenschutz": 6, "/barrierefreiheit": 5} {
		if n := strings.Count(w.Get(Guest, path).Body, missingWords); n < least {
			t.Errorf("%s says %d times that something is missing", path, n)
		}
	}
	if page := w.Get(Guest, "/barrierefreiheit").Body; !strings.Contains(page, "noch keine Bewertung") || strings.Contains(page, "vollständig mit") {
		t.Error("the statement claims a status that nobody gave")
	}
}

func TestLegalPagesShowWhatTheOperatorSays(t *testing.T) {
	t.Parallel()
	get := configured(New(t), config.Site{
		Contact: "forum@verband.example",
		Operator: config.Operator{Name: "Musterverband e. V.", Address: []string{"Musterstraße 1", "12345 Musterstadt, Mitte"},
			Represented: "Vera Vorstand",
			Phone:       "0123 456", Register: "VR 4711", VATID: "DE123", Responsible: "Rita Redaktion"},
		Privacy: config.Privacy{Controllers: []string{"Landkreis Muster, Kreisallee 2, 12345 Muster"},
			Arrangement: "Die Betreiberin beantwortet alle Anfragen.", Processors: []string{"Postdienst Muster GmbH"},
			Officer: "dsb@verband.example", Basis: "Art. 6 Abs. 1 Buchst. e DSGVO", Hosting: "Rechenzentrum Muster, Deutschland",
			Authority: "Landesbeauftragte Muster", BackupDays: 21},
		Access: config.Access{Status: config.StatusPartial, Examined: "2026-11-20", Method: "Selbstbewertung", Gaps: []string{"Alte Anhänge"},
			Contact: "barrierefrei@verband.example", Enforcement: "Durchsetzungsstelle Muster"},
	})
	for path, texts := range map[string][]string{
		"/impressum": {"§\u00a05 DDG", "Musterverband e. V.", "Musterstraße 1", "12345 Musterstadt, Mitte", "Vera Vorstand",
			"mailto:forum@verband.example", "0123 456", "VR 4711", "DE123", "Rita Redaktion"},
		"/datenschutz": {"Musterverband e. V.", "dsb@verband.example", "Art. 6 Abs. 1 Buchst. e DSGVO", "Rechenzentrum Muster",
			"Landesbeauftragte Muster", "§&nbsp;25 Abs.&nbsp;2 Nr.&nbsp;2 TDDDG",
			"__Host-kommunalforum", "8 Stunden", "30 Tage", "15 Minuten", "72 Stunden", "3 Jahre",
			"Gemeinsam verantwortlich", "Kreisallee 2", "Die Betreiberin beantwortet alle Anfragen.", "Postdienst Muster GmbH",
			"noch höchstens 21 Tage; wird eine Sicherung eingespielt", "Art.&nbsp;26 DSGVO", `href="/konto/daten"`, `href="/konto/verlassen"`},
		"/barrierefreiheit": {"teilweise mit den Anforderungen der Norm EN 301\u00a0549", "20.11.2026", "Selbstbewertung", "Alte Anhänge",
			"mailto:barrierefrei@verband.example", "Durchsetzungsstelle Muster", "https://forum.example"},
		"/hilfe": {"mailto:forum@verband.example"},
	} {
		a := get(path)
		for _, text := range texts {
			if !strings.Contains(a.Body, text) {
				t.Errorf("%s lacks %q", path, text)
			}
		}
		if strings.Contains(a.Body, missingWords) || strings.Contains(a.Body, "TMG") {
			t.Errorf("%s still says that something is missing, or names old law", path)
		}
	}
}

func TestSourcesNameTheirLicences(t *testing.T) {
	t.Parallel()
	page := New(t).Get(Guest, "/quellen").Body
	for _, text := range []string{"OZG-Datenbank NRW", "MIT-Lizenz", "© 2020 Gert Hammes", "2019", "557", "etwa 575", "10.796",
		"© Statistisches Bundesamt", "31.12.2019", "EUPL-1.2", "Fira Sans", "SIL Open Font License"} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

// TestHelpNamesAllThatCanBeFollowed: whoever adds a kind says so there.
func TestHelpNamesAllThatCanBeFollowed(t *testing.T) {
	t.Parallel()
	several := map[follow.Kind]string{follow.Board: "Bereichen", follow.Thread: "Themen", follow.Service: "Leistungen",
		follow.Organisation: "Organisationen", follow.Inquiry: "Fragen an das Programmmanagement", follow.Article: "FAQ-Artikeln",
		follow.Search: "gespeicherten Suchen"}
	_, after, _ := strings.Cut(New(t).Get(Guest, "/hilfe").Body, "<strong>Folgen.</strong>")
	said, _, _ := strings.Cut(after, "können Sie folgen")
	for _, k := range follow.Kinds {
		if several[k] == "" || !strings.Contains(said, several[k]) {
			t.Errorf("the help does not name %s %q", k, several[k])
		}
	}
}
