package thread

import (
	"errors"
	"net/http"
	"strings"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	moderation "kommunalforum/templates/moderation"
)

// showReports lists the reported posts about which the viewer decides.
func (s *server) showReports(c *page.Context) error {
	rows, err := s.Forum.ReportedPosts(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	out := moderation.Reports{Base: c.Base("Meldungen", templates.SectionNone,
		templates.Crumb{Href: path.Moderation, Text: "Moderation"}, templates.Crumb{Text: "Meldungen"})}
	out.NoIndex = true
	for _, r := range rows {
		var reasons []string
		for _, x := range r.Reasons {
			reasons = append(reasons, x.German())
		}
		row := moderation.ReportedRow{Href: path.To(path.ReportedPost, r.PostID), Title: r.Title, Board: r.Board, What: "Antwort",
			Author: view.Byline(r.Author), Reports: templates.Plural(r.Open, "Meldung", "Meldungen"),
			Reasons: strings.Join(reasons, "; "), Since: r.Since}
		if r.Question {
			row.What = "Frage"
		}
		out.Rows = append(out.Rows, row)
	}
	return c.Render(http.StatusOK, moderation.ReportsPage(out))
}

// showReported shows a post with its reports, and the forms to decide about them.
func (s *server) showReported(c *page.Context, id int64) error {
	return s.reportedPage(c, id, http.StatusOK, moderation.Reported{})
}

// reportedPage renders the page with the given state of its forms.
func (s *server) reportedPage(c *page.Context, id int64, status int, out moderation.Reported) error {
	r, err := s.Forum.Reported(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	out.Base = c.Base("Gemeldeter Beitrag", templates.SectionNone, templates.Crumb{Href: path.Moderation, Text: "Moderation"},
		templates.Crumb{Href: path.Reports, Text: "Meldungen"}, templates.Crumb{Text: "Gemeldeter Beitrag"})
	out.NoIndex = true
	out.Revision, out.Versions = r.Post.Revision, path.To(path.PostVersions, id)
	out.Thread = templates.Link{Href: path.Post(id), Text: r.Thread.Title}
	out.Board, out.Audience = r.Thread.Board.Name, r.Thread.Board.Audience.German()
	out.Post = templates.Post{ID: r.Post.ID, Author: view.Author(r.Post.Author), At: r.Post.CreatedAt, Edited: r.Post.EditedAt,
		Body: r.Post.HTML, Files: page.AttachedFiles(r.Post.Files, r.Post.HTML), Question: r.Post.Question()}
	out.Removed = page.AttachedFiles(r.Removed, "")
	out.Gone, out.ThreadHidden = view.Gone(r.Post), r.Thread.Hidden && !r.Post.Question()
	for _, x := range r.Reports {
		shown := moderation.Report{By: view.Byline(x.By), At: x.At, Reason: x.Reason.German(), Words: x.Words,
			Changed: r.Post.EditedAt.After(x.At)}
		if x.By.PersonID == 0 {
			shown.By = "Jemand, der das Forum verlassen hat"
		}
		if x.Outcome == forum.Undecided {
			out.Open, out.Newest = append(out.Open, shown), x.ID
			continue
		}
		shown.Outcome, shown.Answer, shown.DecidedBy, shown.DecidedAt = x.Outcome.German(), x.Answer, x.DecidedBy, x.DecidedAt
		out.Decided = append(out.Decided, shown)
	}
	if len(out.Open) > 0 {
		out.Hide, out.Dismiss = path.To(path.HideReported, id), path.To(path.DismissReports, id)
	}
	return c.Render(status, moderation.ReportedPage(out))
}

// hideReported hides a reported post.
func (s *server) hideReported(c *page.Context, id int64) error {
	in := decisionOf(c)
	return s.decidedReports(c, id, in, s.Forum.HideReported(c.Ctx(), c.Viewer(), id, in))
}

// dismissReports settles reports: nothing is to be done.
func (s *server) dismissReports(c *page.Context, id int64) error {
	in := decisionOf(c)
	return s.decidedReports(c, id, in, s.Forum.DismissReports(c.Ctx(), c.Viewer(), id, in))
}

// decisionOf reads the form, which both decisions share.
func decisionOf(c *page.Context) forum.DecideReports {
	return forum.DecideReports{Newest: c.FormNumber("bis"), Revision: int(c.FormNumber("fassung")), Reason: c.FormText("grund"),
		Answer: c.FormText("bescheid")}
}

// decidedReports answers a decision. Where the author or somebody else was faster the page
// shows what they changed or decided, with what was typed.
func (s *server) decidedReports(c *page.Context, id int64, in forum.DecideReports, err error) error {
	form := moderation.Reported{Reason: in.Reason, Answer: in.Answer}
	if wrong, ok := page.Problems(err); ok {
		form.Problems = wrong
		return s.reportedPage(c, id, page.StatusOf(wrong), form)
	}
	if errors.Is(err, forum.ErrPostChanged) {
		form.Late, form.LateTitle = fault.SentenceOf(err), "Der Beitrag wurde geändert"
		return s.reportedPage(c, id, http.StatusConflict, form)
	}
	err = c.Decided(err, path.To(path.ReportedPost, id), "moderiert", page.Done{})
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	form.Late, form.LateTitle = fault.SentenceOf(err), "Darüber ist schon entschieden"
	return s.reportedPage(c, id, http.StatusConflict, form)
}
