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
	Drafts         = "/meine/entwuerfe"
	AutosaveDraft  = "/meine/entwuerfe/sichern"
	// Draft is a form that was kept: one's own draft, or one that was refused for want
	// of a session.
	Draft          = "/meine/entwuerfe/:id"
	DiscardDraft   = "/meine/entwuerfe/:id/loeschen"
	DismissAnswers = "/thema/:id/keine-antwort-hilft"
)

// OwnUnsolved is the part of the own questions that were answered and have no
// solution yet.
const OwnUnsolved = OwnQuestions + "?ohne=loesung"
