package consultation

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/textfield"
)

// Input is what somebody writes about a consultation as a whole.
type Input struct {
	Board    int64
	Title    string
	Issuer   string
	Intro    string // Markdown
	Document int64  // of the library, 0 for none; the caller has asked whether by may read it
	Once     string // key of the form
	Revision int    // of the consultation that somebody began to change
}

// content is an input, checked and rendered.
type content struct {
	board, document int64
	title, issuer   string
	intro           markdown.Text
}

// prepare checks what can be checked without the database and renders the text.
func prepare(ctx context.Context, in Input) (content, *fault.Check) {
	c := &fault.Check{}
	out := content{board: in.Board, document: in.Document, title: in.Title, issuer: in.Issuer}
	textfield.Line(c, "titel", "Titel", &out.title, MinTitle, MaxTitle)
	textfield.Line(c, "herausgeber", "Herausgebende Stelle", &out.issuer, 2, MaxIssuer)
	out.intro = rich(ctx, c, "text", "Einführung", in.Intro, MaxIntro, false)
	return out, c
}

// rich checks the length of a Markdown text and renders it.
func rich(ctx context.Context, c *fault.Check, field, label, source string, most int, required bool) markdown.Text {
	if n := utf8.RuneCountInString(strings.TrimSpace(source)); n > most {
		c.Add(field, "„%s“ darf höchstens %d Zeichen lang sein, jetzt sind es %d.", label, most, n)
		return markdown.Text{}
	}
	return richtext.Render(ctx, c, field, label, source, required)
}

// settle checks the input against the database. The board on which the consultation
// stands, the zero one for a new one, needs no new permission.
func (o content) settle(tx *db.Tx, by account.Viewer, c *fault.Check, standsOn int64) error {
	b, ok, err := db.Found(board.ByIDTx(tx, by, o.board))
	switch {
	case err != nil:
		return err
	case !ok:
		c.Add("bereich", "Bitte wählen Sie einen Bereich.")
	case b.Archived:
		c.Add("bereich", board.Archival)
	case b.ID != standsOn && !CanPrepareOn(by, b):
		c.Add("bereich", "In diesem Bereich können Sie keine Beteiligung vorbereiten.")
	}
	return c.Err()
}

// form is the form by which sending it twice is recognised.
func (in Input) form() once.Form {
	return once.Form{Key: in.Once, Content: []string{in.Title, in.Issuer, in.Intro, once.Ids([]int64{in.Board, in.Document})}}
}

// SectionInput is a section as somebody writes it.
type SectionInput struct {
	Heading string
	Text    string // Markdown
}

// part is a section, checked and rendered.
type part struct {
	heading string
	text    markdown.Text
}

func (p part) same(s Section) bool { return p.heading == s.Heading && p.text.Source == s.Text.Source }

// prepareSection checks and renders a section of a form that has one.
func prepareSection(ctx context.Context, in SectionInput) (part, *fault.Check) {
	c := &fault.Check{}
	out := part{heading: in.Heading}
	textfield.Line(c, "titel", "Überschrift", &out.heading, 1, MaxTitle)
	out.text = rich(ctx, c, "text", "Text", in.Text, MaxText, true)
	return out, c
}

// CheckSections says what is wrong with sections before they are added, each by its heading.
func CheckSections(ctx context.Context, list []SectionInput) error {
	_, problems := prepareSections(ctx, list)
	return problems.Err()
}

// prepareSections checks and renders sections that were cut from one text, in which the
// problems of all of them are told.
func prepareSections(ctx context.Context, list []SectionInput) ([]part, *fault.Check) {
	c := &fault.Check{}
	c.Require(len(list) > 0, "text", "In diesem Text ist kein Abschnitt.")
	if len(list) > MaxSections {
		c.Add("text", "Das wären %d Abschnitte. Möglich sind höchstens %d.", len(list), MaxSections)
		return nil, c
	}
	var out []part
	for i, in := range list {
		p := part{heading: in.Heading}
		name := fmt.Sprintf("Abschnitt %d („%s“)", i+1, textfield.Clean(in.Heading))
		var own fault.Check
		if textfield.Clean(in.Heading) == "" {
			name = fmt.Sprintf("Abschnitt %d", i+1)
			own.Add("text", "Die Überschrift hat keinen Text.")
		} else {
			textfield.Line(&own, "text", "Überschrift", &p.heading, 1, MaxTitle)
		}
		if strings.TrimSpace(in.Text) == "" {
			own.Add("text", "Unter der Überschrift steht kein Text.")
		} else {
			p.text = rich(ctx, &own, "text", "Text", in.Text, MaxText, true)
		}
		for _, wrong := range fault.ProblemsOf(own.Err()) {
			c.Add("text", "%s: %s", name, wrong.Sentence)
		}
		out = append(out, p)
	}
	return out, c
}

func reason(text string) (string, error) {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &text, MinReason, MaxReason)
	return text, c.Err()
}

// lastDay reads the last day of a consultation as typed: today or later, within MaxDays.
func lastDay(c *fault.Check, typed string, today catalogue.Date) catalogue.Date {
	if strings.TrimSpace(typed) == "" {
		c.Add("letzter_tag", "Bitte geben Sie den letzten Tag an.")
		return ""
	}
	d, err := catalogue.ParseDate(typed)
	switch {
	case err != nil:
		c.Add("letzter_tag", "%s", fault.SentenceOf(err))
	case d.Before(today):
		c.Add("letzter_tag", "Dieser Tag ist schon vorbei.")
	case d.After(today.AddDays(MaxDays)):
		c.Add("letzter_tag", "Eine Beteiligung läuft höchstens ein Jahr. Bitte wählen Sie einen früheren Tag.")
	}
	return d
}
