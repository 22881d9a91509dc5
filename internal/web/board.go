package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/board"
)

// showBoards lists all boards.
func (s *server) showBoards(c *page.Context) error {
	page := pages.Index{Base: c.Base("Themenfelder und weitere Bereiche", templates.SectionBoards,
		templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Themenfelder"})}
	err := s.DB.Read(c.Ctx(), func(tx *db.Tx) (err error) {
		page.Subjects, page.Beyond, err = boardCards(tx, c.Viewer())
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// boardCards makes the cards of all boards that by can see: the Themenfelder,
// and those beyond the OZG.
func boardCards(tx *db.Tx, by account.Viewer) (subjects, beyond []templates.Card, err error) {
	boards, figures, err := boardsWithFigures(tx, by)
	if err != nil {
		return nil, nil, err
	}
	situations, err := catalogue.AllSituationsTx(tx)
	if err != nil {
		return nil, nil, err
	}
	names := map[int64][]string{}
	for _, l := range situations {
		names[l.AreaID] = append(names[l.AreaID], l.Name)
	}
	for _, b := range boards {
		card := templates.Card{Href: path.Board(b.Slug), Title: b.Name}
		if len(b.LeadStates) > 0 {
			card.Facts = append(card.Facts, "Federführung: "+strings.Join(b.LeadStates, ", "))
		}
		if l := names[b.AreaID]; len(l) > 0 {
			card.Facts = append(card.Facts, "Lagen: "+strings.Join(l, ", "))
		}
		if b.Kind != board.Subject {
			card.Text = b.Description
		}
		if b.Archived {
			card.Facts = append(card.Facts, "Archiviert: zum Nachlesen, ohne neue Beiträge")
		}
		if f, ok := figures[b.ID]; ok && f.Threads > 0 {
			card.Facts = append(card.Facts, templates.Plural(f.Threads, "Thema", "Themen"))
		}
		if b.Kind == board.Subject {
			subjects = append(subjects, card)
		} else {
			beyond = append(beyond, card)
		}
	}
	return subjects, beyond, nil
}

func boardsWithFigures(tx *db.Tx, by account.Viewer) ([]board.Board, map[int64]forum.Figures, error) {
	boards, err := board.ListedTx(tx, by)
	if err != nil {
		return nil, nil, err
	}
	figures, err := forum.FiguresByBoardTx(tx, by)
	return boards, figures, err
}

// busiestCards makes short cards of the boards with the most threads that by can
// see, limit at most, the busiest first. Archived boards and those without
// threads are left out.
func busiestCards(tx *db.Tx, by account.Viewer, limit int) ([]templates.Card, error) {
	boards, figures, err := boardsWithFigures(tx, by)
	if err != nil {
		return nil, err
	}
	boards = slices.DeleteFunc(boards, func(b board.Board) bool { return b.Archived || figures[b.ID].Threads == 0 })
	slices.SortStableFunc(boards, func(a, b board.Board) int { return cmp.Compare(figures[b.ID].Threads, figures[a.ID].Threads) })
	cards := make([]templates.Card, 0, limit)
	for _, b := range boards[:min(limit, len(boards))] {
		cards = append(cards, templates.Card{Href: path.Board(b.Slug), Title: b.Name, Facts: []string{templates.Plural(figures[b.ID].Threads, "Thema", "Themen")}})
	}
	return cards, nil
}

// showBoard shows a board with a page of its threads; guests of a members'
// board get what is public of it.
func (s *server) showBoard(c *page.Context) error {
	by := c.Viewer()
	filter := forum.Filter{Page: c.PageNumber(), Situation: c.FormNumber("lage")}
	switch state := c.Query("zustand"); {
	case state == "ausgeblendet":
		filter.Hidden = true
	case forum.State(state).Valid():
		filter.State = forum.State(state)
	}
	list, err := s.Forum.Board(c.Ctx(), by, c.Param("slug"), filter)
	if err != nil {
		return err
	}
	b := list.Board
	page := pages.Show{
		Base:        c.Base(b.Name, templates.SectionBoards, view.BoardCrumbs(b)...),
		Description: b.Description,
		Audience:    b.Audience.German(),
		LeadStates:  strings.Join(b.LeadStates, ", "),
		Readable:    b.Readable(by),
		Archived:    b.Archived,
		AskHref:     "/fragen?bereich=" + b.Slug,
		Pinned:      view.ThreadRows(list.Pinned, false),
		Rows:        view.ThreadRows(list.Rows, false),
		Total:       list.Total,
		Filtered:    filter.State != "" || filter.Situation != 0 || filter.Hidden,
		AllHref:     path.Board(b.Slug),
		Pages: templates.Pages{Current: list.Page, Last: list.Last, Href: func(n int) string {
			return listPath(b.Slug, c.Query("zustand"), filter.Situation, n)
		}},
	}
	page.Crumbs[len(page.Crumbs)-1].Href = ""
	page.NoIndex = !(b.Audience == board.Public && b.Indexable)
	for _, state := range forum.States {
		page.States = append(page.States, templates.Option{Value: string(state), Text: state.German()})
	}
	if b.CanModerate(by) {
		page.States = append(page.States, templates.Option{Value: "ausgeblendet", Text: "ausgeblendet"})
	}
	page.State = c.Query("zustand")
	page.Situation = strconv.FormatInt(filter.Situation, 10)
	err = s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		moderators, err := board.ModeratorsTx(tx, by, b.ID)
		if err != nil {
			return err
		}
		page.Moderators = view.Moderators(moderators)
		if page.Readable && b.Kind != board.Unsorted {
			helpers, err := profile.OnBoardTx(tx, by, b.ID, view.MaxHelpers)
			if err != nil {
				return err
			}
			page.Helpers = view.Helpers(by, helpers, path.WithQuery(path.Members, "bereich", b.Slug))
		}
		official, err := inquiry.AnswersOfBoardTx(tx, by, b.ID, answersListed)
		if err != nil {
			return err
		}
		page.Answers = view.AnswerNotes(official)
		articles, err := faq.ListedTx(tx, by, faq.Filter{Board: b.ID}, view.MaxArticlesBeside)
		if err != nil {
			return err
		}
		page.Articles, page.FAQHref = view.ArticleNotes(articles.Entries), faqOfBoard(b.Slug)
		situations, err := catalogue.SituationsTx(tx, b.AreaID)
		for _, l := range situations {
			page.Situations = append(page.Situations, templates.Option{Value: strconv.FormatInt(l.ID, 10), Text: l.Name})
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

func listPath(slug, state string, situation int64, page int) string {
	q := url.Values{}
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
