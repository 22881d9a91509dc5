package consultation

import (
	"context"
	"net/http"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

// disclosures are the words of forms for when positions are seen.
var disclosures = map[string]consultation.Disclosure{"sofort": consultation.AtOnce, "ende": consultation.AfterEnd}

// askOpen shows the last page before others read a draft.
func (s *server) askOpen(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	why := x.Refusal(consultation.ActOpen)
	if why == nil && len(x.Sections) == 0 {
		why = fault.Of(fault.Conflict, "Die Beteiligung hat noch keinen Abschnitt. Fügen Sie zuerst ihren Text ein.")
	}
	if why != nil {
		return refuseAct(c, x.Consultation, "Die Beteiligung lässt sich nicht eröffnen", why)
	}
	return s.openPage(c, http.StatusOK, x, pages.Open{Shown: "sofort"})
}

// refuseAct says in place of a form why the act is not possible now, and leads back.
func refuseAct(c *page.Context, x consultation.Consultation, title string, why error) error {
	out := pages.Refused{Text: fault.SentenceOf(why)}
	out.Base, out.Back = below(c, x, title)
	out.Back.Text = "Zurück zur Beteiligung"
	return c.Render(http.StatusConflict, pages.RefusedPage(out))
}

func (s *server) openPage(c *page.Context, status int, x consultation.Shown, page pages.Open) error {
	page.Base, page.Back = below(c, x.Consultation, "Beteiligung eröffnen")
	page.Action, page.Revision = path.To(path.OpenConsultation, x.ID), strconv.Itoa(x.Revision)
	page.Readers, page.Sections, page.Public = x.Board.Audience.German(), len(x.Sections), x.Board.Audience == "public"
	page.Earliest = string(catalogue.DateOf(c.Now()))
	page.Choices = []templates.Option{
		{Value: "sofort", Text: "Sofort", Hint: "Alle, die den Bereich lesen, sehen, was andere Organisationen schreiben."},
		{Value: "ende", Text: "Erst nach dem Ende", Hint: "Bis dahin sieht jede Organisation nur ihre eigene Stellungnahme, und niemand, wie viele " +
			"es gibt. Wer die Beteiligung vorbereitet, sieht alle."},
	}
	return c.Render(status, pages.OpenPage(page))
}

// openConsultation opens it.
func (s *server) openConsultation(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	form := pages.Open{LastDay: c.FormText("letzter_tag"), Shown: c.FormText("sichtbar"), Guests: c.Ticked("gaeste")}
	err = s.Consulted.Open(c.Ctx(), c.Viewer(), id, consultation.Opening{LastDay: form.LastDay, Disclosure: disclosures[form.Shown],
		Guests: form.Guests && x.Board.Audience == "public", Revision: revision(c)})
	if p, status, ok := refusal(err); ok {
		form.Problems = p
		return s.openPage(c, status, x, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, x.Title), "beteiligung-eroeffnet")
}

// act is something that who prepares a consultation does with a word of their own.
type act struct {
	path, title, text, send, notice string
	kind                            consultation.Act // "" for one that only drafts have
	withDay, noReason               bool
	do                              func(s *server, ctx context.Context, by account.Viewer, id int64, revision int, form pages.Act) error
}

var acts = []act{
	{path: path.ExtendConsultation, kind: consultation.ActExtend,
		title: "Beteiligung verlängern", send: "Verlängern", notice: "beteiligung-laenger", withDay: true,
		text: "Organisationen, die Stellung genommen haben, bekommen eine Mitteilung. Ist die Beteiligung schon beendet, ist sie dann wieder " +
			"offen; Stellungnahmen, die erst nach dem Ende zu sehen sind, sind bis dahin wieder verborgen.",
		do: func(s *server, ctx context.Context, by account.Viewer, id int64, revision int, form pages.Act) error {
			return s.Consulted.Extend(ctx, by, id, revision, form.LastDay, form.Reason)
		}},
	{path: path.CloseConsultation, kind: consultation.ActClose,
		title: "Beteiligung vorzeitig beenden", send: "Beenden", notice: "beteiligung-beendet",
		text: "Danach nimmt niemand mehr Stellung. Organisationen, die das schon getan haben, bekommen eine Mitteilung.",
		do: func(s *server, ctx context.Context, by account.Viewer, id int64, revision int, form pages.Act) error {
			return s.Consulted.Close(ctx, by, id, revision, form.Reason)
		}},
	{path: path.WithdrawConsultation, kind: consultation.ActWithdraw,
		title: "Beteiligung zurückziehen", send: "Zurückziehen", notice: "beteiligung-zurueck",
		text: "Die Beteiligung bleibt lesbar, mit dem Hinweis, dass und warum sie zurückgezogen ist. Das lässt sich nicht rückgängig machen. " +
			"Organisationen, die Stellung genommen haben, bekommen eine Mitteilung.",
		do: func(s *server, ctx context.Context, by account.Viewer, id int64, revision int, form pages.Act) error {
			return s.Consulted.Withdraw(ctx, by, id, revision, form.Reason)
		}},
	{path: path.DiscardConsultation, title: "Entwurf löschen", send: "Entwurf löschen", noReason: true,
		text: "Der Entwurf wird mit allen Abschnitten gelöscht. Das lässt sich nicht rückgängig machen.",
		do: func(s *server, ctx context.Context, by account.Viewer, id int64, revision int, _ pages.Act) error {
			return s.Consulted.Discard(ctx, by, id, revision)
		}},
}

// askAct asks once more, and for the reason.
func (s *server) askAct(a act) func(*page.Context, int64) error {
	return func(c *page.Context, id int64) error {
		x, err := s.own(c, id)
		if err != nil {
			return err
		}
		why := x.Refusal(a.kind)
		if a.kind == "" && x.Standing != consultation.IsDraft {
			why = consultation.ErrNoDraft
		}
		if why != nil {
			return refuseAct(c, x.Consultation, a.title, why)
		}
		return s.actPage(c, http.StatusOK, x, a, pages.Act{})
	}
}

func (s *server) actPage(c *page.Context, status int, x consultation.Shown, a act, page pages.Act) error {
	page.Base, page.Back = below(c, x.Consultation, a.title)
	page.Action, page.Revision, page.Text, page.Send = path.To(a.path, x.ID), strconv.Itoa(x.Revision), a.text, a.send
	page.WithDay, page.NoReason, page.Earliest = a.withDay, a.noReason, string(catalogue.DateOf(c.Now()))
	return c.Render(status, pages.ActPage(page))
}

// doAct carries it out.
func (s *server) doAct(a act) func(*page.Context, int64) error {
	return func(c *page.Context, id int64) error {
		x, err := s.own(c, id)
		if a.path == path.DiscardConsultation && isMissing(err) {
			return c.Removed(err, path.Consultations, "beteiligung-geloescht")
		}
		if err != nil {
			return err
		}
		form := pages.Act{LastDay: c.FormText("letzter_tag"), Reason: c.FormText("grund")}
		err = a.do(s, c.Ctx(), c.Viewer(), id, revision(c), form)
		if p, status, ok := refusal(err); ok {
			form.Problems = p
			return s.actPage(c, status, x, a, form)
		}
		if a.path == path.DiscardConsultation {
			return c.Removed(err, path.Consultations, "beteiligung-geloescht")
		}
		if err != nil {
			return err
		}
		return c.Announce(path.Consultation(id, x.Title), a.notice)
	}
}
