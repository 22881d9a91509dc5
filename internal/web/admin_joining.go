package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/membership"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

const applicationsPath = "/verwaltung/aufnahmen"

// approvalBase is base for the pages on which moderators decide too, who do not
// see the overview of the administration.
func (s *server) approvalBase(c *gin.Context, title string, way ...templates.Crumb) templates.Base {
	if s.viewer(c).Admin() {
		return s.adminBase(c, title, way...)
	}
	crumbs := append([]templates.Crumb{{Href: "/", Text: "Start"}}, way...)
	b := s.base(c, title, templates.SectionNone, append(crumbs, templates.Crumb{Text: title})...)
	b.NoIndex = true
	return b
}

// showApplications shows who waits to be admitted.
func (s *server) showApplications(c *gin.Context) error {
	list, n, err := s.Joining.Queue(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Applications{Base: s.approvalBase(c, "Aufnahmen")}
	if rest := n - len(list); rest > 0 {
		page.More = templates.Plural(rest, "weitere Person wartet", "weitere Menschen warten") + "."
	}
	for _, w := range list {
		row := pages.ApplicationRow{Href: applicationPath(w.ID), Name: w.Name, Employer: w.Employer, Domain: w.Domain(), At: w.ConfirmedAt, Changes: w.Changes()}
		row.State, row.Tone = applicationState(w)
		page.List = append(page.List, row)
	}
	return s.render(c, http.StatusOK, pages.ApplicationsPage(page))
}

func applicationPath(id int64) string { return applicationsPath + "/" + strconv.FormatInt(id, 10) }

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
func (s *server) showApplicant(c *gin.Context) error { return s.applicantPage(c, nil) }

func (s *server) applicantPage(c *gin.Context, wrong templates.Problems) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	w, err := s.Joining.Waiting(ctx(c), s.viewer(c), id)
	if err != nil {
		return err
	}
	page := pages.Application{Base: s.approvalBase(c, w.Name, templates.Crumb{Href: applicationsPath, Text: "Aufnahmen"}), Path: applicationPath(id),
		Facts: factsOf(w), Domain: w.Domain(), Free: w.Free(), CanAdmit: w.CanAdmit(), Colleague: w.By.Organisation.Name,
		Organisation: w.Employer, Kinds: kindOptions("– bekannte Organisation –"), Lands: landOptions(), Problems: wrong}
	if len(w.Proposed) > 0 {
		page.Organisation = w.Proposed[0].Name
	}
	if wrong != nil {
		page.Organisation, page.Kind, page.Land = formText(c, "organisation"), formText(c, "art"), formText(c, "land")
		page.Assign, page.Reason = ticked(c, "zuordnen"), formText(c, "ablehnung")
	}
	return s.render(c, statusOf(wrong), pages.ApplicationPage(page))
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

// admitApplication lets somebody in.
func (s *server) admitApplication(c *gin.Context) error {
	return s.decideApplication(c, func(id int64) error {
		return s.Joining.Admit(ctx(c), s.viewer(c), id, membership.Decision{Organisation: formText(c, "organisation"),
			Kind: account.OrganisationKind(formText(c, "art")), State: formText(c, "land"), Assign: ticked(c, "zuordnen")})
	}, "aufgenommen")
}

// refuseApplication turns somebody down.
func (s *server) refuseApplication(c *gin.Context) error {
	return s.decideApplication(c, func(id int64) error {
		return s.Joining.Refuse(ctx(c), s.viewer(c), id, formText(c, "ablehnung"))
	}, "person-abgelehnt")
}

func (s *server) decideApplication(c *gin.Context, decide func(int64) error, notice string) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	err = decide(id)
	if wrong, ok := problems(err); ok {
		return s.applicantPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(applicationsPath, notice))
}
