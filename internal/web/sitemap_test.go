package web_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// listed returns the addresses of the sitemap, without the site.
func listed(t *testing.T, w *World) []string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/sitemap.xml", nil)
	r.Host = "evil.example"
	a := w.Send(r)
	if a.Code != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/xml") {
		t.Fatalf("%d %s", a.Code, a.Header.Get("Content-Type"))
	}
	var m struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Pages   []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(a.Body), &m); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range m.Pages {
		path, ok := strings.CutPrefix(p.Loc, "http://forum.example/")
		if !ok {
			t.Errorf("%s does not stand under the configured address", p.Loc)
		}
		if p.LastMod != "" {
			if _, err := time.Parse(time.RFC3339, p.LastMod); err != nil {
				t.Errorf("%s: %v", p.Loc, err)
			}
		}
		out = append(out, "/"+path)
	}
	return out
}

func TestSitemapListsWhatEverybodyMayReadAndNothingElse(t *testing.T) {
	t.Parallel()
	w := New(t)
	open := w.Ask(Ann, Public, "Öffentliche Frage zum Wohngeld", "Eine Frage")
	hidden := w.Ask(Ann, Public, "Ausgeblendete Frage zum Wohngeld", "Eine Frage")
	members := w.Ask(Ann, Members, "Frage der Mitglieder zum Wohngeld", "Eine Frage")
	secret := w.Ask(Insider, Exclusive, "Geheime Frage zum Wohngeld", "Eine Frage")
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(hidden), "Enthält Namen"); err != nil {
		t.Fatal(err)
	}
	article, inner := w.Article(Mod, Public), w.Article(Mod, Members)
	inside := w.Answered(Ann, Members)
	number := w.Inquire(Ann, Public)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	answer := inquiry.AnswerInput{Question: "Wer trägt die Kosten?", Short: "Das Land.", Text: "Das Land trägt sie.", Body: "FITKO",
		Audience: board.ToPublic}
	if err := w.Acts.AnswerInquiry(w.Ctx, w.By(Prog), number, inquiry.Basis{}, answer); err != nil {
		t.Fatal(err)
	}
	pages := listed(t, w)
	for _, path := range []string{fmt.Sprintf("/faq/%d-eine-frage-fuer-die-tafel", article), "/offizielle-antworten/" + number + "/1",
		"/", "/bereiche", "/leistungen", "/leistungen/10061", "/bereiche/" + Public, fmt.Sprintf("/thema/%d-oeffentliche-frage-zum-wohngeld", open)} {
		if !slices.Contains(pages, path) {
			t.Errorf("%s is missing", path)
		}
	}
	for _, id := range []int64{hidden, members, secret} {
		if i := slices.IndexFunc(pages, func(p string) bool { return strings.HasPrefix(p, fmt.Sprintf("/thema/%d-", id)) }); i >= 0 {
			t.Errorf("%s is listed", pages[i])
		}
	}
	for _, path := range []string{fmt.Sprintf("/faq/%d-eine-frage-fuer-die-tafel", inner), "/offizielle-antworten/" + inside + "/1",
		"/bereiche/" + Members, "/bereiche/" + Exclusive, "/anmelden", "/suche", "/konto"} {
		if slices.Contains(pages, path) {
			t.Errorf("%s is listed", path)
		}
	}
}

func TestPagesOfTheSitemapAreThereAndMayBeListed(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Public, "Öffentliche Frage zum Wohngeld", "Eine Frage")
	w.Article(Mod, Public)
	services := 0
	for _, path := range listed(t, w) {
		if strings.HasPrefix(path, "/leistungen/") {
			if services++; services%50 != 1 {
				continue // one of fifty stands for all
			}
		}
		a := w.Get(Guest, path)
		if a.Code != http.StatusOK || strings.Contains(a.Body, `content="noindex"`) || a.Header.Get("X-Robots-Tag") != "" {
			t.Errorf("%s: %d, or not to be listed", path, a.Code)
		}
		if !strings.Contains(a.Body, `rel="canonical" href="http://forum.example`+path+`"`) {
			t.Errorf("%s is not its own canonical address", path)
		}
	}
}
