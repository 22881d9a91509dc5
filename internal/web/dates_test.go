package web_test

import (
	"strings"
	"testing"

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
	for path, by := range map[string]string{"/schreibtisch/" + number + "/wiedervorlage": Prog, "/schreibtisch/" + number + "/antwort": Prog,
		"/faq/neu": Editor, "/verwaltung/gemeinden": Boss, "/suche?q=Frage": Ann} {
		body := w.Get(by, path).Body
		if strings.Contains(body, `type="date"`) || !strings.Contains(body, "data-date") || !strings.Contains(body, "Zum Beispiel 21.11.2026.") {
			t.Errorf("%s asks for a day in another way", path)
		}
	}
}
