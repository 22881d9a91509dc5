package search

import (
	"context"
	"errors"
	"math"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search/document"
)

// Consumer keeps the index in step with the event log. Its cursor is kept in
// the index itself. While there is no complete index it has nothing to do: the
// one that is being built follows the log on its own.
//
// What was hidden, withdrawn or blackened is not found any more once its event
// is worked off. On disk the document is only marked as deleted; its single
// words, without their order and with nothing that says who wrote them, stay in
// the segment's file until a merge or a rebuild writes it anew.
func (ix *Index) Consumer() event.Consumer {
	return event.Consumer{Name: consumer, Cursor: ix.cursor, Handle: ix.handle}
}

// consumer is the name under which the log knows the index.
const consumer = "search"

// nothingToDo is a cursor beyond every event.
const nothingToDo = math.MaxInt64

func (ix *Index) cursor(context.Context) (int64, error) {
	st := ix.acquire()
	if st == nil {
		return nothingToDo, nil
	}
	defer st.users.Done()
	if !st.complete.Load() {
		return nothingToDo, nil
	}
	return st.number(keyCursor)
}

func (ix *Index) handle(ctx context.Context, events []event.Event) error {
	st := ix.acquire()
	if st == nil {
		return errors.New("the index went away")
	}
	defer st.users.Done()
	if !st.complete.Load() {
		return errors.New("the index is being built")
	}
	return ix.apply(ctx, st, events)
}

// follow works off all events that the index has not heard of.
func (ix *Index) follow(ctx context.Context, st *store) error {
	for {
		cursor, err := st.number(keyCursor)
		if err != nil {
			return err
		}
		var events []event.Event
		err = ix.db.Read(ctx, func(tx *db.Tx) error {
			events, err = event.AfterTx(tx, cursor, batchSize)
			return err
		})
		if err != nil || len(events) == 0 {
			return err
		}
		if err := ix.apply(ctx, st, events); err != nil {
			return err
		}
	}
}

// apply brings into the index what the events are about, as it stands in the
// database now, and advances the cursor.
func (ix *Index) apply(ctx context.Context, st *store, events []event.Event) error {
	w, err := newWriter(st)
	if err != nil {
		return err
	}
	type subject struct {
		kind event.Kind
		id   int64
	}
	done := map[subject]bool{}
	for _, e := range events {
		// The database is read after all of these events, so a second one on the
		// same subject has nothing new.
		if key := (subject{e.Kind, e.Subject}); !done[key] {
			if err := ix.refresh(ctx, w, e); err != nil {
				return err
			}
			done[key] = true
		}
		w.cursor, w.nonce = e.ID, e.Nonce
	}
	return w.flush()
}

func (ix *Index) refresh(ctx context.Context, w *writer, e event.Event) error {
	switch e.Kind {
	case event.ThreadOpened, event.ThreadChanged:
		return ix.refreshThread(ctx, w, e.Subject)
	case event.PostAdded, event.PostChanged:
		return ix.refreshPost(ctx, w, e.Subject)
	case event.ArticleSaved:
		return ix.refreshArticle(ctx, w, e.Subject)
	case event.AnswerSaved:
		return ix.refreshAnswer(ctx, w, e.Subject)
	case event.BoardChanged:
		return ix.refreshBoard(ctx, w, e.Subject)
	}
	return nil // the others change nothing that is searched
}

// threadChunk is how many posts of a thread are read at once.
const threadChunk = 200

// refreshThread takes in a thread with all its replies: its board, and with it
// who may read them, may have changed.
func (ix *Index) refreshThread(ctx context.Context, w *writer, id int64) error {
	for position := 1; ; position += threadChunk {
		docs, err := ix.posts(ctx, func(tx *db.Tx) ([]forum.Doc, error) {
			return forum.DocsOfThreadTx(tx, id, position, threadChunk)
		})
		if err != nil {
			return err
		}
		if position == 1 && len(docs) == 0 {
			return w.put(document.Document{Kind: document.Thread, ID: id, Gone: true})
		}
		if err := w.put(docs...); err != nil {
			return err
		}
		if len(docs) < threadChunk {
			return nil
		}
	}
}

func (ix *Index) refreshPost(ctx context.Context, w *writer, id int64) error {
	docs, err := ix.posts(ctx, func(tx *db.Tx) ([]forum.Doc, error) {
		d, found, err := db.Found(forum.DocOfPostTx(tx, id))
		if !found {
			d = forum.Doc{PostID: id, Gone: true}
		}
		return []forum.Doc{d}, err
	})
	if err != nil {
		return err
	}
	return w.put(docs...)
}

// posts reads documents of posts in one transaction and takes their Markdown
// apart after it.
func (ix *Index) posts(ctx context.Context, read func(*db.Tx) ([]forum.Doc, error)) ([]document.Document, error) {
	var docs []forum.Doc
	var services map[int64][]int64
	err := ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		if docs, err = read(tx); err != nil {
			return err
		}
		services, err = servicesOfThreads(tx, docs)
		return err
	})
	out := make([]document.Document, len(docs))
	for i, d := range docs {
		out[i] = ofPost(d, services)
	}
	return out, err
}

func (ix *Index) refreshArticle(ctx context.Context, w *writer, id int64) error {
	doc := document.Document{Kind: document.Article, ID: id, Gone: true}
	err := ix.db.Read(ctx, func(tx *db.Tx) error {
		d, found, err := db.Found(faq.FindDocTx(tx, id))
		if found {
			doc = ofArticle(d)
		}
		return err
	})
	if err != nil {
		return err
	}
	return w.put(doc)
}

func (ix *Index) refreshAnswer(ctx context.Context, w *writer, id int64) error {
	doc := document.Document{Kind: document.Answer, ID: id, Gone: true}
	err := ix.db.Read(ctx, func(tx *db.Tx) error {
		d, found, err := db.Found(inquiry.AnswerDocTx(tx, id))
		if found {
			doc = ofAnswer(d)
		}
		return err
	})
	if err != nil {
		return err
	}
	return w.put(doc)
}

// boardChunk is how many threads or answers of a board are listed at once.
const boardChunk = 500

// refreshBoard takes in all that stands on a board, in several batches. The
// cursor passes the event only with the last one; until then no query finds
// anything of a board that was narrowed (see view).
func (ix *Index) refreshBoard(ctx context.Context, w *writer, id int64) error {
	err := ix.forEachID(ctx, func(tx *db.Tx, after int64) ([]int64, error) {
		return forum.ThreadsOfBoardTx(tx, id, after, boardChunk)
	}, func(thread int64) error { return ix.refreshThread(ctx, w, thread) })
	if err != nil {
		return err
	}
	err = ix.forEachID(ctx, func(tx *db.Tx, after int64) ([]int64, error) {
		return inquiry.AnswersOfBoardAfterTx(tx, id, after, boardChunk)
	}, func(answer int64) error { return ix.refreshAnswer(ctx, w, answer) })
	if err != nil {
		return err
	}
	var articles []faq.Doc
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		articles, err = faq.DocsOfTx(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	for _, d := range articles {
		if err := w.put(ofArticle(d)); err != nil {
			return err
		}
	}
	return nil
}

// forEachID calls fn for all ids that list returns chunk by chunk.
func (ix *Index) forEachID(ctx context.Context, list func(tx *db.Tx, after int64) ([]int64, error), fn func(int64) error) error {
	for after := int64(0); ; {
		var ids []int64
		err := ix.db.Read(ctx, func(tx *db.Tx) (err error) {
			ids, err = list(tx, after)
			return err
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := fn(id); err != nil {
				return err
			}
			after = id
		}
	}
}
