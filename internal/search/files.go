package search

import (
	"maps"
	"slices"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/filetype"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/search/document"
)

// place is where in the text of a chunk a page begins.
type place struct {
	from int // bytes
	name string
}

// files loads chunks of files, through the rule of visibility of their posts.
func files(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	chunks, err := attachment.ChunksOfTx(tx, ids)
	if err != nil || len(chunks) == 0 {
		return nil, err
	}
	found, err := forum.HitsTx(tx, by, nil, subjectsOf(chunks, attachment.Post))
	byPost := map[int64]forum.Hit{}
	for _, f := range found {
		byPost[f.Post] = f
	}
	for _, c := range chunks {
		f, ok := byPost[c.File.Subject.ID]
		if !ok || !f.Shown || c.File.Subject.Kind != attachment.Post {
			continue
		}
		h := Hit{Kind: document.File, ID: attachment.ChunkID(c.File.ID, c.N), Thread: f.ThreadID, Title: f.Title, Post: f.Post, File: c.File.Name,
			BoardName: f.BoardName, BoardSlug: f.BoardSlug, At: f.At, State: f.State, By: f.Author.WithoutPerson()}
		h.addPages(c)
		out = append(out, h)
	}
	return out, err
}

// pages loads chunks of files of the library, through the rule of visibility of their
// documents. Those of former versions are not found.
func pages(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	chunks, err := attachment.ChunksOfTx(tx, ids)
	if err != nil || len(chunks) == 0 {
		return nil, err
	}
	of, err := library.OfVersionsTx(tx, subjectsOf(chunks, attachment.Document))
	if err != nil || len(of) == 0 {
		return nil, err
	}
	found, err := library.HitsTx(tx, by, slices.Sorted(maps.Values(of)))
	byVersion := map[int64]library.Doc{}
	for _, d := range found {
		byVersion[d.VersionID] = d
	}
	for _, c := range chunks {
		d, ok := byVersion[c.File.Subject.ID]
		if !ok || c.File.Subject.Kind != attachment.Document {
			continue
		}
		out = append(out, paperHit(d).inFile(document.Page, c))
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

// articleFiles loads chunks of files of articles, through the rule of visibility of their
// articles. Those of former versions are not found.
func articleFiles(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	chunks, err := attachment.ChunksOfTx(tx, ids)
	of := subjectsOf(chunks, attachment.Article)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	found, err := faq.HitsTx(tx, by, of)
	for _, c := range chunks {
		for _, a := range found {
			if c.File.Subject.Kind == attachment.Article && c.File.Subject.ID == a.ID && c.File.In(a.Version) {
				out = append(out, articleHit(a).inFile(document.ArticleFile, c))
			}
		}
	}
	return out, err
}

// answerFiles does the same for official answers.
func answerFiles(tx *db.Tx, by account.Viewer, ids []int64) (out []Hit, err error) {
	chunks, err := attachment.ChunksOfTx(tx, ids)
	of := subjectsOf(chunks, attachment.Answer)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	found, err := inquiry.AnswerHitsTx(tx, by, of)
	for _, c := range chunks {
		for _, a := range found {
			if c.File.Subject.Kind == attachment.Answer && c.File.Subject.ID == a.ID && c.File.In(a.Version) {
				out = append(out, answerHit(a).inFile(document.AnswerFile, c))
			}
		}
	}
	return out, err
}

// inFile makes the hit of what has a file that of a chunk of it.
func (h Hit) inFile(kind document.Kind, c attachment.Chunk) Hit {
	h.Kind, h.ID, h.File, h.Short = kind, attachment.ChunkID(c.File.ID, c.N), c.File.Name, ""
	h.addPages(c)
	return h
}

// addPages adds the text of a chunk, and where its pages begin.
func (h *Hit) addPages(c attachment.Chunk) {
	kind, _ := filetype.ByName(c.File.Name)
	h.places = []place{{}}
	if c.N == 0 && c.File.Alt != "" {
		h.text = oneLine(c.File.Alt) + " "
	}
	for _, p := range c.Pages {
		name := p.Name
		switch {
		case p.Name != "":
			name = "Tabelle „" + p.Name + "“"
		case p.Number > 0 && kind.Format == filetype.PDF:
			name = "Seite\u00a0" + strconv.Itoa(p.Number)
		case p.Number > 0:
			name = "Folie\u00a0" + strconv.Itoa(p.Number)
		}
		h.places = append(h.places, place{len(h.text), name})
		h.text += oneLine(p.Text) + " "
	}
}
