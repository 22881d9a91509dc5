package inquiry_test

import (
	"slices"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
)

func TestFileNumbersHaveNoGapsWithinAYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var got []string
	got = append(got, w.ask(twoEyes))
	bad := w.input(twoEyes, "x")
	bad.Title = ""
	_, err := w.q.Ask(w.ctx(), w.people["asker"], bad)
	w.wants(fault.Invalid, err)
	bad = w.input(closed, "x")
	_, err = w.q.Ask(w.ctx(), w.people["asker"], bad)
	w.wants(fault.Invalid, err)
	got = append(got, w.ask(twoEyes))
	// Half an hour before midnight UTC the new year has begun in Berlin.
	w.present = time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	got = append(got, w.ask(twoEyes))
	if want := []string{"FPM-2026-0001", "FPM-2026-0002", "FPM-2027-0001"}; !slices.Equal(got, want) {
		t.Errorf("numbers are %v, want %v", got, want)
	}
}

func TestAskingTwiceWithOneKeyMakesOneInquiry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.input(twoEyes, "doppelt")
	in.Once = "derselbe"
	first, err := w.q.Ask(w.ctx(), w.people["asker"], in)
	w.must(err)
	again, err := w.q.Ask(w.ctx(), w.people["asker"], in)
	w.must(err)
	other, err := w.q.Ask(w.ctx(), w.people["member"], in)
	w.must(err)
	if again != first || other == first {
		t.Errorf("numbers are %s, %s and %s", first, again, other)
	}
}

func TestAskingWithoutABoardGoesToTheUnsortedBoard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := w.input(twoEyes, "irgendwo")
	in.Board = 0
	number, err := w.q.Ask(w.ctx(), w.people["asker"], in)
	w.must(err)
	if p := w.show(number); p.Board.Slug != "noch-nicht-zugeordnet" {
		t.Errorf("board is %s", p.Board.Slug)
	}
	w.must(w.q.Sort(w.ctx(), w.people["desk"], number, inquiry.SortInput{Board: w.boards[public]}))
	if p := w.show(number); p.Board.Slug != public {
		t.Errorf("board is %s", p.Board.Slug)
	}
	w.wants(fault.Invalid, w.q.Sort(w.ctx(), w.people["desk"], number, inquiry.SortInput{Board: w.boards[closed]}))
}

func TestClockStopsWhileTheAskingSideIsAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	// 15 working days from Monday, 7 September 2026.
	if due := w.show(number).Due; due != "2026-09-28" {
		t.Fatalf("due on %s", due)
	}
	w.takeUp(number)
	w.later(2) // Wednesday
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, inquiry.AskBackInput{Text: "Welche?", Once: w.once()}))
	if p := w.show(number); !p.Stopped {
		t.Error("the clock runs")
	}
	w.later(30)
	if p := w.show(number); p.Overdue() {
		t.Error("overdue although the clock stands still")
	}
	w.must(w.q.Respond(w.ctx(), w.people["colleague"], number, inquiry.MessageInput{Text: "Diese.", Once: w.once()}))
	// 9 September to 9 October: 22 working days, so 22 behind 28 September
	// without 31 October, Reformationstag in Niedersachsen, a Saturday.
	p := w.show(number)
	if p.Due != "2026-10-28" || p.Stopped || p.Overdue() {
		t.Errorf("due on %s, stopped %v, overdue %v", p.Due, p.Stopped, p.Overdue())
	}
	w.later(20)
	if !w.show(number).Overdue() {
		t.Error("not overdue the day after")
	}
}

func TestTermFollowsTheHolidaysOfTheAskingLand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// Buß- und Bettag, 18 November 2026, is a holiday in Sachsen only.
	w.present = time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC)
	here, err := w.q.Ask(w.ctx(), w.people["asker"], w.input(twoEyes, "hier"))
	w.must(err)
	there, err := w.q.Ask(w.ctx(), w.people["supporter"], w.input(twoEyes, "dort"))
	w.must(err)
	if a, b := w.show(here).Due, w.show(there).Due; a != "2026-12-07" || b != "2026-12-08" {
		t.Errorf("due on %s and %s", a, b)
	}
}

