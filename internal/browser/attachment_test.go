//go:build browser

package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestBrowserFilesAreUploadedWhileSomebodyWrites chooses one, has one refused, pastes a
// picture, and finds all in the post.
func TestBrowserFilesAreUploadedWhileSomebodyWrites(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Bea, testkit.Members, "Wer hat eine Vorlage für die Abrechnung?", "Wir suchen eine.")
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo(path.Thread(thread, "Wer hat eine Vorlage für die Abrechnung?"))
	b.composes()
	b.keys("Anbei unsere Tabelle.")
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	choose := func(paths ...string) { b.run(chromedp.SetUploadFiles(`input[name=dateien]`, paths)) }
	choose(write("tabelle.csv", "Ort;Zahl\nMusterstadt;1\n"))
	b.soon(`document.querySelectorAll("[data-files-list] input[name=anhang]").length === 1`)
	choose(write("bild.svg", "<svg/>"))
	b.soon(`document.querySelector(".kf-files__said--wrong")?.textContent.includes("SVG-Bilder") === true`)
	b.run(chromedp.Focus(`main textarea[name=text]`))
	eval[bool](b, `(() => {
		const canvas = document.createElement("canvas");
		canvas.width = canvas.height = 70;
		canvas.toBlob((blob) => {
			const data = new DataTransfer();
			data.items.add(new File([blob], "image.png", { type: "image/png" }));
			document.querySelector("main textarea[name=text]").dispatchEvent(
				new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
		}, "image/png");
		return true })()`)
	b.soon(`document.querySelectorAll("[data-files-list] input[name=anhang]").length === 2`)
	if !eval[bool](b, `document.querySelector('[value="anhaengen"]').offsetParent === null`) {
		t.Error("the button for forms without scripts is shown")
	}
	b.soon(`document.querySelector("main textarea[name=text]").value.includes("![Bild](/anhang/")`)
	b.accessible("a form with files")
	b.fill("alternativtext", "Eine leere Maske")
	b.press("Antwort veröffentlichen")
	b.soon(`document.querySelector(".kf-post__body img")?.naturalWidth === 70`)
	if text := b.text(); !strings.Contains(text, "tabelle.csv") || strings.Contains(text, "bild.svg") {
		t.Errorf("the thread says: %s", text)
	}
}
