package index

import (
	"context"
	"maps"
	"slices"
	"strings"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/search/document"
)

// textsAtOnce is how many files are read at once: each may have half a megabyte of text.
const textsAtOnce = 8

// files is the source of files.
func (ix *Index) files(ctx context.Context, after int64) (docs []document.Document, last int64, err error) {
	var ids []int64
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		ids, err = attachment.ReadAfterTx(tx, after, textsAtOnce)
		return err
	})
	if err != nil || len(ids) == 0 {
		return nil, after, err
	}
	docs, err = ix.filesOf(ctx, ids)
	return docs, ids[len(ids)-1], err
}

// refreshFilesOf indexes the files of subjects: who may read them changes with the subject.
func (ix *Index) refreshFilesOf(ctx context.Context, w *writer, kind attachment.Kind, subjects []int64) error {
	ids, err := db.View(ctx, ix.db, func(tx *db.Tx) ([]int64, error) { return kind.ReadTx(tx, subjects) })
	if err != nil {
		return err
	}
	return ix.refreshFiles(ctx, w, ids)
}

// refreshFiles indexes files, a few at a time.
func (ix *Index) refreshFiles(ctx context.Context, w *writer, ids []int64) error {
	for len(ids) > 0 {
		n := min(len(ids), textsAtOnce)
		docs, err := ix.filesOf(ctx, ids[:n])
		if err != nil {
			return err
		}
		if err := w.put(docs...); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// filesOf returns the documents of files. Of those that must not be found, and of those
// that are gone, they say so.
func (ix *Index) filesOf(ctx context.Context, ids []int64) (out []document.Document, err error) {
	var chunks []attachment.Chunk
	posts, papers := map[int64]forum.Doc{}, map[int64]library.Doc{}
	articles, answers := map[int64]faq.Doc{}, map[int64]inquiry.AnswerDocument{}
	var services map[int64][]int64
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		if chunks, err = attachment.ChunksTx(tx, ids); err != nil {
			return err
		}
		docs, err := forum.DocsOfPostsTx(tx, subjectsOf(chunks, attachment.Post))
		if err != nil {
			return err
		}
		for _, d := range docs {
			posts[d.Post] = d
		}
		if services, err = servicesOfThreads(tx, docs); err != nil {
			return err
		}
		if papers, err = papersOf(tx, subjectsOf(chunks, attachment.Document)); err != nil {
			return err
		}
		released, err := faq.DocsOfArticlesTx(tx, subjectsOf(chunks, attachment.Article))
		for _, d := range released {
			articles[d.ID] = d
		}
		if err != nil {
			return err
		}
		official, err := inquiry.AnswerDocsOfTx(tx, subjectsOf(chunks, attachment.Answer))
		for _, d := range official {
			answers[d.ID] = d
		}
		return err
	})
	found := map[int64]bool{}
	for _, c := range chunks {
		found[c.File.ID] = true
		switch id := c.File.Subject.ID; c.File.Subject.Kind {
		case attachment.Post:
			out = append(out, fileDocument(c, posts[id], services))
		case attachment.Document:
			d := papers[id]
			out = append(out, partDocument(c, document.Page, libraryDocument(d), d.ID != 0))
		case attachment.Article:
			d := articles[id]
			out = append(out, partDocument(c, document.ArticleFile, articleDocument(d), d.ID != 0 && c.File.In(d.Version)))
		case attachment.Answer:
			d := answers[id]
			out = append(out, partDocument(c, document.AnswerFile, answerDocument(d), d.ID != 0 && c.File.In(d.Version)))
		}
	}
	for _, id := range ids {
		if !found[id] {
			out = append(out, goneFile(id)...)
		}
	}
	return out, err
}

// subjectsOf returns the ids of the subjects of a kind that have the files.
func subjectsOf(chunks []attachment.Chunk, kind attachment.Kind) (ids []int64) {
	for _, c := range chunks {
		if c.File.Subject.Kind == kind {
			ids = append(ids, c.File.Subject.ID)
		}
	}
	return ids
}

// fileDocument returns the document of a chunk of a file, which is found by whoever may
// find its post. The first one is found by the name of the file, too, and by what a
// picture shows.
func fileDocument(c attachment.Chunk, post forum.Doc, services map[int64][]int64) document.Document {
	out := document.Document{Kind: document.File, ID: attachment.ChunkID(c.File.ID, c.N), Thread: post.ThreadID, Gone: !post.Shown}
	if out.Gone {
		return out
	}
	post.Source = ""
	id := out.ID
	out = postDocument(post, services)
	out.Kind, out.ID, out.Thread, out.Title, out.ThreadTitle, out.Body = document.File, id, post.ThreadID, "", post.Title, c.Text()
	if c.N == 0 {
		out.Title, out.Body = FileTitle(c.File.Name), c.File.Alt+"\n"+out.Body
	}
	return out
}

// papersOf returns the documents of the library that have the versions as their present
// ones, by version. Files of former versions are not found.
func papersOf(tx *db.Tx, versions []int64) (map[int64]library.Doc, error) {
	out := map[int64]library.Doc{}
	of, err := library.OfVersionsTx(tx, versions)
	if err != nil || len(of) == 0 {
		return out, err
	}
	docs, err := library.DocsTx(tx, slices.Sorted(maps.Values(of)))
	for _, d := range docs {
		out[d.VersionID] = d
	}
	return out, err
}

// partDocument returns the document of a chunk of a file, which is found by whoever may
// find the whole that has it. Where that is not to be found with this file, it says so.
func partDocument(c attachment.Chunk, kind document.Kind, whole document.Document, found bool) document.Document {
	id := attachment.ChunkID(c.File.ID, c.N)
	if !found {
		return document.Document{Kind: kind, ID: id, Gone: true}
	}
	out := whole
	out.Kind, out.ID, out.Whole, out.Title, out.ThreadTitle, out.Body = kind, id, whole.ID, "", whole.Title, c.Text()
	if c.N == 0 {
		out.Title, out.Body = FileTitle(c.File.Name), c.File.Alt+"\n"+out.Body
	}
	return out
}

// FileTitle returns the words of a file's name: „Gebuehrensatzung_2026-Entwurf.pdf“ is
// found by each of its words.
func FileTitle(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '.' || r == '-' }), " ")
}

// goneFile returns the documents of a file that must not be found any more. How many
// chunks it had is not known then.
func goneFile(id int64) (out []document.Document) {
	for n := range attachment.MaxChunks {
		for _, kind := range []document.Kind{document.File, document.Page, document.ArticleFile, document.AnswerFile} { // nor what had it
			out = append(out, document.Document{Kind: kind, ID: attachment.ChunkID(id, n), Gone: true})
		}
	}
	return out
}
