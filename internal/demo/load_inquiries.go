package demo

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/inquiry"
)

// planInquiries plans all questions to programme management with their steps.
func (l *loader) planInquiries() {
	for _, q := range l.world.Inquiries {
		l.plan(q.Ago, q.File, func(ctx context.Context) error { return l.ask(ctx, q) })
		for i, key := range q.Supporters {
			l.plan(later(q.Ago, time.Duration(i*11+6)*time.Hour), q.File, func(ctx context.Context) error {
				return l.Inquiries.Support(ctx, l.people[key], l.inquiries[q.File])
			})
		}
		before := q.Ago
		for _, s := range q.Steps {
			if s.Kind == StepRest {
				l.planDays(before, s.Ago, q.File)
			}
			l.plan(s.Ago, q.File, func(ctx context.Context) error {
				if err := l.step(ctx, q, s); err != nil {
					return fmt.Errorf("%s: %w", s.Kind, err)
				}
				return nil
			})
			before = s.Ago
		}
	}
}

// ask enters an inquiry, from a thread if it has one.
func (l *loader) ask(ctx context.Context, q Inquiry) error {
	services, err := numbers(q.Services)
	if err != nil {
		return err
	}
	in := inquiry.AskInput{Board: l.boards[q.Board], Title: q.Title, Text: q.Text, Services: services, DeskOnly: q.DeskOnly}
	if q.Thread == "" {
		l.inquiries[q.File], err = l.Inquiries.Ask(ctx, l.people[q.Author], in)
		return err
	}
	entry, err := l.Inquiries.Prepare(ctx, in)
	if err != nil {
		return err
	}
	l.inquiries[q.File], err = l.Acts.Escalate(ctx, l.people[q.EscalatedBy], l.threads[q.Thread], entry)
	return err
}

// planDays plans what the system does every day: to remind of open Rückfragen,
// and later to let them rest.
func (l *loader) planDays(from, to time.Duration, file string) {
	for ago := from - day; ago > to; ago -= day {
		l.plan(ago, file, func(ctx context.Context) error {
			_, _, err := l.Inquiries.RestOverdue(ctx)
			return err
		})
	}
}

// step does one step of an inquiry.
func (l *loader) step(ctx context.Context, q Inquiry, s Step) error {
	by, number := l.people[s.Author], l.inquiries[q.File]
	reason := inquiry.Basis{Reason: s.Text}
	switch s.Kind {
	case StepTakeOver:
		return l.Inquiries.TakeUp(ctx, by, number, inquiry.Basis{})
	case StepExamine:
		return l.Inquiries.Examine(ctx, by, number, inquiry.Basis{})
	case StepAssign:
		return l.Inquiries.Assign(ctx, by, number, inquiry.AssignInput{Assignee: l.people[s.Assignee].ID})
	case StepBegin:
		return l.Inquiries.Begin(ctx, by, number, inquiry.Basis{})
	case StepAskBack:
		return l.Inquiries.AskBack(ctx, by, number, inquiry.AskBackInput{Text: s.Text})
	case StepRespond:
		return l.Inquiries.Respond(ctx, by, number, inquiry.MessageInput{Text: s.Text})
	case StepRest:
		return l.mustRest(ctx, q)
	case StepMerge:
		return l.Acts.MergeInquiries(ctx, by, number, inquiry.MergeInput{Basis: reason, Into: l.inquiries[s.Target]})
	case StepDraft:
		in, err := l.answer(ctx, by, q, *s.Answer)
		if err != nil {
			return err
		}
		return l.Inquiries.SaveDraft(ctx, by, number, inquiry.DraftInput{AnswerInput: in})
	case StepSubmit:
		return l.Inquiries.SubmitForRelease(ctx, by, number, inquiry.Basis{})
	case StepRelease:
		return l.Acts.ReleaseAnswer(ctx, by, number, inquiry.Basis{}, false)
	case StepReturn:
		return l.Inquiries.SendBack(ctx, by, number, reason)
	case StepHandOver:
		return l.Inquiries.HandOver(ctx, by, number, inquiry.HandOverInput{Body: s.Body, Note: s.Text})
	case StepDecline:
		return l.Inquiries.Decline(ctx, by, number, reason)
	case StepWithdraw:
		_, err := l.Inquiries.Withdraw(ctx, by, number)
		return err
	case StepNote:
		return l.Inquiries.Note(ctx, by, number, inquiry.NoteInput{Text: s.Text})
	case StepAnswer:
		return l.publish(ctx, by, q, *s.Answer)
	case StepFollowUp:
		return l.Inquiries.FollowUp(ctx, by, number, inquiry.MessageInput{Text: s.Text})
	}
	return fmt.Errorf("no such step")
}

// mustRest checks that the system has let the inquiry rest by now.
func (l *loader) mustRest(ctx context.Context, q Inquiry) error {
	if _, _, err := l.Inquiries.RestOverdue(ctx); err != nil {
		return err
	}
	page, err := l.Inquiries.Show(ctx, l.people[q.Author], l.inquiries[q.File])
	if err == nil && page.State != inquiry.Resting {
		err = fmt.Errorf("it is %s and does not rest yet", page.State)
	}
	return err
}

// publish answers an inquiry officially, with the competent body's words when
// it was handed over.
func (l *loader) publish(ctx context.Context, by account.Viewer, q Inquiry, a Answer) error {
	in, err := l.answer(ctx, by, q, a)
	if err != nil {
		return err
	}
	number := l.inquiries[q.File]
	page, err := l.Inquiries.Show(ctx, by, number)
	if err != nil {
		return err
	}
	if page.State == inquiry.HandedOver {
		return l.Acts.EnterReply(ctx, by, number, inquiry.Basis{}, in)
	}
	return l.Acts.AnswerInquiry(ctx, by, number, inquiry.Basis{}, in)
}

// answer returns the input of an official answer, for those who can read the
// question.
func (l *loader) answer(ctx context.Context, by account.Viewer, q Inquiry, a Answer) (inquiry.AnswerInput, error) {
	page, err := l.Inquiries.Show(ctx, by, l.inquiries[q.File])
	if err != nil {
		return inquiry.AnswerInput{}, err
	}
	attached, err := l.filesOf(ctx, by, place{q.File, 0})
	return inquiry.AnswerInput{
		Files:      attached,
		Question:   q.Title,
		Short:      a.Short,
		Text:       a.Text,
		Body:       a.Body,
		ValidFrom:  l.date(a.ValidFrom),
		ValidUntil: l.date(a.ValidUntil),
		LegalBasis: a.LegalBasis,
		Scope:      a.Scope,
		Audience:   page.Audiences()[0],
	}, err
}

// date returns the day that is so many days from now, "" for none.
func (l *loader) date(days *int) catalogue.Date {
	if days == nil {
		return ""
	}
	return catalogue.DateOf(l.now).AddDays(*days)
}
