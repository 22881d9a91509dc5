package search

import (
	"context"
	"crypto/sha256"

	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
)

// keyCatalogue holds which edition of the catalogue the services came from.
var keyCatalogue = []byte("kommunalforum.catalogue")

// refreshServices takes the services in anew when the catalogue was loaded from
// other files than those the index knows: loading it appends no events.
func (ix *Index) refreshServices(ctx context.Context) error {
	st := ix.acquire()
	if st == nil {
		return nil
	}
	defer st.users.Done()
	known, err := st.index.GetInternal(keyCatalogue)
	if err != nil {
		return err
	}
	edition, unlisted, err := ix.catalogue(ctx)
	if err != nil || string(known) == string(edition) {
		return err
	}
	docs, _, err := ix.services(ctx, 0)
	if err != nil {
		return err
	}
	w, err := newWriter(st)
	if err != nil {
		return err
	}
	for _, id := range unlisted {
		docs = append(docs, document.Document{Kind: document.Service, ID: id, Gone: true})
	}
	if err := w.put(docs...); err != nil {
		return err
	}
	w.batch.SetInternal(keyCatalogue, edition)
	return w.flush()
}

// catalogue returns a fingerprint of the loaded files, and the services that
// are no longer in them.
func (ix *Index) catalogue(ctx context.Context) (edition []byte, unlisted []int64, err error) {
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
