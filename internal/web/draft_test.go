package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestEveryLongTextCanBeKeptAndComesBack keeps every form that has the button, as anybody
// sees it, and opens the draft.
func TestEveryLongTextCanBeKeptAndComesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	seen := map[string]bool{}
	eachForm(t, w, func(kind, by string, f pageForm) {
		if f.fields.Get("entwurf") == "" {
			return
		}
		seen[numbers.ReplaceAllString(f.action, "N")] = true
		t.Run(kind, func(t *testing.T) {
			f.fill(typedText)
			f.fields.Set("formular", f.action)
			w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Minute))
			saved := w.Post(by, path.Drafts, f.fields)
			if saved.Code != http.StatusSeeOther {
				t.Fatalf("saved with %d", saved.Code)
			}
			address, _, _ := strings.Cut(saved.Location(), "?")
			opened := w.Get(by, address)
			if opened.Code != http.StatusOK || strings.Contains(opened.Body, "aria-invalid") || strings.Contains(opened.Body, `id="fehler"`) {
				t.Errorf("opened with %d", opened.Code)
			}
			for _, back := range formsOf(t, opened.Body) {
				if back.action == f.action && back.fields.Get(f.typed[0]) == typedText && back.fields.Get("entwurf_stand") == "1" &&
					back.fields.Get("einmal") == f.fields.Get("einmal") {
					return
				}
			}
			t.Errorf("no form for %s with the text", f.action)
		})
	})
	if len(seen) < 11 {
		t.Errorf("only %d forms can be kept: %v", len(seen), seen)
	}
}

// TestDraftOfAPlaceThatIsGoneCanBeCopied: its owner reads their own words and learns
// nothing else.
func TestDraftOfAPlaceThatIsGoneCanBeCopied(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Mod, Members, "Ein Titel, der verschwindet", "Text")
	address := path.To(path.Reply, thread)
	draft := path.To(path.Draft, w.Draft(Bea, address, "text", typedText, "einmal", "K"))
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(thread), "Werbung gehört nicht hierher"); err != nil {
		t.Fatal(err)
	}
	a := w.Get(Bea, draft)
	if a.Code != http.StatusNotFound || !strings.Contains(a.Body, typedHTML) || !strings.Contains(a.Body, "readonly") ||
		strings.Contains(a.Body, "verschwindet") {
		t.Errorf("%d, text %v", a.Code, strings.Contains(a.Body, typedHTML))
	}
	if a := w.Get(Bea, path.Drafts); !strings.Contains(a.Body, typedHTML) || strings.Contains(a.Body, "verschwindet") {
		t.Error("the list lacks the text, or names the thread")
	}
}

// TestDraftOfAClosedThreadSaysWhyAndLeadsOn: the reason of the moderation, the text, and
// the list of drafts.
func TestDraftOfAClosedThreadSaysWhyAndLeadsOn(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Mod, Members, "Eine Frage, die geschlossen wird", "Text")
	draft := path.To(path.Draft, w.Draft(Bea, path.To(path.Reply, thread), "text", typedText, "einmal", "K"))
	if err := w.Forum.Lock(w.Ctx, w.By(Mod), thread, "Alles Weitere steht in den häufigen Fragen."); err != nil {
		t.Fatal(err)
	}
	a := w.Get(Bea, draft)
	for _, want := range []string{"Alles Weitere steht in den häufigen Fragen.", typedHTML, "Zu meinen Entwürfen"} {
		if !strings.Contains(a.Body, want) {
			t.Errorf("%d, without %q", a.Code, want)
		}
	}
}

