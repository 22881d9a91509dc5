package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/db"
	"kommunalforum/internal/diff"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// editPost shows the form with the post's present text.
func (s *server) editPost(c *gin.Context) error {
	p, t, err := s.ownPost(c)
	if err != nil {
		return err
	}
	page := pages.Ask{Revision: strconv.Itoa(p.Revision), Subject: t.Title, Text: p.Source, Services: servicesLine(t)}
	return s.editPage(c, http.StatusOK, p, t, page)
}

// ownPost loads the post of the address, if the viewer may edit it.
func (s *server) ownPost(c *gin.Context) (forum.Post, forum.Thread, error) {
	id, err := pathID(c, "id")
	if err != nil {
		return forum.Post{}, forum.Thread{}, err
	}
	p, t, err := s.Forum.Post(ctx(c), s.viewer(c), id)
	if err == nil && !p.CanEdit(s.viewer(c), t) {
		err = fault.Forbid("Nur wer einen Beitrag geschrieben hat, kann ihn ändern, solange das Thema offen ist.")
	}
	return p, t, err
}

func (s *server) editPage(c *gin.Context, status int, p forum.Post, t forum.Thread, page pages.Ask) error {
	page.Base = s.base(c, "Beitrag bearbeiten", templates.SectionBoards,
		boardCrumbs(t.Board, templates.Crumb{Href: threadPath(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Beitrag bearbeiten"})...)
	page.Heading, page.Send, page.Action = "Beitrag bearbeiten", "Speichern", postPath(p.ID)+"/bearbeiten"
	page.Thread, page.NoIndex = p.Question(), true
	page.Audience = t.Board.Audience.German() + "."
	page.Back = templates.Link{Href: postPath(p.ID), Text: "Abbrechen"}
	return s.render(c, status, pages.AskPage(page))
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
func (s *server) saveEdit(c *gin.Context) error {
	p, t, err := s.ownPost(c)
	if err != nil {
		return err
	}
	page := pages.Ask{Revision: formText(c, "fassung"), Subject: formText(c, "titel"), Text: c.Request.PostFormValue("text"), Services: formText(c, "leistungen")}
	var services []int64
	err = s.DB.Read(ctx(c), func(tx *db.Tx) (err error) {
		services, err = s.readServices(c, tx, &page)
		return err
	})
	if err != nil {
		return err
	}
	if formText(c, "aktion") == "vorschau" {
		page.Preview, page.Problems = preview(c, page.Text)
		return s.editPage(c, statusOf(page.Problems), p, t, page)
	}
	if len(page.Problems) > 0 {
		return s.editPage(c, http.StatusUnprocessableEntity, p, t, page)
	}
	revision, err := strconv.Atoi(page.Revision)
	if err != nil {
		revision = -1 // a form without its number is as good as an old one
	}
	err = s.Forum.EditPost(ctx(c), s.viewer(c), p.ID, forum.Edit{Title: page.Subject, Text: page.Text, Services: services, Revision: revision})
	if fault.Is(err, fault.Conflict) && p.Source == strings.TrimSpace(strings.ReplaceAll(page.Text, "\r\n", "\n")) && (page.Subject == t.Title || !p.Question()) {
		return s.toPost(c, p.ID, "geaendert") // the same form came twice
	}
	if fault.Is(err, fault.Conflict) {
		page.Present, page.Revision = p.Source, strconv.Itoa(p.Revision)
		return s.editPage(c, http.StatusConflict, p, t, page)
	}
	if found, ok := problems(err); ok {
		page.Problems = found
		return s.editPage(c, http.StatusUnprocessableEntity, p, t, page)
	}
	if err != nil {
		return err
	}
	return s.toPost(c, p.ID, "geaendert")
}

// showVersions shows the versions of a post, and what changed between them.
func (s *server) showVersions(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	return s.versionsPage(c, id, nil)
}

// versionsPage renders the versions; wrong is what was wrong with the form for
// blackening one of them.
func (s *server) versionsPage(c *gin.Context, id int64, wrong templates.Problems) error {
	by := s.viewer(c)
	p, t, versions, err := s.Forum.Versions(ctx(c), by, id)
	if err != nil {
		return err
	}
	page := pages.Versions{
		Base: s.base(c, "Fassungen eines Beitrags", templates.SectionBoards,
			boardCrumbs(t.Board, templates.Crumb{Href: threadPath(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Fassungen"})...),
		Back: postPath(id),
	}
	page.NoIndex = true
	sent := formNumber(c, "fassung")
	for i, v := range versions {
		entry := pages.Version{Number: v.Number, At: v.WrittenAt, Present: v.Present}
		if int64(v.Number) == sent {
			entry.Reason, entry.Problem = formText(c, "grund"), wrong.For("grund")
		}
		if v.Blackened {
			entry.Gone = "Von der Moderation geschwärzt: " + v.Reason
		} else if p.CanBlacken(by, t) {
			entry.Blacken = postPath(id) + "/schwaerzen"
		}
		switch {
		case v.Blackened:
		case i == 0 || versions[i-1].Blackened:
			entry.Text = whole(v)
		default:
			entry.Lines = diffOf(diff.Lines(whole(versions[i-1]), whole(v)))
		}
		page.Versions = append(page.Versions, entry)
	}
	return s.render(c, statusOf(wrong), pages.VersionsPage(page))
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
func (s *server) askWithdraw(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	p, t, err := s.Forum.Post(ctx(c), s.viewer(c), id)
	if err != nil {
		return err
	}
	if !p.CanWithdraw(s.viewer(c)) {
		return fault.Forbid("Nur wer einen Beitrag geschrieben hat, kann ihn zurückziehen.")
	}
	return s.confirmPage(c, t, templates.Confirm{
		Heading: "Beitrag zurückziehen",
		Text:    "An der Stelle des Beitrags bleibt ein Hinweis, dass er zurückgezogen wurde. Antworten anderer bleiben stehen. Das lässt sich nicht rückgängig machen.",
		Action:  postPath(id) + "/zurueckziehen", Send: "Zurückziehen", Back: postPath(id),
	})
}

func (s *server) confirmPage(c *gin.Context, t forum.Thread, page templates.Confirm) error {
	page.Base = s.base(c, page.Heading, templates.SectionBoards,
		boardCrumbs(t.Board, templates.Crumb{Href: threadPath(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: page.Heading})...)
	page.NoIndex = true
	return s.render(c, statusOf(page.Problems), templates.ConfirmPage(page))
}

// withdrawPost takes back one's own post.
func (s *server) withdrawPost(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.Forum.Withdraw(ctx(c), s.viewer(c), id); err != nil {
		return err
	}
	return s.toPost(c, id, "zurueckgezogen")
}

// markSolution marks a reply as a solution, or takes the mark away.
func (s *server) markSolution(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.Forum.MarkSolution(ctx(c), s.viewer(c), id, ticked(c, "ja")); err != nil {
		return err
	}
	return s.toPost(c, id, "geaendert")
}
