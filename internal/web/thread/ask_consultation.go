package thread

import (
	"strconv"

	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	pages "kommunalforum/templates/thread"
)

// askAboutConsultation fills in a question on the board of a consultation about one of its
// sections, or about the whole.
func (s *server) askAboutConsultation(c *page.Context, out *pages.Ask) error {
	id, err := path.ID(c.Query("beteiligung"))
	if err != nil {
		return err
	}
	x, err := s.Consulted.Show(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	out.Board = x.Board.Slug
	address, about := path.To(path.ConsultationPage, id), "Beteiligung „"+x.Title+"“"
	number, _ := strconv.Atoi(c.Query("abschnitt"))
	if section, known := x.Section(number); known {
		address += "#abschnitt-" + strconv.Itoa(number)
		about = "Abschnitt " + strconv.Itoa(number) + " („" + section.Heading + "“) der " + about
	}
	out.Text = "Es geht um " + about + ":\n" + s.Config.BaseURL.URL(address) + "\n\n"
	return nil
}
