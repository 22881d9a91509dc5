package thread

import (
	"slices"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// readServices reads the ticked services and those that were typed.
func (s *server) readServices(c *page.Context, page *pages.Ask) ([]int64, error) {
	ids, wrong, err := s.Catalogue.TypedServices(c.Ctx(), page.Services, forum.MaxServices)
	if wrong != "" {
		page.Problems = append(page.Problems, templates.Problem{Field: "leistungen", Text: wrong})
	}
	for _, id := range formIDs(c, "leistung") {
		if !slices.Contains(ids, id) && len(ids) <= forum.MaxServices {
			ids = append(ids, id)
		}
	}
	return ids, err
}
