package thread

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/library"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/board"
)

// showBoards lists all boards.
func (s *server) showBoards(c *page.Context) error {
	page := pages.Index{Base: c.Base("Bereiche", templates.SectionBoards,
		templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Bereiche"})}
	boards, figures, err := s.boardsWithFigures(c)
	if err != nil {
		return err
	}
	news, err := s.Unread.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	head, err := s.Unread.Head(c.Ctx())
	if err != nil {
		return err
	}
	page.New = view.MarkAllRead(news, head)
	situations, err := s.Catalogue.Situations(c.Ctx())
	if err != nil {
		return err
	}
	names := map[int64][]string{}
	for _, l := range situations {
		names[l.AreaID] = append(names[l.AreaID], l.Name)
	}
	for _, b := range boards {
		card := boardCard(b, names[b.AreaID], figures[b.ID])
		card.New = view.NewThreads(news[b.ID])
		if b.Kind == board.Subject {
			page.Subjects = append(page.Subjects, card)
		} else {
			page.Beyond = append(page.Beyond, card)
		}
	}
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// boardCard shows a board in the list of all, with the names of its situations.
func boardCard(b board.Board, situations []string, f forum.Figures) templates.Card {
	card := templates.Card{Href: path.Board(b.Slug), Title: b.Name}
	if len(b.LeadStates) > 0 {
		card.Facts = append(card.Facts, "Federführung: "+strings.Join(b.LeadStates, ", "))
	}
	if len(situations) > 0 {
		card.Facts = append(card.Facts, "Lebens- und Unternehmenslagen: "+strings.Join(situations, ", "))
	}
	if b.Kind != board.Subject {
		card.Text = b.Description
	}
	if b.Archived {
		card.Facts = append(card.Facts, "Archiviert: zum Nachlesen, ohne neue Beiträge")
	}
	if f.Threads > 0 {
		card.Facts = append(card.Facts, templates.Plural(f.Threads, "Thema", "Themen"))
	}
	return card
}

// boardsWithFigures reads the boards that the viewer can see, and the figures of
// those that the viewer can read.
func (s *server) boardsWithFigures(c *page.Context) ([]board.Board, map[int64]forum.Figures, error) {
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	if err != nil {
		return nil, nil, err
	}
	figures, err := s.Forum.FiguresByBoard(c.Ctx(), c.Viewer())
	return boards, figures, err
}

// busiestCards makes short cards of the boards with the most threads that the
// viewer can see, limit at most, the busiest first. Archived boards and those
// without threads are left out.
func (s *server) busiestCards(c *page.Context, limit int) ([]templates.Card, error) {
	boards, figures, err := s.boardsWithFigures(c)
	if err != nil {
		return nil, err
	}
	news, err := s.Unread.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return nil, err
	}
	boards = slices.DeleteFunc(boards, func(b board.Board) bool { return b.Archived || figures[b.ID].Threads == 0 })
	slices.SortStableFunc(boards, func(a, b board.Board) int { return cmp.Compare(figures[b.ID].Threads, figures[a.ID].Threads) })
	cards := make([]templates.Card, 0, limit)
	for _, b := range boards[:min(limit, len(boards))] {
		cards = append(cards, templates.Card{Href: path.Board(b.Slug), Title: b.Name, New: view.NewThreads(news[b.ID]),
			Facts: []string{templates.Plural(figures[b.ID].Threads, "Thema", "Themen")}})
	}
	return cards, nil
}

// showBoard shows a board with a page of its threads; guests of a members'
// board get what is public of it.
func (s *server) showBoard(c *page.Context) error {
	filter := boardFilter(c)
	list, err := s.Forum.Board(c.Ctx(), c.Viewer(), c.Param("slug"), filter)
	if err != nil {
		return err
	}
	b, order := list.Board, ""
	if filter.Order != forum.ByActivity {
		order = c.Query("sortierung")
	}
	c.Settle(notify.Board, b.ID)
	page := pages.Show{
		Base:        c.Base(b.Name, templates.SectionBoards, view.BoardCrumbs(b)...),
		Description: b.Description,
		Audience:    b.Audience.German(),
		LeadStates:  strings.Join(b.LeadStates, ", "),
		Readable:    b.Readable(c.Viewer()),
		Archived:    b.Archived,
		AskHref:     path.WithQuery(path.Ask, "bereich", b.Slug),
		Total:       list.Total,
		Order:       order,
		Filtered:    filter.State != "" || filter.Situation != 0 || filter.Hidden,
		AllHref:     path.Board(b.Slug),
		Pages: templates.Pages{Current: list.Page, Last: list.Last, Href: func(n int) string {
			return listPath(b.Slug, c.Query("zustand"), order, filter.Situation, n)
		}},
	}
	page.Crumbs[len(page.Crumbs)-1].Href = ""
	page.NoIndex = !(b.Audience == board.Public && b.Indexable)
	if err := s.addThreads(c, list, &page); err != nil {
		return err
	}
	if page.Readable {
		page.Live = view.Live(c.Viewer(), path.LiveBoard, b.ID, c.Now().UnixMilli())
	}
	page.Feed = view.Feed(c.Viewer(), feedtoken.Subject{Kind: feedtoken.Board, ID: b.ID}, path.Board(b.Slug), b.Name, view.OpenBoard(b))
	if err := s.addBoardFilter(c, b, &page); err != nil {
		return err
	}
	if err := s.addBesideBoard(c, b, &page); err != nil {
		return err
	}
	place := follow.Subject{Kind: follow.Board, ID: b.ID}
	if page.Follow, err = view.FollowBlock(c.Ctx(), s.Follows, c.Viewer(), place); err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

// addThreads shows the threads of a page of the board, and what of the whole board
// the viewer has not read.
func (s *server) addThreads(c *page.Context, list forum.Listing, page *pages.Show) error {
	by, b := c.Viewer(), list.Board
	news, err := s.Unread.Threads(c.Ctx(), by, view.ThreadIDs(list.Pinned, list.Rows))
	if err != nil {
		return err
	}
	page.Pinned, page.Rows = view.ThreadRows(list.Pinned, false, news), view.ThreadRows(list.Rows, false, news)
	if !by.SignedIn() {
		return nil
	}
	count, err := s.Unread.Board(c.Ctx(), by, b.ID)
	if err != nil || count == 0 {
		return err
	}
	page.New = templates.ReadMark{Count: view.NewThreads(count), Action: path.To(path.MarkBoardRead, b.Slug), Button: "Bereich als gelesen markieren"}
	page.New.Head, err = s.Unread.Head(c.Ctx())
	return err
}

// stateHidden is the value of the filter for threads that are hidden.
const stateHidden = "ausgeblendet"

// boardOrders are the orders of a board's list by their words in addresses.
var boardOrders = map[string]forum.Order{"organisationen": forum.BySupporters, "einwohner": forum.ByInhabitants}

// boardFilter reads which threads of a board the address asks for.
func boardFilter(c *page.Context) forum.Filter {
	filter := forum.Filter{Page: c.PageNumber(), Situation: c.FormNumber("lage"), Order: boardOrders[c.Query("sortierung")]}
	switch state := c.Query("zustand"); {
	case state == stateHidden:
		filter.Hidden = true
	case forum.State(state).Valid():
		filter.State = forum.State(state)
	}
	return filter
}

// addBoardFilter offers the states and Lagen by which the list can be narrowed.
func (s *server) addBoardFilter(c *page.Context, b board.Board, page *pages.Show) error {
	page.State, page.Situation = c.Query("zustand"), strconv.FormatInt(c.FormNumber("lage"), 10)
	for _, state := range forum.States {
		page.States = append(page.States, templates.Option{Value: string(state), Text: state.German()})
	}
	if b.CanModerate(c.Viewer()) {
		page.States = append(page.States, templates.Option{Value: stateHidden, Text: "ausgeblendet"})
	}
	situations, err := s.Catalogue.SituationsOf(c.Ctx(), b.AreaID)
	for _, l := range situations {
		page.Situations = append(page.Situations, templates.Option{Value: strconv.FormatInt(l.ID, 10), Text: l.Name})
	}
	return err
}

// addBesideBoard shows beside the threads who keeps order and who can help, and
// the newest official answers and FAQ articles.
func (s *server) addBesideBoard(c *page.Context, b board.Board, page *pages.Show) error {
	by := c.Viewer()
	moderators, err := s.Boards.Moderators(c.Ctx(), by, b.ID)
	if err != nil {
		return err
	}
	page.Moderators = view.Moderators(moderators)
	if page.Readable && b.Kind != board.Unsorted {
		helpers, err := s.Profiles.OnBoard(c.Ctx(), by, b.ID, view.MaxHelpers)
		if err != nil {
			return err
		}
		page.Helpers = view.Helpers(by, helpers, path.WithQuery(path.Members, "bereich", b.Slug))
	}
	official, err := s.Inquiries.AnswersOfBoard(c.Ctx(), by, b.ID, view.MaxAnswers)
	if err != nil {
		return err
	}
	page.Answers = view.AnswerNotes(official)
	documents, err := s.Library.List(c.Ctx(), by, library.Filter{Board: b.ID, Limit: view.MaxDocuments})
	if err != nil {
		return err
	}
	page.Documents, page.LibraryHref = view.DocumentEntries(documents.Entries), path.WithQuery(path.Library, "bereich", b.Slug)
	consulted, err := s.Consulted.List(c.Ctx(), by, consultation.ListFilter{Board: b.ID, Limit: view.MaxConsultations})
	if err != nil {
		return err
	}
	page.Consultations, page.ConsultationsHref = view.ConsultationEntries(consulted.Entries), path.WithQuery(path.Consultations, "bereich", b.Slug)
	articles, err := s.FAQ.List(c.Ctx(), by, faq.Filter{Board: b.ID, Limit: view.MaxArticlesBeside})
	page.Articles, page.FAQHref = view.ArticleNotes(articles.Entries), path.FAQOfBoard(b.Slug)
	return err
}

func listPath(slug, state, order string, situation int64, page int) string {
	q := url.Values{}
	if order != "" {
		q.Set("sortierung", order)
	}
	if state != "" {
		q.Set("zustand", state)
	}
	if situation != 0 {
		q.Set("lage", strconv.FormatInt(situation, 10))
	}
	if page > 1 {
		q.Set("seite", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return path.Board(slug)
	}
	return path.Board(slug) + "?" + q.Encode()
}
