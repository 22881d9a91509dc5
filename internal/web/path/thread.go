package path

import (
	"net/url"
	"strconv"
)

// Boards and catalogue.
const (
	Boards      = "/bereiche"
	BoardPage   = "/bereiche/:slug"
	Services    = "/leistungen"
	ServicePage = "/leistungen/:id"
)

// The register of who uses a service.
const (
	Reuse        = "/leistungen/:id/nachnutzung"
	ReuseExport  = "/leistungen/:id/nachnutzung/export"
	NewReuse     = "/leistungen/:id/nachnutzung/neu"
	EditReuse    = "/nachnutzung/:id/bearbeiten"
	ConfirmReuse = "/nachnutzung/:id/bestaetigen"
	RemoveReuse  = "/nachnutzung/:id/loeschen"
)

// Threads and posts.
const (
	Ask             = "/fragen"
	AskTwins        = "/fragen/aehnlich"
	ThreadPage      = "/thema/:id"
	Reply           = "/thema/:id/antworten"
	SimilarToThread = "/thema/:id/aehnlich"
	PrintThread     = "/thema/:id/drucken"
	Concerned       = "/thema/:id/betroffene"
	ConcernedNote   = "/thema/:id/betroffene/notiz"
	RemoveNote      = "/thema/:id/betroffene/notiz-entfernen"
	SupportThread   = "/thema/:id/betrifft-uns"
	UnsupportThread = "/thema/:id/betrifft-uns-nicht"
	PostPage        = "/beitrag/:id"
	EditPost        = "/beitrag/:id/bearbeiten"
	PostVersions    = "/beitrag/:id/fassungen"
	WithdrawPost    = "/beitrag/:id/zurueckziehen"
	MarkSolution    = "/beitrag/:id/loesung"
)

// Attachments of posts.
const (
	UploadFiles    = "/anhaenge"
	AttachmentFile = "/anhang/:id/:name"
	Thumbnail      = "/anhang/:id/:name/klein"
)

// What is unread.
const (
	News           = "/was-ist-neu"
	MarkAllRead    = "/was-ist-neu/gelesen"
	MarkBoardRead  = "/bereiche/:slug/gelesen"
	MarkUnreadFrom = "/beitrag/:id/ungelesen"
)

// Moderation.
const (
	Moderation     = "/moderation"
	Mentions       = "/moderation/namen"
	MentionDone    = "/moderation/namen/:id"
	FirstPosts     = "/moderation/erste-beitraege"
	Candidates     = "/moderation/weitergeben"
	ModerateThread = "/thema/:id/moderieren"
	RevealAuthor   = "/thema/:id/wer-fragt"
	LockThread     = "/thema/:id/schliessen"
	UnlockThread   = "/thema/:id/oeffnen"
	PinThread      = "/thema/:id/anpinnen"
	MoveThread     = "/thema/:id/verschieben"
	OutdateThread  = "/thema/:id/ueberholt"
	MergeThread    = "/thema/:id/zusammenfuehren"
	SplitThread    = "/thema/:id/teilen"
	UndoTransfer   = "/verschoben/:id/rueckgaengig"
	ApproveThread  = "/thema/:id/freigeben"
	RefuseThread   = "/thema/:id/ablehnen"
	ApproveReply   = "/wartend/:id/freigeben"
	RefuseReply    = "/wartend/:id/ablehnen"
	TakeBackReply  = "/wartend/:id/entfernen"
	HidePost       = "/beitrag/:id/ausblenden"
	UnhidePost     = "/beitrag/:id/einblenden"
	RedactPost     = "/beitrag/:id/schwaerzen"
)

// Names are people to address, for the script of the composer.
const Names = "/namen"

// NamesIn are those for a text in the thread.
func NamesIn(thread int64) string { return WithQuery(Names, "thema", strconv.FormatInt(thread, 10)) }

// Reports of posts. Below the list of moderators the id is that of the post.
const (
	ReportPost     = "/beitrag/:id/melden"
	OwnReports     = "/meine/meldungen"
	OwnReport      = "/meine/meldungen/:id"
	Reports        = "/moderation/meldungen"
	ReportedPost   = "/moderation/meldungen/:id"
	HideReported   = "/moderation/meldungen/:id/ausblenden"
	DismissReports = "/moderation/meldungen/:id/kein-anlass"
)

// Board is the address of a board.
func Board(slug string) string { return To(BoardPage, slug) }

// Service is the address of an OZG service.
func Service(id int64) string { return To(ServicePage, id) }

// Thread is the address of a thread, with its title in words.
func Thread(id int64, title string) string { return To(ThreadPage, idAndSlug(id, title)) }

// FirstUnread leads to the first post of a thread that its reader has not read, or
// to the newest.
func FirstUnread(id int64, title string) string { return Thread(id, title) + "?neu" }

// NewestPost leads to the newest post of a thread.
func NewestPost(id int64, title string) string { return Thread(id, title) + "?ende" }

// Attachment is the address of an attachment, with its name.
func Attachment(id int64, name string) string {
	return To(AttachmentFile, strconv.FormatInt(id, 10), url.PathEscape(name))
}

// ThumbnailOf is the address of the small picture of an attachment.
func ThumbnailOf(id int64, name string) string { return Attachment(id, name) + "/klein" }

// Post leads to a post at its place in its thread.
func Post(id int64) string { return To(PostPage, id) }
