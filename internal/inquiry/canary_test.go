package inquiry_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/inquiry"
)

// texts gathers every string within v, also of unexported fields.
func texts(v reflect.Value, out *[]string) {
	switch v.Kind() {
	case reflect.String:
		*out = append(*out, v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			texts(v.Elem(), out)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			texts(v.Field(i), out)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), out)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			texts(k, out)
			texts(v.MapIndex(k), out)
		}
	}
}

// reads are all reads of the package as one viewer gets them.
func (w *world) reads(by account.Viewer, numbers []string) []any {
	var out []any
	keep := func(v any, err error) { out = append(out, v, err) }
	for _, n := range numbers {
		keep(w.q.Show(w.ctx(), by, n))
		for version := range 3 {
			keep(w.q.AnswerPage(w.ctx(), by, n, version))
		}
	}
	for _, scope := range []inquiry.Scope{inquiry.All, inquiry.Own, inquiry.Supported} {
		for _, s := range append(inquiry.States, "") {
			keep(w.q.List(w.ctx(), by, inquiry.ListFilter{Scope: scope, State: s}))
		}
	}
	keep(w.q.Inbox(w.ctx(), by, inquiry.Filter{}))
	keep(w.q.LatestAnswers(w.ctx(), by, 100))
	for _, b := range w.boards {
		keep(w.q.AnswersOfBoard(w.ctx(), by, b, 100))
	}
	keep(w.q.ThreadStatus(w.ctx(), by, 1))
	keep(w.q.AnswersOfServices(w.ctx(), by, 100, 10061))
	keep(w.q.AnswerHits(w.ctx(), by, []int64{1, 2, 3, 4, 5, 6}))
	return out
}

// TestNothingOfTheDeskReachesAnybodyElse plants a word into every note, draft
// and name of the desk, and looks for them in all that others read.
func TestNothingOfTheDeskReachesAnybodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	numbers := []string{w.ask(twoEyes), w.ask(fourEyes), w.answered(public, answer("public"))}
	desk := w.people["desk"]
	draft := answer("public")
	draft.Question, draft.Short, draft.Text, draft.Body, draft.Scope = "Kanarie Frage", "Kanarie kurz", "Kanarie Text", "Kanarie Stelle",
		"Kanarie Geltung"
	secret := inquiry.Basis{Reason: "Kanarie Grund"}
	for _, n := range numbers {
		w.must(w.q.Support(w.ctx(), w.people["supporter"], n))
		w.must(w.q.Note(w.ctx(), desk, n, inquiry.NoteInput{Text: "Kanarie Vermerk", Once: w.once()}))
		w.must(w.q.SetTickler(w.ctx(), desk, n, "2031-03-03", inquiry.Basis{}))
	}
	w.takeUp(numbers[0])
	w.takeUp(numbers[1])
	w.must(w.q.Revise(w.ctx(), desk, numbers[2], inquiry.Basis{Reason: "Neue Rechtslage"}))
	for _, n := range numbers {
		w.must(w.q.Assign(w.ctx(), desk, n, inquiry.AssignInput{Basis: secret, Assignee: w.people["assignee"].ID,
			Substitute: w.people["substitute"].ID}))
		w.must(w.q.Begin(w.ctx(), desk, n, secret))
		w.must(w.q.SaveDraft(w.ctx(), desk, n, inquiry.DraftInput{Basis: secret, AnswerInput: draft}))
	}
	w.must(w.q.SubmitForRelease(w.ctx(), desk, numbers[1], secret))
	w.must(w.q.SendBack(w.ctx(), w.people["substitute"], numbers[1], secret))
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], numbers[1], inquiry.AskBackInput{Text: "Welche Version?", Once: w.once()}))

	secrets := []string{"Kanarie", "Person assignee", "Person substitute", "Person desk", "2031-03-03", "03.03.2031"}
	for key, by := range w.people {
		var all []string
		for _, r := range w.reads(by, numbers) {
			texts(reflect.ValueOf(r), &all)
		}
		joined := strings.Join(all, "\n")
		for _, s := range secrets {
			if found := strings.Contains(joined, s); found != by.Programme() && (found || s != "03.03.2031") {
				t.Errorf("%s reads %q: %v", key, s, found)
			}
		}
	}
}

// TestGuestsLearnNothingButPublicAnswers plants words into everything else.
func TestGuestsLearnNothingButPublicAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var numbers []string
	for _, slug := range []string{twoEyes, public} {
		n, err := w.q.Ask(w.ctx(), w.people["asker"], w.input(slug, "Kanarie"))
		w.must(err)
		numbers = append(numbers, n)
	}
	hidden := answer("members")
	hidden.Short = "Kanarie"
	numbers = append(numbers, w.answered(twoEyes, hidden))
	n, err := w.q.Ask(w.ctx(), w.people["asker"], w.input(twoEyes, "Kanarie"))
	w.must(err)
	w.takeUp(n)
	open := answer("public")
	open.Confirm = true
	w.must(w.answer("assignee", n, open))
	numbers = append(numbers, n)

	var all []string
	for _, r := range w.reads(account.Viewer{}, numbers) {
		texts(reflect.ValueOf(r), &all)
	}
	joined := strings.Join(all, "\n")
	for _, s := range []string{"Kanarie", "Person", "Fragestadt"} {
		if strings.Contains(joined, s) {
			t.Errorf("guests read %q", s)
		}
	}
	if !strings.Contains(joined, "Das Land.") {
		t.Error("guests do not read the public answer")
	}
	p, err := w.q.AnswerPage(w.ctx(), account.Viewer{}, n, 0)
	if err != nil || p.Inquiry {
		t.Errorf("public answer for guests: %+v, %v", p.AnswerVersion, err)
	}
}
