package forum

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/prose"
)

// Imported is a thread that is written as a whole: from another system, or by
// a generator of load.
type Imported struct {
	Board    int64
	Title    string
	Services []int64
	Posts    []ImportedPost // the question first, then the replies by time
}

// ImportedPost is one of its posts.
type ImportedPost struct {
	Author   account.Viewer // with id and organisation
	Text     string         // Markdown
	At       time.Time
	Solution bool
}

// Import writes threads in one transaction and returns their ids. It asks no
// rights and appends no events: the operator acts, and the search index is
// built anew afterwards. A text that is refused refuses all of them.
func (f *Forum) Import(ctx context.Context, threads []Imported) ([]int64, error) {
	texts := make([][]markdown.Text, len(threads))
	for i, t := range threads {
		for _, p := range t.Posts {
			text, err := markdown.Render(ctx, p.Text)
			if err != nil {
				return nil, fmt.Errorf("import %q: %w", t.Title, err)
			}
			texts[i] = append(texts[i], text)
		}
	}
	ids := make([]int64, len(threads))
	err := f.db.Write(ctx, func(tx *db.Tx) (err error) {
		for i, t := range threads {
			if ids[i], err = importThread(tx, t, texts[i]); err != nil {
				return fmt.Errorf("import %q: %w", t.Title, err)
			}
		}
		return nil
	})
	return ids, err
}

func importThread(tx *db.Tx, t Imported, texts []markdown.Text) (int64, error) {
	now := tx.Now
	defer func() { tx.Now = now }()
	tx.Now = t.Posts[0].At
	id, err := insertThread(tx, t.Posts[0].Author, t.Board, Question{Title: t.Title})
	if err != nil {
		return 0, err
	}
	if len(t.Services) > 0 {
		if err := tag(tx, id, t.Services); err != nil {
			return 0, err
		}
	}
	for i, p := range t.Posts {
		tx.Now = p.At
		post, err := insertPost(tx, p.Author, id, i+1, texts[i], prose.Once(""))
		if err != nil {
			return 0, err
		}
		if p.Solution {
			if err := setSolution(tx, post, true); err != nil {
				return 0, err
			}
		}
		if i > 0 {
			if err := bumpThread(tx, id, post); err != nil {
				return 0, err
			}
		}
	}
	if err := refreshState(tx, id); err != nil {
		return 0, err
	}
	return id, count(tx, id)
}
