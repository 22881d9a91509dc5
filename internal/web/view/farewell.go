package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// Farewell says what of a person goes and what stays.
func Farewell(f usecase.Farewell, o organisation.Organisation) pages.Farewell {
	return pages.Farewell{Posts: f.Posts, Asked: f.Asked, Assigned: f.Assigned, LastAdmin: f.LastAdmin,
		Organisation: o.Name, Former: account.FormerMember, Unnamed: organisation.UnnamedName}
}

// KeepsOrganisation reads the choice that nobody makes for those who leave.
func KeepsOrganisation(c *page.Context) (keep bool, wrong templates.Problems) {
	switch c.FormText("organisation") {
	case "ja":
		return true, nil
	case "nein":
		return false, nil
	}
	return false, templates.Problems{{Field: "organisation", Text: "Bitte wählen Sie, ob die Organisation stehen bleibt."}}
}
