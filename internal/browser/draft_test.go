//go:build browser

package browser

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"kommunalforum/internal/testkit"
)

// status is what stands beside the button of a draft.
const status = `document.querySelector("[data-draft]").textContent`

// kept waits until the draft is saved.
func (b *tab) kept() {
	b.t.Helper()
	b.soon(status + `.startsWith("Entwurf für Sie gespeichert, ") && !(` + warns + `)`)
}

// warns tells whether leaving the page warns.
const warns = `(e => { dispatchEvent(e); return e.defaultPrevented })(new Event("beforeunload", {cancelable: true}))`

// offline cuts the tab from the forum, or connects it again.
func (b *tab) offline(yes bool) {
	b.t.Helper()
	call(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: yes, DownloadThroughput: -1, UploadThroughput: -1}}})
	call(b, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: yes, DownloadThroughput: -1, UploadThroughput: -1})
}

// leaves lets the tab leave pages that warn.
func (b *tab) leaves() {
	b.t.Helper()
	call(b, page.Enable, page.EnableParams{})
	err := chromedp.Listen(b.ctx, func(event any) {
		if _, asks := event.(*page.EventJavascriptDialogOpening); asks {
			go chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// opensDraft opens the newest draft of a question.
func (b *tab) opensDraft(text string) {
	b.t.Helper()
	b.goTo("/fragen")
	b.reads("Sie haben hier einen Entwurf")
	b.press("Weiterschreiben")
	if got := eval[string](b, `document.querySelector("[name=text]").value`); got != text {
		b.t.Fatalf("the draft says %q", got)
	}
}

// TestBrowserDraftOutlivesTheTab writes at work until the browser crashes, goes on at
// home, while another window at work goes on, too, and sends what was written at home.
func TestBrowserDraftOutlivesTheTab(t *testing.T) {
	s := serve(t)
	work := s.open(t)
	work.hurried()
	work.as(testkit.Ann)
	work.goTo("/fragen")
	work.fill("titel", "Wohngeld online: Wer trägt die Kosten?")
	work.fill("text", "Ein Anfang")
	work.kept()
	work.accessible("a form whose draft was saved")
	work.clean("saving")
	if role := eval[string](work, `document.querySelector("[data-draft] + span").getAttribute("role")`); role != "status" {
		t.Errorf("screen readers hear it as %q", role)
	}
	crash, cancel := context.WithTimeout(work.ctx, time.Second)
	defer cancel()
	chromedp.Call(crash, page.Crash, cdp.Empty{}) // nothing answers any more

	again, home := s.open(t), s.open(t)
	for _, b := range []*tab{again, home} {
		b.hurried()
		b.as(testkit.Ann)
		b.opensDraft("Ein Anfang")
	}
	home.accessible("a draft")
	home.fill("text", "Zu Hause geht es weiter")
	home.kept()
	again.fill("text", "Im Büro auch")
	again.kept()
	home.fill("text", "Zu Hause ist es fertig")
	home.kept()

	home.goTo("/meine/entwuerfe")
	home.accessible("the list of drafts")
	if n := eval[int](home, `document.querySelectorAll("main .kf-row").length`); n != 2 {
		t.Errorf("there are %d drafts", n)
	}
	home.opensDraft("Zu Hause ist es fertig")
	home.reads("Sie haben hier noch einen anderen Entwurf")
	home.choose("bereich", testkit.Members)
	home.press("Frage veröffentlichen")
	home.reads("Ihre Frage ist veröffentlicht.")
	home.opensDraft("Im Büro auch")
	home.goTo("/meine/entwuerfe")
	home.click("main .kf-row__acts a")
	home.accessible("the question whether to delete it")
	home.press("Löschen")
	home.reads("Der Entwurf ist gelöscht.")
	home.reads("Zurzeit keine")
	home.clean("drafts")
}

// TestBrowserKeepsTextWhileTheForumCannotBeReached types without a connection.
func TestBrowserKeepsTextWhileTheForumCannotBeReached(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.hurried()
	b.leaves()
	b.as(testkit.Ann)
	b.goTo("/fragen")
	b.offline(true)
	b.fill("text", "Im Zug geschrieben")
	b.soon(status + `.includes("in diesem Browser gesichert")`)
	if !eval[bool](b, warns) || eval[int](b, `localStorage.length`) != 1 {
		t.Error("leaving does not warn, or the browser has no copy")
	}
	b.offline(false)
	b.kept()
	if n := eval[int](b, `localStorage.length`); n != 0 {
		t.Errorf("%d copies stay in the browser", n)
	}

	// Without a session it waits for the same person; another finds nothing.
	b.signOut()
	b.fill("text", "Im Tunnel geschrieben")
	b.soon(status + `.includes("nicht mehr angemeldet")`)
	b.as(testkit.Ann)
	b.goTo("/fragen")
	b.soon(`localStorage.length === 0`)
	b.opensDraft("Im Tunnel geschrieben")
	b.signOut()
	b.fill("text", "Und noch einmal")
	b.soon(`localStorage.length === 1`)
	b.as(testkit.Bea)
	b.goTo("/fragen")
	b.goTo("/meine/entwuerfe")
	b.reads("Zurzeit keine")
	b.as(testkit.Ann)
	b.goTo("/meine/entwuerfe") // sends what only this browser has
	b.soon(`localStorage.length === 0`)
	b.reads("Und noch einmal")
}

// TestBrowserOtherFormsOfThePageSaveFirst follows a thread, and signs out, right after
// something was typed.
func TestBrowserOtherFormsOfThePageSaveFirst(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Bea, testkit.Members, "Wie lange dauert die Anbindung?", "Wir fangen an.")
	b := s.open(t)
	b.as(testkit.Ann)
	b.goTo(fmt.Sprintf("/thema/%d", thread))
	b.soon(`document.querySelector("[data-draft] + [role=status]") != null`)
	b.fill("text", "Gleich nach dem Tippen")
	eval[bool](b, `(document.querySelector('form[action$="/betrifft-uns"]').requestSubmit(), true)`)
	b.soon(`document.body?.innerText.includes("Sie haben hier einen Entwurf") === true`)
	b.reads("Gleich nach dem Tippen")
	b.soon(`document.querySelector("[data-draft] + [role=status]") != null`)
	b.fill("text", "Gleich nach dem Tippen gesendet")
	b.press("Antwort veröffentlichen")
	b.reads("Ihre Antwort ist veröffentlicht.")
	if n := eval[int](b, `localStorage.length + sessionStorage.length`); n != 0 {
		t.Errorf("%d copies of what was sent stay in the browser", n)
	}
	b.soon(`document.querySelector("[data-draft] + [role=status]") != null`)
	b.fill("text", "Und dann abgemeldet")
	eval[bool](b, `(document.querySelector('form[action="/abmelden"]').requestSubmit(), true)`)
	b.soon(`document.querySelector('a[href^="/anmelden"]') != null`)
	if n := eval[int](b, `localStorage.length`); n != 0 {
		t.Errorf("%d copies stay in the browser", n)
	}
	b.as(testkit.Ann)
	b.goTo("/meine/entwuerfe")
	b.reads("Und dann abgemeldet")
	b.clean("saving before other forms")
}

func TestBrowserDraftWithoutScripts(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.withoutScripts()
	b.as(testkit.Ann)
	b.goTo("/fragen")
	b.fill("titel", "Wohngeld online")
	b.fill("text", "Ohne Skripte")
	b.press("Entwurf speichern")
	b.reads("Entwurf gespeichert. Sie können weiterschreiben.")
	b.fill("text", "Ohne Skripte geht es auch")
	b.press("Entwurf speichern")
	b.opensDraft("Ohne Skripte geht es auch")
	b.goTo("/meine")
	b.reads("Meine Entwürfe")
	b.clean("without scripts")
}
