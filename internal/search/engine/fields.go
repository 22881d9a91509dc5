package engine

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

// The fields of a document by which requests can narrow a search.
const (
	FieldTitle            = "title" // folded words
	FieldBody             = "body"  // folded words
	FieldKind             = "kind"
	FieldBoard            = "board" // see IDTerm
	FieldState            = "state"
	FieldYear             = "year" // when it was written or released
	FieldServices         = "services"
	FieldAuthor           = "author"       // see IDTerm
	FieldOrganisation     = "organisation" // see IDTerm
	FieldLand             = "land"
	FieldOrganisationKind = "sort"
)

// The other fields. Title and body are indexed twice: by their folded words, and
// by the stems of the parts of these words.
const (
	fieldTitleParts       = "title.parts"
	fieldBodyParts        = "body.parts"
	fieldThreadTitle      = "above" // of a reply or file: the title of its thread, as words and as parts
	fieldThreadTitleParts = "above.parts"
	fieldEntry            = "entry" // see document.EntryID
	fieldACL              = "acl"
	fieldAt               = "at"      // Unix seconds
	fieldLengths          = "lengths" // of its texts, see lengthTerm
)

// IDTerm returns the term of a row's number.
func IDTerm(id int64) string { return strconv.FormatInt(id, 10) }

// newMapping returns a mapping that maps nothing: documents are made of fields by
// bleveDocument.
func newMapping() *mapping.IndexMappingImpl {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// bleveDocument returns the document that bleve indexes.
//
// Nothing is stored, because texts come from the database, and the values of
// fields are read from the dictionaries, except for the time (see columnCache).
// Only folded words have term vectors, which phrases need. Matches are marked by
// analysing the ten texts of a page again.
func bleveDocument(d document.Document, l *german.Language) *doc.Document {
	out := doc.NewDocument(document.ID(d.Kind, d.ID))
	addTexts(out, d, l)
	addTerm(out, fieldEntry, d.EntryID())
	addTerm(out, FieldKind, string(d.Kind))
	addTerm(out, fieldACL, string(d.ACL))
	addTerm(out, FieldState, d.State)
	addID(out, FieldBoard, d.Board)
	if !d.At.IsZero() {
		addTerm(out, FieldYear, strconv.Itoa(d.At.Year()))
		out.AddField(doc.NewNumericFieldWithIndexingOptions(fieldAt, nil, float64(d.At.Unix()), index.IndexField|index.DocValues))
	}
	addID(out, FieldAuthor, d.Author)
	addID(out, FieldOrganisation, d.Organisation)
	addTerm(out, FieldLand, d.Land)
	addTerm(out, FieldOrganisationKind, string(d.OrganisationKind))
	for _, s := range d.Services {
		addTerm(out, FieldServices, IDTerm(s))
	}
	return out
}

// addTexts adds title, body and thread title with the lengths of the first two.
func addTexts(out *doc.Document, d document.Document, l *german.Language) {
	addLength := func(field, words int) {
		if words > 0 {
			addTerm(out, fieldLengths, lengthTerm(field, words))
		}
	}
	for i, text := range []struct{ words, parts, text string }{
		{FieldTitle, fieldTitleParts, d.Title},
		{FieldBody, fieldBodyParts, d.Body},
	} {
		words, parts := tokenStreams(l, text.text)
		out.AddField(textField(text.words, words, index.IncludeTermVectors))
		out.AddField(textField(text.parts, parts, 0))
		addLength(2*i, len(words))
		addLength(2*i+1, len(parts))
	}
	if d.ThreadTitle != "" {
		words, parts := tokenStreams(l, d.ThreadTitle)
		out.AddField(textField(fieldThreadTitle, words, 0))
		out.AddField(textField(fieldThreadTitleParts, parts, 0))
	}
}

func addTerm(out *doc.Document, field, term string) {
	if term != "" {
		out.AddField(doc.NewTextFieldCustom(field, nil, []byte(term), index.IndexField, nil))
	}
}

func addID(out *doc.Document, field string, id int64) {
	if id != 0 {
		addTerm(out, field, IDTerm(id))
	}
}

// tokenStreams returns the tokens of a text for its two fields.
func tokenStreams(l *german.Language, text string) (words, parts analysis.TokenStream) {
	tokens := l.Tokens(text)
	made := make([]analysis.Token, 0, 2*len(tokens)) // one allocation for nearly all of them
	token := func(term string, t german.Token) *analysis.Token {
		made = append(made, analysis.Token{Term: []byte(term), Start: t.Start, End: t.End, Position: t.From + 1})
		return &made[len(made)-1]
	}
	for _, t := range tokens {
		if t.Stop {
			continue
		}
		words = append(words, token(t.Term, t))
		if t.Kind != german.Single {
			continue
		}
		for _, part := range l.Parts(t.Term) {
			parts = append(parts, token(part, t))
		}
	}
	return words, parts
}

// analysed hands bleve tokens that were made already: the lengths of the fields
// must be known before bleve asks.
type analysed analysis.TokenStream

// Analyze returns the tokens, whatever the text.
func (a analysed) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(a) }

func textField(name string, tokens analysis.TokenStream, more index.FieldIndexingOptions) *doc.TextField {
	return doc.NewTextFieldCustom(name, nil, nil, index.IndexField|more, analysed(tokens))
}
