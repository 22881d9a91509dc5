package admin

import (
	"net/url"
	"strconv"
	"strings"

	"kommunalforum/internal/address"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// showDomains lists the domains that decide organisations.
func (s *server) showDomains(c *page.Context) error { return s.domainsPage(c, nil) }

func (s *server) domainsPage(c *page.Context, wrong templates.Problems) error {
	text, after := strings.TrimSpace(c.Query("suche")), c.FormNumber("nach")
	if len(text) > 200 {
		text = ""
	}
	list, more, err := s.Joining.Domains(c.Ctx(), c.Viewer(), text, after)
	if err != nil {
		return err
	}
	page := pages.Domains{Base: s.adminBase(c, "Domains"), Query: text, First: after == 0, Start: domainList(text, 0),
		Domain: c.FormText("domain"), Organisation: c.FormText("organisation"), Subdomains: c.Ticked("unterdomaenen"), Problems: wrong}
	for _, d := range list {
		page.List = append(page.List, pages.DomainRow{ID: d.ID, Name: address.Readable(d.Name), Organisation: d.Organisation.Name,
			Subdomains: d.Subdomains})
	}
	if more {
		page.More = domainList(text, list[len(list)-1].ID)
	}
	return c.RenderForm(wrong, pages.DomainsPage(page))
}

func domainList(text string, after int64) string {
	q := url.Values{}
	if text != "" {
		q.Set("suche", text)
	}
	if after != 0 {
		q.Set("nach", strconv.FormatInt(after, 10))
	}
	if len(q) == 0 {
		return path.Domains
	}
	return path.Domains + "?" + q.Encode()
}

// addDomain lets a domain stand for an organisation.
func (s *server) addDomain(c *page.Context) error {
	err := s.Joining.AddDomain(c.Ctx(), c.Viewer(), membership.NewDomain{Name: c.FormText("domain"), Organisation: c.FormText("organisation"),
		Subdomains: c.Ticked("unterdomaenen")})
	if wrong, ok := page.Problems(err); ok {
		return s.domainsPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Domains, "verwaltet")
}

// removeDomain takes a domain from an organisation.
func (s *server) removeDomain(c *page.Context, id int64) error {
	return c.Removed(s.Joining.RemoveDomain(c.Ctx(), c.Viewer(), id), path.Domains, "verwaltet")
}

// newDomainImport asks for a list of domains.
func (s *server) newDomainImport(c *page.Context) error { return s.domainImportPage(c, nil, nil) }

// importDomains shows what a list would do, and does it when told so.
func (s *server) importDomains(c *page.Context) error {
	list, by := c.Request.PostFormValue("liste"), c.Viewer()
	switch c.Request.PostFormValue("schritt") {
	case "aendern":
		return s.domainImportPage(c, nil, nil)
	case "uebernehmen":
		_, err := s.Joining.ImportDomains(c.Ctx(), by, list)
		if wrong, ok := page.Problems(err); ok {
			return s.domainImportPage(c, nil, wrong)
		}
		if err != nil {
			return err
		}
		return c.Announce(path.Domains, "verwaltet")
	}
	lines, err := s.Joining.PreviewDomains(c.Ctx(), by, list)
	if wrong, ok := page.Problems(err); ok {
		return s.domainImportPage(c, nil, wrong)
	}
	if err != nil {
		return err
	}
	return s.domainImportPage(c, lines, nil)
}

func (s *server) domainImportPage(c *page.Context, lines []membership.ImportLine, wrong templates.Problems) error {
	page := pages.DomainImport{Base: s.adminBase(c, "Domains einlesen", templates.Crumb{Href: path.Domains, Text: "Domains"}),
		Text: c.Request.PostFormValue("liste"), Problems: wrong}
	fresh, left := 0, 0
	for _, l := range lines {
		row := pages.DomainLine{Number: l.Number, Text: l.Domain + " → " + l.Organisation, State: "neu", Tone: templates.ToneSuccess, Wrong: l.Wrong}
		if l.Subdomains {
			row.Text += " (mit Unterdomänen)"
		}
		switch {
		case l.Wrong != "":
			row.State, row.Tone = "bleibt weg", templates.ToneWarning
			left++
		case l.Known:
			row.State, row.Tone = "schon da", templates.ToneMuted
		default:
			fresh++
		}
		page.Lines = append(page.Lines, row)
	}
	if lines != nil {
		page.Ready = fresh > 0
		page.Summary = templates.Plural(fresh, "Zuordnung kommt", "Zuordnungen kommen") + " dazu. " +
			templates.Plural(left, "Zeile bleibt", "Zeilen bleiben") + " weg."
	}
	return c.RenderForm(wrong, pages.DomainImportPage(page))
}
