// Package templates holds the pages as typed components: layout and shared parts
// here, the pages in one folder per noun. Components take values and answers, never
// a store, and decide nothing but what is shown.
package templates

// Base is what every page needs around its own matter. Each page struct embeds
// it; web fills it in one place.
type Base struct {
	Title       string // without the site's name; empty on the start page
	Description string // one sentence for search engines, may be empty
	Site        Site
	Viewer      Viewer
	Section     Section // the entry of the navigation that is marked
	Path        string  // local address of this page, where signing in returns to
	Crumbs      []Crumb // the way here, the page itself last
	Notice      string  // what the last action did, shown once
	Unchanged   bool    // the last action did nothing, or not yet: Notice is no success
	Refusal     string  // why the form below was not accepted, and what is in it
	Unclear     bool    // nobody knows whether it was accepted
	Full        bool    // the disk is full: members can only read
	IndexNotice string  // why search is incomplete at the moment
	NoIndex     bool    // search engines shall leave this page out
	Canonical   string  // absolute address under the configured base URL, may be empty
	Feed        Feed    // what is new here, for programs
	Live        string  // where the page asks what is new on it, "" for never
}

// Feed is a feed that a page offers. Its zero value is none.
type Feed struct {
	Title   string
	Atom    string // local address, "" where guests may not read it
	JSON    string
	Private string // where a member makes an address of their own, for what guests may not read
}

// Site is what the operator has configured; the same on every page.
type Site struct {
	Name     string   // "Kommunalforum"
	Claim    string   // the one sentence that says what this is
	Carriers []string // the bodies that carry the forum
	Partners []Link   // links to neighbouring platforms
	Register bool     // people can register by themselves
	Contact  Link     // mailto: or page; no link without Href
	Footer   []Link   // pages that exist: help, privacy, imprint, accessibility, sources
}

// Link is an address and the words that lead there.
type Link struct {
	Href string
	Text string
}

// Crumb is one step of the way to a page. The last one needs no Href.
type Crumb = Link

// Viewer is the person who looks at the page, as far as the layout needs it.
// The zero value is the guest.
type Viewer struct {
	SignedIn     bool
	Name         string
	Organisation string
	Desk         bool // works at the desk of programme management
	Moderates    bool // moderates at least one board
	Admin        bool
	Owes         Link // what is to be done before the forum opens; no Href for nothing
	Doing        bool // this page is where it is done
	Unread       int  // what the bell counts, beyond 99 as many as you like
	Idle         int  // seconds without use after which the session ends, 0 for guests
}

// Section is an entry of the main navigation.
type Section string

// The entries in their order. SectionNone marks none of them.
const (
	SectionNone          Section = ""
	SectionBoards        Section = "bereiche"
	SectionFAQ           Section = "faq"
	SectionInquiries     Section = "anfragen"
	SectionServices      Section = "leistungen"
	SectionLibrary       Section = "bibliothek"
	SectionConsultations Section = "beteiligungen"
	SectionPeople        Section = "organisationen"
	SectionSearch        Section = "suche"
)

type navEntry struct {
	section Section
	href    string
	text    string
}

// navigation is the main navigation. The list of Themenfelder stands on a page
// of its own.
var navigation = []navEntry{
	{SectionBoards, "/bereiche", "Bereiche"},
	{SectionFAQ, "/faq", "Häufige Fragen"},
	{SectionInquiries, "/fragen-an-das-programmmanagement", "Fragen an das Programmmanagement"},
	{SectionServices, "/leistungen", "Leistungen"},
	{SectionLibrary, "/bibliothek", "Bibliothek"},
	{SectionConsultations, "/beteiligungen", "Beteiligungen"},
	{SectionPeople, "/organisationen", "Organisationen"},
}

// fullTitle is the text of the title element.
func (b Base) fullTitle() string {
	switch {
	case b.Title == "" && b.Site.Claim == "":
		return b.Site.Name
	case b.Title == "":
		return b.Site.Name + " – " + b.Site.Claim
	}
	return b.Title + " – " + b.Site.Name
}

// SignInHref leads to the sign-in page and from there back to this one.
func (b Base) SignInHref() string { return signInHref(b.Path) }

// signInHref leads to the sign-in page and from there back to path.
func signInHref(path string) string {
	if path == "" || path == "/" {
		return "/anmelden"
	}
	return "/anmelden?weiter=" + escapeQuery(path)
}

// noticeKind is the weight of the notice.
func (b Base) noticeKind() AlertKind {
	if b.Unchanged {
		return AlertInfo
	}
	return AlertSuccess
}

// refusalTitle is the heading of a refusal.
func (b Base) refusalTitle() string {
	if b.Unclear {
		return "Vielleicht schon abgeschickt"
	}
	return "Noch nicht abgeschickt"
}
