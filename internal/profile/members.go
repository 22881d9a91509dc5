package profile

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// MembersPerPage is the maximum number of people that Members returns.
const MembersPerPage = 30

// Filter narrows the members' directory. Zero values do not narrow.
type Filter struct {
	Text         string // part of the name or of the organisation's
	Board        int64  // that they know well
	Service      int64  // OZG-ID
	State        string // Land of the organisation
	Kind         organisation.Kind
	Size         catalogue.SizeClass // of the organisation
	Organisation int64
	After        int64 // the last person of the page before
}

// Member is a row of the directory.
type Member struct {
	ID           int64
	Name         string
	Function     string
	Portrait     string
	Organisation organisation.Organisation
	Boards       []string // names, as far as the viewer may read them
	Services     []string
}

const memberColumns = `p.id, p.name, p.function, COALESCE(i.sha256, ''), ` + organisation.Columns

const memberJoins = `
	FROM person p
	JOIN organisation o ON o.id = p.organisation_id
	LEFT JOIN portrait i ON i.person_id = p.id`

func scanMember(r db.Row) (m Member, err error) {
	return m, r.Scan(append([]any{&m.ID, &m.Name, &m.Function, &m.Portrait}, organisation.Fields(&m.Organisation)...)...)
}

// knows is true for people p who know the board $4 (0 for any), which the viewer may
// read, and the service $5 (0 for any).
const knows = `($4 = 0 OR EXISTS (
		SELECT 1
		FROM profile_board pb
		JOIN board b ON b.id = pb.board_id
		WHERE pb.person_id = p.id AND pb.board_id = $4 AND ` + board.VisibleSQL + `))
	AND ($5 = 0 OR EXISTS (SELECT 1 FROM profile_service ps WHERE ps.person_id = p.id AND ps.service_id = $5))`

// Members returns a page of the members by name, with what they know well, and whether
// there are more. Guests see nobody.
func (s *Profiles) Members(ctx context.Context, by account.Viewer, f Filter) (list []Member, more bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, more, err = listMembers(tx, by, f)
		return err
	})
	return list, more, err
}

// listMembers returns a page of the members by name with what they know their way
// around in, and whether there are more. Guests see nobody.
func listMembers(tx *db.Tx, by account.Viewer, f Filter) (list []Member, more bool, err error) {
	if !by.SignedIn() {
		return nil, false, nil
	}
	list, err = db.List(tx, scanMember, `
		SELECT `+memberColumns+memberJoins+`
		WHERE p.disabled_at IS NULL AND `+knows+`
		AND ($6 = '' OR `+db.Like("p.search", "$7")+` OR `+db.Like("o.search", "$7")+`)
		AND ($8 = '' OR o.state = $8)
		AND ($9 = '' OR o.kind = $9)
		AND ($10 = 0 OR `+organisation.InhabitantsSQL+` >= $10)
		AND ($11 = 0 OR `+organisation.InhabitantsSQL+` < $11)
		AND ($12 = 0 OR o.id = $12)
		AND ($13 = 0 OR (p.sort_key, p.id) > (SELECT l.sort_key, l.id FROM person l WHERE l.id = $13))
		ORDER BY p.sort_key, p.id
		LIMIT $14`, append(board.Seen(by), f.Board, f.Service, f.Text, db.Containing(f.Text), f.State, string(f.Kind), f.Size.Least, f.Size.Below,
		f.Organisation, f.After, MembersPerPage+1)...)
	if err != nil {
		return nil, false, err
	}
	if more = len(list) > MembersPerPage; more {
		list = list[:MembersPerPage]
	}
	return list, more, addFields(tx, by, list)
}

// addFields fills boards and services of all people in two queries.
func addFields(tx *db.Tx, by account.Viewer, list []Member) error {
	place := make(map[int64]*Member, len(list))
	var ids []int64
	for i := range list {
		place[list[i].ID] = &list[i]
		ids = append(ids, list[i].ID)
	}
	var person int64
	var name string
	in, args := db.In(4, ids)
	_, err := db.List(tx, func(r db.Row) (struct{}, error) {
		err := r.Scan(&person, &name)
		if m := place[person]; err == nil && m != nil {
			m.Boards = append(m.Boards, name)
		}
		return struct{}{}, err
	}, `
		SELECT pb.person_id, b.name
		FROM profile_board pb
		JOIN board b ON b.id = pb.board_id
		WHERE pb.person_id IN `+in+` AND `+board.VisibleSQL+`
		ORDER BY b.position`, append(board.Seen(by), args...)...)
	if err != nil {
		return err
	}
	in, args = db.In(1, ids)
	_, err = db.List(tx, func(r db.Row) (struct{}, error) {
		err := r.Scan(&person, &name)
		if m := place[person]; err == nil && m != nil {
			m.Services = append(m.Services, name)
		}
		return struct{}{}, err
	}, `
		SELECT ps.person_id, s.name
		FROM profile_service ps
		JOIN service s ON s.id = ps.service_id
		WHERE ps.person_id IN `+in+`
		ORDER BY s.sort_key, s.id`, args...)
	return err
}

// OnBoard returns up to limit members who know their way around on a board that
// by may read: by first, then those of by's Land, then the others by name. That
// is no ranking: what anybody wrote plays no part. Guests see nobody.
func (s *Profiles) OnBoard(ctx context.Context, by account.Viewer, onBoard int64, limit int) ([]Member, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Member, error) { return listOnBoard(tx, by, onBoard, limit) })
}

// listOnBoard returns up to limit members who know their way around on a board that
// by may read: by, those of by's Land, then the others by name. That
// is no ranking: what anybody wrote plays no part. Guests see nobody.
func listOnBoard(tx *db.Tx, by account.Viewer, onBoard int64, limit int) ([]Member, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.List(tx, scanMember, `
		SELECT `+memberColumns+memberJoins+`
		JOIN profile_board pb ON pb.person_id = p.id
		JOIN board b ON b.id = pb.board_id
		WHERE pb.board_id = $4 AND `+board.VisibleSQL+` AND p.disabled_at IS NULL
		ORDER BY p.id = $2 DESC, CASE WHEN o.state <> '' AND o.state = $5 THEN 0 ELSE 1 END, p.sort_key, p.id
		LIMIT $6`, append(board.Seen(by), onBoard, by.Organisation.State, limit)...)
}

// InService is OnBoard for an OZG service.
func (s *Profiles) InService(ctx context.Context, by account.Viewer, service int64, limit int) ([]Member, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Member, error) { return listInService(tx, by, service, limit) })
}

// listInService is listOnBoard for an OZG service.
func listInService(tx *db.Tx, by account.Viewer, service int64, limit int) ([]Member, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.List(tx, scanMember, `
		SELECT `+memberColumns+memberJoins+`
		JOIN profile_service ps ON ps.person_id = p.id
		WHERE ps.service_id = $1 AND p.disabled_at IS NULL
		ORDER BY p.id = $2 DESC, CASE WHEN o.state <> '' AND o.state = $3 THEN 0 ELSE 1 END, p.sort_key, p.id
		LIMIT $4`, service, by.ID, by.Organisation.State, limit)
}
