package web_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

// TestEveryDayIsAskedForInOneWay reads all forms with a field for a day.
func TestEveryDayIsAskedForInOneWay(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	later := catalogue.DateOf(w.DB.Now(w.Ctx)).AddDays(7).German() // where only days to come are taken
	examples := map[string]string{"/schreibtisch/" + number + "/wiedervorlage": later, "/konto/mitteilungen": later,
		"/schreibtisch/" + number + "/antwort": "21.11.2026", "/faq/neu": "21.11.2026", "/verwaltung/gemeinden": "21.11.2026",
		"/suche?q=Frage": "21.11.2026"}
	for path, by := range map[string]string{"/schreibtisch/" + number + "/wiedervorlage": Prog, "/schreibtisch/" + number + "/antwort": Prog,
		"/konto/mitteilungen": Ann, "/faq/neu": Editor, "/verwaltung/gemeinden": Boss, "/suche?q=Frage": Ann} {
		body := w.Get(by, path).Body
		if strings.Contains(body, `type="date"`) || !strings.Contains(body, "data-date") ||
			!strings.Contains(body, "Zum Beispiel "+examples[path]+".") {
			t.Errorf("%s asks for a day in another way", path)
		}
	}
}
