package index

import (
	"context"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/search/document"
)

// refresh puts the current documents of an event's subject into the batch.
func (ix *Index) refresh(ctx context.Context, w *writer, e event.Event) error {
	switch e.Kind {
	case event.ThreadOpened, event.ThreadChanged:
		return ix.refreshThread(ctx, w, e.Subject)
	case event.PostAdded, event.PostChanged:
		return ix.refreshPost(ctx, w, e.Subject)
	case event.FileRead:
		return ix.refreshFiles(ctx, w, []int64{e.Subject})
	case event.FileRemoved:
		return w.put(goneFile(e.Subject)...)
	case event.ArticleSaved:
		return ix.refreshArticle(ctx, w, e.Subject)
	case event.AnswerSaved:
		return ix.refreshAnswer(ctx, w, e.Subject)
	case event.DocumentSaved:
		return ix.refreshDocument(ctx, w, e.Subject)
	case event.ConsultationSaved:
		return ix.refreshConsultation(ctx, w, e.Subject)
	case event.BoardChanged:
		return ix.refreshBoard(ctx, w, e.Subject)
	}
	return nil // the others change nothing that is searched
}

// threadChunk is how many posts of a thread are read at once.
const threadChunk = 200

// refreshThread indexes a thread with all its replies: its board, and with it who
// may read them, may have changed.
func (ix *Index) refreshThread(ctx context.Context, w *writer, id int64) error {
	for position := 1; ; position += threadChunk {
		var posts []int64
		docs, err := ix.posts(ctx, func(tx *db.Tx) ([]forum.Doc, error) {
			docs, err := forum.DocsOfThreadTx(tx, id, position, threadChunk)
			for _, d := range docs {
				posts = append(posts, d.Post)
			}
			return docs, err
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
		if err := ix.refreshFilesOf(ctx, w, attachment.Post, posts); err != nil {
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
		gone := forum.Doc{PostID: id, Gone: true}
		switch {
		case !found:
			return []forum.Doc{gone}, err
		case d.PostID == 0: // a reply that became the question of a thread
			return []forum.Doc{gone, d}, err
		}
		return []forum.Doc{d}, err
	})
	if err != nil {
		return err
	}
	if err := w.put(docs...); err != nil {
		return err
	}
	return ix.refreshFilesOf(ctx, w, attachment.Post, []int64{id})
}

func (ix *Index) refreshArticle(ctx context.Context, w *writer, id int64) error {
	doc := document.Document{Kind: document.Article, ID: id, Gone: true}
	err := ix.db.Read(ctx, func(tx *db.Tx) error {
		d, found, err := db.Found(faq.FindDocTx(tx, id))
		if found {
			doc = articleDocument(d)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := w.put(doc); err != nil {
		return err
	}
	return ix.refreshFilesOf(ctx, w, attachment.Article, []int64{id})
}

func (ix *Index) refreshAnswer(ctx context.Context, w *writer, id int64) error {
	doc := document.Document{Kind: document.Answer, ID: id, Gone: true}
	err := ix.db.Read(ctx, func(tx *db.Tx) error {
		d, found, err := db.Found(inquiry.AnswerDocTx(tx, id))
		if found {
			doc = answerDocument(d)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := w.put(doc); err != nil {
		return err
	}
	return ix.refreshFilesOf(ctx, w, attachment.Answer, []int64{id})
}

// refreshDocument indexes a document of the library with the files of all its versions:
// those of former ones are found no more.
func (ix *Index) refreshDocument(ctx context.Context, w *writer, id int64) error {
	doc := document.Document{Kind: document.Library, ID: id, Gone: true}
	var versions []int64
	err := ix.db.Read(ctx, func(tx *db.Tx) error {
		docs, err := library.DocsTx(tx, []int64{id})
		if err != nil {
			return err
		}
		for _, d := range docs {
			doc = libraryDocument(d)
		}
		versions, err = library.VersionsTx(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	if err := w.put(doc); err != nil {
		return err
	}
	return ix.refreshFilesOf(ctx, w, attachment.Document, versions)
}

// refreshConsultation indexes a consultation with its sections, and removes those that are
// no more.
func (ix *Index) refreshConsultation(ctx context.Context, w *writer, id int64) error {
	var found []consultation.Doc
	err := ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		found, err = consultation.DocsTx(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	there := map[int64]bool{}
	for _, d := range found {
		there[d.DocID()] = true
		if err := w.put(consultationDocument(d)); err != nil {
			return err
		}
	}
	for _, n := range consultation.DocIDs(id) {
		if !there[n] {
			if err := w.put(document.Document{Kind: document.Consultation, ID: n, Gone: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// boardChunk is how many threads or answers of a board are listed at once.
const boardChunk = 500

// refreshBoard indexes everything on a board, in several batches. The cursor passes
// the event only with the last one; until then no search finds anything of a board
// whose audience was narrowed.
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
	err = ix.forEachID(ctx, func(tx *db.Tx, after int64) ([]int64, error) {
		return library.OfBoardAfterTx(tx, id, after, boardChunk)
	}, func(document int64) error { return ix.refreshDocument(ctx, w, document) })
	if err != nil {
		return err
	}
	err = ix.forEachID(ctx, func(tx *db.Tx, after int64) ([]int64, error) {
		return consultation.OfBoardAfterTx(tx, id, after, boardChunk)
	}, func(consultation int64) error { return ix.refreshConsultation(ctx, w, consultation) })
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
	ids := make([]int64, len(articles))
	for i, d := range articles {
		ids[i] = d.ID
		if err := w.put(articleDocument(d)); err != nil {
			return err
		}
	}
	return ix.refreshFilesOf(ctx, w, attachment.Article, ids)
}

// forEachID calls fn for all ids, which list returns chunk by chunk.
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
