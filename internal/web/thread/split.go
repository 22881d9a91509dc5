package thread

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// threadNumber finds the number of a thread in an address or in a number alone.
var threadNumber = regexp.MustCompile(`^\s*(?:\S*/thema/)?(\d{1,18})(?:[-?#/]\S*)?\s*$`)

// numberOf returns the number of the thread that somebody typed, 0 for none.
func numberOf(typed string) int64 {
	m := threadNumber.FindStringSubmatch(typed)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseInt(m[1], 10, 64) // no more than 18 digits
	return n
}

// newSplit offers the replies of a thread to choose from.
func (s *server) newSplit(c *page.Context, id int64) error {
	return s.splitPage(c, id, pages.Split{}, nil)
}

// splitPage shows the form with what was chosen so far, and what would move.
func (s *server) splitPage(c *page.Context, id int64, show pages.Split, chosen []int64) error {
	after, _ := strconv.Atoi(c.Query("nach"))
	offered, err := s.Forum.Choosable(c.Ctx(), c.Viewer(), id, after, forum.MaxChoices)
	if err != nil {
		return err
	}
	t := offered.Thread
	show.Base, show.Thread, show.Back = s.transferBase(c, t, "Beiträge verschieben"), t.Title, path.To(path.ModerateThread, id)
	show.Action = path.To(path.SplitThread, id)
	if show.Once == "" {
		show.Once = once.NewKey()
	}
	if show.Board == "" {
		show.Board = strconv.FormatInt(t.Board.ID, 10)
		for _, x := range t.Services {
			show.Services = strings.TrimPrefix(show.Services+"; "+strconv.FormatInt(x.ID, 10), "; ")
		}
	}
	for i, p := range offered.Posts {
		show.Choices = append(show.Choices, choiceOf(c.Viewer(), p, i, slices.Contains(chosen, p.ID), show.Problems))
		if i == forum.MaxChoices-1 {
			show.More = path.WithQuery(show.Action, "nach", strconv.Itoa(p.Position))
		}
	}
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	for _, b := range boards {
		if b.CanModerate(c.Viewer()) && b.Kind != board.Unsorted && !b.Archived {
			show.Boards = append(show.Boards, templates.Option{Value: strconv.FormatInt(b.ID, 10), Text: b.Name + " – " + b.Audience.German(),
				Group: view.BoardGroup(b)})
			if show.Board == strconv.FormatInt(b.ID, 10) && show.Target == "" {
				show.Confirm = board.OtherReaders(t.Board, b)
			}
		}
	}
	show.Asks = show.Confirm != "" || show.Problems.For("bestaetigung") != ""
	return c.RenderForm(show.Problems, pages.SplitPage(show))
}

// choiceOf is the box of a reply. The first one has the problem of all.
func choiceOf(by account.Viewer, p forum.Post, i int, chosen bool, wrong templates.Problems) templates.Check {
	check := templates.Check{Name: "beitrag", Value: strconv.FormatInt(p.ID, 10), Checked: chosen,
		Label: "Beitrag " + strconv.Itoa(p.Position) + ", " + p.Author.OrganisationName() + ", " + templates.MomentText(p.CreatedAt),
		Hint:  markdown.Excerpt(markdown.PlainText(p.Source), excerptOfChoice)}
	if p.HTML == "" {
		check.Hint = view.Gone(p)
	}
	if i == 0 {
		check.Error = wrong.For("beitrag")
	} else {
		check.ID = "beitrag-" + check.Value
	}
	return check
}

const excerptOfChoice = 160

// postSplit says what would move, or moves it.
func (s *server) postSplit(c *page.Context, id int64) error {
	chosen := chosenIDs(c)
	show := pages.Split{Once: c.OnceKey(), Title: c.FormText("titel"), Board: c.FormText("bereich"), Services: c.FormText("leistungen"),
		Target: c.FormText("ziel")}
	services, wrong, err := s.Catalogue.TypedServices(c.Ctx(), show.Services, forum.MaxServices)
	if err != nil {
		return err
	}
	if wrong != "" {
		show.Problems = append(show.Problems, templates.Problem{Field: "leistungen", Text: wrong})
	}
	in := forum.Split{Posts: chosen, Into: numberOf(show.Target), Title: show.Title, Board: c.FormNumber("bereich"), Services: services,
		Confirm: c.Ticked("bestaetigung"), Once: show.Once}
	if show.Target != "" && in.Into == 0 {
		show.Problems = append(show.Problems, templates.Problem{Field: "ziel", Text: "Bitte geben Sie die Adresse oder die Nummer eines Themas ein."})
	}
	if show.Problems != nil {
		return s.splitPage(c, id, show, chosen)
	}
	plan, err := s.Forum.PlanSplit(c.Ctx(), c.Viewer(), id, in)
	sent := c.FormText("aktion") == "verschieben" // if it was sent before, the posts are gone and SplitThread knows of it
	p, known := page.Problems(err)
	if err != nil && !known && !sent {
		return err
	}
	show.Problems = p
	if err == nil {
		show.Plan = splitFacts(plan)
		show.Confirm = board.OtherReaders(plan.From.Board, plan.To.Board)
	}
	if !sent {
		return s.splitPage(c, id, show, chosen)
	}
	if err := s.Unread.Write(c.Ctx()); err != nil {
		return err
	}
	x, err := s.Acts.SplitThread(c.Ctx(), c.Viewer(), id, in)
	if p, ok := page.Problems(err); ok {
		show.Problems, show.Once = p, once.KeyAfter(err, show.Once)
		return s.splitPage(c, id, show, chosen)
	}
	if err != nil {
		return err
	}
	return s.toTransferred(c, x)
}

// chosenIDs are the posts whose boxes were ticked.
func chosenIDs(c *page.Context) (ids []int64) {
	values := c.Request.PostForm["beitrag"]
	for _, v := range values[:min(len(values), forum.MaxChosen+1)] {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func splitFacts(plan forum.TransferPlan) []templates.Fact {
	where := "In ein eigenes Thema in „" + plan.To.Board.Name + "“"
	if plan.To.ID != 0 {
		where = "In das Thema „" + plan.To.Title + "“"
	}
	return []templates.Fact{
		{Term: "Beiträge", Text: templates.Number(plan.Posts)},
		{Term: "Von", Text: templates.Plural(plan.Authors, "Mitglied", "Mitgliedern")},
		{Term: "Wohin", Text: where + " – " + plan.To.Board.Audience.German()},
	}
}
