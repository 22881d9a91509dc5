package view

import (
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
)

// Preview renders a text as it will appear, or says what is wrong with it.
func Preview(c *page.Context, text string) (markdown.HTML, templates.Problems) {
	var check fault.Check
	rendered := richtext.Render(c.Ctx(), &check, "text", "Text", text, false)
	if problems, wrong := page.Problems(check.Err()); wrong {
		return "", problems
	}
	shown := rendered.HTML
	if err := c.LinkReferences(&shown); err != nil {
		return rendered.HTML, nil // the text is still shown
	}
	return shown, nil
}
