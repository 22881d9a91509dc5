package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/inquiry"
	. "kommunalforum/internal/testkit"
)

var sealedOwner = regexp.MustCompile(`name="inhaber" value="[^"]*"`)

var continuePath = regexp.MustCompile(`/anmelden\?weiter=(%2Fmeine%2Fentwuerfe%2F\d+)`)

// TestTextOutlivesTheSession sends every form that any page shows to anybody
// after its session has ended: the text stands in the refusal, and after signing
// in in its own form. Of forms for the same action one is enough.
func TestTextOutlivesTheSession(t *testing.T) {
	t.Parallel()
	w := New(t)
	eachForm(t, w, func(kind, by string, f pageForm) {
		t.Run(kind, func(t *testing.T) { outlives(t, w, by, f) })
	})
}

// eachForm visits every form into which people write, but those with a secret, that
// any page shows to anybody; of forms for the same action one.
func eachForm(t *testing.T, w *World, visit func(kind, by string, f pageForm)) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range w.Routes {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		for _, by := range []string{Bea, Mod, Prog, Boss} {
			page := w.Get(by, w.Fill(r.Path))
			if page.Code != http.StatusOK {
				continue
			}
			for _, f := range formsOf(t, page.Body) {
				kind := numbers.ReplaceAllString(f.action, "N") + " " + strings.Join(f.typed, " ")
				if len(f.typed) > 0 && !f.secret && !seen[kind] {
					seen[kind] = true
					visit(kind, by, f)
				}
			}
		}
	}
	if len(seen) < 30 {
		t.Errorf("only %d forms found: the walk is broken", len(seen))
	}
}

var numbers = regexp.MustCompile(`\d+`)

// typedText is what the tests type; as HTML it reads typedHTML.
const (
	typedText = "Mühsam getippter Satz <1>"
	typedHTML = "Mühsam getippter Satz &lt;1&gt;"
)

func outlives(t *testing.T, w *World, by string, f pageForm) {
	f.fill(typedText)
	w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(2*time.Minute)) // few forms are kept at once
	b := newVisitor(w)
	refused := b.do(http.MethodPost, f.action, f.fields)
	if refused.Code == http.StatusUnprocessableEntity && strings.Contains(refused.Body, typedHTML) {
		return // guests may send it too
	}
	if refused.Code != http.StatusForbidden || !strings.Contains(refused.Body, typedHTML) {
		t.Fatalf("refused with %d, text shown: %v", refused.Code, strings.Contains(refused.Body, typedHTML))
	}
	m := continuePath.FindStringSubmatch(refused.Body)
	if m == nil {
		t.Fatal("the refusal does not lead back to the form")
	}
	path, _ := url.QueryUnescape(m[1])
	if got := b.signIn(by, path).Location(); got != path {
		t.Fatalf("signing in leads to %q, not to %s", got, path)
	}
	again := b.do(http.MethodGet, path, nil)
	if again.Code != http.StatusOK || !strings.Contains(again.Body, typedHTML) || !strings.Contains(again.Body, "Ihr Text ist wieder da.") {
		t.Fatalf("the form comes back with %d, text %v", again.Code, strings.Contains(again.Body, typedHTML))
	}
	for _, back := range formsOf(t, again.Body) {
		if back.action == f.action && back.fields.Get(f.typed[0]) == typedText {
			return
		}
	}
	t.Errorf("no form for %s with the text", f.action)
}

// rows returns the number that a query counts.
func rows(t *testing.T, w *World, query string) (n int) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// sentAfterItsSession signs by in, takes the session away, sends a reply to the
// thread and returns where the text is found again.
func (b *visitor) sentAfterItsSession(t *testing.T, by string, thread int64, text string) (path string) {
	t.Helper()
	b.signIn(by, "/")
	fields := b.reply(t, thread, text)
	delete(b.cookies, "kommunalforum")
	refused := b.do(http.MethodPost, fmt.Sprintf("/thema/%d/antworten", thread), fields)
	m := continuePath.FindStringSubmatch(refused.Body)
	if refused.Code != http.StatusForbidden || m == nil {
		t.Fatalf("refused with %d, kept %v", refused.Code, m != nil)
	}
	path, _ = url.QueryUnescape(m[1])
	return path
}

// reply opens the thread and fills its form.
func (b *visitor) reply(t *testing.T, thread int64, text string) url.Values {
	t.Helper()
	page := b.do(http.MethodGet, b.do(http.MethodGet, fmt.Sprintf("/thema/%d", thread), nil).Location(), nil)
	for _, f := range formsOf(t, page.Body) {
		if strings.HasSuffix(f.action, "/antworten") {
			f.fields.Set("text", text)
			return f.fields
		}
	}
	t.Fatalf("no form for a reply (%d)", page.Code)
	return nil
}

