package inbox

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inbox"
)

// showReports shows a part of what the viewer reported.
func (s *server) showReports(c *page.Context) error {
	after := c.FormNumber("ab")
	list, err := s.Forum.OwnReports(c.Ctx(), c.Viewer(), after, forum.RowsPerPage)
	if err != nil {
		return err
	}
	out := ownList(c, "Meine Meldungen", path.OwnReports, after, list.Next)
	out.Text = "Welche Beiträge Sie der Moderation gemeldet haben, und was sie entschieden hat. Diese Liste sehen nur Sie."
	out.Empty = templates.Empty{Title: "Noch keine Meldungen", Text: "Unter jedem Beitrag anderer steht „Melden“.",
		Action: templates.Link{Href: path.Boards, Text: "Zu den Bereichen"}}
	out.Notes = reportNotes(list.Rows)
	return c.Render(http.StatusOK, pages.ListPage(out))
}

// reportNotes shows own reports with what became of them.
func reportNotes(list []forum.OwnReport) (out []templates.Note) {
	for _, r := range list {
		title := "Meldung " + strconv.FormatInt(r.ID, 10)
		if r.Title != "" {
			title += ": " + r.Title
		}
		out = append(out, templates.Note{Href: path.To(path.OwnReport, r.ID), Title: title,
			Text: r.Reason.German() + ", gemeldet " + templates.DayText(r.At) + ". " + r.German()})
	}
	return out
}
