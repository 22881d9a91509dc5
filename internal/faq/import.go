package faq

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/richtext"
)

// ActImport is recorded in the audit log for each batch of imported articles.
const ActImport = "faq.import"

// Imported is a published article: from another system, or by a generator of
// load.
type Imported struct {
	Input    // without Once and Revision
	By       account.Viewer
	At       time.Time
	Audience board.Release
}

// Import writes a batch of published articles in one transaction. It asks no
// rights and appends no events: the operator acts, and the search index is rebuilt
// afterwards. The batch is recorded in the audit log.
func (s *Articles) Import(ctx context.Context, b audit.Batch, articles []Imported) error {
	ready := make([]Prepared, len(articles))
	for i, a := range articles {
		ready[i] = Prepare(ctx, a.Input)
		complete(&ready[i].problems, ready[i].short, ready[i].text.Source)
		if err := ready[i].problems.Err(); err != nil {
			return fmt.Errorf("import %q: %w", a.Title, err)
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for i, a := range articles {
			if err := importArticle(tx, a, ready[i].content); err != nil {
				return fmt.Errorf("import %q: %w", a.Title, err)
			}
		}
		return audit.RecordBatchTx(tx, ActImport, b)
	})
}

func importArticle(tx *db.Tx, a Imported, c content) error {
	now := tx.Now
	defer func() { tx.Now = now }()
	tx.Now = a.At
	if c.asOf == "" {
		c.asOf = catalogue.DateOf(a.At)
	}
	if c.reviewOn == "" {
		c.reviewOn = c.asOf.AddDays(ReviewAfter)
	}
	id, err := insertArticle(tx, a.By, c, a.Audience, richtext.Once(""))
	if err != nil {
		return err
	}
	if err := setServices(tx, id, c.services); err != nil {
		return err
	}
	return setPublished(tx, id, a.Audience)
}
