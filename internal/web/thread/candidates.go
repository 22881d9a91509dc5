package thread

import (
	"context"
	"net/http"
	"strconv"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/moderation"
)

// candidatesOnDesk is how many candidates of each kind the moderators' first page shows.
const candidatesOnDesk = 5

// showCandidates lists the questions that moderators could pass on to programme
// management: those that concern many, or with ?nach=alter those without a solution for
// long.
func (s *server) showCandidates(c *page.Context) error {
	overdue, after := c.Query("nach") == "alter", c.FormNumber("ab")
	rows, last, err := s.candidates(c, forum.CandidatePage{Overdue: overdue, After: after, Limit: forum.RowsPerPage})
	if err != nil {
		return err
	}
	page := pages.Candidates{
		Base: c.Base("Fragen zum Weitergeben", templates.SectionNone,
			templates.Crumb{Href: path.Moderation, Text: "Moderation"}, templates.Crumb{Text: "Fragen zum Weitergeben"}),
		Tabs: []templates.Tab{
			{Href: candidatesAddress(false, 0), Text: "Betrifft viele", Count: -1, Current: !overdue},
			{Href: candidatesAddress(true, 0), Text: "Lange ohne Lösung", Count: -1, Current: overdue},
		},
		Overdue: overdue, OverdueAfter: s.escalateAfter(c.Ctx()), Rows: rows, First: after == 0, Start: candidatesAddress(overdue, 0),
	}
	page.NoIndex = true
	if last > 0 {
		page.More = candidatesAddress(overdue, last)
	}
	return c.Render(http.StatusOK, pages.CandidatesPage(page))
}

// candidates returns a page of candidates as rows, and the last thread if there are more.
func (s *server) candidates(c *page.Context, p forum.CandidatePage) (rows []templates.Row, last int64, err error) {
	found, more, err := s.Acts.Candidates(c.Ctx(), c.Viewer(), p)
	if err != nil {
		return nil, 0, err
	}
	if more {
		last = found[len(found)-1].ID
	}
	news, err := s.Unread.Threads(c.Ctx(), c.Viewer(), view.ThreadIDs(found))
	return view.ThreadRows(found, true, news), last, err
}

// candidatesAddress is the address of a page of the list, after a thread.
func candidatesAddress(overdue bool, after int64) string {
	address, separator := path.Candidates, "?"
	if overdue {
		address, separator = address+"?nach=alter", "&"
	}
	if after > 0 {
		address += separator + "ab=" + strconv.FormatInt(after, 10)
	}
	return address
}

// escalateAfter is after how many working days without a solution the asker may put a
// question to programme management.
func (s *server) escalateAfter(ctx context.Context) int {
	if s.Settings == nil {
		return setting.DefaultEscalateAfter
	}
	return s.Settings.EscalateAfter(ctx)
}
