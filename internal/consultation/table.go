package consultation

import (
	"context"
	"slices"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

// How many organisations a page shows, side by side and below each other.
const (
	ColumnsPerPage = 6
	ListedPerPage  = 20
	MaxExported    = 20_000 // positions of an export or a print
)

// Filter narrows the positions that are shown. Its zero value shows all.
type Filter struct {
	Section int // -1: the remarks on the whole; 0: all
	Stance  Stance
	State   string              // Land, "" for all
	Size    catalogue.SizeClass // of the inhabitants for whom an organisation stands
	Page    int                 // invalid values mean page 1
	PerPage int                 // organisations; 0: all, up to MaxExported positions
}

// Figures counts positions by stance.
type Figures map[Stance]int

// Total counts those on a section.
func (f Figures) Total() int { return f[Agree] + f[Change] + f[Reject] }

// Table is who says what about which section.
type Table struct {
	Consultation  Consultation
	Disclosed     bool                        // positions of others are shown; else those of the viewer's organisation alone
	Organisations []organisation.Organisation // of this page, by name
	Inhabitants   map[int64]int64             // for whom an organisation of this page stands; for exports alone
	Positions     map[int64]map[int]Position  // by organisation and section; those that pass the filter
	Figures       map[int]Figures             // by section, 0 for the remarks; nil unless disclosed
	Former        map[int]int                 // how many of the figures are on a former wording, by section; nil unless disclosed
	Total         int                         // organisations that pass the filter
	TookPart      int                         // organisations; 0 unless disclosed
	Page, Last    int
}

// Table returns the positions that by may see and that pass the filter.
func (s *Consultations) Table(ctx context.Context, by account.Viewer, id int64, f Filter) (t Table, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if t.Consultation, err = whole(tx, by, id); err != nil {
			return err
		}
		if t.Consultation.Standing == IsDraft {
			return fault.Missing()
		}
		t.Disclosed = t.Consultation.Discloses(by)
		if !t.Disclosed && !by.SignedIn() {
			t.Page, t.Last = 1, 1
			return nil
		}
		return t.load(tx, by, f)
	})
	return t, err
}

func (t *Table) load(tx *db.Tx, by account.Viewer, f Filter) error {
	where, args := f.where(t.Consultation.ID)
	if !t.Disclosed {
		args = append(args, by.Organisation.ID)
		where += ` AND x.organisation_id = $` + strconv.Itoa(len(args))
	}
	ids, err := db.Column[int64](tx, `
		SELECT x.organisation_id`+tableJoins+`
		WHERE `+where+`
		GROUP BY x.organisation_id, o.sort_key
		ORDER BY o.sort_key, x.organisation_id`, args...)
	if err != nil {
		return err
	}
	t.Total, t.Page, t.Last = len(ids), 1, 1
	if f.PerPage > 0 {
		t.Last = max(1, (len(ids)+f.PerPage-1)/f.PerPage)
		t.Page = min(max(f.Page, 1), t.Last)
		from := (t.Page - 1) * f.PerPage
		ids = ids[from:min(from+f.PerPage, len(ids))]
	}
	if f.PerPage == 0 {
		if err := t.addInhabitants(tx, where, args); err != nil {
			return err
		}
	}
	if err := t.addPositions(tx, by, where, args, ids, f.PerPage > 0); err != nil || !t.Disclosed {
		return err
	}
	return t.addFigures(tx, f)
}

const tableJoins = `
	FROM consultation_position x
	JOIN organisation o ON o.id = x.organisation_id`

