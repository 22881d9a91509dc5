package search

import (
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	doc "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/german"
)

// The fields of a document in the index. Title and body are there twice: by
// their folded words, and by the stems of the parts of these words.
const (
	fieldTitle            = "title"
	fieldBody             = "body"
	fieldTitleParts       = "title.parts"
	fieldBodyParts        = "body.parts"
	fieldThreadTitle      = "above" // words a reply: the title of its thread, as words and parts
	fieldThreadTitleParts = "above.parts"
	fieldEntry            = "entry" // ID of the document that stands for it in a list
	fieldKind             = "kind"
	fieldBoard            = "board" // ID in decimal digits
	fieldACL              = "acl"   // findVisible board.ACL
	fieldState            = "state"
	fieldYear             = "year" // words at
	fieldAt               = "at"   // Unix seconds
	fieldServices         = "services"
	fieldAuthor           = "author"       // ID of a person
	fieldOrganisation     = "organisation" // ID
	fieldLand             = "land"
	fieldOrganisationKind = "sort"    // Kind of that organisation
	fieldLengths          = "lengths" // words its texts, see lengthTerm
)

// boardTerm is how the index writes a board.
func boardTerm(id int64) string { return strconv.FormatInt(id, 10) }

// newMapping says that bleve maps nothing by itself: documents are made of
// their fields below.
func newMapping() *mapping.IndexMappingImpl {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// bleveDocument makes the document that the index gets.
//
// Nothing is stored, because texts come from the database, and values of fields
// are read from the dictionaries, but for the time (see columns). Only the folded
// words have term vectors, which searching for phrases needs. Matches are marked
// by analysing the ten texts of a page again.
func bleveDocument(d document.Document, l *german.Language) *doc.Document {
	out := doc.NewDocument(document.ID(d.Kind, d.ID))
	word := func(name, value string) {
		if value != "" {
			out.AddField(doc.NewTextFieldCustom(name, nil, []byte(value), index.IndexField, nil))
		}
	}
	long := func(field, words int) {
		if words > 0 {
			word(fieldLengths, lengthTerm(field, words))
		}
	}
	for i, text := range []struct{ exact, parts, text string }{
		{fieldTitle, fieldTitleParts, d.Title},
		{fieldBody, fieldBodyParts, d.Body},
	} {
		exact, parts := streams(l, text.text)
		out.AddField(textField(text.exact, exact, index.IncludeTermVectors))
		out.AddField(textField(text.parts, parts, 0))
		long(2*i, len(exact))
		long(2*i+1, len(parts))
	}
	if d.ThreadTitle != "" {
		exact, parts := streams(l, d.ThreadTitle)
		out.AddField(textField(fieldThreadTitle, exact, 0))
		out.AddField(textField(fieldThreadTitleParts, parts, 0))
	}
	word(fieldEntry, d.EntryID())
	word(fieldKind, string(d.Kind))
	word(fieldACL, string(d.ACL))
	word(fieldState, d.State)
	if d.Board != 0 {
		word(fieldBoard, boardTerm(d.Board))
	}
	if !d.At.IsZero() {
		word(fieldYear, strconv.Itoa(d.At.Year()))
		out.AddField(doc.NewNumericFieldWithIndexingOptions(fieldAt, nil, float64(d.At.Unix()), index.IndexField|index.DocValues))
	}
	id := func(name string, id int64) {
		if id != 0 {
			word(name, strconv.FormatInt(id, 10))
		}
	}
	id(fieldAuthor, d.Author)
	id(fieldOrganisation, d.Organisation)
	word(fieldLand, d.Land)
	word(fieldOrganisationKind, string(d.OrganisationKind))
	for _, s := range d.Services {
		word(fieldServices, strconv.FormatInt(s, 10))
	}
	return out
}

// streams returns the tokens of a text for its two fields.
func streams(l *german.Language, text string) (exact, parts analysis.TokenStream) {
	found := l.Tokens(text)
	made := make([]analysis.Token, 0, 2*len(found)) // one piece of memory for nearly all of them
	token := func(term string, t german.Token) *analysis.Token {
		made = append(made, analysis.Token{Term: []byte(term), Start: t.Start, End: t.End, Position: t.From + 1})
		return &made[len(made)-1]
	}
	for _, t := range found {
		if t.Stop {
			continue
		}
		exact = append(exact, token(t.Term, t))
		if t.Kind != german.Single {
			continue
		}
		for _, part := range l.Parts(t.Term) {
			parts = append(parts, token(part, t))
		}
	}
	return exact, parts
}

// analysed hands bleve the tokens that were made already: the lengths of the
// fields must be known before it asks.
type analysed analysis.TokenStream

// Analyze returns the tokens, whatever the text.
func (a analysed) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(a) }

func textField(name string, tokens analysis.TokenStream, more index.FieldIndexingOptions) *doc.TextField {
	return doc.NewTextFieldCustom(name, nil, nil, index.IndexField|more, analysed(tokens))
}
