package reuse

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/reuse"
)

// newEntry shows the form for an entry.
func (s *server) newEntry(c *page.Context, id int64) error {
	x, err := s.Catalogue.Service(c.Ctx(), id)
	if err != nil {
		return err
	}
	return s.newPage(c, http.StatusOK, x, pages.Edit{Once: once.NewKey()})
}

// newPage renders the form for an entry of the viewer's organisation.
func (s *server) newPage(c *page.Context, status int, x catalogue.Service, out pages.Edit) error {
	out.Base = base(c, x, "Eintrag zur Nachnutzung", templates.Crumb{Text: "Neuer Eintrag"})
	out.Heading, out.Action, out.Send = "Was macht Ihre Organisation?", path.To(path.NewReuse, x.ID), "Eintragen"
	return s.formPage(c, status, x, out)
}

func (s *server) formPage(c *page.Context, status int, x catalogue.Service, out pages.Edit) (err error) {
	out.Service, out.Organisation, out.Back, out.NoIndex = x.Name, c.Viewer().Organisation.Name, path.To(path.Reuse, x.ID), true
	for _, stage := range reuse.Stages {
		out.Stages = append(out.Stages, templates.Option{Value: view.ReuseStageWord(stage), Text: stage.German()})
	}
	out.Costs = []templates.Option{{Text: "keine Angabe"}}
	for _, cost := range reuse.Costs {
		out.Costs = append(out.Costs, templates.Option{Value: string(cost), Text: cost.German()})
	}
	if out.Drafts, err = c.Drafts(c.Ctx(), out.Action, out.Once); err != nil {
		return err
	}
	return c.Render(status, pages.EditPage(out))
}

// postEntry makes the entry.
func (s *server) postEntry(c *page.Context, id int64) error {
	x, err := s.Catalogue.Service(c.Ctx(), id)
	if err != nil {
		return err
	}
	form, in := readEntry(c)
	if c.ShowsDraft() {
		return s.newPage(c, http.StatusOK, x, form)
	}
	_, err = s.Reuse.Enter(c.Ctx(), c.Viewer(), id, in)
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.newPage(c, http.StatusUnprocessableEntity, x, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.Reuse, id), "nachnutzung-neu")
}

// readEntry reads the form.
func readEntry(c *page.Context) (pages.Edit, reuse.Input) {
	form := pages.Edit{Once: c.OnceKey(), Revision: c.FormText("fassung"), Stage: c.FormText("umsetzung"), Product: c.FormText("produkt"),
		Provider: c.FormText("anbieter"), Operator: c.FormText("betreiber"), Since: c.FormText("seit"), Cost: c.FormText("kosten"),
		Experience: c.FormText("erfahrung"), Financing: c.FormText("finanzierung"), Integration: c.FormText("einbindung"),
		Operation: c.FormText("betrieb"), Interfaces: c.FormText("schnittstellen"), Assistance: c.FormText("unterstuetzung"),
		Mailbox: c.FormText("postfach"), Contact: c.Ticked("ansprechbar"), Release: c.Ticked("entlassen")}
	return form, reuse.Input{Stage: view.ReuseStage(form.Stage), Product: form.Product, Provider: form.Provider, Operator: form.Operator,
		Since: form.Since, Cost: reuse.Cost(form.Cost), Mailbox: form.Mailbox, Contact: form.Contact, Release: form.Release, Once: form.Once,
		Notes: reuse.Notes{Experience: form.Experience, Financing: form.Financing, Integration: form.Integration, Operation: form.Operation,
			Interfaces: form.Interfaces, Assistance: form.Assistance}}
}

// editEntry shows the form with what the entry says.
func (s *server) editEntry(c *page.Context, id int64) error {
	e, x, err := s.ownEntry(c, id)
	if err != nil {
		return err
	}
	n := e.Notes
	return s.editPage(c, http.StatusOK, e, x, pages.Edit{Once: once.NewKey(), Revision: strconv.Itoa(e.Revision),
		Stage: view.ReuseStageWord(e.Stage), Product: e.Product, Provider: e.Provider, Operator: e.Operator, Since: e.Since.German(),
		Cost: string(e.Cost), Experience: n.Experience, Financing: n.Financing, Integration: n.Integration, Operation: n.Operation,
		Interfaces: n.Interfaces, Assistance: n.Assistance, Mailbox: e.Mailbox, Contact: e.Contact.PersonID == c.Viewer().ID})
}

// ownEntry loads an entry of the viewer's organisation with its service.
func (s *server) ownEntry(c *page.Context, id int64) (e reuse.Shown, x catalogue.Service, err error) {
	if e, err = s.Reuse.Entry(c.Ctx(), c.Viewer(), id); err != nil {
		return e, x, err
	}
	if !e.CanEdit(c.Viewer()) {
		return e, x, fault.Forbid("Diesen Eintrag ändern nur Mitglieder der Organisation, für die er steht.")
	}
	x, err = s.Catalogue.Service(c.Ctx(), e.Service)
	return e, x, err
}

