package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/address"
	"kommunalforum/internal/membership"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

const domainsPath = "/verwaltung/domains"

// showDomains lists the domains that decide organisations.
func (s *server) showDomains(c *gin.Context) error { return s.domainsPage(c, nil) }

func (s *server) domainsPage(c *gin.Context, wrong templates.Problems) error {
	text, after := strings.TrimSpace(c.Query("suche")), formNumber(c, "nach")
	if len(text) > 200 {
		text = ""
	}
	list, more, err := s.Joining.Domains(ctx(c), s.viewer(c), text, after)
	if err != nil {
		return err
	}
	page := pages.Domains{Base: s.adminBase(c, "Domains"), Query: text, First: after == 0, Start: domainList(text, 0),
		Domain: formText(c, "domain"), Organisation: formText(c, "organisation"), Subdomains: ticked(c, "unterdomaenen"), Problems: wrong}
	for _, d := range list {
		page.List = append(page.List, pages.DomainRow{ID: d.ID, Name: address.Readable(d.Name), Organisation: d.Organisation.Name, Subdomains: d.Subdomains})
	}
	if more {
		page.More = domainList(text, list[len(list)-1].ID)
	}
	return s.render(c, statusOf(wrong), pages.DomainsPage(page))
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
		return domainsPath
	}
	return domainsPath + "?" + q.Encode()
}

// addDomain lets a domain stand for an organisation.
func (s *server) addDomain(c *gin.Context) error {
	err := s.Joining.AddDomain(ctx(c), s.viewer(c), membership.NewDomain{Name: formText(c, "domain"), Organisation: formText(c, "organisation"), Subdomains: ticked(c, "unterdomaenen")})
	if wrong, ok := problems(err); ok {
		return s.domainsPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(domainsPath, "verwaltet"))
}

// removeDomain takes a domain from an organisation.
func (s *server) removeDomain(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.Joining.RemoveDomain(ctx(c), s.viewer(c), id); err != nil {
		return err
	}
	return seeOther(c, withNotice(domainsPath, "verwaltet"))
}

// newDomainImport asks for a list of domains.
func (s *server) newDomainImport(c *gin.Context) error { return s.domainImportPage(c, nil, nil) }

// importDomains shows what a list would do, and does it when told so.
func (s *server) importDomains(c *gin.Context) error {
	list, by := c.Request.PostFormValue("liste"), s.viewer(c)
	switch c.Request.PostFormValue("schritt") {
	case "aendern":
		return s.domainImportPage(c, nil, nil)
	case "uebernehmen":
		_, err := s.Joining.ImportDomains(ctx(c), by, list)
		if wrong, ok := problems(err); ok {
			return s.domainImportPage(c, nil, wrong)
		}
		if err != nil {
			return err
		}
		return seeOther(c, withNotice(domainsPath, "verwaltet"))
	}
	lines, err := s.Joining.PreviewDomains(ctx(c), by, list)
	if wrong, ok := problems(err); ok {
		return s.domainImportPage(c, nil, wrong)
	}
	if err != nil {
		return err
	}
	return s.domainImportPage(c, lines, nil)
}

func (s *server) domainImportPage(c *gin.Context, lines []membership.ImportLine, wrong templates.Problems) error {
	page := pages.DomainImport{Base: s.adminBase(c, "Domains einlesen", templates.Crumb{Href: domainsPath, Text: "Domains"}),
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
		page.Summary = templates.Plural(fresh, "Zuordnung kommt", "Zuordnungen kommen") + " dazu. " + templates.Plural(left, "Zeile bleibt", "Zeilen bleiben") + " weg."
	}
	return s.render(c, statusOf(wrong), pages.DomainImportPage(page))
}