// where is the condition for a position x of an organisation o.
func (f Filter) where(consultation int64) (string, []any) {
	where, args := `x.consultation_id = $1 AND x.stance <> ''`, []any{consultation}
	add := func(condition string, arg any) {
		args = append(args, arg)
		where += " AND " + condition + "$" + strconv.Itoa(len(args))
	}
	if f.Section != 0 {
		add("x.section = ", max(f.Section, 0))
	}
	if f.Stance != NoStance {
		add("x.stance = ", string(f.Stance))
	}
	if f.State != "" {
		add("o.state = ", f.State)
	}
	if f.Size.Key != "" {
		where += ` AND o.kind IN ('municipality', 'district', 'association-of-municipalities')`
		add(organisation.InhabitantsSQL+" >= ", f.Size.Least)
		if f.Size.Below > 0 {
			add(organisation.InhabitantsSQL+" < ", f.Size.Below)
		}
	}
	return where, args
}

// addInhabitants loads for how many people the organisations stand, by which they are
// filtered.
func (t *Table) addInhabitants(tx *db.Tx, where string, args []any) error {
	t.Inhabitants = map[int64]int64{}
	return db.Each(tx, func(r db.Row) error {
		var id, n int64
		if err := r.Scan(&id, &n); err != nil {
			return err
		}
		t.Inhabitants[id] = n
		return nil
	}, `
		SELECT o.id, `+organisation.InhabitantsSQL+`
		FROM organisation o
		WHERE o.kind IN ('municipality', 'district', 'association-of-municipalities')
			AND o.id IN (SELECT x.organisation_id`+tableJoins+`
				WHERE `+where+`)`, args...)
}

// addPositions loads the positions of the organisations, in the order of the ids.
func (t *Table) addPositions(tx *db.Tx, by account.Viewer, where string, args []any, ids []int64, some bool) error {
	if some {
		list, more := db.In(len(args)+1, ids)
		where, args = where+` AND x.organisation_id IN `+list, append(slices.Clone(args), more...)
	}
	found, err := db.List(tx, scanPosition, `SELECT `+positionColumns+positionJoins+`
		WHERE `+where+`
		ORDER BY o.sort_key, x.organisation_id, x.section
		LIMIT `+strconv.Itoa(MaxExported), args...)
	t.Positions = map[int64]map[int]Position{}
	for _, p := range found {
		o := p.Organisation
		if t.Positions[o.ID] == nil {
			t.Positions[o.ID] = map[int]Position{}
			t.Organisations = append(t.Organisations, o)
		}
		t.Positions[o.ID][p.Section] = p.named(by, t.Consultation)
	}
	return err
}

// named takes the author's name from those who may not know it: only colleagues and who
// prepares the consultation do.
func (p Position) named(by account.Viewer, c Consultation) Position {
	if !by.SignedIn() || p.Organisation.ID != by.Organisation.ID && !c.CanPrepare(by) {
		p.By = ""
	}
	return p
}

// addFigures counts the positions of all organisations of the chosen Land and size, and
// the organisations that took part at all.
func (t *Table) addFigures(tx *db.Tx, f Filter) (err error) {
	f.Section, f.Stance = 0, NoStance
	where, args := f.where(t.Consultation.ID)
	t.Figures, t.Former = map[int]Figures{}, map[int]int{}
	err = db.Each(tx, func(r db.Row) error {
		var section, n, former int
		var stance Stance
		if err := r.Scan(&section, &stance, &n, &former); err != nil {
			return err
		}
		if t.Figures[section] == nil {
			t.Figures[section] = Figures{}
		}
		t.Figures[section][stance] = n
		t.Former[section] += former
		return nil
	}, `
		SELECT x.section, x.stance, COUNT(*), COUNT(CASE WHEN x.wording < s.wording THEN 1 END)`+tableJoins+`
		LEFT JOIN consultation_section s ON s.consultation_id = x.consultation_id AND s.number = x.section
		WHERE `+where+`
		GROUP BY x.section, x.stance`, args...)
	if err != nil {
		return err
	}
	t.TookPart, err = db.Scalar[int](tx, `
		SELECT COUNT(DISTINCT organisation_id)
		FROM consultation_position
		WHERE consultation_id = $1 AND stance <> ''`, t.Consultation.ID)
	return err
}
