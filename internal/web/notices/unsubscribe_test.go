package notices_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// rhythm returns how often the person gets mail about the kind.
func rhythm(t *testing.T, w *World, who string, k notify.Kind) notify.Rhythm {
	t.Helper()
	s, err := w.Notify.Settings(w.Ctx, w.By(who))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range s.Kinds {
		if x.Kind == k {
			return x.Rhythm
		}
	}
	t.Fatalf("no %s", k)
	return ""
}

// address is where a mail to the person about the kinds leads to unsubscribe.
func address(w *World, who string, at notify.Place, kinds ...notify.Kind) string {
	return "/abbestellen/" + w.Notify.UnsubscribeToken(notify.Sort{Person: w.By(who).ID, Kinds: kinds, Place: at})
}

// oneClick is what a mail program sends (RFC 8058, section 3.2): no cookie, no
// origin, one field in either encoding.
func oneClick(path string, multi bool) *http.Request {
	body, kind := "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
	if multi {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		w.WriteField("List-Unsubscribe", "One-Click")
		w.Close()
		body, kind = b.String(), w.FormDataContentType()
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return r
}

func TestOneClickEndsTheSubscriptionAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, multi := range []bool{false, true} {
		w := New(t)
		at := address(w, Ann, notify.Place{}, notify.ReplyToQuestion)
		a := w.Send(oneClick(at, multi))
		if a.Code != http.StatusOK || a.Header.Get("Location") != "" || a.Header.Get("Set-Cookie") != "" {
			t.Fatalf("multipart %v: %d, %v", multi, a.Code, a.Header)
		}
		if rhythm(t, w, Ann, notify.ReplyToQuestion) != notify.Never {
			t.Errorf("multipart %v: the mails go on", multi)
		}
		if rhythm(t, w, Ann, notify.Mention) != notify.Now || rhythm(t, w, Bea, notify.ReplyToQuestion) != notify.Now {
			t.Error("other mails ended too")
		}
		if again := w.Send(oneClick(at, multi)); again.Code != http.StatusOK {
			t.Errorf("a second click: %d", again.Code)
		}
	}
}

// TestOpeningTheAddressChangesNothing: programs that look for harm open every address
// in a mail.
func TestOpeningTheAddressChangesNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	at := address(w, Ann, notify.Place{}, notify.ReplyToQuestion)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		a := w.Do(Guest, method, at, nil)
		if a.Code != http.StatusOK || rhythm(t, w, Ann, notify.ReplyToQuestion) != notify.Now {
			t.Errorf("%s: %d", method, a.Code)
		}
		if a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", method, a.Header)
		}
	}
	if body := w.Get(Guest, at).Body; strings.Contains(body, "Anna") || strings.Contains(body, "ann@") {
		t.Error("the page names the person")
	}
	r := oneClick(at, false)
	r.Body = http.NoBody
	if a := w.Send(r); a.Code != http.StatusUnprocessableEntity || rhythm(t, w, Ann, notify.ReplyToQuestion) != notify.Now {
		t.Errorf("a form without a choice: %d", a.Code)
	}
}

func TestThePageOffersLessAsWellAsNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	at := address(w, Bea, notify.Place{Kind: notify.Thread, ID: thread}, notify.ReplyToQuestion)
	body := w.Get(Guest, at).Body
	for _, want := range []string{"Antworten auf meine Fragen: sofort", `value="daily"`, `value="weekly"`, `value="nie"`, `value="stumm"`} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Contains(body, "Wie geht das eigentlich") {
		t.Error("the page shows the title to whoever has the address")
	}
	a := w.Post(Guest, at, Form("rhythmus", "weekly"))
	if r := rhythm(t, w, Bea, notify.ReplyToQuestion); a.Code != http.StatusSeeOther || r != notify.Weekly {
		t.Errorf("weekly: %d, %q", a.Code, r)
	}
	body = w.Get(Guest, at).Body
	if strings.Contains(body, `value="daily"`) || !strings.Contains(body, `value="nie"`) {
		t.Error("more mails than now are offered")
	}
	for _, more := range []string{"daily", "now", "?", ""} { // never more often
		w.Post(Guest, at, Form("rhythmus", more))
		if r := rhythm(t, w, Bea, notify.ReplyToQuestion); r != notify.Weekly {
			t.Errorf("%q made it %q", more, r)
		}
	}
	if a := w.Post(Guest, at, Form("rhythmus", "stumm")); a.Code != http.StatusSeeOther {
		t.Errorf("mute: %d", a.Code)
	}
	bea, x := w.By(Bea).ID, follow.Subject{Kind: follow.Thread, ID: thread}
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		levels, err := follow.LevelsTx(tx, bea, x)
		if levels[x] != follow.Muted {
			t.Errorf("level %q", levels[x])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if body := w.Get(Guest, at).Body; strings.Contains(body, `value="stumm"`) || !strings.Contains(body, "keine Mitteilungen mehr") {
		t.Error("the page does not know that the place is muted")
	}
}

func TestOnlySealedAddressesUnsubscribe(t *testing.T) {
	t.Parallel()
	w := New(t)
	good := address(w, Ann, notify.Place{}, notify.ReplyToQuestion)
	last := good[len(good)-4:]
	for _, bad := range []string{"/abbestellen/x", "/abbestellen/1", good[:len(good)-4] + "AAAA", good + "A", good[:30],
		"/abbestellen/" + strings.Repeat("a", 2000)} {
		if strings.HasSuffix(bad, last) {
			t.Fatal("the same address")
		}
		if a := w.Send(oneClick(bad, false)); a.Code != http.StatusNotFound {
			t.Errorf("%.60s: %d", bad, a.Code)
		}
		for _, a := range []Answer{w.Get(Guest, bad), w.Get(Bea, bad), w.Post(Guest, bad, Form("rhythmus", "nie"))} {
			if a.Code != http.StatusNotFound || !strings.Contains(a.Body, "Dieser Link zum Abbestellen gilt nicht") ||
				!strings.Contains(a.Body, `href="/konto/mitteilungen"`) || strings.Contains(a.Body, "hierher") {
				t.Errorf("%.60s answers %d, and no way onward:\n%s", bad, a.Code, a.Body)
			}
		}
		if body := w.Get(Guest, bad).Body; !strings.Contains(body, "/anmelden?weiter=%2Fkonto%2Fmitteilungen") {
			t.Errorf("%.60s: signing in leads elsewhere", bad)
		}
	}
	if rhythm(t, w, Ann, notify.ReplyToQuestion) != notify.Now {
		t.Error("somebody unsubscribed her")
	}
	if a := w.Send(oneClick(address(w, Ann, notify.Place{}, "unknown"), false)); a.Code != http.StatusOK {
		t.Errorf("a kind of an earlier version: %d", a.Code)
	}
	gone := "/abbestellen/" + w.Notify.UnsubscribeToken(notify.Sort{Person: 1 << 40, Kinds: []notify.Kind{notify.Mention}})
	if a := w.Send(oneClick(gone, false)); a.Code != http.StatusNotFound {
		t.Errorf("of nobody: %d", a.Code)
	}
}

func TestADigestIsUnsubscribedWithEverythingInIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	at := "/abbestellen/" + w.Notify.UnsubscribeToken(notify.Sort{Person: w.By(Ann).ID, Rhythms: []notify.Rhythm{notify.Daily}})
	w.Send(oneClick(at, false))
	for _, k := range notify.Kinds {
		want := k.Default
		if want == notify.Daily {
			want = notify.Never
		}
		if k.Group != notify.Work && rhythm(t, w, Ann, k.Kind) != want {
			t.Errorf("%s is %q", k.Kind, rhythm(t, w, Ann, k.Kind))
		}
	}
}
