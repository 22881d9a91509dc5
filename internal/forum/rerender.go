package forum

import (
	"context"

	"kommunalforum/internal/richtext"
)

// Rerender renders again every post that an older pipeline rendered, and returns
// how many. Texts that the present pipeline refuses stay as they are.
func (f *Forum) Rerender(ctx context.Context) (int, error) {
	return richtext.Rerender(ctx, f.db, richtext.Column{Table: "post", Source: "source", HTML: "html"})
}