func (s *server) editPage(c *page.Context, status int, e reuse.Shown, x catalogue.Service, out pages.Edit) error {
	out.Base = base(c, x, "Eintrag zur Nachnutzung", templates.Crumb{Text: "Eintrag ändern"})
	out.Heading, out.Action, out.Send = "Eintrag ändern", path.To(path.EditReuse, e.ID), "Speichern und bestätigen"
	if e.Contact.PersonID != c.Viewer().ID {
		out.Colleague = e.Contact.Name
	}
	for _, step := range e.Steps {
		who := step.By.Name
		if who == "" {
			who = "Ehemaliges Mitglied"
		}
		out.Steps = append(out.Steps, pages.Step{Text: acts[step.Act] + ": " + step.Stage.German(), By: who, At: step.At})
	}
	return s.formPage(c, status, x, out)
}

// acts are the words for what was done with an entry.
var acts = map[string]string{reuse.ActEntered: "Eingetragen", reuse.ActChanged: "Geändert", reuse.ActConfirmed: "Bestätigt"}

// saveEntry stores the change. If a colleague was faster the form comes back with what
// both wrote, and saving again then replaces what was shown.
func (s *server) saveEntry(c *page.Context, id int64) error {
	e, x, err := s.ownEntry(c, id)
	if err != nil {
		return err
	}
	form, in := readEntry(c)
	if c.ShowsDraft() {
		return s.editPage(c, http.StatusOK, e, x, form)
	}
	revision, err := strconv.Atoi(form.Revision)
	if err != nil {
		revision = -1 // a form without its number is as good as an old one
	}
	err = s.Reuse.Edit(c.Ctx(), c.Viewer(), id, revision, in)
	if fault.Is(err, fault.Conflict) {
		form.Revision, form.Present = strconv.Itoa(e.Revision), present(e.Entry)
		return s.editPage(c, http.StatusConflict, e, x, form)
	}
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.editPage(c, http.StatusUnprocessableEntity, e, x, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.Reuse, e.Service), "nachnutzung-geaendert")
}

// present is what an entry says now.
func present(e reuse.Entry) []templates.Fact {
	out := []templates.Fact{{Term: "Umsetzung", Text: e.Stage.German()}, {Term: "Onlinedienst oder Produkt", Text: e.Product},
		{Term: "Anbieter", Text: e.Provider}}
	return append(append(append(out, view.ReuseFacts(e)...), view.ReuseNotes(e)...), templates.Fact{Term: "Postfach für Fragen", Text: e.Mailbox})
}

// confirmEntry says that an entry still holds.
func (s *server) confirmEntry(c *page.Context, id int64) error {
	e, err := s.Reuse.Entry(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if err := s.Reuse.Confirm(c.Ctx(), c.Viewer(), id); err != nil {
		return err
	}
	return c.Announce(path.To(path.Reuse, e.Service), "nachnutzung-bestaetigt")
}

// askRemove asks once more before an entry is deleted, moderators for their reason.
func (s *server) askRemove(c *page.Context, id int64) error {
	return s.removePage(c, id, "", nil)
}

func (s *server) removePage(c *page.Context, id int64, reason string, wrong templates.Problems) error {
	e, err := s.Reuse.Entry(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	own := e.CanEdit(c.Viewer())
	if !own && !e.Moderate {
		return fault.Forbid("Diesen Eintrag löschen nur Mitglieder der Organisation, für die er steht, und die Moderation.")
	}
	x, err := s.Catalogue.Service(c.Ctx(), e.Service)
	if err != nil {
		return err
	}
	out := templates.Confirm{Base: base(c, x, "Eintrag löschen", templates.Crumb{Text: "Eintrag löschen"}), Heading: "Eintrag löschen",
		Text: "„" + e.Product + "“ von " + e.Organisation.Name + " steht danach nicht mehr im Nachnutzungsregister, auch nicht sein Verlauf. " +
			"Wenn Sie den Dienst nicht mehr nutzen, ist „haben wir beendet“ für andere hilfreicher.",
		Action: path.To(path.RemoveReuse, id), Hidden: []templates.Link{{Href: "fassung", Text: strconv.Itoa(e.Revision)}}, Send: "Löschen",
		Back: path.To(path.Reuse, e.Service), Problems: wrong, Reason: reason}
	if !own {
		out.Text = "„" + e.Product + "“ von " + e.Organisation.Name + " steht danach nicht mehr im Nachnutzungsregister, auch nicht sein Verlauf."
		out.WithReason = true
		out.ReasonHint = "Er steht im Protokoll, und die Organisation liest ihn auf der Seite der Leistung und in einer Mitteilung."
	}
	out.NoIndex = true
	return c.RenderForm(wrong, templates.ConfirmPage(out))
}

// removeEntry deletes an entry.
func (s *server) removeEntry(c *page.Context, id int64) error {
	e, found, err := s.found(c, id)
	if err != nil {
		return err
	}
	if !found {
		return c.Announce(path.Services, "schon-entfernt")
	}
	err = s.Reuse.Remove(c.Ctx(), c.Viewer(), id, int(c.FormNumber("fassung")), c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.removePage(c, id, c.FormText("grund"), p)
	}
	return c.Removed(err, path.To(path.Reuse, e.Service), "nachnutzung-geloescht")
}

func (s *server) found(c *page.Context, id int64) (reuse.Shown, bool, error) {
	e, err := s.Reuse.Entry(c.Ctx(), c.Viewer(), id)
	if fault.Is(err, fault.NotFound) {
		return e, false, nil
	}
	return e, err == nil, err
}
