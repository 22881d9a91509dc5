package engine

import (
	"context"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"kommunalforum/internal/search/dictionary"
)

// What tests see of the engine besides its interface.
const (
	MinExpandDocs         = minExpandDocs
	FieldTitleParts       = fieldTitleParts
	FieldBodyParts        = fieldBodyParts
	FieldThreadTitle      = fieldThreadTitle
	FieldThreadTitleParts = fieldThreadTitleParts
)

var LengthFields = lengthFields

type Lengths = lengths

func (n *lengths) Add(field, words, texts int) { n.add(field, words, texts) }
func (n lengths) Means() map[string]float64    { return n.means() }

func (s *Store) Lengths() [dictionary.Audiences]Lengths { return *s.lengths.Load() }
func (s *Store) ForgetDictionary()                      { s.dictionary.Store(nil) }

func (s *Store) Merge(ctx context.Context) error {
	inner, err := s.index.Advanced()
	if err != nil {
		return err
	}
	return inner.(*scorch.Scorch).ForceMerge(ctx, nil)
}

func (w Word) Weight() float64    { return w.weight }
func (w Word) Covers() uint64     { return w.covers }
func (v Variant) Weight() float64 { return v.weight }
func (e Entry) Score() float64    { return e.score }

// TakeRoom makes the disk full for the index until give is called.
func TakeRoom(s *Store) (give func()) {
	s.cramped.Store(true)
	return func() { s.cramped.Store(false) }
}
