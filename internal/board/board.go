// Package board owns the tables board, board_admission, board_narrowing,
// board_exclusion, circle and circle_member: the boards of the forum, who may read
// them and could before, and the one visibility rule that threads, FAQ articles,
// inquiries and the search share.
package board

import (
	"context"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

// Kind distinguishes Themenfelder from other boards.
type Kind string

const (
	Subject  Kind = "subject"  // a Themenfeld of the OZG
	Beyond   Kind = "beyond"   // matters beyond the OZG
	Unsorted Kind = "unsorted" // questions whose board is not known yet; every moderator sorts them
)

// Audience says who may read a board.
type Audience string

const (
	Public     Audience = "public"
	Members    Audience = "members"
	Restricted Audience = "restricted"
)

// German says who may read, as forms and the board's page show it.
func (a Audience) German() string {
	switch a {
	case Public:
		return "Öffentlich sichtbar"
	case Members:
		return "Sichtbar für alle Mitglieder"
	}
	return "Sichtbar nur für zugelassene Mitglieder"
}

// Board is a place for threads.
type Board struct {
	ID            int64
	Slug          string
	Name          string
	Description   string
	Kind          Kind
	Audience      Audience
	AreaID        int64    // Themenfeld of the catalogue, 0 beyond the OZG
	LeadStates    []string // federführende Länder of the Themenfeld
	FourEyes      bool     // official answers need a second programme manager
	Indexable     bool     // search engines may list its public threads
	FirstReview   bool     // moderators look at the first post of a member before others do
	SemiAnonymous bool     // one may ask semi-anonymously
	Archived      bool     // to be read and found, no longer written on
}

// Archival is shown to whoever wants to write on an archived board.
const Archival = "Dieser Bereich ist archiviert: Alles bleibt zu lesen und zu finden, Neues kommt nicht mehr hinzu."

// Readable reports whether by may read the threads of a board that by can see.
func (b Board) Readable(by account.Viewer) bool { return b.Audience == Public || by.SignedIn() }

// CanModerate reports whether by moderates the board. Questions without a board are
// sorted by every moderator.
func (b Board) CanModerate(by account.Viewer) bool {
	return by.Moderates(b.ID) || b.Kind == Unsorted && by.ModeratesSomewhere()
}

// Boards reads and changes boards and circles.
type Boards struct{ db *db.DB }

// New returns the boards stored in d.
func New(d *db.DB) *Boards { return &Boards{db: d} }

// Columns selects a board for a query over board b; Scan reads it.
const Columns = `b.id, b.slug, b.name, b.description, b.kind, b.audience, b.four_eyes, b.indexable, b.first_review, b.semi_anonymous,
	b.archived_at IS NOT NULL,
	COALESCE(b.subject_area_id, 0), COALESCE((SELECT a.lead_states FROM subject_area a WHERE a.id = b.subject_area_id), '')`

// Fields returns the scan targets for Columns; call the returned function after the scan.
func Fields(b *Board) (targets []any, done func()) {
	var lead string
	targets = []any{&b.ID, &b.Slug, &b.Name, &b.Description, &b.Kind, &b.Audience, &b.FourEyes, &b.Indexable, &b.FirstReview, &b.SemiAnonymous,
		&b.Archived, &b.AreaID, &lead}
	return targets, func() {
		if lead != "" {
			b.LeadStates = strings.Split(lead, "\n")
		}
	}
}

func scan(r db.Row) (b Board, err error) {
	targets, done := Fields(&b)
	err = r.Scan(targets...)
	done()
	return b, err
}

// inOrder is the order of lists: archived boards sink to the end.
const inOrder = `b.archived_at IS NOT NULL, b.position`

// ListedTx returns the boards that by can see, in the order of the start page.
// Guests see members' boards too (their page with its description), but not
// the place for unsorted questions.
func ListedTx(tx *db.Tx, by account.Viewer) ([]Board, error) {
	return db.List(tx, scan, `
		SELECT `+Columns+`
		FROM board b
		WHERE (b.audience <> 'restricted' OR `+VisibleSQL+`)
		AND (b.kind <> 'unsorted' OR $1)
		ORDER BY `+inOrder, Seen(by)...)
}

// FindTx returns the board with the slug. A restricted board does not exist for
// those not admitted, nor the unsorted one for guests. Whether by may read its
// threads, Board.Readable tells.
func FindTx(tx *db.Tx, by account.Viewer, slug string) (Board, error) {
	return db.One(tx, scan, `
		SELECT `+Columns+`
		FROM board b
		WHERE b.slug = $4
		AND (b.audience <> 'restricted' OR `+VisibleSQL+`)
		AND (b.kind <> 'unsorted' OR $1)`, append(Seen(by), slug)...)
}

// ByIDTx returns a board whose threads by may read.
func ByIDTx(tx *db.Tx, by account.Viewer, id int64) (Board, error) {
	return db.One(tx, scan, `
		SELECT `+Columns+`
		FROM board b
		WHERE b.id = $4 AND `+VisibleSQL, append(Seen(by), id)...)
}

// ChosenTx returns the board that by chose in a form to write on, the one for
// questions without a board for 0. A board that by may not read is a
// fault.Invalid at the field with the sentence missing; so is an archived one,
// with Archival.
func ChosenTx(tx *db.Tx, by account.Viewer, id int64, field, missing string) (Board, error) {
	if id == 0 {
		return UnsortedBoardTx(tx)
	}
	b, err := ByIDTx(tx, by, id)
	var c fault.Check
	switch {
	case fault.Is(err, fault.NotFound):
		c.Add(field, "%s", missing)
	case err != nil:
		return b, err
	case b.Archived:
		c.Add(field, Archival)
	}
	return b, c.Err()
}

// UnsortedBoardTx returns the place for questions without a board.
func UnsortedBoardTx(tx *db.Tx) (Board, error) {
	return db.One(tx, scan, `SELECT `+Columns+` FROM board b WHERE b.kind = 'unsorted'`)
}

// Moderator is a moderator of a board.
type Moderator struct {
	PersonID     int64  // 0 for guests
	Name         string // "" for guests
	Organisation organisation.Organisation
}

// listModerators lists the moderators of the board; guests see their organisations only.
func listModerators(tx *db.Tx, by account.Viewer, id int64) ([]Moderator, error) {
	bylines, err := db.List(tx, func(r db.Row) (b account.Byline, err error) {
		return b, r.Scan(account.BylineFields(&b)...)
	}, `
		SELECT `+account.BylineColumns+`
		FROM role_grant g
		JOIN person p ON p.id = g.person_id
		JOIN organisation o ON o.id = p.organisation_id
		WHERE g.board_id = $1 AND g.role = 'moderator' AND p.disabled_at IS NULL
		ORDER BY o.sort_key, o.id, p.sort_key, p.id`, id)
	var out []Moderator
	for _, b := range bylines {
		shown := b.For(by)
		m := Moderator{PersonID: shown.PersonID, Name: shown.Name, Organisation: b.Organisation}
		if n := len(out); m.Name == "" && n > 0 && out[n-1] == m {
			continue // two people of one organisation are one to guests
		}
		out = append(out, m)
	}
	return out, err
}

// List returns the boards that by can see, in the order of the start page.
// Guests see members' boards too (their page with its description), but not
// the place for unsorted questions.
func (s *Boards) List(ctx context.Context, by account.Viewer) ([]Board, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Board, error) { return ListedTx(tx, by) })
}

