// Package info shows what the forum is about: help, legal pages, sources, terms of use,
// and what machines ask for.
package info

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates/info"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Terms     markdown.HTML // the operator's own terms of use, "" for those that come with the program
	Config    config.Config
	Accounts  *account.Accounts
	Boards    *board.Boards
	Catalogue *catalogue.Catalogue
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Library   *library.Documents
	Inquiries *inquiry.Inquiries
	Folder    *mail.Folder      // nil unless mails are written to a folder
	Settings  *setting.Settings // nil: only the configuration holds
	// Health says of each part on which requests depend whether it works here.
	Health func(context.Context) []Part
}

// server serves the pages of this area.
type server struct {
	Deps
	kit *page.Kit
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k}
	open := k.Open()

	open.Get(path.Help, s.showHelp)
	k.Public().Get(path.Glossary, s.showGlossary)
	open.Get(path.Terms, s.showTerms)
	open.Post(path.Terms, s.agree)
	open.Get(path.Privacy, s.legal("Datenschutz", "Welche personenbezogenen Daten das Forum verarbeitet, wofür und wie lange.", info.PrivacyPage))
	open.Get(path.Imprint, s.legal("Impressum", "Wer dieses Forum betreibt und wie Sie die Betreiberin erreichen.", info.ImprintPage))
	open.Get(path.Accessibility, s.legal("Erklärung zur Barrierefreiheit", "Wie barrierefrei das Forum ist und wie Sie Barrieren melden.",
		info.AccessibilityPage))
	open.Get(path.Sources, s.showSources)
	if d.Folder != nil {
		open.Get(path.MailFolder, s.showFolder)
		open.Get(path.FolderMail, s.openMail)
	}
	open.Get(path.Robots, s.showRobots)
	open.Get(path.Sitemap, s.showSitemap)
	open.Get(path.SecurityTxt, s.showSecurity)
	open.Get(path.Health, s.health)
	open.Get(path.Ready, s.ready)
}
