package web_test

import (
	"kommunalforum/internal/consultation"
	. "kommunalforum/internal/testkit"
)

// consultations are a draft, one of the restricted board, and one of the public board in
// which organisations say what others see after the end only.
func (a *aviary) consultations() {
	mod := a.By(Mod)
	begin := func(slug string, may ...string) int64 {
		id, err := a.Consulted.Begin(a.Ctx, mod, consultation.Input{Board: a.Board(slug), Title: "Beteiligung mit " + a.word(may...),
			Issuer: "Stelle mit " + a.word(may...), Intro: a.word(may...)})
		a.must(err)
		a.must(a.Consulted.AddSections(a.Ctx, mod, id, []consultation.SectionInput{{Heading: a.word(may...), Text: a.word(may...)}}, ""))
		a.note("beteiligungen", id)
		return id
	}
	open := func(id int64) {
		a.must(a.Consulted.Open(a.Ctx, mod, id, consultation.Opening{LastDay: a.Today(9).German(), Disclosure: consultation.AfterEnd, Guests: true,
			Revision: 2}))
	}
	say := func(who string, id int64, may ...string) {
		a.TakePosition(who, id, consultation.Choice{Section: 1, Stance: consultation.Change, Proposal: a.word(may...), Reasons: a.word(may...)})
		a.TakePosition(who, id, consultation.Choice{Reasons: a.word(may...)})
	}
	begin(Public, Mod, Prog, Prog2, Boss) // a draft
	inner := begin(Exclusive, Mod, Insider)
	open(inner)
	say(Insider, inner, Mod, Insider)
	shared := a.Consultation(Mod, Public)
	a.note("beteiligungen", shared)
	open(shared)
	say(Ann, shared, Ann, Mod, Prog, Prog2, Boss)
	say(Bea, shared, Bea, Mod, Prog, Prog2, Boss)
	members := begin(Members, signedIn...)
	open(members)
	say(Ann, members, signedIn...) // shown, since it has ended
	a.must(a.Consulted.Close(a.Ctx, mod, members, 3, "Grund mit "+a.word(signedIn...)))
}