func TestKeptTextIsReadByItsAuthorInTheSameBrowserOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	b := newVisitor(w)
	path := b.sentAfterItsSession(t, Bea, thread, typedText)

	b.signIn(Ann, "/")
	if a := b.do(http.MethodGet, path, nil); a.Code != http.StatusForbidden ||
		!strings.Contains(a.Body, "mit einem anderen Konto geschrieben") || strings.Contains(a.Body, "getippter") {
		t.Errorf("another account at the same browser: %d", a.Code)
	}
	elsewhere := newVisitor(w)
	elsewhere.signIn(Bea, "/")
	if a := elsewhere.do(http.MethodGet, path, nil); a.Code != http.StatusNotFound {
		t.Errorf("the same account at another browser: %d", a.Code)
	}
	if a := newVisitor(w).do(http.MethodGet, path, nil); a.Code != http.StatusSeeOther || strings.Contains(a.Body, "getippter") {
		t.Errorf("nobody signed in: %d", a.Code)
	}
	b.signIn(Bea, "/")
	again := b.do(http.MethodGet, path, nil)
	if !strings.Contains(again.Body, typedHTML) {
		t.Fatalf("the author: %d", again.Code)
	}
	if n := rows(t, w, "SELECT COUNT(*) FROM post"); n != 1 {
		t.Errorf("showing the form stored something: %d posts", n)
	}
	var sent url.Values
	for _, f := range formsOf(t, again.Body) {
		if strings.HasSuffix(f.action, "/antworten") {
			sent = f.fields
		}
	}
	if a := b.do(http.MethodPost, fmt.Sprintf("/thema/%d/antworten", thread), sent); a.Code != http.StatusSeeOther {
		t.Fatalf("sending it: %d", a.Code)
	}
	if a := b.do(http.MethodGet, path, nil); a.Code != http.StatusNotFound {
		t.Errorf("after it was sent: %d", a.Code)
	}
}

func TestKeptTextIsGoneAfterHours(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	b := newVisitor(w)
	path := b.sentAfterItsSession(t, Bea, thread, typedText)
	w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(draft.InterruptedLife+time.Minute))
	b.signIn(Bea, "/")
	if a := b.do(http.MethodGet, path, nil); a.Code != http.StatusNotFound {
		t.Errorf("after its time: %d", a.Code)
	}
	if _, err := w.Privacy.Prune(w.Ctx); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, w, "SELECT COUNT(*) FROM interrupted_form"); n != 0 {
		t.Errorf("%d forms left", n)
	}
}

func TestFormOfAnotherAccountIsRefusedWithItsText(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	b := newVisitor(w)
	b.signIn(Bea, "/")
	fields := b.reply(t, thread, typedText)
	b.signIn(Mod, "/")
	a := b.do(http.MethodPost, fmt.Sprintf("/thema/%d/antworten", thread), fields)
	if a.Code != http.StatusForbidden || !strings.Contains(a.Body, typedHTML) || !strings.Contains(a.Body, "mit einem anderen Konto geöffnet") {
		t.Errorf("%d, text %v", a.Code, strings.Contains(a.Body, typedHTML))
	}
}

func TestTextForALockedOrHiddenThreadCanBeCopied(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, act := range []struct {
		name string
		code int
		do   func(thread int64) error
	}{
		{"locked", http.StatusForbidden, func(id int64) error { return w.Forum.Lock(w.Ctx, w.By(Mod), id, "Die Frage ist geklärt") }},
		{"erased", http.StatusNotFound, func(id int64) error {
			return w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(id), "Werbung gehört nicht hierher")
		}},
	} {
		thread := w.Ask(Ann, Members, "Eine Frage, die sich erledigt", "Wie machen Sie das?")
		if err := act.do(thread); err != nil {
			t.Fatal(err)
		}
		a := w.Post(Bea, fmt.Sprintf("/thema/%d/antworten", thread), Form("text", typedText))
		if a.Code != act.code || !strings.Contains(a.Body, typedHTML) || !strings.Contains(a.Body, "readonly") {
			t.Errorf("%s: %d, text %v", act.name, a.Code, strings.Contains(a.Body, typedHTML))
		}
	}
}

