package index

import (
	"context"
	"errors"
	"os"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// Rebuild builds a new generation beside the one that answers, if there is one,
// and then replaces it. Without one the new index answers while it grows. It
// follows the log all the time, so that what is hidden meanwhile is not found.
func (ix *Index) Rebuild(ctx context.Context) (err error) {
	ix.building.Lock()
	defer ix.building.Unlock()
	begun := time.Now()
	g, err := ix.begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		ix.done.Store(0)
		ix.total.Store(0)
		if err == nil {
			return
		}
		if !ix.withdraw(g) {
			err = errors.Join(err, g.Close())
		}
		ix.remove(g.Path())
	}()
	if err := ix.fill(ctx, g); err != nil {
		return err
	}
	g.complete.Store(true)
	ix.opened = true // there is nothing better to open
	ix.swap(g)
	ix.removeOthers()
	ix.log.Info("search index built", "documents", ix.done.Load(), "took", time.Since(begun).Round(time.Millisecond))
	return nil
}

// begin learns the vocabulary and creates an empty generation.
func (ix *Index) begin(ctx context.Context) (*Generation, error) {
	v, err := learn(ctx, ix.services, ix.articles, ix.answers, ix.publicPosts)
	if err != nil {
		return nil, err
	}
	path := ix.newFolder()
	if err := markUnfinished(path); err != nil {
		return nil, err
	}
	g, err := create(path, v, ix.log)
	if err != nil {
		ix.remove(path)
	}
	return g, err
}

// fill indexes everything and marks the generation as complete on disk.
func (ix *Index) fill(ctx context.Context, g *Generation) error {
	if err := ix.startFollowing(ctx, g); err != nil {
		return err
	}
	if current := ix.Acquire(); current == nil {
		ix.swap(g)
	} else {
		current.Release()
	}
	for _, s := range []source{ix.services, ix.articles, ix.answers, ix.documents, ix.consultations, ix.allPosts, ix.files} {
		if err := ix.indexAll(ctx, g, s); err != nil {
			return err
		}
	}
	b := g.NewBatch()
	b.SetNumber(valueVersion, int64(ix.version))
	if err := g.Write(b); err != nil {
		return err
	}
	if err := os.Remove(g.Path() + unfinishedSuffix); err != nil {
		return err
	}
	return g.UpdateStatistics(ctx)
}

// withdraw stops g, which could not be finished, from answering and reports
// whether it did.
func (ix *Index) withdraw(g *Generation) bool {
	current := ix.Acquire()
	if current == nil {
		return false
	}
	current.Release()
	if current == g {
		ix.swap(nil)
	}
	return current == g
}

// startFollowing stores the head of the log, from which the index follows it.
func (ix *Index) startFollowing(ctx context.Context, g *Generation) error {
	var at event.Position
	var total int64
	err := ix.db.Read(ctx, func(tx *db.Tx) error {
		head, err := event.HeadTx(tx)
		if err != nil {
			return err
		}
		if at, err = event.PositionOfTx(tx, head); err != nil {
			return err
		}
		total, err = db.Scalar[int64](tx, `
			SELECT (SELECT COUNT(*) FROM post)
				+ (SELECT COALESCE(SUM(chunks), 0) FROM attachment WHERE expires_at IS NULL AND held_reply_id IS NULL)
				+ (SELECT COUNT(*) FROM faq_article)
				+ (SELECT COUNT(*) FROM document)
				+ (SELECT COUNT(*) FROM official_answer)
				+ (SELECT COUNT(*) FROM service)`)
		return err
	})
	if err != nil {
		return err
	}
	edition, _, err := ix.catalogueEdition(ctx)
	if err != nil {
		return err
	}
	w, err := newWriter(g)
	if err != nil {
		return err
	}
	ix.total.Store(total)
	w.batch.SetValue(valueCatalogue, edition)
	w.batch.SetValue(valueLog, []byte(at.Log))
	w.batch.SetNumber(valueBegun, at.Event)
	w.cursor, w.nonce = at.Event, at.Nonce
	return w.flush()
}

// indexAll indexes all documents of a source and follows the log in between.
func (ix *Index) indexAll(ctx context.Context, g *Generation, next source) error {
	for after := int64(0); ; {
		docs, last, err := next(ctx, after)
		if err != nil || len(docs) == 0 {
			return err
		}
		after = last
		w, err := newWriter(g)
		if err != nil {
			return err
		}
		if err := w.put(docs...); err != nil {
			return err
		}
		if err := w.flush(); err != nil {
			return err
		}
		ix.done.Add(int64(len(docs)))
		if err := ix.follow(ctx, g); err != nil {
			return err
		}
	}
}
