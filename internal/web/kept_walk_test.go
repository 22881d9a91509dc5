package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// reader reads as a stranger and knows whether the page was sent as it was kept.
type reader struct {
	site http.Handler
	log  *bytes.Buffer
}

func newReader(w *testkit.World) reader {
	log := &bytes.Buffer{}
	return reader{w.Site(w.Config, log), log}
}

func (r reader) get(t *testing.T, address string) (a testkit.Answer, kept bool) {
	t.Helper()
	return r.send(httptest.NewRequest(http.MethodGet, address, nil))
}

func (r reader) send(request *http.Request) (a testkit.Answer, kept bool) {
	r.log.Reset()
	rec := httptest.NewRecorder()
	r.site.ServeHTTP(rec, request)
	return testkit.Answer{Code: rec.Code, Header: rec.Header(), Body: rec.Body.String()}, strings.Contains(r.log.String(), " kept=true ")
}

const otherBoard = "mobilitaet-reisen"

func threadPath(w *testkit.World, thread int64) string {
	return w.Get(testkit.Guest, fmt.Sprintf("/thema/%d", thread)).Location()
}

// TestAReplyLeavesThePagesOfOtherPlaces and none of its own.
func TestAReplyLeavesThePagesOfOtherPlaces(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	err := w.Boards.Configure(w.Ctx, w.By(testkit.Boss), w.Board(otherBoard), board.Settings{Audience: board.Public, Indexable: true}, "Test")
	if err != nil {
		t.Fatal(err)
	}
	here := w.Ask(testkit.Ann, testkit.Public, "Frage zum Kanarienvogel", "Wer weiß etwas?")
	beside := w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Wer weiß etwas?")
	far := w.Ask(testkit.Ann, otherBoard, "Frage zum Zaunkönig", "Wer weiß etwas?")
	r := newReader(w)
	pages := map[string]bool{ // whether it stays
		threadPath(w, here): false, threadPath(w, here) + "?seite=1": false, "/bereiche/" + testkit.Public: false, "/": false,
		threadPath(w, beside): true, threadPath(w, far): true, "/bereiche/" + otherBoard: true,
		"/bereiche/" + otherBoard + "?sortierung=stimmen": true, "/faq": true, "/glossar": true, path.Consultations: true,
		path.Library: true, path.Boards: false,
	}
	if !slices.ContainsFunc(make([]int, 10), func(int) bool { return stayAsTheyShould(t, w, r, here, pages) }) {
		t.Error("never did all pages stay that should")
	}
}

// stayAsTheyShould reads the pages, replies, and reports whether those are kept that
// should. Work of the forum beside it may end others, too.
func stayAsTheyShould(t *testing.T, w *testkit.World, r reader, thread int64, pages map[string]bool) bool {
	t.Helper()
	for address := range pages {
		r.get(t, address)
		if a, kept := r.get(t, address); a.Code != http.StatusOK {
			t.Fatalf("%s: %d", address, a.Code)
		} else if !kept {
			t.Logf("%s is not kept", address)
			return false
		}
	}
	w.Reply(testkit.Bea, thread, "Die Amsel weiß es.")
	all := true
	for address, stays := range pages {
		_, kept := r.get(t, address)
		if kept && !stays {
			t.Errorf("%s: kept after a reply", address)
		}
		if stays && !kept {
			t.Logf("%s: not kept after a reply", address)
			all = false
		}
	}
	return all
}

// TestNoPageIsKeptIntoTheNextMinute: some tell the time.
func TestNoPageIsKeptIntoTheNextMinute(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	r, begin := newReader(w), time.Now().Truncate(time.Minute).Add(time.Second)
	var stayed bool
	for after, stays := range map[time.Duration]bool{time.Second: true, time.Minute - 2*time.Second: true, time.Minute: false, time.Hour: false} {
		for range 10 { // the forum's own work may end a page, too
			at := func(d time.Duration) (kept bool) {
				_, kept = r.send(httptest.NewRequest(http.MethodGet, "/faq", nil).WithContext(db.At(t.Context(), begin.Add(d))))
				return kept
			}
			at(0)
			if stayed = at(after); stayed == stays {
				break
			}
		}
		if stayed != stays {
			t.Errorf("after %v: kept %t", after, stayed)
		}
	}
}