// TestEditOfAPostThatIsNoLongerThereSaysWhy sends the edit of a post that was withdrawn
// in another tab, or that changed otherwise.
func TestEditOfAPostThatIsNoLongerThereSaysWhy(t *testing.T) {
	t.Parallel()
	w := New(t)
	for says, act := range map[string]func(thread, post int64) error{
		"haben Sie zurückgezogen": func(_, post int64) error { return w.Forum.Withdraw(w.Ctx, w.By(Bea), post) },
		"Moderation hat diesen": func(_, post int64) error {
			return w.Forum.Hide(w.Ctx, w.By(Mod), post, "Werbung gehört nicht hierher")
		},
		"geschlossen: Die Frage ist": func(id, _ int64) error { return w.Forum.Lock(w.Ctx, w.By(Mod), id, "Die Frage ist geklärt") },
	} {
		thread := w.Ask(Ann, Members, "Eine Frage, die sich erledigt", "Wie machen Sie das?")
		post := w.Reply(Bea, thread, "Eine Antwort")
		if err := act(thread, post); err != nil {
			t.Fatal(err)
		}
		a := w.Post(Bea, fmt.Sprintf("/beitrag/%d/bearbeiten", post), Form("text", typedText, "fassung", "1"))
		if a.Code != http.StatusForbidden || !strings.Contains(a.Body, typedHTML) || !strings.Contains(a.Body, says) {
			t.Errorf("%s: %d, text %v", says, a.Code, strings.Contains(a.Body, typedHTML))
		}
	}
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	post := w.Reply(Bea, thread, "Eine Antwort")
	if a := w.Post(Ann, fmt.Sprintf("/beitrag/%d/bearbeiten", post), Form("text", typedText)); !strings.Contains(a.Body,
		"Nur wer einen Beitrag geschrieben hat") {
		t.Errorf("somebody else's: %d", a.Code)
	}
	if err := w.Forum.Withdraw(w.Ctx, w.By(Bea), post); err != nil {
		t.Fatal(err)
	}
	if a := w.Post(Ann, fmt.Sprintf("/beitrag/%d/loesung", post), Form("ja", "ja")); !strings.Contains(a.Body, "kann deshalb keine Lösung sein") {
		t.Errorf("a withdrawn post as a solution: %d %s", a.Code, a.Location())
	}
}

func TestTooLongTextComesBackInItsForm(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	long := typedText + strings.Repeat(" Wort", 400_000)
	a := w.Post(Bea, fmt.Sprintf("/thema/%d/antworten", thread), Form("text", long))
	if a.Code != http.StatusRequestEntityTooLarge || !strings.Contains(a.Body, typedHTML) ||
		!strings.Contains(a.Body, "Das war zu viel auf einmal") && !strings.Contains(a.Body, "zu groß") {
		t.Errorf("%d, text %v", a.Code, strings.Contains(a.Body, typedHTML))
	}
	if !strings.Contains(a.Body, fmt.Sprintf(`action="/thema/%d/antworten"`, thread)) {
		t.Error("not in its form")
	}
}

func TestTextComesBackInItsFormWhenThereWereTooMany(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	path := fmt.Sprintf("/thema/%d/antworten", thread)
	for n := range 500 {
		a := w.Post(Bea, path, Form("text", typedText+fmt.Sprint(n)))
		if a.Code == http.StatusSeeOther {
			continue
		}
		if a.Code != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" {
			t.Fatalf("%d, Retry-After %q", a.Code, a.Header.Get("Retry-After"))
		}
		if !strings.Contains(a.Body, typedHTML+fmt.Sprint(n)) || !strings.Contains(a.Body, `action="`+path+`"`) ||
			!strings.Contains(a.Body, "Noch nicht abgeschickt") {
			t.Error("the text is not in its form")
		}
		return
	}
	t.Fatal("nobody was ever refused")
}

func TestTextOutlivesAStepThatIsOwed(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	b := newVisitor(w)
	b.signIn(Bea, "/")
	fields := b.reply(t, thread, typedText)
	w.Accounts.Terms = "2030-01-01"
	a := b.do(http.MethodPost, fmt.Sprintf("/thema/%d/antworten", thread), fields)
	if a.Code != http.StatusForbidden || !strings.Contains(a.Body, typedHTML) ||
		!strings.Contains(a.Body, `href="/nutzungsbedingungen?weiter=%2Fmeine%2Fentwuerfe%2F`) {
		t.Errorf("%d, text %v", a.Code, strings.Contains(a.Body, typedHTML))
	}
}

// TestAFormThatIsTooLargeAfterItsSessionIsNoError: whoever has the page of a form can send
// one, so it must not fill the log that operators watch.
func TestAFormThatIsTooLargeAfterItsSessionIsNoError(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	b := newVisitor(w)
	b.signIn(Bea, "/")
	fields := b.reply(t, thread, typedText+strings.Repeat(" Wort", 400_000))
	var log bytes.Buffer
	site := w.Site(w.Config, &log)
	r := httptest.NewRequest(http.MethodPost, fmt.Sprintf("/thema/%d/antworten", thread), strings.NewReader(fields.Encode())).WithContext(w.Ctx)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	a := httptest.NewRecorder()
	site.ServeHTTP(a, r)
	if a.Code != http.StatusForbidden || !strings.Contains(a.Body.String(), typedHTML) {
		t.Errorf("%d, text %v", a.Code, strings.Contains(a.Body.String(), typedHTML))
	}
	if strings.Contains(log.String(), "level=ERROR") {
		t.Error(log.String())
	}
}

