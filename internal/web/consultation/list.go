package consultation

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

func crumbs(more ...templates.Crumb) []templates.Crumb {
	return append([]templates.Crumb{{Href: path.Consultations, Text: "Beteiligungen"}}, more...)
}

// standings are the states of a consultation by their words in addresses.
var standings = []struct {
	word     string
	standing consultation.Standing
	text     string
}{
	{"laeuft", consultation.IsOpen, "Laufende"},
	{"beendet", consultation.IsEnded, "Beendete ohne Ergebnis"},
	{"ergebnis", consultation.IsDecided, "Mit Ergebnis"},
	{"zurueckgezogen", consultation.IsWithdrawn, "Zurückgezogene"},
	{"entwurf", consultation.IsDraft, "Entwürfe"},
}

// showList lists the consultations that the viewer may read.
func (s *server) showList(c *page.Context) error {
	by := c.Viewer()
	page := pages.Index{
		Base: c.Base("Beteiligungen", templates.SectionConsultations, templates.Crumb{Href: path.Start, Text: "Start"},
			templates.Crumb{Text: "Beteiligungen"}),
		Board: c.Query("bereich"), State: c.Query("zustand"), States: []templates.Option{{Text: "Alle"}},
	}
	page.Description = "Entwürfe von Regeln, Plänen und Standards, zu denen Organisationen Abschnitt für Abschnitt Stellung nehmen."
	page.Filtered = page.Board+page.State != ""
	page.NoIndex = page.Filtered || c.Query("ab") != ""
	filter := consultation.ListFilter{Before: placeIn(c.Query("ab"))}
	prepares := consultation.CanPrepareSomewhere(by)
	if prepares {
		page.NewHref = path.NewConsultation
	}
	for _, x := range standings {
		if x.standing == consultation.IsDraft && !prepares {
			continue
		}
		page.States = append(page.States, templates.Option{Value: x.word, Text: x.text})
		if x.word == page.State {
			filter.Standing = x.standing
		}
	}
	if page.Board != "" {
		b, err := s.Boards.Board(c.Ctx(), by, page.Board)
		if err != nil {
			return err
		}
		filter.Board = b.ID
	}
	if err := s.addBoards(c, &page); err != nil {
		return err
	}
	found, err := s.Consulted.List(c.Ctx(), by, filter)
	if err != nil {
		return err
	}
	page.Entries = view.ConsultationEntries(found.Entries)
	if n := found.Next; n.ID != 0 {
		page.More = path.WithQuery(path.Consultations, "bereich", page.Board, "zustand", page.State, "ab",
			strconv.Itoa(n.Rank)+"_"+string(n.EndsOn)+"_"+strconv.FormatInt(n.ID, 10))
	}
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// addBoards offers the boards that have a consultation.
func (s *server) addBoards(c *page.Context, page *pages.Index) error {
	used, err := s.Consulted.UsedBoards(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	with := map[int64]bool{}
	for _, id := range used {
		with[id] = true
	}
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	page.Boards = []templates.Option{{Text: "Alle"}}
	for _, b := range boards {
		if with[b.ID] || b.Slug == page.Board {
			page.Boards = append(page.Boards, templates.Option{Value: b.Slug, Text: b.Name})
		}
	}
	return err
}

// placeIn reads where a list goes on; what is no place is its beginning.
func placeIn(text string) consultation.Place {
	parts := strings.Split(text, "_")
	if len(parts) != 3 {
		return consultation.Place{}
	}
	rank, wrong := strconv.Atoi(parts[0])
	id, err := strconv.ParseInt(parts[2], 10, 64)
	day := catalogue.Date(parts[1])
	if wrong != nil || err != nil || rank < 1 || rank > 3 || id < 1 || day != "" && day.Begin().IsZero() {
		return consultation.Place{}
	}
	return consultation.Place{Rank: rank, EndsOn: day, ID: id}
}
