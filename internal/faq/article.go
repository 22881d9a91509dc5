// Package faq owns the tables faq_article, faq_departure, faq_service, faq_source and
// faq_version: the curated answers of the forum, their history and their sources.
//
// It promises: a draft exists only for the editors of its board; a released article
// reaches nobody but its audience; an article is never released by accident to more
// people than may read its board and its sources; its files are read by who reads it, and
// those that only a former version had by its editors; when two people edit at once,
// neither text is lost; guests never see a person's name.
package faq

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// State of an article. "Zu prüfen" is not a state, see Entry.Due.
type State string

const (
	Draft     State = "draft"
	Published State = "published"
	Outdated  State = "outdated"
)

// German returns the state's word on pages.
func (s State) German() string {
	switch s {
	case Draft:
		return "Entwurf"
	case Published:
		return "veröffentlicht"
	case Outdated:
		return "überholt"
	}
	return string(s)
}

// Valid reports whether s is a known state.
func (s State) Valid() bool { return s == Draft || s == Published || s == Outdated }

// Limits of an article, in characters where they are lengths.
const (
	MinTitle    = 3
	MaxTitle    = 200
	MaxShort    = 400
	MaxScope    = 200
	MaxServices = 10
	MinReason   = 5
	MaxReason   = 300
	RowsPerPage = 25
	// ReviewAfter is when an article is to be reviewed unless its editor says
	// otherwise, in days.
	ReviewAfter = 365
)

// Service is an OZG service that an article is about.
type Service struct {
	ID   int64
	Name string
}

// Entry is an article as shown in lists.
type Entry struct {
	ID             int64
	Board          board.Board // zero for those who may not know of the board
	Title          string      // the question
	Short          string      // the short answer, plain text
	Services       []Service
	AsOf           catalogue.Date // Stand
	ReviewOn       catalogue.Date // nächste Prüfung
	Due            bool           // zu prüfen: published, and the review date is reached
	State          State
	OutdatedReason string
	Audience       board.Release
	ChangedAt      time.Time // last saved, published or restored
	admitted       bool      // the viewer may read the board
}

// CanEdit reports whether by may write the article, publish it, confirm it and
// mark it as überholt: the editors of its board, which moderators are too.
func (e Entry) CanEdit(by account.Viewer) bool { return e.admitted && by.Edits(e.Board.ID) }

// Article is an entry with its text, and its files where a single one is read.
type Article struct {
	Entry
	Source      string // Markdown
	HTML        markdown.HTML
	Scope       string         // gilt für
	Revision    int            // counts every saving; what an editor hands back
	Version     int            // Fassung; former ones with lower numbers may be kept
	By          account.Byline // who wrote the present version
	SavedAt     time.Time      // when
	CreatedAt   time.Time
	PublishedAt time.Time // zero until it was published first
	Files       []attachment.File
}

// ForEverybody reports whether guests may read it once it is published.
func (e Entry) ForEverybody() bool {
	return e.Audience == board.ToPublic || e.Audience == board.ToBoard && e.Board.Audience == board.Public
}

// CanDiscard reports whether by may delete it: drafts that nobody has read yet.
func (a Article) CanDiscard(by account.Viewer) bool { return a.State == Draft && a.CanEdit(by) }

// CanWriteOn reports whether by may write articles on a board that by can read.
func CanWriteOn(by account.Viewer, b board.Board) bool {
	return b.Kind != board.Unsorted && by.Edits(b.ID)
}

// Articles reads and changes FAQ articles.
type Articles struct{ db *db.DB }

// New returns the articles stored in d.
func New(d *db.DB) *Articles { return &Articles{db: d} }
