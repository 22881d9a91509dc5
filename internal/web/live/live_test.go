package live_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

var live = regexp.MustCompile(`data-live="([^"]+)"`)

// question returns what the page at the address asks, "" for nothing.
func question(w *World, by, address string) string {
	w.T.Helper()
	a := w.Get(by, address)
	if a.Code == http.StatusMovedPermanently {
		a = w.Get(by, a.Location())
	}
	if a.Code != http.StatusOK {
		w.T.Fatalf("%s: %d", address, a.Code)
	}
	if m := live.FindStringSubmatch(a.Body); m != nil {
		return html.UnescapeString(m[1])
	}
	return ""
}

type news struct {
	Count int    `json:"neu"`
	Text  string `json:"text"`
	Href  string `json:"ziel"`
	Bell  string `json:"glocke"`
}

func ask(w *World, by, address string) (n news) {
	w.T.Helper()
	a := w.Get(by, address)
	if a.Code != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
		w.T.Fatalf("%s: %d, %v", address, a.Code, a.Header)
	}
	if err := json.Unmarshal([]byte(a.Body), &n); err != nil {
		w.T.Fatal(err)
	}
	return n
}

func TestThreadTellsOfVisiblePostsOfOthers(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer nutzt den Dienst?", "Eine Frage")
	w.Reply(Bea, thread, "Eine Antwort")
	at := question(w, Ann, fmt.Sprintf("/thema/%d", thread))
	if n := ask(w, Ann, at); n.Count != 0 || n.Text == "" && n.Href != "" {
		t.Errorf("nothing new: %+v", n)
	}
	w.Reply(Ann, thread, "Meine eigene")
	hidden := w.Reply(Bea, thread, "Wird ausgeblendet")
	first := w.Reply(Bea, thread, "Noch eine")
	w.Reply(Mod, thread, "Und noch eine")
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Werbung"); err != nil {
		t.Fatal(err)
	}
	if n := ask(w, Ann, at); n.Count != 2 || n.Text != "2 neue Antworten" || n.Href != fmt.Sprintf("/beitrag/%d", first) {
		t.Errorf("two replies of others: %+v", n)
	}
	for range 120 {
		w.Reply(Bea, thread, "Noch eine")
	}
	if n := ask(w, Ann, at); n.Text != "Mehr als 99 neue Antworten" {
		t.Errorf("many: %+v", n)
	}
}

func TestBoardTellsOfThreadsInWhichOthersWrote(t *testing.T) {
	t.Parallel()
	w := New(t)
	old := w.Ask(Ann, Members, "Eine alte Frage?", "Text")
	read := w.Ask(Bea, Members, "Eine gelesene Frage?", "Text")
	at := question(w, Ann, "/bereiche/"+Members)
	later := func(f func(w *World)) { // after the page was shown
		before := w.Ctx
		w.Ctx = w.At(time.Minute)
		f(w)
		w.Ctx = before
	}
	later(func(w *World) {
		w.Ask(Ann, Members, "Meine eigene Frage?", "Text")
		w.Reply(Bea, old, "Eine Antwort")
		w.Reply(Ann, old, "Danke, das hilft") // hides the answer of others from nobody
		w.Reply(Ann, read, "Bei uns ist es so")
		w.Ask(Bea, Members, "Eine neue Frage?", "Text")
		w.Ask(Bea, "umwelt", "Eine Frage anderswo?", "Text")
		gone := w.Ask(Bea, Members, "Eine ausgeblendete Frage?", "Text")
		if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(gone), "Werbung"); err != nil {
			t.Fatal(err)
		}
	})
	if n := ask(w, Ann, at); n.Count != 2 || n.Text != "2 Themen mit neuen Beiträgen" {
		t.Errorf("%+v", n)
	}
}

func TestDeskTellsOfWhatOthersDid(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Members)
	at := question(w, Prog, "/schreibtisch")
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	if n := ask(w, Prog, at); n.Count != 0 {
		t.Errorf("what one did oneself: %+v", n)
	}
	w.Inquire(Bea, Members)
	if n := ask(w, Prog, at); n.Count != 1 || n.Text != "1 Vorgang mit Neuem" {
		t.Errorf("%+v", n)
	}
	if a := w.Get(Ann, at); a.Code != http.StatusForbidden {
		t.Errorf("a member asks the desk: %d", a.Code)
	}
}

