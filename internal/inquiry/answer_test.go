package inquiry_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
)

func TestNobodyReleasesWhatTheyWrote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(fourEyes)
	w.takeUp(number)
	w.wants(fault.Invalid, w.answer("assignee", number, answer("members")))
	w.must(w.draft("assignee", number))
	in := inquiry.DraftInput{AnswerInput: answer("members"), Basis: inquiry.Basis{Reason: "Korrektur"}}
	w.must(w.q.SaveDraft(w.ctx(), w.people["substitute"], number, in))
	w.must(w.q.SubmitForRelease(w.ctx(), w.people["assignee"], number, inquiry.Basis{}))
	release := func(who string) error {
		return w.in(func(tx *db.Tx) (inquiry.Settled, error) {
			return inquiry.ReleaseTx(tx, w.people[who], number, inquiry.Basis{}, false)
		})
	}
	// Both wrote on it, the second one last.
	w.wants(fault.Forbidden, release("assignee"))
	w.wants(fault.Forbidden, release("substitute"))
	w.wants(fault.Forbidden, w.q.SendBack(w.ctx(), w.people["substitute"], number, inquiry.Basis{Reason: "nein"}))
	w.must(release("desk"))
	p := w.show(number)
	if p.State != inquiry.Answered || len(p.Answers) != 1 || p.Answers[0].Short != "Das Land." || p.Desk.Draft != nil {
		t.Errorf("state %s, answers %+v", p.State, p.Answers)
	}
	if hands := strings.Join(p.Desk.ReleasedBy[1], ", "); hands != "Person assignee, Person desk, Person substitute" {
		t.Errorf("hands are %q", hands)
	}
}

func TestIncompleteDraftIsKeptButNotSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(fourEyes)
	w.takeUp(number)
	draft := inquiry.DraftInput{AnswerInput: inquiry.AnswerInput{Text: "Angefangen"}}
	w.must(w.q.SaveDraft(w.ctx(), w.people["assignee"], number, draft))
	err := w.q.SubmitForRelease(w.ctx(), w.people["assignee"], number, inquiry.Basis{})
	w.wants(fault.Invalid, err)
	if n := len(fault.ProblemsOf(err)); n != 3 {
		t.Errorf("problems are %v", fault.ProblemsOf(err))
	}
	if d := w.show(number).Desk.Draft; d == nil || d.Source != "Angefangen" || d.Audience != board.ToMembers {
		t.Errorf("draft is %+v", d)
	}
}

func TestDraftOfAStaleRevisionConflictsButTheSameFormDoesNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	w.takeUp(number)
	in := inquiry.DraftInput{AnswerInput: answer("members"), Basis: inquiry.Basis{Revision: w.show(number).Revision}}
	in.Once = w.once()
	w.must(w.q.SaveDraft(w.ctx(), w.people["assignee"], number, in))
	w.must(w.q.SaveDraft(w.ctx(), w.people["assignee"], number, in))
	in.Once, in.Text = w.once(), "Etwas anderes"
	w.wants(fault.Conflict, w.q.SaveDraft(w.ctx(), w.people["assignee"], number, in))
	if d := w.show(number).Desk.Draft; d.Source != answer("members").Text {
		t.Errorf("draft is %q", d.Source)
	}
}

func TestWiderAnswerNeedsConfirmationAndAnotherWording(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := answer("public")
	number := w.ask(twoEyes)
	w.takeUp(number)
	w.wants(fault.Invalid, w.answer("assignee", number, in))
	in.Confirm = true
	w.must(w.answer("assignee", number, in))

	number = w.escalateDeskOnly()
	w.takeUp(number)
	in.Question = w.show(number).Title
	w.wants(fault.Invalid, w.answer("assignee", number, in))
	in.Question = "Wer zahlt?"
	w.must(w.answer("assignee", number, in))

	// The answer for the asking side alone is for confidential questions only.
	number = w.ask(twoEyes)
	w.takeUp(number)
	w.wants(fault.Invalid, w.answer("assignee", number, answer(inquiry.ToAsker)))

	number = w.escalate(closed)
	w.takeUp(number)
	w.wants(fault.Invalid, w.answer("assignee", number, answer("members")))
	w.must(w.answer("assignee", number, answer("board")))
}

func TestWhoReadsAnAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := answer("public")
	open.Confirm = true
	numbers := map[string]string{
		"public": w.answered(twoEyes, open), "members": w.answered(twoEyes, answer("members")),
	}
	number := w.escalate(closed)
	w.takeUp(number)
	w.must(w.answer("assignee", number, answer("board")))
	numbers["board"] = number
	number = w.escalateDeskOnly()
	w.takeUp(number)
	w.must(w.answer("assignee", number, answer(inquiry.ToAsker)))
	numbers["asker"] = number

	for _, row := range lines(`
		guest     | public
		member    | public members
		asker     | public members asker
		colleague | public members asker
		escalator | public members board asker
		insider   | public members board
		moderator | public members board
		elsewhere | public members
		admin     | public members
		desk      | public members board asker`) {
		by := w.people[row[0]]
		found := map[string]bool{}
		latest, err := w.q.LatestAnswers(w.ctx(), by, 100)
		w.must(err)
		for _, v := range latest {
			found[v.Number] = true
		}
		for audience, number := range numbers {
			want := strings.Contains(" "+row[1]+" ", " "+audience+" ")
			_, err := w.q.AnswerPage(w.ctx(), by, number, 1)
			if (err == nil) != want || found[number] != want {
				t.Errorf("%s reads the answer for %s: %v, in the list %v, want %v", row[0], audience, err, found[number], want)
			}
			if !want {
				w.wants(fault.NotFound, err)
			}
		}
	}
}

func TestFirstVersionStaysWhileTheSecondIsPrepared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.answered(twoEyes, answer("members"))
	w.later(1)
	follow := inquiry.MessageInput{Text: "Und wer zahlt die Anbindung?", Once: w.once()}
	w.must(w.q.FollowUp(w.ctx(), w.people["asker"], number, follow))
	second := answer("members")
	second.Short = "Das Land, auch die Anbindung."
	w.must(w.q.SaveDraft(w.ctx(), w.people["assignee"], number, inquiry.DraftInput{AnswerInput: second}))
	member := w.people["member"]
	p, err := w.q.AnswerPage(w.ctx(), member, number, 0)
	if err != nil || p.Version != 1 || p.Outdated() || len(p.Versions) != 1 {
		t.Errorf("while preparing: version %d, outdated %v, %v", p.Version, p.Outdated(), err)
	}
	w.must(w.answer("assignee", number, second))
	p, err = w.q.AnswerPage(w.ctx(), member, number, 0)
	if err != nil || p.Version != 2 || p.Outdated() || p.Short != second.Short {
		t.Errorf("afterwards: %+v, %v", p.AnswerVersion, err)
	}
	p, err = w.q.AnswerPage(w.ctx(), member, number, 1)
	if err != nil || p.Version != 1 || !p.Superseded || p.Newest != 2 || p.Banner() == "" || p.Short != "Das Land." {
		t.Errorf("the first one: %+v, %v", p.AnswerVersion, err)
	}
	_, err = w.q.AnswerPage(w.ctx(), member, number, 3)
	w.wants(fault.NotFound, err)
	w.wants(fault.Invalid, w.q.FollowUp(w.ctx(), w.people["asker"], number, inquiry.MessageInput{Text: "Und noch etwas", Once: w.once()}))
}

func TestNachfrageIsPossibleForTenWorkingDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	numbers := []string{w.answered(twoEyes, answer("members")), w.answered(twoEyes, answer("members"))}
	w.later(14) // ten working days
	w.must(w.q.FollowUp(w.ctx(), w.people["asker"], numbers[0], inquiry.MessageInput{Text: "Und?", Once: w.once()}))
	w.later(1)
	w.wants(fault.Invalid, w.q.FollowUp(w.ctx(), w.people["asker"], numbers[1], inquiry.MessageInput{Text: "Und?", Once: w.once()}))
	w.must(w.q.Revise(w.ctx(), w.people["desk"], numbers[1], inquiry.Basis{Reason: "Neue Rechtslage"}))
	if due := w.show(numbers[1]).Due; due != "2026-10-13" {
		t.Errorf("new term ends on %s", due)
	}
}

func TestAnswerSentTwiceMakesOneVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(twoEyes)
	w.takeUp(number)
	in := answer("members")
	in.Once = "derselbe"
	w.must(w.answer("assignee", number, in))
	w.must(w.answer("assignee", number, in))
	in.Once = "ein anderer"
	w.wants(fault.Invalid, w.answer("assignee", number, in))
}

