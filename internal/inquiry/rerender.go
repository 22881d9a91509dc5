package inquiry

import (
	"context"

	"kommunalforum/internal/richtext"
)

// rendered are the columns that hold Markdown with its rendering.
var rendered = []richtext.Column{
	{Table: "inquiry_message", Source: "source", HTML: "html"},
	{Table: "inquiry_note", Source: "source", HTML: "html"},
	{Table: "answer_version", Source: "source", HTML: "html"},
	{Table: "inquiry", Source: "source", HTML: "html", Shared: true},
	{Table: "inquiry", Source: "background", HTML: "background_html"},
}

// Rerender renders again every text that an older pipeline rendered, and returns
// how many. Texts that the present pipeline refuses stay as they are.
func (s *Inquiries) Rerender(ctx context.Context) (done int, err error) {
	for _, column := range rendered {
		n, err := richtext.Rerender(ctx, s.db, column)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}
