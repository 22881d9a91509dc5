package admin_test

import (
	"net/http"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
	pages "kommunalforum/templates/admin"
)

func TestAdministratorsSeeHowTheForumIsRun(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Deployed = []pages.DeploymentSetting{{Name: "smtp-host", Value: "mail.intern.example", Origin: "Datei"}}
	for _, by := range []string{Ann, Mod, Prog} {
		if a := w.Get(by, "/verwaltung/betrieb"); a.Code != http.StatusForbidden {
			t.Errorf("%q gets %d", by, a.Code)
		}
		if _, err := w.Operation(w.Ctx, w.By(by)); err == nil {
			t.Errorf("%q may ask the operation", by)
		}
	}
	a := w.Get(Boss, "/verwaltung/betrieb")
	for _, want := range []string{"Suchindex", "Nicht zugestellte E-Mails", "Frei im Datenordner", "mail.intern.example", "go1."} {
		if a.Code != http.StatusOK || !strings.Contains(a.Body, want) {
			t.Errorf("%d, not said: %s", a.Code, want)
		}
	}
	_, report, _ := strings.Cut(a.Body, "<textarea")
	report, _, _ = strings.Cut(report, "</textarea>")
	if !strings.Contains(report, "smtp-host (Datei)") || !strings.Contains(report, "Schema") || strings.Contains(report, "intern.example") ||
		strings.Contains(report, w.Dir()) {
		t.Errorf("the report says %s", report)
	}
	if page := w.Get(Boss, "/verwaltung").Body; !strings.Contains(page, `href="/verwaltung/betrieb"`) {
		t.Error("the overview does not lead there")
	}
}
