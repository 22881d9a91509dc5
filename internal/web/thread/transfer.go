package thread

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// merged leads from the address of a thread that was merged to where its question stands;
// for all others, and for who may not read that, it returns err.
func (s *server) merged(c *page.Context, id int64, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	post, missing := s.Forum.MergedInto(c.Ctx(), c.Viewer(), id)
	if missing != nil {
		return err
	}
	return s.toPost(c, post, "")
}

// addMoved puts lines about posts that came or went to their places on the page.
func addMoved(show *pages.Show, r forum.Reading, lines []forum.TransferLine) {
	first, last := (r.Page-1)*forum.PostsPerPage+1, r.Page*forum.PostsPerPage
	for _, l := range lines {
		if l.Position < first || l.Position > last && r.Page < r.Last {
			continue
		}
		at := slices.IndexFunc(r.Posts, func(p forum.Post) bool { return p.Position >= l.Position })
		if at < 0 {
			show.MovedEnd = append(show.MovedEnd, movedLine(l))
		} else {
			show.Entries[at].Moved = append(show.Entries[at].Moved, movedLine(l))
		}
	}
}

func movedLine(l forum.TransferLine) (m pages.Moved) {
	if l.Title != "" {
		m.Other.Text = l.Title
	}
	if l.Thread != 0 {
		m.Other.Href = path.Thread(l.Thread, l.Title)
	}
	if l.CanUndo {
		m.Undo = path.To(path.UndoTransfer, l.ID)
	}
	when, posts := templates.MomentText(l.At), templates.Plural(l.Posts, "Beitrag", "Beiträge")
	were := posts + " wurden"
	if l.Posts == 1 {
		were = posts + " wurde"
	}
	switch {
	case l.Came && l.Kind == forum.Merged && l.Title != "":
		m.Before, m.After = "Mit", "zusammengeführt am "+when+" von der Moderation."
	case l.Came && l.Kind == forum.Merged:
		m.Before = "Mit einem anderen Thema zusammengeführt am " + when + " von der Moderation."
	case l.Came && l.Title != "":
		m.Before, m.After = were+" am "+when+" von der Moderation aus", "hierher verschoben."
	case l.Came:
		m.Before = were + " am " + when + " von der Moderation aus einem anderen Thema hierher verschoben."
	default:
		m.Before = were + " am " + when + " von der Moderation in ein anderes Thema verschoben"
		if l.Kind == forum.SplitOff {
			m.Before = were + " am " + when + " von der Moderation in ein eigenes Thema verschoben"
		}
		if m.Before += ":"; l.Title == "" {
			m.Before = strings.TrimSuffix(m.Before, ":") + "."
		}
	}
	return m
}

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
	show.Confirm = forum.OtherReaders(plan.From.Board, plan.To.Board)
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

// transferable returns the thread, if by may take posts out of it.
func (s *server) transferable(c *page.Context, id int64) (forum.Thread, error) {
	p, err := s.Forum.Choosable(c.Ctx(), c.Viewer(), id, 0, 0)
	return p.Thread, err
}

func (s *server) transferBase(c *page.Context, t forum.Thread, title string) templates.Base {
	base := c.Base(title, templates.SectionBoards, view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title},
		templates.Crumb{Href: path.To(path.ModerateThread, t.ID), Text: "Moderieren"}, templates.Crumb{Text: title})...)
	base.NoIndex = true
	return base
}

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

// toTransferred leads to the first of the posts.
func (s *server) toTransferred(c *page.Context, x forum.Transfer) error {
	thread := x.To
	if x.Back {
		thread = x.From
	}
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), thread)
	if fault.Is(err, fault.NotFound) {
		return s.merged(c, thread, err)
	}
	if err != nil {
		return err
	}
	address := path.Thread(t.ID, t.Title)
	if n := forum.Page(x.First); !x.Back && n > 1 {
		address += "?seite=" + strconv.Itoa(n)
	}
	return c.Announce(address, "moderiert")
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
			show.Services = strings.TrimPrefix(show.Services+", "+strconv.FormatInt(x.ID, 10), ", ")
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
				show.Confirm = forum.OtherReaders(t.Board, b)
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
		show.Confirm = forum.OtherReaders(plan.From.Board, plan.To.Board)
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

// askUndoTransfer asks once more before posts go back.
func (s *server) askUndoTransfer(c *page.Context, id int64) error { return s.undoPage(c, id, nil) }

func (s *server) undoPage(c *page.Context, id int64, wrong templates.Problems) error {
	x, from, to, err := s.Forum.Transfer(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if x.Back {
		return s.toTransferred(c, x)
	}
	show := pages.UndoMove{Base: s.transferBase(c, to, "Verschieben rückgängig machen"), Action: path.To(path.UndoTransfer, id),
		Back: path.Thread(to.ID, to.Title), Confirm: forum.OtherReaders(to.Board, from.Board), Problems: wrong}
	posts := templates.Plural(x.Posts, "Beitrag steht", "Beiträge stehen")
	switch x.Kind {
	case forum.Merged:
		show.Base = s.transferBase(c, to, "Zusammenführen rückgängig machen")
		show.Text = posts + " dann wieder im Thema „" + from.Title + "“. Was seither in „" + to.Title + "“ geschrieben wurde, bleibt dort."
	case forum.SplitOff:
		show.Text = posts + " dann wieder im Thema „" + from.Title + "“, an der alten Stelle. Was seither in „" + to.Title +
			"“ geschrieben wurde, kommt an dessen Ende mit."
	default:
		show.Text = posts + " dann wieder im Thema „" + from.Title + "“, an der alten Stelle."
	}
	return c.RenderForm(wrong, pages.UndoMovePage(show))
}

func (s *server) undoTransfer(c *page.Context, id int64) error {
	if err := s.Unread.Write(c.Ctx()); err != nil {
		return err
	}
	x, err := s.Acts.UndoTransfer(c.Ctx(), c.Viewer(), id, forum.Undo{Confirm: c.Ticked("bestaetigung")})
	if p, ok := page.Problems(err); ok {
		return s.undoPage(c, id, p)
	}
	if err != nil {
		return err
	}
	return s.toTransferred(c, x)
}
