package inquiry

import (
	"context"

	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// rendered are the columns that hold Markdown with its rendering.
var rendered = []struct{ table, source, html string }{
	{"inquiry_message", "source", "html"},
	{"inquiry_note", "source", "html"},
	{"answer_version", "source", "html"},
	{"inquiry", "source", "html"},
	{"inquiry", "background", "background_html"},
}

const rerenderChunk = 200

// Rerender renders every text anew that an older pipeline rendered, in chunks,
// and returns how many. Texts that the present pipeline refuses stay as they are.
func (s *Inquiries) Rerender(ctx context.Context) (done int, err error) {
	for i, place := range rendered {
		// The two texts of an inquiry share the version: the last one sets it.
		last := i == len(rendered)-1 || rendered[i+1].table != place.table
		n, err := s.rerender(ctx, place.table, place.source, place.html, last)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func (s *Inquiries) rerender(ctx context.Context, table, source, html string, last bool) (done int, err error) {
	type old struct {
		id     int64
		source string
	}
	for after := int64(0); ; {
		var chunk []old
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			chunk, err = db.List(tx, func(r db.Row) (o old, err error) { return o, r.Scan(&o.id, &o.source) }, `
				SELECT id, `+source+`
				FROM `+table+`
				WHERE pipeline <> $1 AND id > $2
				ORDER BY id
				LIMIT $3`, markdown.Version, after, rerenderChunk)
			return err
		})
		if err != nil || len(chunk) == 0 {
			return done, err
		}
		texts := make([]markdown.Text, len(chunk))
		refused := make([]bool, len(chunk))
		for i, o := range chunk {
			texts[i], err = markdown.Render(ctx, o.source)
			refused[i] = err != nil
		}
		if err := ctx.Err(); err != nil {
			return done, err
		}
		err = s.db.Write(ctx, func(tx *db.Tx) error {
			for i, o := range chunk {
				if after = o.id; refused[i] {
					continue
				}
				// Only if nobody edited it in the meantime.
				n, err := tx.Exec(`
					UPDATE `+table+`
					SET `+html+` = $1, pipeline = CASE WHEN $2 THEN $3 ELSE pipeline END
					WHERE id = $4 AND `+source+` = $5`, string(texts[i].HTML), last, markdown.Version, o.id, o.source)
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
