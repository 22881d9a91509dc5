package consultation

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/richtext"
)

// Shown is a consultation with what the viewer's organisation says about it.
type Shown struct {
	Consultation
	Own map[int]Position // by section, withdrawn ones too
}

// Show returns a consultation that by may read.
func (s *Consultations) Show(ctx context.Context, by account.Viewer, id int64) (out Shown, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Consultation, err = whole(tx, by, id); err != nil || !by.SignedIn() || !by.Organisation.Named() {
			return err
		}
		out.Own, err = ownPositions(tx, id, by.Organisation.ID)
		return err
	})
	return out, err
}

// ListFilter narrows a list. Its zero value lists everything.
type ListFilter struct {
	Board    int64
	Standing Standing // "" for all
	Before   Place    // the list goes on behind this entry; zero: from the beginning
	Limit    int      // entries of a page; 0: RowsPerPage
}

// Place is where a list goes on.
type Place struct {
	Rank   int // of its standing, see rankSQL
	EndsOn catalogue.Date
	ID     int64
}

// Page is a part of a list: drafts first, then open ones, the next to end first, then
// those that have ended, the last one first.
type Page struct {
	Entries []Entry
	Next    Place // zero at the end
}

// standingSQL is standing on the day $5.
const standingSQL = `(CASE
	WHEN c.state = 'open' AND c.ends_on >= $5 THEN 'open'
	WHEN c.state IN ('open', 'closed') THEN 'ended'
	ELSE c.state
END)`

// rankSQL orders by standing on the day $5.
const rankSQL = `(CASE
	WHEN c.state = 'draft' THEN 1
	WHEN c.state = 'open' AND c.ends_on >= $5 THEN 2
	ELSE 3
END)`

func rank(s Standing) int {
	switch s {
	case IsDraft:
		return 1
	case IsOpen:
		return 2
	}
	return 3
}

// List returns a page of the consultations that by may read.
func (s *Consultations) List(ctx context.Context, by account.Viewer, f ListFilter) (p Page, err error) {
	if f.Limit == 0 {
		f.Limit = RowsPerPage
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Entries, err = listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE `+VisibleSQL+`
			AND ($6 = 0 OR c.board_id = $6)
			AND ($7 = '' OR `+standingSQL+` = $7)
			AND ($8 = 0 OR `+rankSQL+` > $8 OR (`+rankSQL+` = $8 AND CASE
				WHEN $8 = 3 THEN c.ends_on < $9 OR (c.ends_on = $9 AND c.id < $10)
				ELSE c.ends_on > $9 OR (c.ends_on = $9 AND c.id > $10)
			END))
			ORDER BY `+rankSQL+`, CASE WHEN `+rankSQL+` = 3 THEN '' ELSE c.ends_on END, c.ends_on DESC,
				CASE WHEN `+rankSQL+` = 3 THEN -c.id ELSE c.id END
			LIMIT $11`, append(seen(by), string(catalogue.DateOf(tx.Now)), f.Board, string(f.Standing), f.Before.Rank, string(f.Before.EndsOn),
			f.Before.ID, f.Limit+1)...)
		return err
	})
	if len(p.Entries) > f.Limit {
		p.Entries = p.Entries[:f.Limit]
		last := p.Entries[f.Limit-1]
		p.Next = Place{Rank: rank(last.Standing), EndsOn: last.EndsOn, ID: last.ID}
	}
	return p, err
}

// Waiting returns up to limit open consultations on which by's organisation has taken no
// position yet, the next to end first.
func (s *Consultations) Waiting(ctx context.Context, by account.Viewer, limit int) (list []Entry, err error) {
	if err := by.MustBeMember(); err != nil || !by.Organisation.Named() {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE `+VisibleSQL+`
			AND c.state = 'open' AND c.ends_on >= $5 AND b.archived_at IS NULL AND `+ownSQL+` = 0
			ORDER BY c.ends_on, c.id
			LIMIT $6`, append(seen(by), string(catalogue.DateOf(tx.Now)), limit)...)
		return err
	})
	return list, err
}

// UsedBoards returns the boards on which by can read a consultation.
func (s *Consultations) UsedBoards(ctx context.Context, by account.Viewer) ([]int64, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]int64, error) {
		return db.Column[int64](tx, `SELECT DISTINCT c.board_id`+entryJoins+` WHERE `+VisibleSQL, board.Seen(by)...)
	})
}

// Rerender renders again every text that an older pipeline rendered, and returns how many.
func (s *Consultations) Rerender(ctx context.Context) (done int, err error) {
	for _, column := range []richtext.Column{
		{Table: "consultation", Source: "intro", HTML: "intro_html", Shared: true},
		{Table: "consultation", Source: "outcome", HTML: "outcome_html"},
		{Table: "consultation_section", Source: "source", HTML: "html"},
		{Table: "consultation_wording", Source: "source", HTML: "html"},
	} {
		n, err := richtext.Rerender(ctx, s.db, column)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}