func TestWithdrawnAndExpiredAnswersStayReadableWithABanner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := answer("members")
	in.ValidFrom, in.ValidUntil = "2026-09-01", "2026-09-08"
	expiring := w.answered(twoEyes, in)
	retracted := w.answered(twoEyes, answer("members"))
	w.later(1)
	p, err := w.q.AnswerPage(w.ctx(), w.people["member"], expiring, 0)
	if err != nil || p.Outdated() {
		t.Errorf("outdated on its last day: %v", err)
	}
	w.later(1)
	p, err = w.q.AnswerPage(w.ctx(), w.people["member"], expiring, 0)
	if err != nil || !p.Expired || p.Banner() != "Diese Antwort galt bis zum 08.09.2026 und ist überholt." {
		t.Errorf("banner is %q, %v", p.Banner(), err)
	}
	retract := func(reason string) error {
		return w.in(func(tx *db.Tx) (inquiry.Settled, error) {
			return inquiry.RetractTx(tx, w.people["desk"], retracted, 1, inquiry.Basis{Reason: reason})
		})
	}
	w.wants(fault.Invalid, retract(""))
	w.must(retract("Ein Zahlendreher."))
	w.wants(fault.Invalid, retract("Noch einmal"))
	p, err = w.q.AnswerPage(w.ctx(), w.people["member"], retracted, 0)
	if err != nil || p.Banner() != "Diese Fassung wurde am 09.09.2026 zurückgezogen: Ein Zahlendreher." || p.Short == "" {
		t.Errorf("banner is %q, %v", p.Banner(), err)
	}
	latest, err := w.q.LatestAnswers(w.ctx(), w.people["member"], 10)
	if err != nil || len(latest) != 1 {
		t.Errorf("latest answers are %+v, %v", latest, err)
	}
	w.must(w.db.Write(w.ctx(), func(tx *db.Tx) error {
		for i, want := range []int{1, 0} {
			if expired, err := inquiry.ExpireTx(tx, 10); err != nil || len(expired) != want {
				t.Errorf("round %d notices %+v, %v", i, expired, err)
			}
		}
		return nil
	}))
}

func TestHandedOverInquiryIsAnsweredByTheCompetentBody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number := w.ask(fourEyes)
	w.must(w.q.Examine(w.ctx(), w.people["desk"], number, inquiry.Basis{}))
	w.must(w.q.HandOver(w.ctx(), w.people["desk"], number, inquiry.HandOverInput{Body: "Innenministerium", Note: "Zuständig ist das Land.",
		Once: w.once()}))
	seen, err := w.q.Show(w.ctx(), w.people["asker"], number)
	if err != nil || seen.CompetentBody != "Innenministerium" || len(seen.Messages) != 1 || seen.Messages[0].From.Name != "" || !seen.Stopped {
		t.Errorf("the asker sees %q, %+v, %v", seen.CompetentBody, seen.Messages, err)
	}
	in := answer("members")
	in.Body = "Innenministerium"
	ready := inquiry.PrepareAnswer(w.ctx(), in, false)
	w.must(w.in(func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.EnterReplyTx(tx, w.people["desk"], number, inquiry.Basis{}, ready)
	}))
	// A Nachfrage finds somebody who works on it.
	w.must(w.q.FollowUp(w.ctx(), w.people["asker"], number, inquiry.MessageInput{Text: "Und?", Once: w.once()}))
	if p := w.show(number); p.Desk.Assignee.Name != "Person desk" || p.State != inquiry.InProgress {
		t.Errorf("assignee %q, state %s", p.Desk.Assignee.Name, p.State)
	}
}

func TestSearchGetsTheNewestReleasedVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := answer("public")
	w.answered(public, open)
	confidential := w.escalateDeskOnly()
	w.takeUp(confidential)
	w.must(w.answer("assignee", confidential, answer(inquiry.ToAsker)))
	board := w.escalate(closed)
	w.takeUp(board)
	w.must(w.answer("assignee", board, answer("board")))
	w.must(w.db.Read(w.ctx(), func(tx *db.Tx) error {
		docs, err := inquiry.AnswerDocsTx(tx, 0, 10)
		if err != nil || len(docs) != 2 {
			t.Fatalf("documents are %+v, %v", docs, err)
		}
		d := docs[0]
		if d.ACL != "public" || d.Title != open.Question || d.Text != "Das Land zahlt alles." || d.Version != 1 || d.Outdated ||
			d.Number != "FPM-2026-0001" {
			t.Errorf("document is %+v", d)
		}
		if !strings.HasPrefix(string(docs[1].ACL), "board-") {
			t.Errorf("document of a closed board is for %s", docs[1].ACL)
		}
		if _, err := inquiry.AnswerDocTx(tx, 2); !fault.Is(err, fault.NotFound) {
			t.Errorf("the answer for the asker alone is searched: %v", err)
		}
		hits, err := inquiry.AnswerHitsTx(tx, account.Viewer{}, []int64{1, 2, 3})
		if err != nil || len(hits) != 1 {
			t.Errorf("guests find %+v, %v", hits, err)
		}
		return nil
	}))
}
