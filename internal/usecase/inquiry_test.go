package usecase_test

import (
	"context"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/organisation"
)

// office is a forum with a programme manager.
type office struct {
	*desk
	t         *testing.T
	ctx       context.Context
	inquiries *inquiry.Inquiries
	programme account.Viewer
}

func newOffice(t *testing.T) *office {
	w := newDesk(t)
	o := &office{desk: w, t: t, ctx: db.At(t.Context(), time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)), inquiries: inquiry.New(w.db)}
	grant := account.Grant{Role: account.Programme}
	p, _, err := account.New(w.db).Create(t.Context(), account.NewPerson{Email: "petra@example.org", Name: "Petra Probe",
		Grants:       []account.Grant{grant},
		Organisation: organisation.Organisation{Name: "FITKO", Kind: organisation.FITKO}})
	if err != nil {
		t.Fatal(err)
	}
	o.programme = account.NewViewer(p.ID, p.Name, p.Organisation, grant)
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// escalate opens a thread, puts it to programme management and takes it up.
func (o *office) escalate() (thread int64, number string) {
	o.t.Helper()
	thread, _ = o.ask(o.t, "basisdienste", "Wie geht das?")
	e, err := o.acts.PrepareEscalation(o.ctx, o.manager, thread)
	o.must(err)
	if e.Input.Title != "Wie binden wir die BundID an?" || e.Input.Text != "Wie geht das?" {
		o.t.Errorf("the form is filled with %+v", e.Input)
	}
	entry, err := o.inquiries.Prepare(o.ctx, e.Input)
	o.must(err)
	number, err = o.acts.Escalate(o.ctx, o.manager, thread, entry)
	o.must(err)
	o.must(o.inquiries.TakeUp(o.ctx, o.programme, number, inquiry.Basis{}))
	return thread, number
}

func (o *office) answer(number string, until catalogue.Date) {
	o.t.Helper()
	in := inquiry.AnswerInput{Question: "Wie?", Short: "So.", Text: "Genau so.", Body: "FITKO", ValidUntil: until, Audience: board.ToMembers}
	o.must(o.acts.AnswerInquiry(o.ctx, o.programme, number, inquiry.Basis{}, in))
}

func (o *office) state(thread int64) forum.State {
	o.t.Helper()
	t, err := o.forum.Thread(o.ctx, o.member, thread)
	o.must(err)
	return t.State
}

func (o *office) answersOf(thread int64) (out []inquiry.AnswerVersion) {
	o.t.Helper()
	o.must(o.db.Read(o.ctx, func(tx *db.Tx) (err error) {
		out, err = inquiry.AnswersForTx(tx, o.member, thread)
		return err
	}))
	return out
}

func TestThreadIsEscalatedAndOfficiallyAnswered(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	thread, number := o.escalate()
	_, err := o.acts.PrepareEscalation(o.ctx, o.member, thread)
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("members escalate: %v", err)
	}
	entry, err := o.inquiries.Prepare(o.ctx, inquiry.AskInput{Title: "Noch einmal dasselbe", Text: "Frage"})
	o.must(err)
	if _, err := o.acts.Escalate(o.ctx, o.manager, thread, entry); !fault.Is(err, fault.Invalid) {
		t.Errorf("a thread is escalated twice: %v", err)
	}
	p, err := o.inquiries.Show(o.ctx, o.member, number)
	o.must(err)
	if p.Asker.PersonID != o.member.ID || p.Escalated.PersonID != o.manager.ID || p.ThreadID != thread || p.Board.Slug != "basisdienste" {
		t.Errorf("inquiry is %+v", p)
	}
	o.answer(number, "")
	if s, a := o.state(thread), o.answersOf(thread); s != forum.Official || len(a) != 1 || a[0].Number != number {
		t.Errorf("thread is %s with %+v", s, a)
	}
	o.must(o.acts.RetractAnswer(o.ctx, o.programme, number, 1, inquiry.Basis{Reason: "falsch"}))
	if s, a := o.state(thread), o.answersOf(thread); s != forum.Outdated || len(a) != 1 || a[0].Banner() == "" {
		t.Errorf("after withdrawing, thread is %s with %+v", s, a)
	}
	o.must(o.inquiries.Revise(o.ctx, o.programme, number, inquiry.Basis{Reason: "berichtigen"}))
	o.answer(number, "")
	if s := o.state(thread); s != forum.Official {
		t.Errorf("after the second version, thread is %s", s)
	}
}

func TestThreadIsOutdatedWhenItsAnswerExpires(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	thread, number := o.escalate()
	o.answer(number, "2026-12-31")
	for i, want := range []int{0, 1, 0} {
		if i == 1 {
			o.ctx = db.At(o.ctx, time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC))
		}
		if n, err := o.acts.NoticeExpiry(o.ctx); err != nil || n != want {
			t.Errorf("round %d notices %d, %v", i, n, err)
		}
	}
	if s := o.state(thread); s != forum.Outdated {
		t.Errorf("thread is %s", s)
	}
}

func TestOneAnswerSettlesMergedInquiries(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first, a := o.escalate()
	second, b := o.escalate()
	o.must(o.acts.MergeInquiries(o.ctx, o.programme, a, inquiry.MergeInput{Into: b}))
	o.answer(b, "")
	if x, y := o.state(first), o.state(second); x != forum.Official || y != forum.Official {
		t.Errorf("threads are %s and %s", x, y)
	}
	if list := o.answersOf(first); len(list) != 1 || list[0].Number != b {
		t.Errorf("answers of the first thread are %+v", list)
	}
	o.must(o.acts.UnmergeInquiry(o.ctx, o.programme, a, inquiry.Basis{Reason: "doch verschieden"}))
	if x, y := o.state(first), o.state(second); x != forum.Open || y != forum.Official {
		t.Errorf("after undoing, threads are %s and %s", x, y)
	}
	o.must(o.acts.MergeInquiries(o.ctx, o.programme, a, inquiry.MergeInput{Into: b}))
	if x := o.state(first); x != forum.Official {
		t.Errorf("merged into an answered one, thread is %s", x)
	}
}
