package admin

import (
	"net/http"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// approvalBase is base for the pages on which moderators decide too, who do not
// see the overview of the administration.
func (s *server) approvalBase(c *page.Context, title string, way ...templates.Crumb) templates.Base {
	if c.Viewer().Admin() {
		return s.adminBase(c, title, way...)
	}
	crumbs := append([]templates.Crumb{{Href: path.Start, Text: "Start"}}, way...)
	b := c.Base(title, templates.SectionNone, append(crumbs, templates.Crumb{Text: title})...)
	b.NoIndex = true
	return b
}

// showApplications shows who waits to be admitted.
func (s *server) showApplications(c *page.Context) error {
	list, n, err := s.Joining.Queue(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Applications{Base: s.approvalBase(c, "Aufnahmen")}
	if rest := n - len(list); rest > 0 {
		page.More = templates.Plural(rest, "weitere Person wartet", "weitere Menschen warten") + "."
	}
	for _, w := range list {
		row := pages.ApplicationRow{Href: path.To(path.Applicant, w.ID), Name: w.Name, Employer: w.Employer, Domain: w.Domain(),
			At: w.ConfirmedAt, Changes: w.Changes()}
		row.State, row.Tone = applicationState(w)
		page.List = append(page.List, row)
	}
	return c.Render(http.StatusOK, pages.ApplicationsPage(page))
}

// applicationState says in two words what is known about somebody who waits.
func applicationState(w membership.Waiting) (string, templates.Tone) {
	switch {
	case !w.Free():
		return "Domain unbekannt", templates.ToneNeutral
	case w.By.Name == "":
		return "Kollegium fehlt", templates.ToneWarning
	case w.Vouched == nil:
		return "Kollegium gefragt", templates.ToneNeutral
	case *w.Vouched:
		return "vom Kollegium bestätigt", templates.ToneSuccess
	}
	return "vom Kollegium verneint", templates.ToneDanger
}

// showApplicant shows one application with what is to be decided.
func (s *server) showApplicant(c *page.Context) error { return s.applicantPage(c, nil) }

func (s *server) applicantPage(c *page.Context, wrong templates.Problems) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	w, err := s.Joining.Waiting(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	page := pages.Application{Base: s.approvalBase(c, w.Name, templates.Crumb{Href: path.Applications, Text: "Aufnahmen"}),
		Path:  path.To(path.Applicant, id),
		Facts: factsOf(w), Domain: w.Domain(), Free: w.Free(), CanAdmit: w.CanAdmit(), Colleague: w.By.Organisation.Name,
		Organisation: w.Employer, Kinds: view.OrganisationKindOptions("– bekannte Organisation –"), Lands: view.LandOptions(), Problems: wrong}
	if len(w.Proposed) > 0 {
		page.Organisation = w.Proposed[0].Name
	}
	if wrong != nil {
		page.Organisation, page.Kind, page.Land = c.FormText("organisation"), c.FormText("art"), c.FormText("land")
		page.Assign, page.Reason = c.Ticked("zuordnen"), c.FormText("ablehnung")
	}
	return c.RenderForm(wrong, pages.ApplicationPage(page))
}

func factsOf(w membership.Waiting) []templates.Fact {
	facts := []templates.Fact{
		{Term: "E-Mail-Adresse", Text: w.Email},
		{Term: "Domain", Text: w.Domain()},
		{Term: "Bisherige Adresse", Text: w.Former},
		{Term: "Bisherige Organisation", Text: w.Present.Name},
		{Term: "Funktion", Text: w.Function},
		{Term: "Gibt an", Text: w.Employer},
		{Term: "Nachricht", Text: w.Reason},
		{Term: "Adresse bestätigt", Text: templates.MomentText(w.ConfirmedAt)},
	}
	if !w.Free() {
		return facts
	}
	said := "Unter „" + w.Colleague + "“ ist niemand Mitglied."
	if w.By.Name != "" {
		said = w.By.Name + " (" + w.By.Organisation.Name + ") "
		switch {
		case w.Vouched == nil:
			said += "ist gefragt und hat noch nicht geantwortet."
		case *w.Vouched:
			said += "bestätigt die Zugehörigkeit."
		default:
			said += "kennt die Person nicht."
		}
	}
	return append(facts, templates.Fact{Term: "Kollegium", Text: said})
}

// admitApplication lets somebody in. Of another organisation than the one for which a
// colleague let them in meanwhile, what was typed comes back.
func (s *server) admitApplication(c *page.Context, id int64) error {
	to := c.FormText("organisation")
	err := s.Joining.Admit(c.Ctx(), c.Viewer(), id, membership.Decision{Organisation: to, Kind: organisation.Kind(c.FormText("art")),
		State: c.FormText("land"), Assign: c.Ticked("zuordnen")})
	if fault.Is(err, fault.NotFound) {
		same, err := s.Joining.AdmittedTo(c.Ctx(), c.Viewer(), id, to)
		if err != nil {
			return err
		}
		if !same {
			return c.DecidedMeanwhile(path.Applications)
		}
	}
	return s.applicationDecided(c, id, err, "aufgenommen")
}

// refuseApplication turns somebody down.
func (s *server) refuseApplication(c *page.Context, id int64) error {
	return s.applicationDecided(c, id, s.Joining.Refuse(c.Ctx(), c.Viewer(), id, c.FormText("ablehnung")), "person-abgelehnt")
}

func (s *server) applicationDecided(c *page.Context, id int64, err error, notice string) error {
	if wrong, ok := page.Problems(err); ok {
		return s.applicantPage(c, wrong)
	}
	return c.Decided(err, path.Applications, notice, page.Done{Act: membership.ActRefuse, Subject: "application", ID: id})
}
