package path

// FAQ.
const (
	FAQ             = "/faq"
	NewArticle      = "/faq/neu"
	ArticlePage     = "/faq/:id"
	EditArticle     = "/faq/:id/bearbeiten"
	PublishArticle  = "/faq/:id/veroeffentlichen"
	ReviewArticle   = "/faq/:id/pruefen"
	ConfirmArticle  = "/faq/:id/gueltig"
	OutdateArticle  = "/faq/:id/ueberholt"
	RestoreArticle  = "/faq/:id/wiederherstellen"
	DiscardArticle  = "/faq/:id/loeschen"
	ArticleVersions = "/faq/:id/fassungen"
	TakeIntoFAQ     = "/beitrag/:id/in-die-faq"
)

// Suggestions for the FAQ, and hints that an article no longer holds.
const (
	SuggestPost        = "/beitrag/:id/faq-vorschlag"
	SuggestAnswer      = "/offizielle-antworten/:number/faq-vorschlag"
	GiveHint           = "/faq/:id/hinweis"
	Suggestions        = "/faq/vorschlaege"
	SuggestionPage     = "/faq/vorschlaege/:id"
	TakeSuggestion     = "/faq/vorschlaege/:id/uebernehmen"
	SettleSuggestion   = "/faq/vorschlaege/:id/erledigt"
	DeclineSuggestion  = "/faq/vorschlaege/:id/ablehnen"
	WithdrawSuggestion = "/faq/vorschlaege/:id/zurueckziehen"
)

// What waits for the editors of the FAQ.
const (
	FAQToReview = FAQ + "?zustand=pruefen"
	FAQDrafts   = FAQ + "?zustand=entwurf"
)

// Article is the address of an FAQ article, with its title in words.
func Article(id int64, title string) string { return To(ArticlePage, idAndSlug(id, title)) }

// FAQOfBoard leads to the articles of a board.
func FAQOfBoard(slug string) string { return FAQ + "?bereich=" + slug }
