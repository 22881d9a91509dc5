package people_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

func TestWhoKnowsAServiceIsAmongThoseWhoDo(t *testing.T) {
	t.Parallel()
	w := New(t)
	form := url.Values{"leistungen": {"10092"}, "bereiche": {fmt.Sprint(w.Board("arbeit-ruhestand"))}, "fassung": {"0"}, "stand": {"0"}}
	if a := w.Post(Ann, "/konto/profil", form); a.Code != http.StatusSeeOther {
		t.Fatalf("code %d", a.Code)
	}
	for _, path := range []string{"/leistungen/10092", "/bereiche/arbeit-ruhestand"} {
		body := w.Get(Ann, path).Body
		if strings.Contains(body, "Noch hat sich niemand eingetragen") || !strings.Contains(body, "Das sind Sie") {
			t.Errorf("%s does not know who entered it in the profile", path)
		}
		if !strings.Contains(w.Get(Bea, path).Body, "Anna Ahorn") {
			t.Errorf("%s does not show it to others", path)
		}
	}
}
