package search

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/mapping"
)

// The fields of a document in the index.
const (
	fieldTitle    = "title"
	fieldBody     = "body"
	fieldKind     = "kind"
	fieldBoard    = "board" // id in decimal digits
	fieldACL      = "acl"   // see board.ACL
	fieldState    = "state"
	fieldAt       = "at" // Unix seconds
	fieldServices = "services"
)

// analyzer takes apart titles, bodies and queries alike.
const analyzer = de.AnalyzerName

// newMapping says how documents are indexed: only the fields above, nothing
// stored, because texts come from the database.
//
// Term vectors are off: they make the index 40 % smaller, and only a search for
// phrases inside the index needs them. Matches are marked by analysing the ten
// texts of a page again.
func newMapping() *mapping.IndexMappingImpl {
	text := func() *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = analyzer
		return lean(f)
	}
	word := func(counted bool) *mapping.FieldMapping {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = keyword.Name
		f = lean(f)
		f.DocValues = counted // facets count from them
		return f
	}
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(fieldTitle, text())
	doc.AddFieldMappingsAt(fieldBody, text())
	doc.AddFieldMappingsAt(fieldKind, word(true))
	doc.AddFieldMappingsAt(fieldBoard, word(true))
	doc.AddFieldMappingsAt(fieldACL, word(false))
	doc.AddFieldMappingsAt(fieldState, word(false))
	doc.AddFieldMappingsAt(fieldServices, word(false))
	doc.AddFieldMappingsAt(fieldAt, lean(bleve.NewNumericFieldMapping()))

	m := bleve.NewIndexMapping()
	m.DefaultMapping = doc
	m.DefaultAnalyzer = keyword.Name
	m.ScoringModel = "bm25"
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

func lean(f *mapping.FieldMapping) *mapping.FieldMapping {
	f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues = false, false, false, false
	return f
}
