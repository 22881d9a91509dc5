package admin

import (
	"strconv"
	"strings"

	"kommunalforum/internal/directory"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// newOrganisation shows the empty form for an organisation.
func (s *server) newOrganisation(c *page.Context) error {
	return s.organisationForm(c, 0, pages.Organisation{})
}

// postOrganisation enters an organisation.
func (s *server) postOrganisation(c *page.Context) error {
	form := readOrganisation(c)
	id, err := s.Directory.Add(c.Ctx(), c.Viewer(), organisationInput(form))
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.organisationForm(c, 0, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.OrganisationPage, id), "organisation")
}

// editOrganisation shows the form with what is known of an organisation.
func (s *server) editOrganisation(c *page.Context, id int64) error {
	o, err := s.Directory.Details(c.Ctx(), id)
	if err != nil {
		return err
	}
	if o.DissolvedOn != "" {
		return fault.Missing()
	}
	form := pages.Organisation{Name: o.Name, Kind: string(o.Kind), State: o.State, AGS: o.AGS, Revision: o.Revision}
	if o.AGS == "" && o.Population > 0 {
		form.Population = strconv.FormatInt(o.Population, 10)
	}
	var lines []string
	for _, m := range o.Administers {
		lines = append(lines, m.AGS+" "+m.Name)
	}
	form.Administers = strings.Join(lines, "\n")
	return s.organisationForm(c, id, form)
}

// saveOrganisation changes an organisation.
func (s *server) saveOrganisation(c *page.Context, id int64) error {
	form := readOrganisation(c)
	err := s.Directory.Edit(c.Ctx(), c.Viewer(), id, organisationInput(form))
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.organisationForm(c, id, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.OrganisationPage, id), "organisation")
}

// readOrganisation reads the form as it was sent.
func readOrganisation(c *page.Context) pages.Organisation {
	return pages.Organisation{Name: c.FormText("name"), Kind: c.FormText("art"), State: c.FormText("land"), AGS: c.FormText("ags"),
		Population: c.FormText("einwohner"), Administers: c.FormText("fuer"), Reason: c.FormText("grund"), Revision: int(c.FormNumber("stand"))}
}

// organisationInput is the form for the operation; what is no number of
// inhabitants is refused there.
func organisationInput(f pages.Organisation) directory.Input {
	in := directory.Input{Name: f.Name, Kind: organisation.Kind(f.Kind), State: f.State, AGS: f.AGS,
		Administers: f.Administers, Reason: f.Reason, Revision: f.Revision}
	if f.Population != "" {
		n, err := strconv.ParseInt(strings.ReplaceAll(f.Population, ".", ""), 10, 64)
		if err != nil {
			n = -1
		}
		in.Population = n
	}
	return in
}

func (s *server) organisationForm(c *page.Context, id int64, form pages.Organisation) error {
	title := "Organisation eintragen"
	form.Action, form.Back = path.NewOrganisation, path.Organisations
	if id != 0 {
		title = "Organisation bearbeiten"
		form.Action, form.Back = path.To(path.EditOrganisation, id), path.To(path.OrganisationPage, id)
	}
	form.Base = s.adminBase(c, title, templates.Crumb{Href: path.Organisations, Text: "Organisationen"})
	form.Kinds = view.OrganisationKindOptions("Bitte wählen")
	form.States = view.StateOptions()
	form.States[0].Text = "keines (Bund oder mehrere Länder)"
	return c.RenderForm(form.Problems, pages.OrganisationPage(form))
}
