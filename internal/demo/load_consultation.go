package demo

import (
	"context"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
)

// take is a position that somebody takes for their organisation.
type take struct {
	who string
	x   consultation.Choice
}

// consulted is a consultation of programme management, with what organisations say.
type consulted struct {
	board      string
	opened     time.Duration // how long ago
	days       int           // for which it is open
	disclosure consultation.Disclosure
	in         consultation.Input
	text       string
	takes      []take
	outcome    consultation.Outcome // without a text: none yet
}

func agreeTo(section int) consultation.Choice {
	return consultation.Choice{Section: section, Stance: consultation.Agree}
}

var consultations = []consulted{
	{"kommunalpakt-recht", 6 * day, 24, consultation.AtOnce, consultation.Input{Title: "Leitlinie zum digitalen Rückkanal bei Onlinediensten",
		Issuer: "FITKO", Intro: "Der Entwurf beschreibt, wie Bescheide und Rückfragen aus dem Fachverfahren zu den Antragstellenden zurückkommen. " +
			"Gefragt sind alle, die Onlinedienste betreiben oder nachnutzen. Die Stellungnahmen gehen in die nächste Fassung ein."},
		"## Geltungsbereich\n\nDie Leitlinie gilt für alle Onlinedienste, die von mehr als einer Stelle genutzt werden.\n\n" +
			"## Zustellung von Bescheiden\n\nBescheide werden im Postfach des Nutzerkontos bereitgestellt. Ein Versand auf Papier unterbleibt, " +
			"wenn die Person dem zugestimmt hat.\n\n" +
			"## Fristen für die Umstellung\n\nBestehende Onlinedienste werden binnen zwölf Monaten umgestellt.\n\n" +
			"## Kosten\n\nDie Kosten der Anbindung trägt, wer das Fachverfahren betreibt.",
		[]take{
			{"gemeinde", agreeTo(1)},
			{"gemeinde", consultation.Choice{Section: 3, Stance: consultation.Change, Proposal: "Bestehende Onlinedienste werden binnen 24 Monaten " +
				"umgestellt.", Reasons: "Kleine Gemeinden sind auf die Hersteller der Fachverfahren angewiesen; zwölf Monate reichen dafür nicht."}},
			{"stadt", agreeTo(2)},
			{"stadt", consultation.Choice{Section: 4, Stance: consultation.Reject, Reasons: "Die Anbindung nutzt allen Beteiligten. Die Kosten " +
				"sollten nach Einwohnern verteilt werden."}},
			{"stadt", consultation.Choice{Reasons: "Wir begrüßen, dass der Rückkanal einheitlich geregelt wird."}},
		}, consultation.Outcome{}},
	{"kommunalpakt-recht", 70 * day, 30, consultation.AfterEnd, consultation.Input{Title: "Muster für Nutzungsbedingungen kommunaler Serviceportale",
		Issuer: "Deutscher Landkreistag", Intro: "Ein gemeinsames Muster soll den Kommunen Arbeit sparen."},
		"## Registrierung\n\nDie Nutzung ist auch ohne Nutzerkonto möglich, soweit das Verfahren es zulässt.\n\n" +
			"## Haftung\n\nDie Kommune haftet für Vorsatz und grobe Fahrlässigkeit.",
		[]take{{"gemeinde", agreeTo(1)}, {"stadt", consultation.Choice{Section: 2, Stance: consultation.Change,
			Proposal: "Die Haftung richtet sich nach den gesetzlichen Vorschriften.", Reasons: "Eine eigene Haftungsregel ist nicht nötig."}}},
		consultation.Outcome{Text: "Das Muster ist beschlossen. Die Hinweise zur Haftung sind eingearbeitet.",
			Answers: map[int]consultation.Answer{1: {Verdict: consultation.Adopted},
				2: {Verdict: consultation.Partly, Reasons: "Der Satz zur groben Fahrlässigkeit entfällt, ein Hinweis auf das Gesetz ersetzt ihn."}}}},
}

// planConsultations plans the consultations, which programme management prepares.
func (l *loader) planConsultations() {
	const file = "load_consultation.go"
	for _, c := range consultations {
		var id int64
		l.plan(c.opened, file, func(ctx context.Context) (err error) {
			c.in.Board = l.boards[c.board]
			if id, err = l.Consulted.Begin(ctx, l.people["programm"], c.in); err != nil {
				return err
			}
			sections, err := consultation.Cut(c.text)
			if err != nil {
				return err
			}
			if err := l.Consulted.AddSections(ctx, l.people["programm"], id, sections, ""); err != nil {
				return err
			}
			last := catalogue.DateOf(l.DB.Now(ctx)).AddDays(c.days)
			return l.Consulted.Open(ctx, l.people["programm"], id, consultation.Opening{LastDay: last.German(), Disclosure: c.disclosure,
				Revision: 2})
		})
		for i, t := range c.takes {
			l.plan(c.opened-time.Duration(i+1)*day/2, file, func(ctx context.Context) error {
				_, err := l.Consulted.TakePositions(ctx, l.people[t.who], id, consultation.Positions{Choices: []consultation.Choice{t.x}})
				return err
			})
		}
		if c.outcome.Text != "" {
			l.plan(c.opened-time.Duration(c.days+10)*day, file, func(ctx context.Context) error {
				c.outcome.Revision = 3
				return l.Consulted.Decide(ctx, l.people["programm"], id, c.outcome)
			})
		}
	}
}
