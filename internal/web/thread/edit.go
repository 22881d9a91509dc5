package thread

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/diff"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// editPost shows the form with the post's present text.
func (s *server) editPost(c *page.Context) error {
	p, t, err := s.ownPost(c)
	if err != nil {
		return err
	}
	page := pages.Ask{Once: once.NewKey(), Revision: strconv.Itoa(p.Revision), Subject: t.Title, Text: p.Source, Services: servicesLine(t),
		Files: c.FilesOf(p.Files).Field}
	return s.editPage(c, http.StatusOK, p, t, page)
}

// ownPost loads the post of the address, if the viewer may edit it.
func (s *server) ownPost(c *page.Context) (forum.Post, forum.Thread, error) {
	id, err := c.ID("id")
	if err != nil {
		return forum.Post{}, forum.Thread{}, err
	}
	p, t, err := s.Forum.Post(c.Ctx(), c.Viewer(), id)
	if err == nil && !p.CanEdit(c.Viewer(), t) {
		err = p.EditRefusal(c.Viewer(), t)
	}
	return p, t, err
}

func (s *server) editPage(c *page.Context, status int, p forum.Post, t forum.Thread, page pages.Ask) (err error) {
	page.Base = c.Base("Beitrag bearbeiten", templates.SectionBoards,
		view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Beitrag bearbeiten"})...)
	page.Heading, page.Send, page.Action = "Beitrag bearbeiten", "Speichern", path.To(path.EditPost, p.ID)
	page.Thread, page.NoIndex = p.Question(), true
	page.Mentions = path.NamesIn(t.ID)
	page.Audience = t.Board.Audience.German() + "."
	page.Back = templates.Link{Href: path.Post(p.ID), Text: "Abbrechen"}
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	return c.Render(status, pages.AskPage(page))
}

func servicesLine(t forum.Thread) string {
	var parts []string
	for _, x := range t.Services {
		parts = append(parts, strconv.FormatInt(x.ID, 10)+" "+x.Name)
	}
	return strings.Join(parts, "; ")
}

// saveEdit stores the change. If somebody was faster, the form comes back with
// both texts, and saving again then replaces the one that was shown.
func (s *server) saveEdit(c *page.Context) error {
	p, t, err := s.ownPost(c)
	if err != nil {
		return err
	}
	form := pages.Ask{Once: c.OnceKey(), Revision: c.FormText("fassung"), Subject: c.FormText("titel"), Text: c.Request.PostFormValue("text"),
		Services: c.FormText("leistungen")}
	files, err := c.Files()
	if err != nil {
		return err
	}
	form.Files, form.Problems = files.Field, files.Problems
	if files.Stay {
		return s.editPage(c, page.StatusOf(form.Problems), p, t, form)
	}
	services, err := s.readServices(c, &form)
	if err != nil {
		return err
	}
	if c.FormText("aktion") == "vorschau" {
		form.Preview, form.Problems = s.preview(c, forum.Destination{Thread: t.ID}, form.Text)
		return s.editPage(c, page.StatusOf(form.Problems), p, t, form)
	}
	if len(form.Problems) > 0 {
		return s.editPage(c, http.StatusUnprocessableEntity, p, t, form)
	}
	revision, err := strconv.Atoi(form.Revision)
	if err != nil {
		revision = -1 // a form without its number is as good as an old one
	}
	err = s.Forum.EditPost(c.Ctx(), c.Viewer(), p.ID, forum.Edit{Title: form.Subject, Text: form.Text, Services: services, Revision: revision,
		Once: form.Once, Files: files.Chosen})
	if fault.Is(err, fault.Conflict) && p.Source == strings.TrimSpace(strings.ReplaceAll(form.Text, "\r\n", "\n")) &&
		(form.Subject == t.Title || !p.Question()) {
		return s.toPost(c, p.ID, "geaendert") // the same form came twice
	}
	if fault.Is(err, fault.Conflict) {
		form.Present, form.Revision = p.Source, strconv.Itoa(p.Revision)
		return s.editPage(c, http.StatusConflict, p, t, form)
	}
	if found, ok := page.Problems(err); ok {
		form.Problems = found
		return s.editPage(c, http.StatusUnprocessableEntity, p, t, form)
	}
	if err != nil {
		return err
	}
	return s.savedPost(c, p.ID, form.Text, "geaendert")
}

// showVersions shows the versions of a post, and what changed between them.
func (s *server) showVersions(c *page.Context, id int64) error {
	return s.versionsPage(c, id, nil)
}

// versionsPage renders the versions; wrong is what was wrong with the form for
// blackening one of them.
func (s *server) versionsPage(c *page.Context, id int64, wrong templates.Problems) error {
	by := c.Viewer()
	p, t, versions, err := s.Forum.Versions(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	page := pages.Versions{
		Base: c.Base("Fassungen eines Beitrags", templates.SectionBoards,
			view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Fassungen"})...),
		Back: path.Post(id),
	}
	page.NoIndex = true
	sent := c.FormNumber("fassung")
	for i, v := range versions {
		entry := pages.Version{Number: v.Number, At: v.WrittenAt, Present: v.Present}
		if int64(v.Number) == sent {
			entry.Reason, entry.Problem = c.FormText("grund"), wrong.For("grund")
		}
		if v.Blackened {
			entry.Gone = "Von der Moderation geschwärzt: " + v.Reason
		} else if p.CanBlacken(by, t) {
			entry.Blacken = path.To(path.RedactPost, id)
		}
		switch {
		case v.Blackened:
		case i == 0 || versions[i-1].Blackened:
			entry.Text = whole(v)
		default:
			entry.Lines = view.Diff(diff.Lines(whole(versions[i-1]), whole(v)))
		}
		page.Versions = append(page.Versions, entry)
	}
	return c.RenderForm(wrong, pages.VersionsPage(page))
}

// whole is a version's title and text as one text to compare.
func whole(v forum.Version) string {
	if v.Blackened {
		return ""
	}
	if v.Title != "" {
		return "Titel: " + v.Title + "\n\n" + v.Source
	}
	return v.Source
}

// askWithdraw asks once more before a post is withdrawn.
func (s *server) askWithdraw(c *page.Context, id int64) error {
	p, t, err := s.Forum.Post(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !p.CanWithdraw(c.Viewer()) {
		return p.WithdrawRefusal(c.Viewer())
	}
	return s.confirmPage(c, t, templates.Confirm{
		Heading: "Beitrag zurückziehen",
		Text: "An der Stelle des Beitrags bleibt ein Hinweis, dass er zurückgezogen wurde. Antworten anderer bleiben stehen. Das " +
			"lässt sich nicht rückgängig machen.",
		Action: path.To(path.WithdrawPost, id), Send: "Zurückziehen", Back: path.Post(id),
	})
}

func (s *server) confirmPage(c *page.Context, t forum.Thread, page templates.Confirm) error {
	page.Base = c.Base(page.Heading, templates.SectionBoards,
		view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: page.Heading})...)
	page.NoIndex = true
	return c.RenderForm(page.Problems, templates.ConfirmPage(page))
}

// withdrawPost takes back one's own post.
func (s *server) withdrawPost(c *page.Context, id int64) error {
	if err := s.Forum.Withdraw(c.Ctx(), c.Viewer(), id); err != nil {
		return err
	}
	return s.toPost(c, id, "zurueckgezogen")
}
