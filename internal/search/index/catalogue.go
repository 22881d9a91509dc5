package index

import (
	"context"
	"crypto/sha256"

	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
)

// refreshServices indexes the services again if the catalogue was loaded from
// other files than those that the index knows: loading it appends no events.
func (ix *Index) refreshServices(ctx context.Context) error {
	g := ix.Acquire()
	if g == nil {
		return nil
	}
	defer g.Release()
	indexed, err := g.Value(valueCatalogue)
	if err != nil {
		return err
	}
	edition, unlisted, err := ix.catalogueEdition(ctx)
	if err != nil || string(indexed) == string(edition) {
		return err
	}
	docs, _, err := ix.services(ctx, 0)
	if err != nil {
		return err
	}
	w, err := newWriter(g)
	if err != nil {
		return err
	}
	for _, id := range unlisted {
		docs = append(docs, document.Document{Kind: document.Service, ID: id, Gone: true})
	}
	if err := w.put(docs...); err != nil {
		return err
	}
	w.batch.SetValue(valueCatalogue, edition)
	return w.flush()
}

// catalogueEdition returns a checksum of the loaded catalogue files, and the
// services that are no longer in them.
func (ix *Index) catalogueEdition(ctx context.Context) (edition []byte, unlisted []int64, err error) {
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		files, err := db.Column[string](tx, `SELECT name || ' ' || sha256 FROM catalogue_file ORDER BY name`)
		if err != nil {
			return err
		}
		sum := sha256.New()
		for _, f := range files {
			sum.Write([]byte(f + "\n"))
		}
		edition = sum.Sum(nil)
		unlisted, err = db.Column[int64](tx, `SELECT id FROM service WHERE NOT listed ORDER BY id`)
		return err
	})
	return edition, unlisted, err
}
