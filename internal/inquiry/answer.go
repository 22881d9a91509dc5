package inquiry

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/textfield"
)

// Limits of an official answer, in characters.
const (
	MaxShort = 600
	MaxBody  = 160
	MaxBasis = 400
	MaxScope = 400
)

// ToAsker is the narrowest release of an answer: the asking side and the desk.
// It exists for questions that are for the desk alone.
const ToAsker board.Release = "asker"

// VersionState is how far a version of an answer has come.
type VersionState string

const (
	DraftVersion     VersionState = "draft"
	ReleasedVersion  VersionState = "released"
	WithdrawnVersion VersionState = "withdrawn"
)

// AnswerVersion is one version of an official answer. It names no person: the
// answering body speaks.
type AnswerVersion struct {
	AnswerID     int64
	Number       string // the inquiry's file number
	Version      int
	State        VersionState
	Question     string
	Short        string
	HTML         markdown.HTML
	Body         string // answering body
	ValidFrom    catalogue.Date
	ValidUntil   catalogue.Date // that day included
	LegalBasis   string
	Scope        string
	Audience     board.Release
	Board        board.Board
	ReleasedAt   time.Time
	WithdrawnAt  time.Time
	WithdrawnWhy string
	Newest       int               // number of the newest version that by may see
	Superseded   bool              // a newer version was released
	Expired      bool              // its validity has ended
	Files        []attachment.File // where a single answer is read

	id     int64
	source string
}

// Outdated reports whether the version no longer holds.
func (v AnswerVersion) Outdated() bool {
	return v.State == WithdrawnVersion || v.Superseded || v.Expired
}

// Banner says why the version no longer holds, "" while it does.
func (v AnswerVersion) Banner() string {
	switch {
	case v.State == WithdrawnVersion:
		return "Diese Fassung wurde am " + catalogue.DateOf(v.WithdrawnAt).German() + " zurückgezogen: " + v.WithdrawnWhy
	case v.Superseded:
		return "Diese Fassung ist überholt, es gibt eine neuere."
	case v.Expired:
		return "Diese Antwort galt bis zum " + v.ValidUntil.German() + " und ist überholt."
	}
	return ""
}

// AnswerInput is an official answer as the desk writes it.
type AnswerInput struct {
	Question   string // the question in one sentence for those who read the answer
	Short      string
	Text       string // Markdown
	Body       string // answering body
	ValidFrom  catalogue.Date
	ValidUntil catalogue.Date
	LegalBasis string
	Scope      string
	Audience   board.Release
	Files      []attachment.Choice
	Confirm    bool // to release it to more people than could read the question
	Once       string
}

// ReadyAnswer is an answer that was checked and rendered.
type ReadyAnswer struct {
	in      AnswerInput
	text    markdown.Text
	invalid error
}

// Err reports what is wrong with the fields.
func (r ReadyAnswer) Err() error { return r.invalid }

// PrepareAnswer renders the text and checks the fields, outside of a
// transaction. Problems come up when the answer is used, after the rights were
// asked. A draft may have gaps.
func PrepareAnswer(ctx context.Context, in AnswerInput, draft bool) ReadyAnswer {
	var c fault.Check
	r := ReadyAnswer{in: in}
	r.text = richtext.Render(ctx, &c, "text", "Antwort", in.Text, false)
	r.in.Text = r.text.Source
	r.in.check(&c, draft)
	r.invalid = c.Err()
	return r
}

// check cleans the fields of one line and notes what is wrong with any field.
func (in *AnswerInput) check(c *fault.Check, draft bool) {
	least := 1
	if draft {
		least = 0
	}
	textfield.Line(c, "frage", "Frage", &in.Question, least, MaxTitle)
	textfield.Line(c, "kurz", "Kurzantwort", &in.Short, least, MaxShort)
	textfield.Line(c, "stelle", "Antwortende Stelle", &in.Body, least, MaxBody)
	textfield.Line(c, "rechtsgrundlage", "Rechtsgrundlage", &in.LegalBasis, 0, MaxBasis)
	textfield.Line(c, "geltung", "Gilt für", &in.Scope, 0, MaxScope)
	c.Require(draft || in.Text != "", "text", "Bitte füllen Sie „Antwort“ aus.")
	c.Require(in.ValidUntil == "" || !in.ValidUntil.Before(in.ValidFrom), "gueltig_bis", "Das Ende der Gültigkeit liegt vor ihrem Beginn.")
	c.Require(in.Audience == ToAsker || in.Audience.Valid() || draft && in.Audience == "", "sichtbar",
		"Bitte wählen Sie, wer die Antwort lesen darf.")
}

// Audiences returns to whom an answer to q may be released, narrowest first;
// the first one is the preset.
func (q Inquiry) Audiences() []board.Release {
	var out []board.Release
	if q.DeskOnly {
		out = append(out, ToAsker)
	}
	switch q.Board.Audience {
	case board.Restricted:
		return append(out, board.ToBoard, board.ToMembers, board.ToPublic)
	case board.Public:
		if !q.DeskOnly {
			return []board.Release{board.ToPublic, board.ToMembers}
		}
	}
	return append(out, board.ToMembers, board.ToPublic)
}

// Widens reports whether an answer released to r reaches people who could not
// read the question.
func (q Inquiry) Widens(r board.Release) bool {
	return r != ToAsker && (q.DeskOnly || q.Board.Widens(r))
}

// publishable checks what releasing the answer needs beyond its fields.
func (q Inquiry) publishable(in AnswerInput, confirmed bool) error {
	var c fault.Check
	in.check(&c, false)
	c.Require(in.ValidUntil == "" || !in.ValidUntil.Before(q.facts.today), "gueltig_bis",
		"Dieser Tag ist schon vorbei: Die Antwort wäre von Anfang an überholt.")
	c.Require(in.Audience != ToAsker || q.DeskOnly, "sichtbar", "Bitte wählen Sie, wer die Antwort lesen darf.")
	if q.Widens(in.Audience) {
		c.Require(confirmed, "bestaetigt", "Die Antwort wird mehr Menschen gezeigt als die Frage. Bitte bestätigen Sie, dass sie "+
			"nichts Vertrauliches enthält.")
		confidential := q.DeskOnly || q.Board.Audience == board.Restricted
		c.Require(!confidential || folding.Text(in.Question) != folding.Text(q.Title), "frage",
			"Bitte formulieren Sie die Frage so um, dass sie nichts Vertrauliches enthält.")
	}
	return c.Err()
}

// DraftInput is a draft answer as it was edited.
type DraftInput struct {
	Basis
	AnswerInput
}

// SaveDraft keeps the draft of the next version; it may have gaps. Whoever
// saves counts as a drafter.
func (s *Inquiries) SaveDraft(ctx context.Context, by account.Viewer, number string, in DraftInput) error {
	ready := PrepareAnswer(ctx, in.AnswerInput, true)
	return s.db.Write(ctx, draftWrite(by, number, in.Basis, ready))
}

// SubmitForRelease hands the draft to a second programme manager.
func (s *Inquiries) SubmitForRelease(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActSubmit, in, submit)
}

// SendBack returns the draft to its drafter, with a reason.
func (s *Inquiries) SendBack(ctx context.Context, by account.Viewer, number string, in Basis) error {
	return s.perform(ctx, by, number, ActSendBack, in, nil)
}
