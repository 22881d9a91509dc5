package thread

import (
	"net/http"
	"slices"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// unknownBoard is the form's value for „Ich weiß nicht, welcher Bereich".
const unknownBoard = "unbekannt"

// newThread shows the form for a question; the address may fill in board and title, or
// name the organisations of the register of re-use that are asked, or a section of a
// consultation that it is about.
func (s *server) newThread(c *page.Context) error {
	page := pages.Ask{Once: once.NewKey(), Board: c.Query("bereich"), Subject: c.Query("titel")}
	if c.Query("nachnutzung") != "" {
		if err := s.askUsers(c, &page); err != nil {
			return err
		}
		page.Files = c.FilesOf(nil).Field
		return s.askPage(c, http.StatusOK, page)
	}
	if c.Query("beteiligung") != "" {
		if err := s.askAboutConsultation(c, &page); err != nil {
			return err
		}
		page.Files = c.FilesOf(nil).Field
		return s.askPage(c, http.StatusOK, page)
	}
	if page.Subject != "" {
		if err := s.proposeAtFirst(c, &page); err != nil {
			return err
		}
	}
	page.Files = c.FilesOf(nil).Field
	return s.askPage(c, http.StatusOK, page)
}

// askPage renders the form for a new question with the boards to choose from.
func (s *server) askPage(c *page.Context, status int, page pages.Ask) error {
	page.Base = c.Base("Frage stellen", templates.SectionBoards,
		templates.Crumb{Href: path.Boards, Text: "Bereiche"}, templates.Crumb{Text: "Frage stellen"})
	page.Heading, page.Action, page.Send = "Frage stellen", path.Ask, "Frage veröffentlichen"
	page.Thread, page.New, page.NoIndex, page.Mentions = true, true, true, path.Names
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	page.Boards = []templates.Option{{Text: "Nach dem Titel vorschlagen"}}
	var aliased []string // boards on which one may ask semi-anonymously
	for _, b := range boards {
		if b.Archived {
			continue
		}
		if b.SemiAnonymous {
			aliased = append(aliased, b.Name)
		}
		o := templates.Option{Value: b.Slug, Text: b.Name + " – " + b.Audience.German(), Group: view.BoardGroup(b)}
		if b.Kind == board.Unsorted {
			o = templates.Option{Value: unknownBoard, Text: "Ich weiß nicht, welcher Bereich – die Moderation ordnet zu"}
			page.Boards = slices.Insert(page.Boards, 1, o)
		} else {
			page.Boards = append(page.Boards, o)
		}
		if o.Value == page.Board {
			page.Audience = b.Audience.German() + "."
		}
	}
	if len(aliased) > 0 {
		a, err := s.Forum.Alias(c.Ctx(), c.Viewer())
		if err != nil {
			return err
		}
		page.Alias.Words, page.Alias.Few = a.Words, a.Few
		page.Alias.Boards, page.Alias.Error = strings.Join(aliased, ", "), page.Problems.For("verdeckt")
	}
	return c.Render(status, pages.AskPage(page))
}

// postThread asks the question. Without a board it comes back once with a
// proposal, so that nobody is surprised who reads it; with it comes all that is
// wrong with the fields.
func (s *server) postThread(c *page.Context) error {
	form := pages.Ask{Once: c.OnceKey(), Subject: c.FormText("titel"), Text: c.Request.PostFormValue("text"),
		Services: c.FormText("leistungen"), Board: c.FormText("bereich")}
	form.Alias.Chosen = c.Ticked("verdeckt")
	files, err := c.Files()
	if err != nil {
		return err
	}
	if form.Files = files.Field; c.ShowsDraft() || files.Stay {
		form.Problems = files.Problems
		return s.askPage(c, page.StatusOf(form.Problems), form)
	}
	in := forum.Question{Title: form.Subject, Text: form.Text, Once: form.Once, SemiAnonymous: form.Alias.Chosen,
		Files: files.Chosen}
	open := form.Board == ""
	if err := s.readAsk(c, &form, &in); err != nil {
		return err
	}
	asked := c.FormText("aktion") == "vorschau"
	if !asked && len(form.Problems) == 0 {
		if err := s.meetTwins(c, &form); err != nil {
			return err
		}
	}
	if asked || open || len(form.Problems) > 0 || form.Twins.Stopped {
		return s.askAgain(c, form, in, asked)
	}
	id, err := s.Forum.OpenThread(c.Ctx(), c.Viewer(), in)
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.askPage(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	notice := "thema-wartet"
	if t.Review != forum.Waiting {
		question, err := s.Forum.QuestionOf(c.Ctx(), c.Viewer(), id)
		if err != nil {
			return err
		}
		if notice, err = s.addressing(c, question, form.Text, "thema"); err != nil {
			return err
		}
	}
	return c.Announce(path.Thread(id, t.Title), notice)
}

// askAgain shows the form before anything is stored: with a preview if that was
// asked for, otherwise with all that is wrong. What is wrong comes first;
// proposals then only help.
func (s *server) askAgain(c *page.Context, form pages.Ask, in forum.Question, asked bool) error {
	if asked {
		shown, wrong := s.preview(c, newPlace(form.Board), form.Text)
		form.Preview, form.Problems = shown, append(form.Problems, wrong...)
		return s.askPage(c, page.StatusOf(form.Problems), form)
	}
	wrong, _ := page.Problems(in.Check(c.Ctx()))
	if form.Problems = append(wrong, form.Problems...); len(form.Problems) > 0 {
		form.Twins.Stopped = false
		if form.Board == unknownBoard && form.Proposal != "" {
			form.Board, form.Proposal = "", ""
		}
	}
	return s.askPage(c, page.StatusOf(form.Problems), form)
}

// meetTwins looks once for what already stands on the question, unless the form
// showed it or was sent before.
func (s *server) meetTwins(c *page.Context, page *pages.Ask) error {
	if c.Ticked("gesehen") {
		return nil
	}
	again, err := s.Forum.WasAsked(c.Ctx(), c.Viewer(), page.Once)
	if again || err != nil {
		return err
	}
	return s.threadTwins(c, page)
}

// readAsk resolves services and board of the form into in. What cannot be
// resolved is a problem on the page; a missing board becomes a proposal.
func (s *server) readAsk(c *page.Context, page *pages.Ask, in *forum.Question) (err error) {
	if in.Services, err = s.readServices(c, page); err != nil {
		return err
	}
	if err := s.tagServices(c, page, in.Services); err != nil {
		return err
	}
	switch page.Board {
	case unknownBoard:
		return nil
	case "":
		return s.proposeBoard(c, page, in.Services)
	}
	b, err := s.Boards.Board(c.Ctx(), c.Viewer(), page.Board)
	if fault.Is(err, fault.NotFound) {
		page.Problems = append(page.Problems, templates.Problem{Field: "bereich", Text: "Diesen Bereich gibt es nicht."})
		page.Board = ""
		return nil
	}
	in.Board = b.ID
	return err
}
