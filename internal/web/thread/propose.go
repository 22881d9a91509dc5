package thread

import (
	"fmt"
	"slices"
	"strconv"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

const (
	maxProposedServices = 3  // offered for one title
	maxOfferedServices  = 10 // of earlier proposals and present ones together
)

// proposal is the service that a question names, and the board for it.
type proposal struct {
	service catalogue.Service
	board   board.Board
}

// sentence says why the board is proposed.
func (p proposal) sentence() string {
	return fmt.Sprintf("Wir schlagen den Bereich „%s“ vor: Ihre Frage nennt die Leistung „%s“.", p.board.Name, p.service.Name)
}

// propose finds the board of the first named service, or of the one that the
// title names. found is false where nothing is recognised, or the board is none
// that the viewer may ask in.
func (s *server) propose(c *page.Context, title string, services []int64) (p proposal, found bool, err error) {
	if len(services) == 0 {
		services, err = s.proposedServices(c, title)
	}
	if err != nil || len(services) == 0 {
		return p, false, err
	}
	if p.service, err = s.Catalogue.Service(c.Ctx(), services[0]); err == nil {
		p.board, err = s.Boards.Board(c.Ctx(), c.Viewer(), p.service.AreaSlug)
	}
	if fault.Is(err, fault.NotFound) {
		return p, false, nil
	}
	return p, err == nil && !p.board.Archived, err
}

// proposedServices are the OZG-IDs of what the title most likely names, best
// first.
func (s *server) proposedServices(c *page.Context, title string) ([]int64, error) {
	proposals, err := s.Proposer.Propose(c.Ctx(), title)
	var ids []int64
	for _, p := range proposals[:min(len(proposals), maxProposedServices)] {
		ids = append(ids, p.ServiceID)
	}
	return ids, err
}

// proposeBoard preselects the proposed board and says why, or says that nothing
// was recognised.
func (s *server) proposeBoard(c *page.Context, page *pages.Ask, services []int64) error {
	p, found, err := s.propose(c, page.Subject, services)
	if err != nil {
		return err
	}
	if !found {
		page.Board = unknownBoard
		page.Proposal = "Aus dem Titel ließ sich kein Bereich erkennen. Wählen Sie einen, oder lassen Sie die Moderation zuordnen."
		return nil
	}
	page.Board, page.Proposal = p.board.Slug, p.sentence()+" Bitte prüfen Sie das und veröffentlichen Sie dann."
	return nil
}

// proposeAtFirst proposes on a form that begins with a title.
func (s *server) proposeAtFirst(c *page.Context, page *pages.Ask) error {
	p, found, err := s.propose(c, page.Subject, nil)
	if err != nil {
		return err
	}
	if found && page.Board == "" {
		page.Board, page.Proposal = p.board.Slug, p.sentence()
	}
	return s.tagServices(c, page, nil)
}

// tagServices offers services to tick: those that were offered or ticked
// before, as they came back, and those that the title names. The best of these
// is ticked when it is offered first. Typed ones stand in their own line.
func (s *server) tagServices(c *page.Context, page *pages.Ask, chosen []int64) error {
	ticked, before := formIDs(c, "leistung"), formIDs(c, "angeboten")
	proposed, err := s.proposedServices(c, page.Subject)
	if err != nil {
		return err
	}
	offered := slices.Concat(before, ticked, proposed)
	offered = slices.DeleteFunc(offered, func(id int64) bool { return slices.Contains(chosen, id) && !slices.Contains(ticked, id) })
	services, err := s.Catalogue.ServicesByID(c.Ctx(), offered[:min(len(offered), maxOfferedServices)])
	for _, x := range services {
		id := strconv.FormatInt(x.ID, 10)
		fresh := len(proposed) > 0 && x.ID == proposed[0] && !slices.Contains(before, x.ID)
		page.Tags = append(page.Tags, templates.Check{Name: "leistung", Value: id, Label: id + " " + x.Name, Checked: fresh ||
			slices.Contains(ticked, x.ID)})
	}
	return err
}

// formIDs reads the values of a form's name that are ids: no more than such a
// form ever offers.
func formIDs(c *page.Context, name string) (ids []int64) {
	values := c.Request.PostForm[name]
	for _, v := range values[:min(len(values), 3*maxOfferedServices)] {
		if id, err := strconv.ParseInt(v, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// typedProposal is what the script of the form shows below the title while it
// is typed.
func (s *server) typedProposal(c *page.Context, title string) (out pages.Proposed, err error) {
	p, found, err := s.propose(c, title, nil)
	if err != nil || !found {
		return out, err
	}
	page := pages.Ask{Subject: title}
	err = s.tagServices(c, &page, nil)
	out.Board, out.Text, out.Tags = p.board.Slug, p.sentence()+" Er ist unten ausgewählt. "+p.board.Audience.German()+".", page.Tags
	return out, err
}
