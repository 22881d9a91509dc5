package testkit

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
)

// FourEyes is a members' board whose official answers a second programme
// manager releases.
const FourEyes = "familie-kind"

// onDesk makes an inquiry that stands where the act of the desk is possible:
// the path of the act is the last part of its address.
func (w *World) onDesk(act string) string {
	w.T.Helper()
	slug := Members
	if act == "freigabe" || act == "freigabe-verweigern" {
		slug = FourEyes
	}
	number := w.Inquire(Ann, slug)
	do := func(err error) {
		w.T.Helper()
		if err != nil {
			w.T.Fatalf("bring an inquiry to %s: %v", act, err)
		}
	}
	prog, basis := w.By(Prog), inquiry.Basis{Reason: "Für die Probe nötig"}
	answer := inquiry.AnswerInput{Question: "Wer trägt die Kosten?", Short: "Das Land.", Text: "Das Land trägt sie.", Body: "FITKO",
		Audience: board.ToMembers}
	switch act {
	case "uebernehmen", "pruefen":
		return number // as it came in
	case "zuweisen":
		do(w.Inquiry.Examine(w.Ctx, prog, number, basis))
		return number
	case "beginnen", "zurueckgeben": // the first in place of a colleague
		assignee := map[string]int64{"beginnen": w.By(Prog2).ID, "zurueckgeben": prog.ID}[act]
		do(w.Inquiry.Examine(w.Ctx, prog, number, basis))
		do(w.Inquiry.Assign(w.Ctx, prog, number, inquiry.AssignInput{Assignee: assignee}))
		return number
	}
	do(w.Inquiry.TakeUp(w.Ctx, prog, number, basis))
	switch act {
	case "freigabe", "freigabe-verweigern": // drafted by the other one
		do(w.Inquiry.SaveDraft(w.Ctx, w.By(Prog2), number, inquiry.DraftInput{Basis: basis, AnswerInput: answer}))
		do(w.Inquiry.SubmitForRelease(w.Ctx, w.By(Prog2), number, basis))
	case "antwort-zurueckziehen", "ueberarbeiten":
		do(w.Acts.AnswerInquiry(w.Ctx, prog, number, basis, answer))
	case "zurueckholen":
		do(w.Inquiry.HandOver(w.Ctx, prog, number, inquiry.HandOverInput{Basis: basis, Body: "Land Muster", Note: "Bitte übernehmen Sie."}))
	case "wieder-aufnehmen":
		do(w.Inquiry.Decline(w.Ctx, prog, number, basis))
	case "trennen":
		do(w.Acts.MergeInquiries(w.Ctx, prog, number, inquiry.MergeInput{Basis: basis, Into: w.Inquire(Bea, Members)}))
	}
	return number
}