// Board returns the board with the slug; fault.NotFound for one that by cannot
// see. Whether by may read its threads, Board.Readable tells.
func (s *Boards) Board(ctx context.Context, by account.Viewer, slug string) (Board, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (Board, error) { return FindTx(tx, by, slug) })
}

// ByID returns the board if by can see it.
func (s *Boards) ByID(ctx context.Context, by account.Viewer, id int64) (Board, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (Board, error) { return ByIDTx(tx, by, id) })
}

// Moderators returns the moderators of the board; guests see their organisations
// only.
func (s *Boards) Moderators(ctx context.Context, by account.Viewer, id int64) ([]Moderator, error) {
	type key struct {
		board  int64
		member bool
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Moderator, error) {
		return db.Cached(tx, key{id, by.SignedIn()}, func(tx *db.Tx) ([]Moderator, error) { return listModerators(tx, by, id) })
	})
}

// IDs returns the ids of all boards by slug, for the operator's commands.
func (s *Boards) IDs(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := db.List(tx, scan, `SELECT `+Columns+` FROM board b`)
		for _, b := range all {
			out[b.Slug] = b.ID
		}
		return err
	})
	return out, err
}

// ErrNoBoard returns the error for a slug that the operator mistyped.
func ErrNoBoard(slug string) error {
	return fault.Reject("Einen Bereich mit der Kennung „" + slug + "“ gibt es nicht.")
}

// Begun returns when the board was made, 0 for the oldest one. It does not ask who may
// see it.
func (s *Boards) Begun(ctx context.Context, id int64) (time.Time, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (time.Time, error) {
		return db.One(tx, func(r db.Row) (t time.Time, err error) { return t, r.Scan(db.Instant(&t)) },
			`SELECT MIN(created_at) FROM board WHERE id = $1 OR $1 = 0`, id)
	})
}
