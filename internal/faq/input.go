package faq

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/textfield"
)

// Input is what an editor writes. Drafts may lack short answer and text.
type Input struct {
	Board    int64
	Title    string         // the question
	Short    string         // the short answer, plain text
	Text     string         // Markdown
	Scope    string         // gilt für, "" for no limit
	AsOf     catalogue.Date // Stand; as typed; "" is today
	ReviewOn catalogue.Date // nächste Prüfung; as typed; "" is ReviewAfter days from now
	Services []int64        // OZG-IDs
	Files    []attachment.Choice
	Once     string // key of the form; the same key again leads to the same draft
	Revision int    // of the article that the editor began to edit
	Ready    bool   // it is to be published next: nothing may be missing
}

// Prepared is an input whose text was rendered, ready for a transaction.
type Prepared struct {
	content
	once     string
	files    []attachment.Choice
	ready    bool
	problems fault.Check
}

// Prepare checks what can be checked without the database and renders the
// text. Problems are reported by the operation that takes the result.
func Prepare(ctx context.Context, in Input) Prepared {
	p := Prepared{once: in.Once, files: in.Files, content: content{
		board:    in.Board,
		title:    in.Title,
		short:    in.Short,
		scope:    in.Scope,
		services: slices.Compact(slices.Sorted(slices.Values(in.Services))),
	}}
	c := &p.problems
	textfield.Line(c, "titel", "Frage", &p.title, MinTitle, MaxTitle)
	textfield.Line(c, "kurzantwort", "Kurzantwort", &p.short, 0, MaxShort)
	textfield.Line(c, "geltung", "Gilt für", &p.scope, 0, MaxScope)
	c.Require(len(p.services) <= MaxServices, "leistungen", "Bitte wählen Sie höchstens zehn Leistungen.")
	p.asOf = date(c, "stand", in.AsOf)
	p.reviewOn = date(c, "pruefung", in.ReviewOn)
	p.text = richtext.Render(ctx, c, "text", "Antwort", in.Text, false)
	if p.ready = in.Ready; p.ready {
		complete(c, p.short, in.Text)
	}
	return p
}

// Err reports what Prepare found to be wrong.
func (p *Prepared) Err() error { return p.problems.Err() }

// date reads a date as typed.
func date(c *fault.Check, field string, typed catalogue.Date) catalogue.Date {
	if strings.TrimSpace(string(typed)) == "" {
		return ""
	}
	d, err := catalogue.ParseDate(string(typed))
	if err != nil {
		c.Add(field, "%s", fault.SentenceOf(err))
	}
	return d
}

// settle fills in the dates that were left out and checks the input against
// the database. The board that the article stands on, 0 for a new one, needs
// no new permission.
func (p *Prepared) settle(tx *db.Tx, by account.Viewer, standsOn int64) (board.Board, error) {
	c := &p.problems
	today := catalogue.DateOf(tx.Now)
	if p.asOf == "" {
		p.asOf = today
	}
	if p.reviewOn == "" {
		p.reviewOn = today.AddDays(ReviewAfter)
	}
	c.Require(!p.asOf.After(today), "stand", "Der Stand kann nicht in der Zukunft liegen.")
	c.Require(p.reviewOn.After(p.asOf), "pruefung", "Die nächste Prüfung muss nach dem Stand liegen.")
	b, ok, err := db.Found(board.ByIDTx(tx, by, p.board))
	if err != nil {
		return b, err
	}
	switch {
	case !ok:
		c.Add("bereich", "Bitte wählen Sie einen Bereich.")
	case b.ID != standsOn && !CanWriteOn(by, b):
		c.Add("bereich", "In diesem Bereich können Sie keine FAQ-Artikel schreiben. Das kann die Moderation oder FAQ-Redaktion dort.")
	}
	known, err := catalogue.ServicesTx(tx, p.services)
	if err != nil {
		return b, err
	}
	for _, id := range p.services {
		if !slices.ContainsFunc(known, func(s catalogue.Service) bool { return s.ID == id }) {
			c.Add("leistungen", "Eine OZG-Leistung mit der Nummer %d gibt es nicht.", id)
		}
	}
	return b, c.Err()
}

// Complete reports whether the article has what readers need and drafts may
// lack.
func (a Article) Complete() bool { return a.Short != "" && a.Source != "" }

// complete checks what readers need and drafts may lack.
func complete(c *fault.Check, short, source string) {
	source = strings.TrimSpace(source)
	c.Require(short != "", "kurzantwort", "Bitte schreiben Sie eine Kurzantwort. Sie steht oben im Artikel und in allen Listen.")
	c.Require(source != "", "text", "Bitte schreiben Sie einen Text.")
}

func reason(text string) (string, error) {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &text, MinReason, MaxReason)
	return text, c.Err()
}
