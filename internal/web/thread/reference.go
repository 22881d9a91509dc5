package thread

import (
	"kommunalforum/internal/forum"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/page"
)

// linkReferences links what the posts of a page refer to, as far as the viewer may read it.
func (s *server) linkReferences(c *page.Context, r *forum.Reading) error {
	texts := []*markdown.HTML{&r.Question.HTML}
	for _, list := range [][]forum.Post{r.Solutions, r.Posts} {
		for i := range list {
			texts = append(texts, &list[i].HTML)
		}
	}
	plain := make([]markdown.HTML, len(texts))
	for i, t := range texts {
		plain[i] = *t
	}
	to, err := s.Acts.References(c.Ctx(), c.Viewer(), plain...)
	for _, t := range texts {
		*t = markdown.LinkReferences(*t, to)
	}
	return err
}
