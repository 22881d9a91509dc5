package thread

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// newReport shows the form by which a post is reported, or the viewer's open report of
// it.
func (s *server) newReport(c *page.Context, id int64) error {
	p, t, own, err := s.Forum.ToReport(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if own != 0 {
		return c.SeeOther(path.To(path.OwnReport, own))
	}
	return s.reportPage(c, p, t, pages.Report{Once: once.NewKey()})
}

func (s *server) reportPage(c *page.Context, p forum.Post, t forum.Thread, out pages.Report) error {
	out.Base = c.Base("Beitrag melden", templates.SectionBoards,
		view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Beitrag melden"})...)
	out.NoIndex = true
	out.Action, out.Max = path.To(path.ReportPost, p.ID), forum.MaxReport
	out.Post = templates.Link{Href: path.Post(p.ID), Text: t.Title}
	out.Facts = "Antwort von " + view.Byline(p.Author)
	if p.Question() {
		out.Facts = "Frage von " + view.Byline(p.Author)
	}
	for _, r := range forum.ReportReasons {
		out.Reasons = append(out.Reasons, templates.Option{Value: string(r), Text: r.German()})
	}
	out.Board, out.SemiAnonymous = t.Board.Name, t.SemiAnonymous() && t.Own(c.Viewer())
	return c.RenderForm(out.Problems, pages.ReportPage(out))
}

// postReport reports a post.
func (s *server) postReport(c *page.Context, id int64) error {
	form := pages.Report{Once: c.OnceKey(), Reason: c.FormText("anlass"), Text: c.Request.PostFormValue("text")}
	report, err := s.Forum.Report(c.Ctx(), c.Viewer(), id,
		forum.ReportInput{Reason: forum.ReportReason(form.Reason), Words: form.Text, Once: form.Once})
	if wrong, ok := page.Problems(err); ok {
		form.Problems, form.Once = wrong, once.KeyAfter(err, form.Once)
		p, t, _, err := s.Forum.ToReport(c.Ctx(), c.Viewer(), id)
		if err != nil {
			return err
		}
		return s.reportPage(c, p, t, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.OwnReport, report), "gemeldet")
}

// showOwnReport shows a report to who made it, with what became of it.
func (s *server) showOwnReport(c *page.Context, id int64) error {
	r, err := s.Forum.OwnReport(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	c.Settle(notify.Report, id)
	title := "Meldung " + strconv.FormatInt(id, 10)
	out := pages.OwnReport{Base: c.Base(title, templates.SectionNone, templates.Crumb{Href: path.OwnPage, Text: "Meine Seite"},
		templates.Crumb{Href: path.OwnReports, Text: "Meine Meldungen"}, templates.Crumb{Text: title}),
		Outcome: r.German(), Open: r.Outcome == forum.Undecided, Answer: r.Answer, Reason: r.Reason.German(), Words: r.Words,
		At: r.At, DecidedAt: r.DecidedAt}
	out.NoIndex = true
	if r.Title != "" {
		out.Post = templates.Link{Href: path.Post(r.PostID), Text: r.Title}
	}
	return c.Render(http.StatusOK, pages.OwnReportPage(out))
}

// reportActions are what by may do about reports of a post: make one, look at the own one,
// and decide.
func reportActions(by account.Viewer, t forum.Thread, p forum.Post, known forum.Reports) (out []pages.Action) {
	switch {
	case known.Own != 0:
		out = append(out, pages.Action{Href: path.To(path.OwnReport, known.Own), Text: "Von Ihnen gemeldet"})
	case p.CanReport(by, t):
		out = append(out, pages.Action{Href: path.To(path.ReportPost, p.ID), Text: "Melden"})
	}
	if known.Total > 0 && p.CanDecideReports(by, t) {
		out = append(out, pages.Action{Href: path.To(path.ReportedPost, p.ID), Text: templates.Plural(known.Total, "Meldung", "Meldungen")})
	}
	return out
}
