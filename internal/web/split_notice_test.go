package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

var undoOfMove = regexp.MustCompile(`href="(/verschoben/\d+/rueckgaengig)"`)

// TestNoticesSayWhatWasMoved: after merging, splitting and undoing the page says which of
// them was done.
func TestNoticesSayWhatWasMoved(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := newVisitor(w)
	b.signIn(Mod, "/")
	says := func(address string, form url.Values, sentence string) string {
		t.Helper()
		a := b.do(http.MethodPost, address, form)
		if a.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d", address, a.Code)
		}
		page := b.do(http.MethodGet, a.Location(), nil)
		if !strings.Contains(page.Body, sentence) {
			t.Errorf("%s does not lead to %q", address, sentence)
		}
		undo := undoOfMove.FindStringSubmatch(page.Body)
		if undo == nil {
			return ""
		}
		return undo[1]
	}
	thread := w.Ask(Ann, Members, "Zwei Fragen in einer", "Erstens und zweitens.", 10061)
	other := w.Ask(Ann, Members, "Eine ähnliche Frage", "Wie machen Sie das?")
	post := strconv.FormatInt(w.Reply(Bea, thread, "Zu zweitens habe ich auch eine Frage."), 10)
	split, board := path.To(path.SplitThread, thread), strconv.FormatInt(w.Board(Members), 10)
	key := func(n string) string { return strings.Repeat(n, 32) }
	undo := says(split, Form("einmal", key("1"), "beitrag", post, "titel", "Die zweite Frage", "bereich", board, "aktion", "verschieben"),
		"Die gewählten Beiträge sind jetzt dieses eigene Thema.")
	says(undo, Form(), "Das Verschieben ist rückgängig gemacht")
	undo = says(split, Form("einmal", key("2"), "beitrag", post, "ziel", strconv.FormatInt(other, 10), "aktion", "verschieben"),
		"Die gewählten Beiträge stehen jetzt in diesem Thema.")
	says(undo, Form(), "Das Verschieben ist rückgängig gemacht")
	undo = says(path.To(path.MergeThread, thread), Form("einmal", key("3"), "ziel", strconv.FormatInt(other, 10)),
		"Die Themen sind zusammengeführt")
	says(undo, Form(), "Das Zusammenführen ist rückgängig gemacht")
}

// TestServicesOfASplitAreReadAsTheyStandInItsForm: several of them, with what stands
// between them.
func TestServicesOfASplitAreReadAsTheyStandInItsForm(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Zwei Fragen in einer", "Erstens und zweitens.", 10061, 10082)
	w.Reply(Bea, thread, "Zu zweitens habe ich auch eine Frage.")
	split := path.To(path.SplitThread, thread)
	page := w.Get(Mod, split)
	if !strings.Contains(page.Body, `value="10061; 10082"`) || !strings.Contains(page.Body, "durch Semikolon") ||
		!strings.Contains(page.Body, "Für ein eigenes Thema nötig.") {
		t.Error("the form does not name the services as it reads them")
	}
	for _, f := range formsOf(t, page.Body) {
		if f.action != split {
			continue
		}
		f.fields.Set("aktion", "pruefen")
		if a := w.Post(Mod, split, f.fields); strings.Contains(a.Body, "leistungen-fehler") || strings.Contains(a.Body, "Zu „10061") {
			t.Errorf("the form does not take its own services: %d", a.Code)
		}
	}
}
