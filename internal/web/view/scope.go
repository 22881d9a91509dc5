package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/scope"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
)

// forUs is the term of all such facts.
const forUs = "Gilt das für uns?"

// ForUs says whether something holds for the viewer's organisation, and why; guests and people
// without one are told nothing, and read for whom it holds.
func ForUs(c *page.Context, m scope.Matter) templates.Fact {
	by := c.Viewer()
	if by.Organisation.ID == 0 {
		return templates.Fact{}
	}
	return templates.Fact{Term: forUs, Text: scope.Judge(m, by.Organisation, catalogue.DateOf(c.Now())).Text}
}

// AnswerForUs is ForUs for a version of an official answer.
func AnswerForUs(c *page.Context, v inquiry.AnswerVersion) templates.Fact {
	return ForUs(c, scope.Matter{Scope: v.Scope, From: v.ValidFrom, Until: v.ValidUntil, Outdated: v.Superseded || !v.WithdrawnAt.IsZero()})
}

// ServiceForUs says who carries out an OZG-Leistung, as far as the catalogue knows, and whether
// it is a task of the viewer's organisation.
func ServiceForUs(by account.Viewer, singles []catalogue.SingleService) []templates.Fact {
	types := make([]string, len(singles))
	for i, s := range singles {
		types[i] = s.Type
	}
	s := scope.ReadService(types)
	out := []templates.Fact{{Term: "Zuständigkeit nach LeiKa", Text: s.German()}}
	if by.Organisation.ID != 0 {
		out = append(out, templates.Fact{Term: forUs, Text: scope.JudgeService(s, by.Organisation).Text})
	}
	return out
}

// SolutionForUs says whether a solution that is limited holds for the viewer's organisation,
// and why; "" where it is not, and for guests.
func SolutionForUs(by account.Viewer, s forum.Scope) string {
	if s.All() || by.Organisation.ID == 0 {
		return ""
	}
	return scope.JudgeSolution(s.States, s.Sizes, by.Organisation).Text
}
