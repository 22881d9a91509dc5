package index

import (
	"context"
	"slices"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/search/document"
)

// source returns up to batchSize documents of rows beyond an id, and the id of the
// last row; no documents at its end.
type source func(ctx context.Context, after int64) (docs []document.Document, last int64, err error)

func (ix *Index) allPosts(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	docs, err = ix.posts(ctx, func(tx *db.Tx) (posts []forum.Doc, err error) {
		posts, last, err = forum.DocsAfterTx(tx, after, batchSize)
		return posts, err
	})
	return docs, last, err
}

// publicPosts is allPosts without those that not everybody may read, whose
// Markdown is not parsed.
func (ix *Index) publicPosts(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	docs, err = ix.posts(ctx, func(tx *db.Tx) (posts []forum.Doc, err error) {
		posts, last, err = forum.DocsAfterTx(tx, after, batchSize)
		return slices.DeleteFunc(posts, func(d forum.Doc) bool { return d.Gone || d.ACL != board.ACLPublic }), err
	})
	return docs, last, err
}

// posts reads posts in one transaction and parses their Markdown after it.
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
		out[i] = postDocument(d, services)
	}
	return out, err
}

func (ix *Index) articles(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		found, err := faq.DocsTx(tx, after, batchSize)
		for _, d := range found {
			docs, last = append(docs, articleDocument(d)), d.ID
		}
		return err
	})
	return docs, last, err
}

func (ix *Index) answers(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		found, err := inquiry.AnswerDocsTx(tx, after, batchSize)
		for _, d := range found {
			docs, last = append(docs, answerDocument(d)), d.ID
		}
		return err
	})
	return docs, last, err
}

// documents is the source of the documents of the library, without their files.
func (ix *Index) documents(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		found, err := library.DocsAfterTx(tx, after, batchSize)
		for _, d := range found {
			docs, last = append(docs, libraryDocument(d)), d.ID
		}
		return err
	})
	return docs, last, err
}

// consultations is the source of consultations with their sections.
func (ix *Index) consultations(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		found, err := consultation.DocsAfterTx(tx, after, consultationChunk)
		for _, d := range found {
			docs, last = append(docs, consultationDocument(d)), d.Entry.ID
		}
		return err
	})
	return docs, last, err
}

// consultationChunk is how many consultations are read at once.
const consultationChunk = 20

// services returns all services at once: there are some 600.
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
		single, err := SingleServicesTx(tx, ids)
		for _, s := range list {
			docs = append(docs, serviceDocument(s, single[s.ID]))
		}
		return err
	})
	return docs, last, err
}
