//go:build browser

package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestBrowserLongThreadIsReadByKeysAlone goes through two pages of posts, to what is new and
// to the reply, and switches the keys off.
func TestBrowserLongThreadIsReadByKeysAlone(t *testing.T) {
	s := serve(t)
	const title = "Wie lange dauert die Einführung?"
	thread := s.Ask(testkit.Ann, testkit.Members, title, "Wir planen gerade.")
	var posts []int64
	for n := range 25 {
		posts = append(posts, s.Reply(testkit.Bea, thread, fmt.Sprintf("Antwort Nummer %d.", n+1)))
	}
	if err := s.Forum.LimitSolution(s.Ctx, s.By(testkit.Ann), posts[2], forum.Scope{States: []string{"Hessen"}}); err != nil {
		t.Fatal(err)
	}
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	address := path.Thread(thread, title)
	b.goTo(address)
	b.soon(`document.querySelector(".kf-keys button") !== null`)
	b.reads("gilt für Hessen")
	b.keys("u")
	b.soon(fmt.Sprintf(`document.activeElement.id === "beitrag-%d"`, posts[0]))
	b.keys("j")
	b.soon(fmt.Sprintf(`document.activeElement.id === "beitrag-%d"`, posts[1]))
	b.keys("k")
	b.soon(fmt.Sprintf(`document.activeElement.id === "beitrag-%d"`, posts[0]))
	for range 18 {
		b.keys("j")
	}
	b.soon(`location.search === "?seite=2" && document.querySelector(".kf-keys") !== null`)
	b.keys("j")
	b.soon(fmt.Sprintf(`document.activeElement.id === "beitrag-%d"`, posts[19]))
	b.keys("a")
	b.soon(`document.activeElement.name === "text"`)
	b.keys("jk?") // while somebody writes they are letters
	b.soon(`document.querySelector("#antworten-formular textarea").value.endsWith("jk?")`)

	// Everything is read now, so the answer stands above the folded discussion.
	b = s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo(address)
	b.soon(`document.querySelector(".kf-discussion")?.open === false`)
	b.accessible("a long thread with a solution")
	eval[bool](b, fmt.Sprintf(`(location.hash = "#beitrag-%d", true)`, posts[5]))
	b.soon(`document.querySelector(".kf-discussion").open`)
	b.keys("?")
	b.soon(`document.querySelector("dialog[open] h2")?.textContent === "Tastenkürzel"`)
	b.accessible("the list of keys")
	b.run(chromedp.Click(`dialog[open] .kern-btn--secondary`))
	b.soon(`document.body.innerText.includes("Tastenkürzel sind ausgeschaltet")`)
	b.keys("?")
	b.keys("a")
	if eval[bool](b, `document.querySelector("dialog") !== null || document.activeElement.name === "text"`) {
		t.Error("the keys work although they are switched off")
	}
	b.goTo(address)
	b.soon(`document.body.innerText.includes("Tastenkürzel sind ausgeschaltet")`)
	b.goTo(path.To(path.MarkSolution, posts[2]))
	b.accessible("for whom a solution holds")
}

// TestBrowserGalleryIsUsedByKeysAlone opens the pictures of a post, goes through them and
// comes back to where it began.
func TestBrowserGalleryIsUsedByKeysAlone(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Bea, testkit.Members, "Wie sieht das bei Ihnen aus?", "Bitte Bilder.")
	var files []attachment.Choice
	for _, name := range []string{"eins.png", "zwei.png"} {
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 300, 200))); err != nil {
			t.Fatal(err)
		}
		files = append(files, attachment.Choice{ID: s.Upload(testkit.Ann, name, picture.String()).ID, Alt: "Maske " + name})
	}
	if _, err := s.Forum.Reply(s.Ctx, s.By(testkit.Ann), thread, forum.Reply{Text: "So.", Files: files}); err != nil {
		t.Fatal(err)
	}
	b := s.open(t)
	b.signInWithCookie(testkit.Bea)
	b.goTo(fmt.Sprintf("/thema/%d", thread))
	b.soon(`document.querySelector(".kf-keys") !== null`)
	eval[bool](b, `(document.querySelector(".kf-files__picture").focus(), true)`)
	b.keys(kb.Enter)
	b.soon(`(document.querySelector(".kf-gallery[open] figcaption")?.textContent ?? "").startsWith("Bild 1 von 2: Maske eins")`)
	b.soon(`document.querySelector(".kf-gallery img").naturalWidth === 300`)
	b.accessible("the gallery")
	b.keys(kb.ArrowRight)
	b.soon(`document.querySelector(".kf-gallery figcaption").textContent.startsWith("Bild 2 von 2: Maske zwei")`)
	b.keys(kb.ArrowRight)
	b.soon(`document.querySelector(".kf-gallery figcaption").textContent.startsWith("Bild 1 von 2")`)
	b.keys(kb.Escape)
	b.soon(`document.querySelector(".kf-gallery") === null && document.activeElement.matches(".kf-files__picture")`)

	// Without scripts the same links lead to the pictures.
	b.withoutScripts()
	b.goTo(fmt.Sprintf("/thema/%d", thread))
	if got := eval[int](b, `document.querySelectorAll('a[data-picture][href^="/anhang/"]').length`); got != 4 {
		t.Errorf("%d links to pictures", got)
	}
}
