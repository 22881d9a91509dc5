package forum

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/richtext"
)

// ActImport is recorded in the audit log for each batch of imported threads.
const ActImport = "thread.import"

// Imported is a complete thread from another system or from package loadgen.
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

// ReadyThread is a thread whose texts were rendered.
type ReadyThread struct {
	Imported
	texts []markdown.Text
}

// PrepareImport renders the texts of a thread, outside of a transaction.
func PrepareImport(ctx context.Context, t Imported) (ReadyThread, error) {
	out := ReadyThread{Imported: t, texts: make([]markdown.Text, len(t.Posts))}
	for i, p := range t.Posts {
		var err error
		if out.texts[i], err = markdown.Render(ctx, p.Text); err != nil {
			return out, fmt.Errorf("import %q: %w", t.Title, err)
		}
	}
	return out, nil
}

// Import writes a batch of threads in one transaction and returns their ids.
// It checks no rights and appends no events: the operator acts, and the search index is
// rebuilt afterwards. The batch is recorded in the audit log.
func (f *Forum) Import(ctx context.Context, b audit.Batch, threads []ReadyThread) ([]int64, error) {
	ids := make([]int64, len(threads))
	err := f.db.Write(ctx, func(tx *db.Tx) (err error) {
		for i, t := range threads {
			if ids[i], err = importThread(tx, t); err != nil {
				return fmt.Errorf("import %q: %w", t.Title, err)
			}
		}
		return audit.RecordBatchTx(tx, ActImport, b)
	})
	return ids, err
}

func importThread(tx *db.Tx, t ReadyThread) (int64, error) {
	now := tx.Now
	defer func() { tx.Now = now }()
	tx.Now = t.Posts[0].At
	id, err := insertThread(tx, openly(t.Posts[0].Author), t.Board, Question{Title: t.Title})
	if err != nil {
		return 0, err
	}
	if len(t.Services) > 0 {
		if err := tag(tx, id, t.Services); err != nil {
			return 0, err
		}
	}
	var last int64
	solved := false
	for i, p := range t.Posts {
		tx.Now = p.At
		if last, err = insertPost(tx, openly(p.Author), id, i+1, t.texts[i], richtext.Once("")); err != nil {
			return 0, err
		}
		if p.Solution {
			if err := setSolution(tx, last, true, Scope{}); err != nil {
				return 0, err
			}
			solved = true
		}
	}
	if replies := len(t.Posts) - 1; replies > 0 {
		if err := setReplies(tx, id, last, replies); err != nil {
			return 0, err
		}
	}
	if solved {
		if err := refreshState(tx, id); err != nil {
			return 0, err
		}
	}
	return id, count(tx, id)
}
