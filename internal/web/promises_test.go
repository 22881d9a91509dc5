package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// promises are sentences about news that nobody sends.
var promises = []string{"erfährt von der Antwort", "werden benachrichtigt", "meldet sich", "geben Ihnen Bescheid", "sagen Ihnen Bescheid"}

// TestNoPagePromisesNewsThatDoNotCome: mails about threads and inquiries do not
// exist yet.
func TestNoPagePromisesNewsThatDoNotCome(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Bea, Members)
	thread := w.Ask(Bea, Members, "Wer zahlt den Betrieb?", "Eine Frage")
	pages := []string{w.Get(Ann, "/fragen-an-das-programmmanagement").Body, w.Get(Ann, "/fragen-an-das-programmmanagement/"+number).Body,
		w.Get(Ann, w.Get(Ann, fmt.Sprintf("/thema/%d", thread)).Location()).Body, w.Get(Ann, "/hilfe").Body,
		w.Get(Ann, "/fragen").Body, w.Get(Ann, "/fragen-an-das-programmmanagement/neu").Body}
	for _, notice := range []string{"betrifft", "betrifft-thema", "frage-gestellt", "rueckmeldung", "nachfrage", "thema", "thema-wartet",
		"antwort-wartet"} {
		proven := w.Cookie(Ann) + "; kommunalforum-hinweis-" + notice + "=1"
		told := w.DoWith(proven, http.MethodGet, "/fragen-an-das-programmmanagement?hinweis="+notice, nil)
		if !strings.Contains(told.Body, "kern-alert") {
			t.Errorf("no notice %s", notice)
		}
		pages = append(pages, told.Body)
	}
	for _, body := range pages {
		for _, p := range promises {
			if strings.Contains(body, p) {
				t.Errorf("a page says %q", p)
			}
		}
	}
}
