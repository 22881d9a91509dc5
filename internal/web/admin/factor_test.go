package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

func TestAdministrationResetsALostFactor(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetUpApp(Bea)
	path := "/verwaltung/mitglieder/" + fmt.Sprint(w.By(Bea).ID)
	if a := w.Get(Boss, path); !strings.Contains(a.Body, path+"/faktor") {
		t.Error("the page of the person does not offer it")
	}
	if a := w.Get(Boss, "/verwaltung/mitglieder/"+fmt.Sprint(w.By(Ann).ID)); strings.Contains(a.Body, "/faktor") {
		t.Error("it is offered for somebody without a factor")
	}
	if a := w.Post(Boss, path+"/faktor", url.Values{"grund": {"Telefon verloren"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	w.Mail(Bea, "Änderung bei der Anmeldung")
	if a := w.Get(Boss, "/verwaltung/protokoll"); !strings.Contains(a.Body, "Zweiten Faktor zurückgesetzt") {
		t.Error("the log does not say so")
	}
}