// TestDraftsAreNamedByTheirOwnWords: without what they quote or signs of Markdown, and
// with the title of the thread while its reader may see it.
func TestDraftsAreNamedByTheirOwnWords(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Mod, Members, "Wer trägt die Kosten?", "Text")
	w.Draft(Bea, path.To(path.Reply, thread), "einmal", "A", "text", "> *Stadt schrieb:*\n> Unsere Eltern\n\nBei uns **niemand**.")
	w.Draft(Bea, path.To(path.Reply, thread), "einmal", "B", "text", "> Nur ein Zitat")
	w.Draft(Bea, path.Ask, "einmal", "C", "titel", "Mein *Titel*", "text", "Text")
	a := w.Get(Bea, path.Drafts)
	for _, want := range []string{">Bei uns niemand.<", ">Nur ein Zitat<", "Antwort auf „Wer trägt die Kosten?“"} {
		if !strings.Contains(a.Body, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if a := w.Get(Bea, path.Thread(thread, "Wer trägt die Kosten?")); !strings.Contains(a.Body, "Bei uns niemand.") ||
		!strings.Contains(a.Body, "Nur ein Zitat") {
		t.Error("the thread does not name both drafts")
	}
}

// autosave is a form as the script sends it.
func autosave(w *World, by string, fields url.Values) Answer {
	return w.Post(by, path.AutosaveDraft, fields)
}

func TestScriptKeepsADraftAndHearsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	w := New(t)
	fields := Form("formular", "/fragen", "einmal", "K", "entwurf", "T", "titel", "Wohngeld", "text", "Wie?")
	a := autosave(w, Ann, fields)
	if a.Code != http.StatusOK || !strings.Contains(a.Body, "Entwurf für Sie gespeichert, ") || !strings.Contains(a.Body, `"einmal":"K"`) {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if a := autosave(w, Guest, fields); a.Code != http.StatusUnauthorized || a.Header.Get("Set-Cookie") != "" {
		t.Errorf("nobody signed in: %d", a.Code)
	}
	owner := regexp.MustCompile(`name="inhaber" value="([^"]*)"`).FindStringSubmatch(w.Get(Bea, "/fragen").Body)
	foreign := Form("inhaber", owner[1])
	for name, values := range fields {
		foreign[name] = values
	}
	if a := autosave(w, Ann, foreign); a.Code != http.StatusForbidden {
		t.Errorf("a form that was shown to somebody else: %d", a.Code)
	}
	if a := w.Post(Ann, "/fragen", Form("einmal", "K", "entwurf", "T", "titel", "Wohngeld online beantragen", "text", "Wie?",
		"bereich", Members)); a.Code != http.StatusSeeOther {
		t.Fatalf("sent: %d", a.Code)
	}
	if a := autosave(w, Ann, fields); a.Code != http.StatusConflict || !strings.Contains(a.Body, `"einmal":"`) {
		t.Errorf("after it was sent: %d %s", a.Code, a.Body)
	}
	if n := rows(t, w, "SELECT COUNT(*) FROM interrupted_form"); n != 0 {
		t.Errorf("%d drafts left", n)
	}
	fields.Set("text", "mit NUL\x00")
	fields.Set("einmal", "L")
	if a := autosave(w, Ann, fields); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "U+0000") {
		t.Errorf("a NUL: %d %s", a.Code, a.Body)
	}
	fields.Set("text", "Wie?")
	for n := range 50 {
		fields.Set("einmal", fmt.Sprint("K", n))
		fields.Set("entwurf", fmt.Sprint("T", n))
		if a := autosave(w, Bea, fields); a.Code == http.StatusTooManyRequests {
			if n < 10 || a.Header.Get("Retry-After") == "" {
				t.Errorf("refused after %d, Retry-After %q", n, a.Header.Get("Retry-After"))
			}
			return
		}
	}
	t.Error("nobody is ever told to wait")
}

// TestKeepingADraftIsNoEventAndEmptiesNoCache: it concerns its owner alone, and it is no
// use of the session.
func TestKeepingADraftIsNoEventAndEmptiesNoCache(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := newVisitor(w)
	b.signIn(Ann, "/")
	r := newReader(w)
	seen := func() int { return rows(t, w, "SELECT COALESCE(MAX(seen_at), 0) FROM session") }
	w.Ctx = db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Hour))
	events, used, same := rows(t, w, "SELECT COUNT(*) FROM event"), seen(), false
	for n := 0; n < 15 && !same; n++ { // workers of the forum may write beside it
		r.get(t, "/")
		a := b.do(http.MethodPost, path.AutosaveDraft, Form("formular", "/fragen", "einmal", "K", "entwurf", "T",
			"text", fmt.Sprint("Wie geht das? ", n)))
		if a.Code != http.StatusOK {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		_, same = r.get(t, "/")
	}
	if !same {
		t.Error("pages that show no drafts are gone")
	}
	if n := rows(t, w, "SELECT COUNT(*) FROM event"); n != events {
		t.Errorf("%d events", n-events)
	}
	if seen() != used {
		t.Error("the session was used")
	}
}

func TestDraftsGoWithTheAccount(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Draft(Ann, path.Ask, "text", "Mein letzter Satz hier")
	if err := w.Acts.EraseAccount(w.Ctx, w.By(Boss), w.By(Ann).ID, false, "Auf Wunsch"); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, w, "SELECT COUNT(*) FROM interrupted_form"); n != 0 {
		t.Errorf("%d drafts left", n)
	}
}
