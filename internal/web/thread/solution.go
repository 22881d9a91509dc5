package thread

import (
	"slices"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// askSolution asks for whom a solution holds.
func (s *server) askSolution(c *page.Context, id int64) error {
	p, t, err := s.Forum.Post(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !p.CanBeSolution(c.Viewer(), t) {
		return p.SolutionRefusal(c.Viewer(), t)
	}
	return s.solutionPage(c, p, t, p.Scope, nil)
}

func (s *server) solutionPage(c *page.Context, p forum.Post, t forum.Thread, chosen forum.Scope, wrong templates.Problems) error {
	page := pages.Solution{
		Base: c.Base("Für wen gilt die Lösung?", templates.SectionBoards,
			view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Lösung"})...),
		Thread: t.Title, By: view.Byline(p.Author), Action: path.To(path.MarkSolution, p.ID), Back: path.Post(p.ID), Problems: wrong,
	}
	page.NoIndex = true
	for _, land := range catalogue.States() {
		page.States = append(page.States, templates.Check{Name: "land", Value: land, Label: land, Checked: slices.Contains(chosen.States, land)})
	}
	for _, size := range catalogue.SizeClasses {
		page.Sizes = append(page.Sizes,
			templates.Check{Name: "groesse", Value: size.Key, Label: size.Name, Checked: slices.Contains(chosen.Sizes, size.Key)})
	}
	return c.RenderForm(wrong, pages.SolutionPage(page))
}

// markSolution marks a reply as a solution, takes the mark away, or says for whom it holds.
func (s *server) markSolution(c *page.Context, id int64) error {
	by := c.Viewer()
	if c.FormText("aktion") != "geltung" {
		if err := s.Forum.MarkSolution(c.Ctx(), by, id, c.Ticked("ja")); err != nil {
			return err
		}
		return s.toPost(c, id, "geaendert")
	}
	chosen := forum.Scope{States: c.Request.PostForm["land"], Sizes: c.Request.PostForm["groesse"]}
	err := s.Forum.LimitSolution(c.Ctx(), by, id, chosen)
	if wrong, ok := page.Problems(err); ok {
		p, t, err := s.Forum.Post(c.Ctx(), by, id)
		if err != nil {
			return err
		}
		return s.solutionPage(c, p, t, chosen, wrong)
	}
	if err != nil {
		return err
	}
	return s.toPost(c, id, "geaendert")
}
