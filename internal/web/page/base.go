package page

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/config"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// Base fills what every page needs around its own matter.
func (c *Context) Base(title string, section templates.Section, crumbs ...templates.Crumb) templates.Base {
	by := c.Viewer()
	b := templates.Base{
		Title:   title,
		Site:    c.kit.Site(c.Ctx()),
		Section: section,
		Path:    c.Request.URL.RequestURI(),
		Crumbs:  crumbs,
		Viewer:  c.baseViewer(by),
		Full:    by.SignedIn() && c.kit.DB.Full(),
	}
	b.Notice, b.Unchanged = c.takeNotice()
	if again := c.again(); again != nil {
		b.Notice, b.Unchanged, b.Refusal, b.Unclear = again.notice, true, again.refusal, again.unclear
	}
	if o, ok := by.Pending(); ok {
		b.Viewer.Owes = templates.Link{Href: requiredPath(o.Action, b.Path), Text: required[o.Action].text}
		b.Viewer.Doing = c.Request.URL.Path == required[o.Action].path
	}
	if !c.reads() {
		b.Path = "" // signing in cannot return to a form that was sent
	}
	if c.GetBool(secretAddress) {
		b.Path = ""
		return b
	}
	b.Canonical = c.kit.Config.BaseURL.URL(strings.SplitN(b.Path, "?", 2)[0])
	return b
}

func (c *Context) baseViewer(by account.Viewer) templates.Viewer {
	v := templates.Viewer{
		SignedIn: by.SignedIn(), Name: by.Name, Organisation: by.Organisation.Name,
		Desk: by.Programme(), Moderates: by.ModeratesSomewhere(), Admin: by.Admin(),
	}
	if by.SignedIn() {
		v.Idle, v.Unread = int(credential.IdleLife.Seconds()), c.Unread(by)
	}
	return v
}

// siteOf is what the layout shows of the settings it was made from.
type siteOf struct {
	settings *config.Site
	shown    templates.Site
}

// Site returns what the layout shows of the forum; it is made again after the
// settings changed.
func (k *Kit) Site(ctx context.Context) templates.Site {
	now, made := k.Settings.Site(ctx), k.site.Load()
	if made == nil || made.settings != now {
		made = &siteOf{settings: now, shown: k.newSite(*now)}
		k.site.Store(made)
	}
	return made.shown
}

func (k *Kit) newSite(c config.Site) templates.Site {
	site := templates.Site{
		Name:     c.Name,
		Claim:    c.Claim,
		Carriers: c.Carriers,
		Register: k.Config.Mail.On(),
		Footer: []templates.Link{
			{Href: path.Help, Text: "Hilfe"},
			{Href: path.Glossary, Text: "Glossar"},
			{Href: path.Terms, Text: "Nutzungsbedingungen"},
			{Href: path.Privacy, Text: "Datenschutz"},
			{Href: path.Imprint, Text: "Impressum"},
			{Href: path.Accessibility, Text: "Barrierefreiheit"},
			{Href: path.Sources, Text: "Datenquellen"},
		},
	}
	for _, p := range c.Partners {
		site.Partners = append(site.Partners, templates.Link{Href: p.Address, Text: p.Name})
	}
	if c.Contact != "" {
		site.Contact = templates.Link{Href: "mailto:" + c.Contact, Text: c.Contact}
	}
	return site
}

// ReadsMailFolder reports whether there is a folder of mails that the viewer may
// read: administrators, and everybody in a demo world.
func (c *Context) ReadsMailFolder() bool {
	return c.kit.Folder != nil && (c.kit.Config.Demo || c.Viewer().Admin())
}

// MailFolderLink leads to the mails of a demo world; it has no Href where there
// are none.
func (c *Context) MailFolderLink() templates.Link {
	if !c.ReadsMailFolder() {
		return templates.Link{}
	}
	return templates.Link{Href: path.MailFolder, Text: "E-Mails dieser Entwicklungsumgebung lesen"}
}
