package thread

import (
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/view"
	answers "kommunalforum/templates/answer"
)

// linkReferences links what the posts and official answers of a page refer to, as far as
// the viewer may read it.
func linkReferences(c *page.Context, r *forum.Reading, official []answers.View) error {
	texts := append(view.BlockTexts(official), &r.Question.HTML)
	for _, list := range [][]forum.Post{r.Solutions, r.Posts} {
		for i := range list {
			texts = append(texts, &list[i].HTML)
		}
	}
	return c.LinkReferences(texts...)
}