func TestOpenRueckfrageIsRemindedOfThenRests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	w.takeUp(number)
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, inquiry.AskBackInput{Text: "Welche?", Once: w.once()}))
	var log [][2]int
	for range 16 {
		w.later(1)
		reminded, rested, err := w.q.RestOverdue(w.ctx())
		w.must(err)
		log = append(log, [2]int{reminded, rested})
	}
	want := make([][2]int, 16)
	want[6] = [2]int{1, 0}  // Monday, the fifth working day
	want[13] = [2]int{0, 1} // the Monday after, the tenth
	if !slices.Equal(log, want) {
		t.Errorf("reminders and rests by day are %v", log)
	}
	if s := w.state(number); s != inquiry.Resting {
		t.Errorf("state is %s", s)
	}
	w.must(w.q.Respond(w.ctx(), w.people["asker"], number, inquiry.MessageInput{Text: "Diese.", Once: w.once()}))
	if s := w.state(number); s != inquiry.InProgress {
		t.Errorf("state is %s", s)
	}
}

func TestMessageSentTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	w.takeUp(number)
	back := inquiry.AskBackInput{Text: "Welche?", Once: w.once()}
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, back))
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, back))
	in := inquiry.MessageInput{Text: "Diese.", Once: w.once()}
	w.must(w.q.Respond(w.ctx(), w.people["asker"], number, in))
	w.must(w.q.Respond(w.ctx(), w.people["asker"], number, in))
	if n := len(w.show(number).Messages); n != 2 {
		t.Errorf("%d messages", n)
	}
	back.Once = w.once()
	w.must(w.q.AskBack(w.ctx(), w.people["assignee"], number, back))
	back.Once = w.once()
	w.wants(fault.Invalid, w.q.AskBack(w.ctx(), w.people["assignee"], number, back))
}

func TestAskerWithSupportersLeavesAndTheQuestionStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	w.must(w.q.Support(w.ctx(), w.people["supporter"], number))
	_, err := w.q.Withdraw(w.ctx(), w.people["colleague"], number)
	w.wants(fault.Forbidden, err)
	left, err := w.q.Withdraw(w.ctx(), w.people["asker"], number)
	w.must(err)
	p := w.show(number)
	if !left || p.State != inquiry.Received || p.Weight != 1 || !p.AskerLeft || p.Asker.Name != "" {
		t.Errorf("left %v, state %s, weight %d, asker %q", left, p.State, p.Weight, p.Asker.Name)
	}
	seen, err := w.q.Show(w.ctx(), w.people["asker"], number)
	if err != nil || seen.Access != inquiry.Outline {
		t.Errorf("who left sees %d, %v", seen.Access, err)
	}
}

func TestOneVoiceForAnOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	for _, who := range []string{"asker", "colleague", "supporter", "supporter", "member"} {
		w.must(w.q.Support(w.ctx(), w.people[who], number))
	}
	p := w.show(number)
	if p.Weight != 3 || p.Supporters.Organisations != 3 || p.Supporters.States != 3 || len(p.SupportedBy) != 3 {
		t.Errorf("weight %d, voices %+v", p.Weight, p.Supporters)
	}
	w.must(w.q.Unsupport(w.ctx(), w.people["member"], number))
	w.wants(fault.Invalid, w.q.Unsupport(w.ctx(), w.people["colleague"], number))
	if p := w.show(number); p.Weight != 2 {
		t.Errorf("weight %d", p.Weight)
	}
	_, err := w.q.Ask(w.ctx(), account.Viewer{}, w.input(twoEyes, "Gast"))
	w.wants(fault.Forbidden, err)
}
