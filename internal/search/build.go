package search

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search/document"
)

// Rebuild builds a new index beside the one that answers, if there is one, and
// then puts it in its place. Without one the new index answers already while it
// grows. It follows the log all the time, so that what is hidden meanwhile is
// not found.
func (ix *Index) Rebuild(ctx context.Context) (err error) {
	ix.building.Lock()
	defer ix.building.Unlock()
	begun := time.Now()
	sources := []source{ix.services, ix.articles, ix.answers, ix.allPosts}
	vocab, err := learnVocabulary(ctx, ix.services, ix.articles, ix.answers, ix.publicPosts)
	if err != nil {
		return err
	}
	path := ix.newFolder()
	if err := markUnfinished(path); err != nil {
		return err
	}
	st, err := createStore(path, vocab, ix.log)
	if err != nil {
		ix.remove(path)
		return err
	}
	defer func() {
		ix.done.Store(0)
		ix.total.Store(0)
		if err == nil {
			return
		}
		if !ix.withdraw(st) {
			err = errors.Join(err, st.close())
		}
		ix.remove(st.path)
	}()
	if err := ix.startFollowing(ctx, st); err != nil {
		return err
	}
	if now := ix.acquire(); now == nil {
		ix.swap(st)
	} else {
		now.users.Done()
	}
	for _, source := range sources {
		if err := ix.indexAll(ctx, st, source); err != nil {
			return err
		}
	}
	if err := ix.markComplete(st); err != nil {
		return err
	}
	if err := os.Remove(path + unfinishedSuffix); err != nil {
		return err
	}
	if err := st.updateStatistics(ctx); err != nil {
		return err
	}
	st.complete.Store(true)
	ix.opened = true // there is nothing better to open
	ix.swap(st)
	ix.removeOthers()
	ix.log.Info("search index built", "documents", ix.done.Load(), "took", time.Since(begun).Round(time.Millisecond))
	return nil
}

// markUnfinished says beside the folder of an index that it is being built.
func markUnfinished(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path+unfinishedSuffix, nil, 0o600)
}

// withdraw takes s, which could not be finished, out of use and reports
// whether it was in use.
func (ix *Index) withdraw(st *store) bool {
	now := ix.acquire()
	if now == nil {
		return false
	}
	now.users.Done()
	if now == st {
		ix.swap(nil)
	}
	return now == st
}

// startFollowing notes the head of the log, from which the index follows it.
func (ix *Index) startFollowing(ctx context.Context, st *store) error {
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
				+ (SELECT COUNT(*) FROM faq_article)
				+ (SELECT COUNT(*) FROM official_answer)
				+ (SELECT COUNT(*) FROM service)`)
		return err
	})
	if err != nil {
		return err
	}
	edition, _, err := ix.catalogue(ctx)
	if err != nil {
		return err
	}
	w, err := newWriter(st)
	if err != nil {
		return err
	}
	ix.total.Store(total)
	w.batch.SetInternal(keyCatalogue, edition)
	w.batch.SetInternal(keyLog, []byte(at.Log))
	w.cursor, w.nonce = at.Event, at.Nonce
	return w.flush()
}

// markComplete marks the index as complete.
func (ix *Index) markComplete(st *store) error {
	w, err := newWriter(st)
	if err != nil {
		return err
	}
	setNumber(w.batch, keyVersion, int64(ix.version))
	return w.flush()
}

// source returns up to batchSize documents beyond an id, and the last id; none
// At its end.
type source func(ctx context.Context, after int64) (docs []document.Document, last int64, err error)

func (ix *Index) indexAll(ctx context.Context, st *store, next source) error {
	for after := int64(0); ; {
		docs, last, err := next(ctx, after)
		if err != nil || len(docs) == 0 {
			return err
		}
		after = last
		w, err := newWriter(st)
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
		if err := ix.follow(ctx, st); err != nil {
			return err
		}
	}
}

func (ix *Index) allPosts(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	docs, err = ix.posts(ctx, func(tx *db.Tx) (posts []forum.Doc, err error) {
		posts, last, err = forum.DocsAfterTx(tx, after, batchSize)
		return posts, err
	})
	return docs, last, err
}

// publicPosts is allPosts without those that not everybody may read, whose
// Markdown it does not look at.
func (ix *Index) publicPosts(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	docs, err = ix.posts(ctx, func(tx *db.Tx) (posts []forum.Doc, err error) {
		posts, last, err = forum.DocsAfterTx(tx, after, batchSize)
		return slices.DeleteFunc(posts, func(d forum.Doc) bool { return d.Gone || d.ACL != board.ACLPublic }), err
	})
	return docs, last, err
}

func (ix *Index) articles(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		found, err := faq.DocsTx(tx, after, batchSize)
		for _, d := range found {
			docs, last = append(docs, ofArticle(d)), d.ID
		}
		return err
	})
	return docs, last, err
}

func (ix *Index) answers(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		found, err := inquiry.AnswerDocsTx(tx, after, batchSize)
		for _, d := range found {
			docs, last = append(docs, ofAnswer(d)), d.ID
		}
		return err
	})
	return docs, last, err
}

// relatedServices returns all services at once: there are some 600.
func (ix *Index) services(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	if after > 0 {
		return nil, after, nil
	}
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		list, err := catalogue.AllServicesTx(tx)
		if err != nil {
			return err
		}
		ids := make([]int64, len(list))
		for i, s := range list {
			ids[i], last = s.ID, s.ID
		}
		single, err := singleServices(tx, ids)
		for _, s := range list {
			docs = append(docs, ofService(s, single[s.ID]))
		}
		return err
	})
	return docs, last, err
}
