package thread

import (
	"strconv"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

const maxTargetQuery = 200

// newMerge finds the thread into which this one is to be merged, and says what will move.
func (s *server) newMerge(c *page.Context, id int64) error { return s.mergePage(c, id, nil) }

func (s *server) mergePage(c *page.Context, id int64, wrong templates.Problems) error {
	t, err := s.transferable(c, id)
	if err != nil {
		return err
	}
	show := pages.Merge{Base: s.transferBase(c, t, "Thema zusammenführen"), Thread: t.Title, Back: path.To(path.ModerateThread, id),
		Action: path.To(path.MergeThread, id), Query: markdown.Excerpt(c.Query("q"), maxTargetQuery), Once: once.NewKey(), Problems: wrong}
	target := c.FormNumber("ziel")
	if target == 0 {
		target, _ = strconv.ParseInt(c.Query("ziel"), 10, 64)
	}
	if target != 0 {
		plan, err := s.Forum.PlanMerge(c.Ctx(), c.Viewer(), id, target)
		if p, ok := page.Problems(err); ok {
			show.Problems = append(show.Problems, p...)
			return c.RenderForm(show.Problems, pages.MergePage(show))
		}
		if err != nil {
			return err
		}
		addPlan(&show, plan)
		return c.RenderForm(wrong, pages.MergePage(show))
	}
	if show.Query != "" {
		show.Searched = true
		if show.Found, err = s.targets(c, id, show.Query); err != nil {
			return err
		}
	}
	return c.RenderForm(wrong, pages.MergePage(show))
}

// addPlan says what a merge takes along.
func addPlan(show *pages.Merge, plan forum.TransferPlan) {
	show.Target, show.TargetID = templates.Link{Href: path.Thread(plan.To.ID, plan.To.Title), Text: plan.To.Title}, plan.To.ID
	show.Plan = []templates.Fact{
		{Term: "Bereich", Text: plan.To.Board.Name + " – " + plan.To.Board.Audience.German()},
		{Term: "Beiträge", Text: templates.Number(plan.Posts)},
		{Term: "Betrifft uns auch", Text: templates.Plural(plan.Supporters, "Stimme kommt mit", "Stimmen kommen mit")},
		{Term: "Folgen", Text: templates.Plural(plan.Followers, "Mitglied folgt dann dem anderen Thema", "Mitglieder folgen dann dem anderen Thema")},
	}
	show.Confirm = board.OtherReaders(plan.From.Board, plan.To.Board)
}

// targets are the threads that somebody may mean, by address, number or title.
func (s *server) targets(c *page.Context, from int64, query string) (out []templates.Note, err error) {
	by := c.Viewer()
	var ids []int64
	if n := numberOf(query); n != 0 {
		ids = append(ids, n)
	}
	if c.TypedTooFast() == 0 {
		found, err := s.Twins.Search.Similar(c.Ctx(), by, query, maxFoundTargets, document.Thread)
		if err != nil {
			return nil, err
		}
		for _, hit := range found {
			ids = append(ids, hit.ID)
		}
	}
	threads, err := s.Forum.Targets(c.Ctx(), by, from, ids)
	seen := map[int64]bool{}
	for _, t := range threads {
		if !seen[t.ID] {
			seen[t.ID] = true
			out = append(out, templates.Note{Title: t.Title,
				Href: path.WithQuery(path.To(path.MergeThread, from), "ziel", strconv.FormatInt(t.ID, 10)),
				Text: t.Board.Name + ", " + templates.Plural(t.Replies, "Antwort", "Antworten") + ", gefragt am " + templates.DayText(t.CreatedAt)})
		}
	}
	return out, err
}

const maxFoundTargets = 8

func (s *server) postMerge(c *page.Context, id int64) error {
	if err := s.Unread.Write(c.Ctx()); err != nil { // what was seen a moment ago counts where it stood
		return err
	}
	in := forum.Merge{Into: c.FormNumber("ziel"), Confirm: c.Ticked("bestaetigung"), Once: c.OnceKey()}
	x, err := s.Acts.MergeThreads(c.Ctx(), c.Viewer(), id, in)
	if p, ok := page.Problems(err); ok {
		return s.mergePage(c, id, p)
	}
	if fault.Is(err, fault.NotFound) {
		return s.merged(c, id, err) // somebody else did so meanwhile
	}
	if err != nil {
		return err
	}
	return s.toTransferred(c, x)
}
