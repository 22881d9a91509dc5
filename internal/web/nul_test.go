package web_test

import (
	"net/http"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestTextWithNULComesBackWithoutIt sends a NUL in every field of every form: no
// database has to take it, and the text is back in its form.
func TestTextWithNULComesBackWithoutIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	eachForm(t, w, func(kind, by string, f pageForm) {
		t.Run(kind, func(t *testing.T) {
			f.fill("Mühsam getippter\x00 Satz <1>\x00")
			a := w.Post(by, f.action, f.fields)
			if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, typedHTML) || !strings.Contains(a.Body, "U+0000") {
				t.Fatalf("%d, text %v, says why %v", a.Code, strings.Contains(a.Body, typedHTML), strings.Contains(a.Body, "U+0000"))
			}
			if strings.Contains(a.Body, "unverändert") {
				t.Error("the page says that the text is as it was")
			}
			if strings.Contains(a.Body, "\x00") {
				t.Error("the page holds a NUL")
			}
			for _, back := range formsOf(t, a.Body) {
				if back.action == f.action && back.fields.Get(f.typed[0]) == typedText {
					return
				}
			}
			t.Error("not in its form")
		})
	})
}

func TestNULOutsideOfTextsIsRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	for address, want := range map[string]int{"/brett/%00": http.StatusNotFound, "/brett/bauen-wohnen%00": http.StatusNotFound,
		"/suche?q=a%00b": http.StatusBadRequest, "/mitglieder?suche=%00": http.StatusBadRequest} {
		if a := w.Get(Bea, address); a.Code != want || strings.Contains(a.Body, "UTF-8") {
			t.Errorf("%s: %d, want %d, without a word of encodings", address, a.Code, want)
		}
	}
	a := w.Post(Bea, "/neues-thema", Form("titel", "Eine Frage", "text", "Wie geht das?", "bereich", "1\x00"))
	if a.Code != http.StatusBadRequest && a.Code != http.StatusNotFound {
		t.Errorf("a NUL in what nobody types: %d", a.Code)
	}
}
