package web_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

var example = regexp.MustCompile(`Zum Beispiel (\d\d\.\d\d\.\d{4})\.`)

// TestEveryDayIsAskedForInOneWay reads all forms with a field for a day.
func TestEveryDayIsAskedForInOneWay(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	later := catalogue.DateOf(w.DB.Now(w.Ctx)).AddDays(7).German() // where only days to come are taken
	next := catalogue.DateOf(w.DB.Now(w.Ctx)).AddDays(8).German()  // where the first of them is tomorrow
	for _, form := range []struct {
		by, path string
		examples []string
	}{
		{Prog, "/schreibtisch/" + number + "/wiedervorlage", []string{later}},
		{Prog, "/schreibtisch/" + number + "/antwort", []string{"21.11.2026", later}},
		{Ann, "/konto/mitteilungen", []string{later}},
		{Editor, "/faq/neu", []string{"21.11.2026", next}},
		{Boss, w.Fill("/faq/:id/pruefen"), []string{next}},
		{Boss, "/verwaltung/gemeinden", []string{"21.11.2026"}},
		{Ann, "/suche?q=Frage", []string{"21.11.2026", "21.11.2026"}},
	} {
		body := w.Get(form.by, form.path).Body
		var got []string
		for _, m := range example.FindAllStringSubmatch(body, -1) {
			got = append(got, m[1])
		}
		if strings.Contains(body, `type="date"`) || !strings.Contains(body, "data-date") || !slices.Equal(got, form.examples) {
			t.Errorf("%s asks for a day in another way: %q", form.path, got)
		}
	}
}
