package path

// Feeds. A public one stands below the page that it belongs to.
const (
	Answers     = "/offizielle-antworten" // no page, only its feed
	PrivateFeed = "/feeds/:token"
	Feeds       = "/konto/feeds"
	RevokeFeed  = "/konto/feeds/:id/widerrufen"
	ReplaceFeed = "/konto/feeds/:id/ersetzen"
)

// Feed is the address of a document, such as feed.atom, below a page or its pattern.
func Feed(page, document string) string { return page + "/" + document }

// NewFeed leads to where a member makes an address of their own for a feed, named such
// as board/3.
func NewFeed(subject string) string { return WithQuery(Feeds, "feed", subject) }
