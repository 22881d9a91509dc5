package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// unknownBoard is the form's value for „Ich weiß nicht, welches Themenfeld".
const unknownBoard = "unbekannt"

// newThread shows the form for a question; the address may fill in board and title.
func (s *server) newThread(c *gin.Context) error {
	page := pages.Ask{Once: newOnce(), Board: c.Query("bereich"), Subject: c.Query("titel")}
	if page.Subject != "" {
		if err := s.proposeAtFirst(c, &page); err != nil {
			return err
		}
	}
	return s.askPage(c, http.StatusOK, page)
}

// askPage renders the form for a new question with the boards to choose from.
func (s *server) askPage(c *gin.Context, status int, page pages.Ask) error {
	page.Base = s.base(c, "Frage stellen", templates.SectionBoards,
		templates.Crumb{Href: "/bereiche", Text: "Themenfelder"}, templates.Crumb{Text: "Frage stellen"})
	page.Heading, page.Action, page.Send = "Frage stellen", "/fragen", "Frage veröffentlichen"
	page.Thread, page.New, page.NoIndex = true, true, true
	boards, err := s.Boards.List(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page.Boards = []templates.Option{{Text: "Nach dem Titel vorschlagen"}}
	var disguised []string
	for _, b := range boards {
		if b.Archived {
			continue
		}
		if b.Disguise {
			disguised = append(disguised, b.Name)
		}
		o := templates.Option{Value: b.Slug, Text: b.Name + " – " + b.Audience.German(), Group: boardGroup(b)}
		if b.Kind == board.Unsorted {
			o = templates.Option{Value: unknownBoard, Text: "Ich weiß nicht, welches Themenfeld – die Moderation ordnet zu"}
			page.Boards = slices.Insert(page.Boards, 1, o)
		} else {
			page.Boards = append(page.Boards, o)
		}
		if o.Value == page.Board {
			page.Audience = b.Audience.German() + "."
		}
	}
	if len(disguised) > 0 {
		d, err := s.Forum.Disguise(ctx(c), s.viewer(c))
		if err != nil {
			return err
		}
		page.Disguise.Words, page.Disguise.Few = d.Words, d.Few
		page.Disguise.Boards, page.Disguise.Error = strings.Join(disguised, ", "), page.Problems.For("verdeckt")
	}
	return s.render(c, status, pages.AskPage(page))
}

func boardGroup(b board.Board) string {
	if b.Kind == board.Subject {
		return "Themenfelder des OZG"
	}
	return "Über das OZG hinaus"
}

// postThread asks the question. Without a board it comes back once with a
// proposal, so that nobody is surprised who reads it; with it comes all that is
// wrong with the fields.
func (s *server) postThread(c *gin.Context) error {
	page := pages.Ask{Once: onceOf(c), Subject: formText(c, "titel"), Text: c.Request.PostFormValue("text"),
		Services: formText(c, "leistungen"), Board: formText(c, "bereich")}
	page.Disguise.Chosen = ticked(c, "verdeckt")
	in := forum.Question{Title: page.Subject, Text: page.Text, Once: page.Once, Disguised: page.Disguise.Chosen}
	open := page.Board == ""
	if err := s.readAsk(c, &page, &in); err != nil {
		return err
	}
	asked := formText(c, "aktion") == "vorschau"
	if !asked && len(page.Problems) == 0 {
		if err := s.meetTwins(c, &page); err != nil {
			return err
		}
	}
	if asked || open || len(page.Problems) > 0 || page.Twins.Stopped {
		return s.askAgain(c, page, in, asked)
	}
	id, err := s.Forum.OpenThread(ctx(c), s.viewer(c), in)
	if p, ok := problems(err); ok {
		page.Problems, page.Once = p, keyAfter(err, page.Once)
		return s.askPage(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(ctx(c), s.viewer(c), id)
	if err != nil {
		return err
	}
	notice := "thema"
	if t.Review == forum.Waiting {
		notice = "thema-wartet"
	}
	return seeOther(c, withNotice(threadPath(id, t.Title), notice))
}

// askAgain shows the form before anything is stored: with a preview if that was
// asked for, otherwise with all that is wrong. What is wrong comes first;
// proposals then only help.
func (s *server) askAgain(c *gin.Context, page pages.Ask, in forum.Question, asked bool) error {
	if asked {
		html, wrong := preview(c, page.Text)
		page.Preview, page.Problems = html, append(page.Problems, wrong...)
		return s.askPage(c, statusOf(page.Problems), page)
	}
	wrong, _ := problems(in.Check(ctx(c)))
	if page.Problems = append(wrong, page.Problems...); len(page.Problems) > 0 {
		page.Twins.Stopped = false
		if page.Board == unknownBoard && page.Proposal != "" {
			page.Board, page.Proposal = "", ""
		}
	}
	return s.askPage(c, statusOf(page.Problems), page)
}

// meetTwins looks once for what already stands on the question, unless the form
// showed it or was sent before.
func (s *server) meetTwins(c *gin.Context, page *pages.Ask) error {
	if ticked(c, "gesehen") {
		return nil
	}
	again, err := s.Forum.WasAsked(ctx(c), s.viewer(c), page.Once)
	if again || err != nil {
		return err
	}
	return s.threadTwins(c, page)
}

// readAsk resolves services and board of the form into in. What cannot be
// resolved is a problem on the page; a missing board becomes a proposal.
func (s *server) readAsk(c *gin.Context, page *pages.Ask, in *forum.Question) error {
	return s.DB.Read(ctx(c), func(tx *db.Tx) (err error) {
		if in.Services, err = s.readServices(c, tx, page); err != nil {
			return err
		}
		if err := s.tagServices(c, tx, page, in.Services); err != nil {
			return err
		}
		switch page.Board {
		case unknownBoard:
			return nil
		case "":
			return s.proposeBoard(tx, s.viewer(c), page, in.Services)
		}
		b, err := board.FindTx(tx, s.viewer(c), page.Board)
		if err != nil {
			page.Problems = append(page.Problems, templates.Problem{Field: "bereich", Text: "Diesen Bereich gibt es nicht."})
			page.Board = ""
			return nil
		}
		in.Board = b.ID
		return nil
	})
}