// TestTextWithoutAnOwnerIsShownAndNotKept sends a form that was shown to nobody,
// as a stranger would who wants to leave something in somebody's account.
func TestTextWithoutAnOwnerIsShownAndNotKept(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	for _, owner := range []string{"", "1", "v1:00000000:AAAA"} {
		a := w.Post(Guest, fmt.Sprintf("/thema/%d/antworten", thread), Form("text", typedText, "inhaber", owner))
		if a.Code != http.StatusForbidden || !strings.Contains(a.Body, typedHTML) || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%d, text %v, cookie %q", a.Code, strings.Contains(a.Body, typedHTML), a.Header.Get("Set-Cookie"))
		}
	}
	if n := rows(t, w, "SELECT COUNT(*) FROM interrupted_form"); n != 0 {
		t.Errorf("%d forms kept", n)
	}
}

func TestKeptTextForAThreadLockedMeanwhileCanBeCopied(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage mit vielen Antworten", "Wie machen Sie das?")
	b := newVisitor(w)
	path := b.sentAfterItsSession(t, Bea, thread, typedText)
	if err := w.Forum.Lock(w.Ctx, w.By(Mod), thread, "Die Frage ist geklärt"); err != nil {
		t.Fatal(err)
	}
	b.signIn(Bea, "/")
	a := b.do(http.MethodGet, path, nil)
	if a.Code != http.StatusForbidden || !strings.Contains(a.Body, "Die Frage ist geklärt") || !strings.Contains(a.Body, typedHTML) ||
		strings.Contains(a.Body, "wieder da") {
		t.Errorf("%d, text %v, promise %v", a.Code, strings.Contains(a.Body, typedHTML), strings.Contains(a.Body, "wieder da"))
	}
}

// TestTextComesBackWhereThePageHasNoFormAnyMore sends a Rückmeldung, and after
// going back another one: by then the inquiry asks for none.
func TestTextComesBackWhereThePageHasNoFormAnyMore(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Public)
	path := "/fragen-an-das-programmmanagement/" + number + "/rueckmeldung"
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Inquiry.AskBack(w.Ctx, w.By(Prog), number, inquiry.AskBackInput{Text: "Wie viele sind es?"}); err != nil {
		t.Fatal(err)
	}
	if a := w.Post(Ann, path, Form("text", "Es sind zwölf.", "einmal", "k")); a.Code != http.StatusSeeOther {
		t.Fatalf("first: %d", a.Code)
	}
	for _, action := range []string{"senden", "vorschau"} {
		if a := w.Post(Ann, path, Form("text", typedText, "einmal", "k", "aktion", action)); a.Code < 400 || !strings.Contains(a.Body, typedHTML) {
			t.Errorf("%s: %d, text %v", action, a.Code, strings.Contains(a.Body, typedHTML))
		}
	}
}

// TestFormOfTheDeskThatComesBackKeepsItsRevision: what a colleague saved in the
// meantime is shown before it is replaced.
func TestFormOfTheDeskThatComesBackKeepsItsRevision(t *testing.T) {
	t.Parallel()
	w := New(t)
	number := w.Inquire(Ann, Public)
	if err := w.Inquiry.TakeUp(w.Ctx, w.By(Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	path := "/schreibtisch/" + number + "/antwort"
	open := func(by string) url.Values {
		for _, f := range formsOf(t, w.Get(by, path).Body) {
			if f.action == path {
				f.fields.Set("aktion", "speichern")
				return f.fields
			}
		}
		t.Fatal("no form")
		return nil
	}
	mine := open(Prog)
	mine.Set("text", "Erster Entwurf")
	if a := w.Post(Prog, path, mine); a.Code != http.StatusSeeOther {
		t.Fatalf("first draft: %d %s", a.Code, a.Body)
	}
	theirs := open(Prog2)
	theirs.Set("text", "Was die Kollegin schrieb")
	theirs.Set("grund", "In Vertretung")
	if a := w.Post(Prog2, path, theirs); a.Code != http.StatusSeeOther {
		t.Fatalf("the colleague's: %d", a.Code)
	}
	mine.Set("text", typedText) // back, changed, sent again
	back := w.Post(Prog, path, mine)
	for _, f := range formsOf(t, back.Body) {
		if f.action == path {
			mine.Set("einmal", f.fields.Get("einmal"))
			mine.Set("stand", f.fields.Get("stand"))
		}
	}
	a := w.Post(Prog, path, mine)
	if a.Code != http.StatusConflict || !strings.Contains(a.Body, "Was die Kollegin schrieb") || !strings.Contains(a.Body, typedHTML) {
		t.Errorf("%d, theirs %v, mine %v", a.Code, strings.Contains(a.Body, "Was die Kollegin schrieb"), strings.Contains(a.Body, typedHTML))
	}
}
