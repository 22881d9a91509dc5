package consultation

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

// askOutcome shows the form for the outcome, with the one that is published.
func (s *server) askOutcome(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	if why := x.Refusal(consultation.ActDecide); why != nil {
		return refuseAct(c, x.Consultation, "Ergebnis", why)
	}
	form := pages.Outcome{Once: once.NewKey(), Revision: strconv.Itoa(x.Revision), Text: x.Outcome.Source}
	for _, section := range x.Sections {
		form.Answers = append(form.Answers, pages.AnswerField{Number: strconv.Itoa(section.Number), Verdict: string(section.Verdict),
			Reasons: section.Answer})
	}
	return s.outcomePage(c, http.StatusOK, x, form)
}

func (s *server) outcomePage(c *page.Context, status int, x consultation.Shown, page pages.Outcome) error {
	page.Base, page.Back = below(c, x.Consultation, "Ergebnis")
	page.Action = path.To(path.DecideConsultation, x.ID)
	page.Verdicts = []templates.Option{{Text: "keine Angabe"}}
	for _, v := range consultation.Verdicts {
		page.Verdicts = append(page.Verdicts, templates.Option{Value: string(v), Text: v.German()})
	}
	var err error
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	if x.Standing != consultation.IsDraft {
		table, err := s.Consulted.Table(c.Ctx(), c.Viewer(), x.ID, consultation.Filter{PerPage: 1})
		if err != nil {
			return err
		}
		for i, a := range page.Answers {
			number, _ := strconv.Atoi(a.Number)
			section, _ := x.Section(number)
			page.Answers[i].Heading, page.Answers[i].Figures = section.Heading, figureWords(table.Figures[number])
		}
	}
	return c.Render(status, pages.OutcomePage(page))
}

// readRows reads fields of a form that stand once for each section, in its order.
func readRows(c *page.Context, names ...string) ([][]string, error) {
	var out [][]string
	for i, name := range names {
		for row, value := range c.Request.PostForm[name] {
			if i == 0 {
				out = append(out, make([]string, len(names)))
			}
			if row >= len(out) {
				return nil, errTorn
			}
			out[row][i] = value
		}
		if len(out) == 0 || len(c.Request.PostForm[name]) != len(out) || len(out) > consultation.MaxSections+1 {
			return nil, errTorn
		}
	}
	return out, nil
}

// errTorn is the answer to a form of which a part is missing.
var errTorn = fault.Reject("Das Formular ist unvollständig angekommen. Bitte öffnen Sie die Seite noch einmal.")

// publishOutcome publishes the outcome, or changes it.
func (s *server) publishOutcome(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	form := pages.Outcome{Once: c.OnceKey(), Revision: c.FormText("fassung"), Text: c.Request.PostFormValue("text")}
	in := consultation.Outcome{Text: form.Text, Revision: revision(c), Answers: map[int]consultation.Answer{}}
	rows, err := readRows(c, "abschnitt", "entscheidung", "erwiderung")
	if err != nil {
		return err
	}
	for _, row := range rows {
		form.Answers = append(form.Answers, pages.AnswerField{Number: row[0], Verdict: row[1], Reasons: row[2]})
		number, _ := strconv.Atoi(row[0])
		in.Answers[number] = consultation.Answer{Verdict: consultation.Verdict(row[1]), Reasons: row[2]}
	}
	if c.ShowsDraft() {
		return s.outcomePage(c, http.StatusOK, x, form)
	}
	err = s.Consulted.Decide(c.Ctx(), c.Viewer(), id, in)
	if p, status, ok := refusal(err); ok {
		form.Problems = p
		if status == http.StatusConflict {
			form.Revision = strconv.Itoa(x.Revision)
			form.Present = []templates.Fact{{Term: "Stand", Text: x.Standing.German()}, {Term: "Ergebnis", Text: x.Outcome.Source}}
		}
		return s.outcomePage(c, status, x, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, x.Title)+"#ergebnis", "beteiligung-ergebnis")
}