func TestOnlyMembersAskAndOnlyOfWhatTheyMayRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := w.Ask(Insider, Exclusive, "Nur für den Kreis?", "Geheim")
	w.Reply(Mod, inner, "Geheim")
	public := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Text")
	for _, address := range []string{"/bereiche/" + Public, fmt.Sprintf("/thema/%d", public)} {
		if q := question(w, Guest, address); q != "" {
			t.Errorf("a guest's page %s asks %s", address, q)
		}
	}
	thread, list := fmt.Sprintf("/neues?seite=thema&id=%d&seit=0", inner), fmt.Sprintf("/neues?seite=bereich&id=%d&seit=0", w.Board(Exclusive))
	for _, address := range []string{thread, list} {
		if a := w.Get(Guest, address); a.Code != http.StatusUnauthorized || a.Body != "" {
			t.Errorf("a guest: %d, %q", a.Code, a.Body)
		}
		if n := ask(w, Ann, address); n.Count != 0 || n.Href != "" {
			t.Errorf("%s tells who is not admitted %+v", address, n)
		}
		if n := ask(w, Insider, address); n.Count != 1 {
			t.Errorf("%s tells who is admitted %+v", address, n)
		}
	}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Public), board.Settings{Audience: board.Restricted}, "Test"); err != nil {
		t.Fatal(err)
	}
	if n := ask(w, Bea, fmt.Sprintf("/neues?seite=thema&id=%d&seit=0", public)); n.Count != 0 {
		t.Errorf("after the board was narrowed: %+v", n)
	}
	for _, odd := range []string{"/neues", "/neues?seite=x&id=1", "/neues?seite=thema&id=-1&seit=-9",
		"/neues?seite=thema&id=99999999999999999999&seit=x"} {
		if n := ask(w, Ann, odd); n.Count != 0 {
			t.Errorf("%s: %+v", odd, n)
		}
	}
}

func TestUnchangedAnswerIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer nutzt den Dienst?", "Eine Frage")
	at := question(w, Ann, fmt.Sprintf("/thema/%d", thread))
	get := func(tag string) Answer {
		r := Request(http.MethodGet, at, nil)
		r.Header.Set("Cookie", w.Cookie(Ann))
		r.Header.Set("If-None-Match", tag)
		return w.Send(r)
	}
	tag := get("").Header.Get("ETag")
	if a := get(tag); a.Code != http.StatusNotModified || a.Body != "" {
		t.Errorf("unchanged: %d, %q", a.Code, a.Body)
	}
	w.Reply(Bea, thread, "Eine Antwort")
	if a := get(tag); a.Code != http.StatusOK {
		t.Errorf("changed: %d", a.Code)
	}
}

// TestAskingDoesNotKeepASessionFromEnding holds both: a page that is left open ends as
// if it were closed, and nothing is written for it.
func TestAskingDoesNotKeepASessionFromEnding(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wer nutzt den Dienst?", "Eine Frage")
	at := question(w, Ann, fmt.Sprintf("/thema/%d", thread))
	now := w.DB.Now(w.Ctx)
	for after := 11 * time.Minute; after < credential.IdleLife; after += 11 * time.Minute {
		if a := w.GetAt(Ann, at, now.Add(after)); a.Code != http.StatusOK {
			t.Fatalf("after %v: %d", after, a.Code)
		}
	}
	var seen time.Time
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		return db.Each(tx, func(r db.Row) error { return r.Scan(db.Instant(&seen)) }, `SELECT MAX(seen_at) FROM session`)
	})
	if err != nil || seen.After(now.Add(time.Minute)) {
		t.Errorf("seen %v, %v", seen.Sub(now), err)
	}
	if a := w.GetAt(Ann, at, now.Add(credential.IdleLife+time.Minute)); a.Code != http.StatusUnauthorized {
		t.Errorf("after the session ended: %d", a.Code)
	}
}

func TestAskingTooOftenHasToWait(t *testing.T) {
	t.Parallel()
	w := New(t)
	cookie := w.Cookie(Ann)
	codes := w.AtOnce(100, func(int) *http.Request {
		r := Request(http.MethodGet, "/neues", nil)
		r.Header.Set("Cookie", cookie)
		return r
	})
	if codes[http.StatusOK] < 30 || codes[http.StatusOK] > 32 || codes[http.StatusTooManyRequests]+codes[http.StatusOK] != 100 {
		t.Errorf("%v", codes)
	}
}
