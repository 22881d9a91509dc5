package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/feedtoken"
	. "kommunalforum/internal/testkit"
)

// click is a form that takes something away: who sends it, and what for.
type click struct {
	by   string
	form func(w *World) (path string, form url.Values)
}

// filled sends a form without fields to an address that the world fills.
func filled(pattern string, pairs ...string) func(*World) (string, url.Values) {
	return func(w *World) (string, url.Values) { return w.Fill(pattern), Form(pairs...) }
}

// removals are the forms that remove, revoke, delete or end something.
var removals = map[string]click{
	"bookmark": {Ann, func(w *World) (string, url.Values) {
		post := w.Reply(Bea, w.Ask(Bea, Members, "Wer zahlt?", "Eine Frage"), "Eine Antwort")
		w.Post(Ann, fmt.Sprintf("/beitrag/%d/merken", post), nil)
		return fmt.Sprintf("/beitrag/%d/nicht-merken", post), nil
	}},
	"follow": {Ann, func(w *World) (string, url.Values) {
		return "/konto/folgen/beenden", Form("eintrag", fmt.Sprintf("thread %d", w.Ask(Ann, Members, "Wer zahlt?", "Eine Frage")))
	}},
	"saved search": {Ann, filled("/konto/suchen/:id/loeschen")},
	"feed": {Ann, func(w *World) (string, url.Values) {
		if _, err := w.Feeds.Create(w.Ctx, w.By(Ann), feedtoken.Subject{Kind: feedtoken.FAQ}, ""); err != nil {
			w.T.Fatal(err)
		}
		list, err := w.Feeds.List(w.Ctx, w.By(Ann))
		if err != nil || len(list) != 1 {
			w.T.Fatal(list, err)
		}
		return fmt.Sprintf("/konto/feeds/%d/widerrufen", list[0].ID), nil
	}},
	"invitation":        {Mod, filled("/konto/kollegium/:id/zuruecknehmen")},
	"approved question": {Mod, filled("/thema/:id/freigeben")},
	"refused question":  {Mod, filled("/thema/:id/ablehnen", "grund", "Das gehört nicht hierher.")},
	"approved reply":    {Mod, filled("/wartend/:id/freigeben")},
	"refused reply":     {Mod, filled("/wartend/:id/ablehnen", "grund", "Das gehört nicht hierher.")},
	"hidden report":     {Mod, filled("/moderation/meldungen/:id/ausblenden", "grund", "Das ist Werbung.", "bis", "1")},
	"dismissed report":  {Mod, filled("/moderation/meldungen/:id/kein-anlass", "bescheid", "Das ist erlaubt.", "bis", "1")},
	"withdrawn post":    {Bea, filled("/beitrag/:id/zurueckziehen")},
	"name":              {Mod, filled("/moderation/namen/:id")},
	"domain":            {Boss, filled("/verwaltung/domains/:id/entfernen", "grund", "Falsch")},
	"mail":              {Boss, filled("/verwaltung/post/:id/verwerfen", "grund", "Falsch")},
	"application":       {Boss, filled("/verwaltung/aufnahmen/:id/ablehnen", "ablehnung", "Unbekannt")},
	"withdrawn inquiry": {Ann, filled("/fragen-an-das-programmmanagement/:number/zurueckziehen")},
	"withdrawn voice":   {Bea, filled("/thema/:id/betrifft-uns-nicht")},
	"muted": {Ann, func(w *World) (string, url.Values) {
		thread := w.Ask(Bea, Members, "Wer zahlt?", "Eine Frage")
		return "/folgen", Form("art", "thread", "nummer", fmt.Sprint(thread), "stufe", "muted")
	}},
	"portrait": {Ann, func(w *World) (string, url.Values) {
		w.Portrait(Ann)
		return "/konto/profil/bild/entfernen", nil
	}},
}

// TestSecondClickIsAnsweredLikeTheFirst: double clicks, two tabs and the way back send
// forms again whose matter is gone.
func TestSecondClickIsAnsweredLikeTheFirst(t *testing.T) {
	t.Parallel()
	for name, x := range removals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			path, form := x.form(w)
			first, second := w.Post(x.by, path, form), w.Post(x.by, path, form)
			where := func(a Answer) string { at, _, _ := strings.Cut(a.Location(), "?"); return at }
			if first.Code != http.StatusSeeOther || second.Code != http.StatusSeeOther || where(first) != where(second) {
				t.Fatalf("%s: first %d %s, second %d %s", path, first.Code, first.Location(), second.Code, second.Location())
			}
			address, _, _ := strings.Cut(second.Location(), "#")
			weight := "kern-alert--success"
			if strings.Contains(address, "schon-") || strings.Contains(address, "-schon") {
				weight = "kern-alert--info" // the second click did nothing
			}
			if body := w.Get(x.by, address).Body; !strings.Contains(body, weight) {
				t.Errorf("%s shows no %s after the second click", second.Location(), weight)
			}
		})
	}
}

// empty are forms without what they are about. They change nothing and say so.
var empty = []string{"/was-ist-neu/gelesen", "/bereiche/" + Members + "/gelesen", "/konto/folgen/beenden", "/konto/folgen/rueckgaengig",
	"/konto/mitteilungen", "/konto/sitzungen/beenden", "/mitteilungen/gelesen", "/folgen"}

func TestEmptyFormsClaimNoSuccess(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, path := range empty {
		a := w.Post(Ann, path, Form("kopf", "", "eintrag", "unsinn", "bis", "0", "sitzung", " ", "beendet", "x"))
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Bitte ") {
			t.Errorf("%s: %d %s", path, a.Code, a.Location())
		}
	}
}

// TestNoticeIsShownOnceToWhoWasSentThere: an address that somebody passes around says
// nothing, and two tabs do not take away each other's notices.
func TestNoticeIsShownOnceToWhoWasSentThere(t *testing.T) {
	t.Parallel()
	w := New(t)
	const said, address = "Die Änderung ist gespeichert.", "/konto/folgen?hinweis=geaendert-konto"
	if strings.Contains(w.Get(Ann, address).Body, said) || strings.Contains(w.Get(Guest, "/?hinweis=konto-geloescht").Body, "gelöscht") {
		t.Error("an address alone says that something was done")
	}
	sent := w.Post(Ann, "/konto/folgen/einstellung", Form("fragen", "ja"))
	cookie, err := http.ParseSetCookie(sent.Header.Get("Set-Cookie"))
	if err != nil || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge <= 0 || cookie.Path != "/" {
		t.Fatalf("%v %v", cookie, err)
	}
	w.Post(Ann, "/konto/name", Form("name", "Anna Ahorn", "funktion", "Fachbereich")) // another tab
	if sent.Location() != address || strings.Contains(w.Get(Bea, address).Body, said) {
		t.Errorf("%s, or somebody else reads it", sent.Location())
	}
	if body := w.Get(Ann, "/konto/folgen").Body; strings.Contains(body, said) {
		t.Error("a page that was not named shows it")
	}
	if !strings.Contains(w.Get(Ann, address).Body, said) || strings.Contains(w.Get(Ann, address).Body, said) {
		t.Error("it is not shown once")
	}
}
