package textfield_test

import (
	"kommunalforum/internal/consultation"
	. "kommunalforum/internal/testkit"
)

var consultationFields = []field{
	{act: "consultation's title", columns: []string{"consultation.title"},
		write: consult(func(in *consultation.Input, s string) { in.Title = s })},
	{act: "consultation's issuing body", columns: []string{"consultation.issuer"},
		write: consult(func(in *consultation.Input, s string) { in.Issuer = s })},
	{act: "heading of a section", columns: []string{"consultation_section.heading"}, write: func(w *World, s string) error {
		return w.Consulted.AddSection(w.Ctx, w.By(Mod), w.Consultation(Mod, Members), consultation.SectionInput{Heading: s, Text: "Text."}, "")
	}},
	{act: "extend a consultation", columns: []string{"consultation_step.reason", "audit.reason"}, write: func(w *World, s string) error {
		return w.Consulted.Extend(w.Ctx, w.By(Mod), w.OpenConsultation(Mod, Members, consultation.AtOnce), 3, w.Today(20).German(), s)
	}},
	{act: "withdraw a consultation", columns: []string{"consultation_step.reason", "audit.reason"}, write: func(w *World, s string) error {
		return w.Consulted.Withdraw(w.Ctx, w.By(Mod), w.OpenConsultation(Mod, Members, consultation.AtOnce), 3, s)
	}},
	{act: "correct a section", columns: []string{"consultation_section.correction", "audit.reason"}, write: func(w *World, s string) error {
		id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
		c, err := w.Consulted.Show(w.Ctx, w.By(Mod), id)
		if err != nil {
			return err
		}
		return w.Consulted.Correct(w.Ctx, w.By(Mod), id, c.Sections[0].ID, 3, consultation.SectionInput{Heading: "Anders", Text: "Text."}, s)
	}},
	{act: "answer to a section", columns: []string{"consultation_section.answer"}, write: func(w *World, s string) error {
		id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
		if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, why); err != nil {
			return err
		}
		return w.Consulted.Decide(w.Ctx, w.By(Mod), id, consultation.Outcome{Text: "Ergebnis.", Revision: 4,
			Answers: map[int]consultation.Answer{1: {Verdict: consultation.Rejected, Reasons: s}}})
	}},
	{act: "wording that is wanted", columns: []string{"consultation_position.proposal"}, write: position(func(x *consultation.Choice, s string) {
		x.Stance, x.Proposal = consultation.Change, s
	})},
	{act: "reasons of a position", columns: []string{"consultation_position.reasons"}, write: position(func(x *consultation.Choice, s string) {
		x.Stance, x.Reasons = consultation.Reject, s
	})},
}

func consult(set func(*consultation.Input, string)) func(*World, string) error {
	return func(w *World, s string) error {
		in := consultation.Input{Board: w.Board(Members), Title: "Entwurf", Issuer: "FITKO"}
		set(&in, s)
		_, err := w.Consulted.Begin(w.Ctx, w.By(Mod), in)
		return err
	}
}

func position(set func(*consultation.Choice, string)) func(*World, string) error {
	return func(w *World, s string) error {
		x := consultation.Choice{Section: 1, Reasons: "Darum."}
		set(&x, s)
		_, err := w.Consulted.TakePositions(w.Ctx, w.By(Ann), w.OpenConsultation(Mod, Members, consultation.AtOnce),
			consultation.Positions{Choices: []consultation.Choice{x}})
		return err
	}
}
