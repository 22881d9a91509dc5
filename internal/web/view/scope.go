package view

import (
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/scope"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
)

// ForUs says whether something holds for the viewer's organisation, and why; guests are
// told nothing.
func ForUs(c *page.Context, m scope.Matter) templates.Fact {
	by := c.Viewer()
	if !by.SignedIn() {
		return templates.Fact{}
	}
	return templates.Fact{Term: "Gilt das für uns?", Text: scope.Judge(m, by.Organisation, catalogue.DateOf(c.Now())).Text}
}

// AnswerForUs is ForUs for a version of an official answer.
func AnswerForUs(c *page.Context, v inquiry.AnswerVersion) templates.Fact {
	return ForUs(c, scope.Matter{Scope: v.Scope, From: v.ValidFrom, Until: v.ValidUntil, Outdated: v.Superseded || !v.WithdrawnAt.IsZero()})
}
