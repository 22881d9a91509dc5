package forum

import (
	"context"

	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// Rerender renders every post anew that an older pipeline rendered, in chunks,
// and returns how many. Texts that the present pipeline refuses stay as they are.
func (f *Forum) Rerender(ctx context.Context) (done int, err error) {
	type old struct {
		id     int64
		source string
	}
	for after := int64(0); ; {
		var chunk []old
		err := f.db.Read(ctx, func(tx *db.Tx) (err error) {
			chunk, err = db.List(tx, func(r db.Row) (o old, err error) { return o, r.Scan(&o.id, &o.source) }, `
				SELECT id, source
				FROM post
				WHERE pipeline <> $1 AND id > $2
				ORDER BY id
				LIMIT 200`, markdown.Version, after)
			return err
		})
		if err != nil || len(chunk) == 0 {
			return done, err
		}
		texts := make([]markdown.Text, len(chunk))
		for i, o := range chunk {
			if texts[i], err = markdown.Render(ctx, o.source); err != nil {
				texts[i] = markdown.Text{}
			}
		}
		err = f.db.Write(ctx, func(tx *db.Tx) error {
			for i, o := range chunk {
				after = o.id
				if texts[i].Version == 0 && o.source != "" {
					continue
				}
				// Only if nobody edited it in the meantime.
				n, err := tx.Exec(`UPDATE post SET html = $1, pipeline = $2 WHERE id = $3 AND source = $4`,
					string(texts[i].HTML), markdown.Version, o.id, o.source)
				if err != nil {
					return err
				}
				done += int(n)
			}
			return nil
		})
		if err != nil {
			return done, err
		}
	}
}
