package inquiry_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
)

func (w *world) inbox(f inquiry.Filter) (numbers []string, in inquiry.Inbox) {
	w.t.Helper()
	in, err := w.q.Inbox(w.ctx(), w.people["assignee"], f)
	w.must(err)
	for _, r := range in.Rows {
		numbers = append(numbers, r.Number)
	}
	return numbers, in
}

func TestQueueIsOrderedByDueDateThenWeight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	light, heavy := w.ask(twoEyes), w.ask(public)
	w.must(w.q.Support(w.ctx(), w.people["supporter"], heavy))
	stopped := w.ask(twoEyes)
	w.takeUp(stopped)
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], stopped, inquiry.AskBackInput{Text: "Welche?", Once: w.once()}))
	w.later(1)
	young := w.ask(twoEyes)
	w.answered(twoEyes, answer("members"))

	got, in := w.inbox(inquiry.Filter{})
	if want := []string{heavy, light, young, stopped}; !slices.Equal(got, want) {
		t.Errorf("queue is %v, want %v", got, want)
	}
	if in.Open() != 4 || in.Counts[inquiry.Answered] != 1 || in.Counts[inquiry.Received] != 3 {
		t.Errorf("counts are %v", in.Counts)
	}
	if got, _ := w.inbox(inquiry.Filter{Board: w.boards[public]}); !slices.Equal(got, []string{heavy}) {
		t.Errorf("queue of the board is %v", got)
	}
	if got, _ := w.inbox(inquiry.Filter{Mine: true}); !slices.Equal(got, []string{stopped}) {
		t.Errorf("own queue is %v", got)
	}
	w.must(w.q.SetTickler(w.ctx(), w.people["desk"], young, "2026-09-20", inquiry.Basis{}))
	w.later(21) // the first two are overdue since 28 September
	if got, _ := w.inbox(inquiry.Filter{Due: inquiry.Overdue}); !slices.Equal(got, []string{heavy, light}) {
		t.Errorf("overdue are %v", got)
	}
	if got, in := w.inbox(inquiry.Filter{Due: inquiry.TicklerDue}); !slices.Equal(got, []string{young}) || !in.Rows[0].TicklerDue {
		t.Errorf("ticklers are %v", got)
	}
}

func TestPagesOfListsMeetWithoutGapOrRepetition(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := map[string]bool{}
	for range 2*inquiry.RowsPerPage + 3 {
		want[w.ask(twoEyes)] = true
	}
	count := func(name string, page func(first bool) (numbers []string, more bool)) {
		got := map[string]bool{}
		for first, more := true, true; more; first = false {
			var numbers []string
			numbers, more = page(first)
			for _, n := range numbers {
				if got[n] {
					t.Errorf("%s shows %s twice", name, n)
				}
				got[n] = true
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s shows %d of %d", name, len(got), len(want))
		}
	}
	f := inquiry.Filter{}
	count("queue", func(bool) ([]string, bool) {
		numbers, in := w.inbox(f)
		f.After = in.Next
		return numbers, in.Next != ""
	})
	l := inquiry.ListFilter{Scope: inquiry.Own}
	count("list", func(bool) (numbers []string, more bool) {
		page, err := w.q.List(w.ctx(), w.people["colleague"], l)
		w.must(err)
		for _, r := range page.Rows {
			numbers = append(numbers, r.Number)
		}
		l.After = page.Next
		return numbers, page.Next != 0
	})
}

func TestTextsOfAnOlderPipelineAreRenderedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	w.takeUp(number)
	w.must(w.q.Note(w.ctx(), w.people["desk"], number, inquiry.NoteInput{Text: "Vermerk"}))
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, inquiry.AskBackInput{Text: "Welche?", Once: w.once()}))
	w.must(w.q.Respond(w.ctx(), w.people["asker"], number, inquiry.MessageInput{Text: "Diese."}))
	w.must(w.answer("assignee", number, answer("members")))
	w.must(w.db.Write(w.ctx(), func(tx *db.Tx) error {
		for _, table := range []string{"inquiry_note", "inquiry_message", "answer_version", "inquiry"} {
			if _, err := tx.Exec(`UPDATE ` + table + ` SET html = 'alt', pipeline = 0`); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`UPDATE inquiry SET background_html = 'alt'`)
		return err
	}))
	n, err := w.q.Rerender(w.ctx())
	w.must(err)
	if again, err := w.q.Rerender(w.ctx()); n != 6 || again != 0 || err != nil {
		t.Errorf("rendered %d, then %d texts, %v", n, again, err)
	}
	p := w.show(number)
	for _, html := range []markdown.HTML{p.HTML, p.Background, p.Messages[0].HTML, p.Messages[1].HTML, p.Desk.Notes[0].HTML, p.Answers[0].HTML} {
		if html == "alt" || html == "" {
			t.Errorf("text is still %q", html)
		}
	}
}
