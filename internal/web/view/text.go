package view

import (
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
)

// Preview renders a text as it will appear, or says what is wrong with it.
func Preview(c *page.Context, text string) (markdown.HTML, templates.Problems) {
	rendered, err := markdown.Render(c.Ctx(), text)
	if err != nil {
		return "", templates.Problems{{Field: "text", Text: fault.SentenceOf(err)}}
	}
	return rendered.HTML, nil
}
