package page

import "kommunalforum/internal/markdown"

// LinkReferences links what texts refer to, as far as the viewer may read it. It looks up
// what all of them refer to at once, so a page calls it once with all its texts.
func (c *Context) LinkReferences(texts ...*markdown.HTML) error {
	plain := make([]markdown.HTML, len(texts))
	for i, t := range texts {
		plain[i] = *t
	}
	to, err := c.kit.Acts.References(c.Ctx(), c.Viewer(), c.kit.Config.BaseURL.String(), plain...)
	for _, t := range texts {
		*t = markdown.LinkReferences(*t, to)
	}
	return err
}
