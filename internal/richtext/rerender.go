package richtext

import (
	"context"

	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// Column names where a table stores Markdown and its rendering. The table must have
// the columns id and pipeline.
type Column struct {
	Table, Source, HTML string
	// Shared is true for all but the last of several texts in a row that share one
	// pipeline version: the last one sets it.
	Shared bool
}

// chunk is how many texts are rendered between two transactions.
const chunk = 200

type old struct {
	id     int64
	source string
	html   markdown.HTML
	text   markdown.Text
}

// Rerender renders again the texts of a column that another version of the pipeline
// rendered, in short transactions, and returns how many. Mentions stay marked. Texts
// that the current pipeline refuses stay as they are.
func Rerender(ctx context.Context, d *db.DB, col Column) (done int, err error) {
	for after := int64(0); ; {
		var texts []old
		err := d.Read(ctx, func(tx *db.Tx) (err error) {
			texts, err = db.List(tx, func(r db.Row) (o old, err error) { return o, r.Scan(&o.id, &o.source, &o.html) }, `
				SELECT id, `+col.Source+`, `+col.HTML+`
				FROM `+col.Table+`
				WHERE pipeline <> $1 AND id > $2
				ORDER BY id
				LIMIT $3`, markdown.Version, after, chunk)
			return err
		})
		if err != nil || len(texts) == 0 {
			return done, err
		}
		after = texts[len(texts)-1].id
		ready := texts[:0]
		for _, o := range texts {
			if o.text, err = markdown.Render(ctx, o.source); err == nil {
				o.text.HTML = markdown.Mark(o.text.HTML, markdown.Mentions(o.html))
				ready = append(ready, o)
			}
		}
		if err := ctx.Err(); err != nil {
			return done, err
		}
		n, err := store(ctx, d, col, ready)
		done += n
		if err != nil {
			return done, err
		}
	}
}

// store writes the renderings of texts that nobody has edited in the meantime.
func store(ctx context.Context, d *db.DB, col Column, texts []old) (done int, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		done = 0
		for _, o := range texts {
			n, err := tx.Exec(`
				UPDATE `+col.Table+`
				SET `+col.HTML+` = $1, pipeline = CASE WHEN $2 THEN pipeline ELSE $3 END
				WHERE id = $4 AND `+col.Source+` = $5`, string(o.text.HTML), col.Shared, markdown.Version, o.id, o.source)
			if err != nil {
				return err
			}
			done += int(n)
		}
		return nil
	})
	return done, err
}
