package library

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/textfield"
)

// Input is what somebody writes about a document or a version of it.
type Input struct {
	Board      int64
	Title      string
	Issuer     string
	Dated      catalogue.Date // as typed, like all dates
	Reference  string
	ValidFrom  catalogue.Date
	ValidUntil catalogue.Date
	Link       string // https
	Text       string // Markdown
	News       string // what a further version changes
	Services   []int64
	Files      []attachment.Choice // uploads that the version takes with it
	Once       string              // key of the form
	Revision   int                 // of the document that somebody began to change
	Confirm    bool                // needed when it goes to a board that other people read
}

// content is an input, checked and rendered.
type content struct {
	board                        int64
	title, issuer                string
	dated, validFrom, validUntil catalogue.Date
	reference, link, news        string
	text                         markdown.Text
	confirm                      bool
	services                     []int64
}

// key is how the reference is looked up.
func (c content) key() string { return markdown.ReferenceKey(c.reference) }

// prepare checks what can be checked without the database and renders the text.
func prepare(ctx context.Context, in Input) (content, *fault.Check) {
	c := &fault.Check{}
	out := content{board: in.Board, title: in.Title, issuer: in.Issuer, reference: in.Reference, link: strings.TrimSpace(in.Link), news: in.News,
		confirm:  in.Confirm,
		services: slices.Compact(slices.Sorted(slices.Values(in.Services)))}
	textfield.Line(c, "titel", "Titel", &out.title, MinTitle, MaxTitle)
	textfield.Line(c, "herausgeber", "Herausgebende Stelle", &out.issuer, 2, MaxIssuer)
	textfield.Line(c, "fundstelle", "Fundstelle", &out.reference, 0, MaxReference)
	textfield.Line(c, "neuerung", "Was ist neu?", &out.news, 0, MaxNews)
	out.dated = date(c, "datum", in.Dated)
	c.Require(strings.TrimSpace(string(in.Dated)) != "", "datum", "Bitte geben Sie das Datum des Dokuments an.")
	out.validFrom, out.validUntil = date(c, "gueltig_ab", in.ValidFrom), date(c, "gueltig_bis", in.ValidUntil)
	c.Require(out.validFrom == "" || out.validUntil == "" || !out.validUntil.Before(out.validFrom), "gueltig_bis",
		"Der letzte Tag darf nicht vor dem ersten liegen.")
	c.Require(out.link == "" || isSource(out.link), "quelle", "Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt.")
	c.Require(len(out.services) <= MaxServices, "leistungen", "Bitte wählen Sie höchstens zehn Leistungen.")
	c.Require(len([]rune(in.Text)) <= MaxText, "text", "Die Beschreibung darf höchstens 4.000 Zeichen lang sein.")
	if c.Err() == nil {
		out.text = richtext.Render(ctx, c, "text", "Beschreibung", in.Text, false)
	}
	return out, c
}

// isSource reports whether an address is one of the web over https, without anything
// that makes it look like another.
func isSource(address string) bool {
	u, err := url.Parse(address)
	return err == nil && len(address) <= MaxLink && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && textfield.Refusal(address) == "" &&
		!strings.ContainsAny(address, " \t\n\"<>`\\")
}

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

// settle checks the input against the database. The board that the document stands on, the
// zero one for a new document, needs no new permission.
func (o content) settle(tx *db.Tx, by account.Viewer, c *fault.Check, standsOn board.Board) error {
	b, ok, err := db.Found(board.ByIDTx(tx, by, o.board))
	if err != nil {
		return err
	}
	switch {
	case !ok:
		c.Add("bereich", "Bitte wählen Sie einen Bereich.")
	case b.ID != standsOn.ID && b.Archived:
		c.Add("bereich", board.Archival)
	case b.ID != standsOn.ID && !CanKeepOn(by, b):
		c.Add("bereich", "In diesem Bereich können Sie keine Dokumente pflegen.")
	case standsOn.ID != 0 && board.OtherReaders(standsOn, b) != "" && !o.confirm:
		c.Add("bestaetigung", "%s Das gilt für alle Fassungen. Bitte bestätigen Sie es.", board.OtherReaders(standsOn, b))
	}
	known, err := catalogue.ServicesTx(tx, o.services)
	if err != nil {
		return err
	}
	for _, id := range o.services {
		if !slices.ContainsFunc(known, func(s catalogue.Service) bool { return s.ID == id }) {
			c.Add("leistungen", "Eine OZG-Leistung mit der Nummer %d gibt es nicht.", id)
		}
	}
	return c.Err()
}

// form is the form by which sending it twice is recognised.
func (in Input) form(files attachment.Chosen) once.Form {
	content := []string{in.Title, in.Issuer, string(in.Dated), in.Reference, string(in.ValidFrom), string(in.ValidUntil), in.Link, in.Text, in.News,
		once.Ids(in.Services), once.Ids([]int64{in.Board})}
	return once.Form{Key: in.Once, Content: append(content, files.Content()...)}
}

func reason(text string) (string, error) {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &text, MinReason, MaxReason)
	return text, c.Err()
}
