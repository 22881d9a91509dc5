package library

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/richtext"
)

// Show returns a document that by may read, with all its versions.
func (s *Documents) Show(ctx context.Context, by account.Viewer, id int64) (d Document, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if d, err = find(tx, by, id); err != nil {
			return err
		}
		return addVersions(tx, by, &d)
	})
	return d, err
}

// Validity chooses documents by whether they hold.
type Validity string

const (
	Any         Validity = ""
	OnlyHolding Validity = "holding"
	OnlyEnded   Validity = "ended"
)

// Filter narrows a list. Its zero value lists everything.
type Filter struct {
	Board    int64
	Service  int64 // OZG-ID
	Issuer   string
	Validity Validity
	Before   Place // the list goes on behind this entry; zero: from the newest
	Limit    int   // entries of a page; 0: RowsPerPage
}

// Place is where a list goes on.
type Place struct {
	At time.Time
	ID int64
}

// Page is a part of a list, last changed first.
type Page struct {
	Entries []Entry
	Next    Place // zero at the end
}

// List returns a page of the documents that by may read.
func (s *Documents) List(ctx context.Context, by account.Viewer, f Filter) (p Page, err error) {
	if f.Limit == 0 {
		f.Limit = RowsPerPage
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Entries, err = listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE `+board.VisibleSQL+`
			AND ($5 = 0 OR d.board_id = $5)
			AND ($6 = 0 OR EXISTS (SELECT 1 FROM document_service ds WHERE ds.document_id = d.id AND ds.service_id = $6))
			AND ($7 = '' OR v.issuer = $7)
			AND ($8 = '' OR ($8 = 'ended') = `+outdatedSQL+`)
			AND ($10 = 0 OR d.changed_at < $9 OR (d.changed_at = $9 AND d.id < $10))
			ORDER BY d.changed_at DESC, d.id DESC
			LIMIT $11`, append(board.Seen(by), string(catalogue.DateOf(tx.Now)), f.Board, f.Service, f.Issuer, string(f.Validity),
			f.Before.At.UnixMilli(), f.Before.ID, f.Limit+1)...)
		return err
	})
	if len(p.Entries) > f.Limit {
		p.Entries = p.Entries[:f.Limit]
		last := p.Entries[f.Limit-1]
		p.Next = Place{At: last.ChangedAt, ID: last.ID}
	}
	return p, err
}

// Choices are what the documents that somebody may read can be narrowed to.
type Choices struct {
	Issuers  []string
	Services []Service
	Boards   []int64
}

// maxChoices bounds how many issuing bodies and services are offered.
const maxChoices = 300

// Choices returns what by can narrow the list to.
func (s *Documents) Choices(ctx context.Context, by account.Viewer) (c Choices, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c.Issuers, err = db.Column[string](tx, `
			SELECT DISTINCT v.issuer`+entryJoins+`
			WHERE `+board.VisibleSQL+`
			ORDER BY v.issuer
			LIMIT $4`, append(board.Seen(by), maxChoices)...)
		if err != nil {
			return err
		}
		c.Services, err = db.List(tx, func(r db.Row) (s Service, err error) { return s, r.Scan(&s.ID, &s.Name) }, `
			SELECT DISTINCT s.id, s.name`+entryJoins+`
			JOIN document_service ds ON ds.document_id = d.id
			JOIN service s ON s.id = ds.service_id
			WHERE `+board.VisibleSQL+`
			ORDER BY s.id
			LIMIT $4`, append(board.Seen(by), maxChoices)...)
		if err != nil {
			return err
		}
		c.Boards, err = db.Column[int64](tx, `SELECT DISTINCT d.board_id`+entryJoins+` WHERE `+board.VisibleSQL, board.Seen(by)...)
		return err
	})
	return c, err
}

// Public is a document that everybody may read, for the list of public pages.
type Public struct {
	ID        int64
	Title     string
	ChangedAt time.Time
}

// PublicPaths returns up to limit documents that hold and that everybody may read, the
// last changed first.
func (s *Documents) PublicPaths(ctx context.Context, limit int) ([]Public, error) {
	p, err := s.List(ctx, account.Viewer{}, Filter{Validity: OnlyHolding, Limit: max(limit, 1)})
	var out []Public
	for _, e := range p.Entries[:min(max(limit, 0), len(p.Entries))] {
		out = append(out, Public{ID: e.ID, Title: e.Title, ChangedAt: e.ChangedAt})
	}
	return out, err
}

// MayReadTx is nil for a file of a document that by may read now. Any other is missing.
// Called by package usecase only.
func MayReadTx(tx *db.Tx, by account.Viewer, file attachment.File) error {
	_, err := db.One(tx, func(r db.Row) (id int64, err error) { return id, r.Scan(&id) }, `
		SELECT d.id
		FROM document_version v
		JOIN document d ON d.id = v.document_id
		JOIN board b ON b.id = d.board_id
		WHERE v.id = $4 AND `+board.VisibleSQL, append(board.Seen(by), file.Subject.ID)...)
	return err
}

// Rerender renders again every description that an older pipeline rendered, and returns
// how many.
func (s *Documents) Rerender(ctx context.Context) (int, error) {
	return richtext.Rerender(ctx, s.db, richtext.Column{Table: "document_version", Source: "source", HTML: "html"})
}
