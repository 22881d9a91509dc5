package testkit

import (
	"fmt"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
)

// Consultation prepares a consultation with two sections and returns its id.
func (w *World) Consultation(by, slug string) int64 {
	w.T.Helper()
	id, err := w.Consulted.Begin(w.Ctx, w.By(by), consultation.Input{Board: w.Board(slug), Title: "Entwurf einer Richtlinie",
		Issuer: "IT-Planungsrat", Intro: "Worum es **geht**."})
	if err == nil {
		err = w.Consulted.AddSections(w.Ctx, w.By(by), id, []consultation.SectionInput{
			{Heading: "Geltung", Text: "Die Richtlinie gilt für alle."}, {Heading: "Fristen", Text: "Die Frist beträgt vier Wochen."}}, "")
	}
	if err != nil {
		w.T.Fatalf("consultation: %v", err)
	}
	return id
}

// OpenConsultation prepares a consultation and opens it for ten days.
func (w *World) OpenConsultation(by, slug string, shown consultation.Disclosure) int64 {
	w.T.Helper()
	id := w.Consultation(by, slug)
	err := w.Consulted.Open(w.Ctx, w.By(by), id, consultation.Opening{LastDay: w.Today(10).German(), Disclosure: shown, Revision: 2})
	if err != nil {
		w.T.Fatalf("open consultation: %v", err)
	}
	return id
}

// Today returns the day that is some days from now.
func (w *World) Today(days int) catalogue.Date {
	return catalogue.DateOf(w.DB.Now(w.Ctx)).AddDays(days)
}

// TakePosition lets somebody take a position on a section for their organisation.
func (w *World) TakePosition(by string, id int64, x consultation.Choice) {
	w.T.Helper()
	if _, err := w.Consulted.TakePositions(w.Ctx, w.By(by), id, consultation.Positions{Choices: []consultation.Choice{x}}); err != nil {
		w.T.Fatalf("take a position: %v", err)
	}
}

func (w *World) draftConsultation() int64 { return w.Consultation(Mod, Members) }

func (w *World) endedConsultation() int64 {
	w.T.Helper()
	id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
	if err := w.Consulted.Close(w.Ctx, w.By(Mod), id, 3, "Alle haben sich geäußert"); err != nil {
		w.T.Fatal(err)
	}
	return id
}

// ofConsultation fills an address below /beteiligungen: with an open consultation of Mod on
// the members' board, with its first section, or with the position that Ann took there.
func (w *World) ofConsultation(parameter string) string {
	w.T.Helper()
	if parameter == ":id" {
		id := w.OpenConsultation(Mod, Members, consultation.AtOnce)
		w.TakePosition(Ann, id, consultation.Choice{Section: 1, Stance: consultation.Agree})
		return fmt.Sprintf("%d-entwurf-einer-richtlinie", id)
	}
	by := Mod // who also sees drafts
	if parameter == ":stellungnahme" {
		by = Ann
	}
	x, err := w.Consulted.Show(w.Ctx, w.By(by), w.last("consultation"))
	if err != nil {
		w.T.Fatalf("consultation: %v", err)
	}
	if parameter == ":stellungnahme" {
		return fmt.Sprint(x.Own[1].ID)
	}
	return fmt.Sprint(x.Sections[0].ID)
}
