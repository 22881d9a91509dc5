package search

import (
	"context"
	"math"

	index "github.com/blevesearch/bleve_index_api"
)

// end is the number of no document: a cursor has passed the last one.
const end = math.MaxUint64

// list walks over the documents that have a term in a field, by their numbers
// in the index.
type list struct {
	reader index.TermFieldReader
	entry  index.TermFieldDoc
	doc    uint64 // where it stands
	mean   float64
	begun  bool
	target index.IndexInternalID // reused
}

func openList(ctx context.Context, reader index.IndexReader, field, term string, counted bool) (*list, error) {
	r, err := reader.TermFieldReader(ctx, []byte(term), field, counted, counted, false)
	if err != nil {
		return nil, err
	}
	return &list{reader: r}, nil
}

// seek goes to the first document from the number on. It never goes back.
func (l *list) seek(doc uint64) error {
	if l.begun && l.doc >= doc {
		return nil
	}
	var found *index.TermFieldDoc
	var err error
	if l.entry.ID = l.entry.ID[:0]; !l.begun && doc == 0 || l.begun && doc == l.doc+1 {
		found, err = l.reader.Next(&l.entry)
	} else {
		l.target = index.NewIndexInternalID(l.target, doc)
		found, err = l.reader.Advance(l.target, &l.entry)
	}
	l.begun = true
	if err != nil {
		return err
	}
	l.doc = end
	if found != nil {
		l.doc = found.ID.Value()
	}
	return nil
}

// often returns how often the term stands in the current document.
func (l *list) often() float64 {
	// bleve keeps the length of a field as one over its square root.
	length := math.Round(1 / (l.entry.Norm * l.entry.Norm))
	return often(l.entry.Freq, uint64(length), l.mean)
}

// termCursor walks over the documents that have a term in title or body.
type termCursor struct {
	title, body *list
	doc         uint64
	rarity      float64
	found       uint64 // documents with the term, about
}

func openTerm(ctx context.Context, reader index.IndexReader, term string, parts bool, n lengths, docs uint64) (*termCursor, error) {
	titles, bodies := fieldTitle, fieldBody
	if parts {
		titles, bodies = fieldTitleParts, fieldBodyParts
	}
	title, err := openList(ctx, reader, titles, term, true)
	if err != nil {
		return nil, err
	}
	body, err := openList(ctx, reader, bodies, term, true)
	if err != nil {
		title.reader.Close()
		return nil, err
	}
	title.mean, body.mean = n.mean(titles), n.mean(bodies)
	c := &termCursor{title: title, body: body}
	c.found = max(title.reader.Count(), body.reader.Count())
	c.rarity = rarity(c.found, docs)
	return c, nil
}

func (c *termCursor) seek(doc uint64) error {
	if err := c.title.seek(doc); err != nil {
		return err
	}
	if err := c.body.seek(doc); err != nil {
		return err
	}
	c.doc = min(c.title.doc, c.body.doc)
	return nil
}

// score is the worth of the term in the current document.
func (c *termCursor) score() float64 {
	var title, body float64
	if c.title.doc == c.doc {
		title = c.title.often()
	}
	if c.body.doc == c.doc {
		body = c.body.often()
	}
	return worth(c.rarity, title, body)
}

// each calls fn at every document.
func (c *termCursor) each(fn func()) error {
	for err := c.seek(0); c.doc != end; err = c.seek(c.doc + 1) {
		if err != nil {
			return err
		}
		fn()
	}
	return nil
}

func (c *termCursor) close() {
	c.title.reader.Close()
	c.body.reader.Close()
}
