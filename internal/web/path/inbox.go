package path

// What is a member's own.
const (
	Inbox          = "/mitteilungen"
	MarkTold       = "/mitteilungen/gelesen"
	UnmarkTold     = "/mitteilungen/ungelesen"
	OwnPage        = "/meine"
	OwnQuestions   = "/meine/fragen"
	OwnReplies     = "/meine/antworten"
	OfColleagues   = "/meine/organisation"
	OwnSuggestions = "/meine/vorschlaege"
	Bookmarks      = "/meine/merkliste"
	AddBookmark    = "/beitrag/:id/merken"
	EditBookmark   = "/beitrag/:id/notiz"
	RemoveBookmark = "/beitrag/:id/nicht-merken"
	ReminderDone   = "/beitrag/:id/erinnerung-erledigt"
	DismissAnswers = "/thema/:id/keine-antwort-hilft"
)

// OwnUnsolved is the part of the own questions that were answered and have no
// solution yet.
const OwnUnsolved = OwnQuestions + "?ohne=loesung"
