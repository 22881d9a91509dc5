//go:build browser

package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"

	"kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/sample"
)

// attaches uploads a file with the content into the form that is open.
func (b *tab) attaches(name, content string) {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	before := eval[int](b, `document.querySelectorAll("[data-files-list] input[name=anhang]").length`)
	b.run(chromedp.SetUploadFiles(`input[name=dateien]`, []string{file}))
	b.soon(`document.querySelectorAll("[data-files-list] input[name=anhang]").length > ` + strconv.Itoa(before))
}

// TestBrowserLibraryFromDocumentToCitation: a moderator takes a document with a file into
// the library and a new version of it, a member cites it in a post, and the search finds
// what stands in the file.
func TestBrowserLibraryFromDocumentToCitation(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Ann, testkit.Members, "Wie lange dürfen wir uns Zeit lassen?", "Wir suchen die Frist.")
	b := s.open(t)
	b.signInWithCookie(testkit.Mod)
	b.goTo("/bibliothek")
	b.press("Dokument einstellen")
	b.fill("titel", "Satzung über die Alpakahaltung")
	b.fill("herausgeber", "Stadt Musterstadt")
	b.fill("datum", "1.2.2026")
	b.fill("fundstelle", "AlpakaS")
	b.choose("bereich", testkit.Members)
	b.attaches("alpakasatzung.pdf", string(sample.PDF("Satzung", "Die Straußenfarm zahlt nichts.")))
	b.accessible("a form for a document with a file")
	b.press("Veröffentlichen")
	b.reads("alpakasatzung.pdf")
	b.accessible("a document with a file")
	document := eval[string](b, `location.pathname`)

	b.press("Neue Fassung einstellen")
	b.fill("neuerung", "§ 3 an die neue Frist angepasst")
	b.attaches("alpakasatzung-neu.pdf", string(sample.PDF("Satzung", "Noch nichts.", "Die Wattenmeergebühr beträgt 120 Euro.")))
	b.accessible("a form for a new version with a file")
	b.press("Neue Fassung veröffentlichen")
	b.reads("alpakasatzung-neu.pdf")
	b.reads("Frühere Fassungen")
	for _, theme := range []string{"light", "dark"} {
		b.look(theme)
		b.goTo(document)
		b.run(chromedp.Click(`main .kf-folds summary`))
		b.reads("§ 3 an die neue Frist angepasst")
		b.accessible("a document with a former version in " + theme)
	}
	b.look("light")
	b.clean("the library")
	s.ReadFiles()

	b.signInWithCookie(testkit.Bea)
	b.goTo(fmt.Sprintf("/thema/%d", thread))
	b.fill("text", "Das steht in § 3 AlpakaS, vier Wochen.")
	b.press("Antwort veröffentlichen")
	b.reads("Ihre Antwort ist veröffentlicht.")
	to := eval[string](b, `[...document.querySelectorAll(".kf-post__body a")].find(a => a.innerText.includes("AlpakaS"))?.pathname ?? ""`)
	if to != document {
		t.Errorf("the citation leads to %q, the document is %q", to, document)
	}
	b.click(`.kf-post__body a[href^="/bibliothek/"]`)
	b.reads("Satzung über die Alpakahaltung")
	b.finds("Wattenmeergebühr", "alpakasatzung-neu.pdf, Seite\u00a03")
	b.reads("Satzung über die Alpakahaltung")
	b.accessible("a hit within a file of the library")
	b.goTo("/suche?q=Strau%C3%9Fenfarm")
	if b.says("alpakasatzung.pdf") {
		t.Error("the search finds the file of a former version")
	}
	b.clean("a citation")
}
