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

// What waits for the editors of the FAQ.
const (
	FAQToReview = FAQ + "?zustand=pruefen"
	FAQDrafts   = FAQ + "?zustand=entwurf"
)

// Article is the address of an FAQ article, with its title in words.
func Article(id int64, title string) string { return To(ArticlePage, idAndSlug(id, title)) }

// FAQOfBoard leads to the articles of a board.
func FAQOfBoard(slug string) string { return FAQ + "?bereich=" + slug }
