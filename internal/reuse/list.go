package reuse

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// RowsPerPage is how many entries a page of the register shows.
const RowsPerPage = 25

// Order is by what a list is sorted.
type Order string

// All orders. Of entries that are equal in it, those of organisations that are near come
// first, then by name.
const (
	ByNearness  Order = ""       // to the viewer's organisation
	BySize      Order = "size"   // nearest in inhabitants to the viewer's organisation
	ByName      Order = "name"   // of the organisation
	ByConfirmed Order = "newest" // confirmed last
)

// Filter narrows a list of the register.
type Filter struct {
	Stage Stage // "" for all but ended ones; use Every for all
	Every bool
	State string              // Land, "" for all
	Size  catalogue.SizeClass // of the inhabitants for whom an organisation stands; zero for all
	Kind  organisation.Kind   // "" for all
	Faded bool                // those too that nobody confirmed for long
	// Others leaves out those of the viewer's organisation, which stand in a list of their own.
	Others bool
	Order  Order
	Page   int // invalid values mean page 1
}

// Distance is how far an organisation is from another.
type Distance struct {
	Known      bool
	Kilometres int
}

// Page is a part of a service's entries.
type Page struct {
	Entries   []Entry
	Total     int // that pass the filter
	Page      int
	Last      int
	Moderates bool // the viewer moderates the service's Themenfeld
}

// Figures counts the entries of a service that are counted, by stage.
type Figures map[Stage]int

// Total counts those that use a product, introduce or plan it.
func (f Figures) Total() int { return f[Using] + f[Introducing] + f[Planning] }

// Figures counts the entries of a service, for everybody.
func (r *Register) Figures(ctx context.Context, service int64) (Figures, error) {
	all, err := r.figures(ctx, `WHERE service_id = $2 AND confirmed_at > $1`, service)
	if f := all[service]; f != nil || err != nil {
		return f, err
	}
	return Figures{}, nil
}

// FiguresByService counts the entries of all services that have any, for everybody.
func (r *Register) FiguresByService(ctx context.Context) (map[int64]Figures, error) {
	return r.figures(ctx, `WHERE confirmed_at > $1`)
}

func (r *Register) figures(ctx context.Context, where string, args ...any) (map[int64]Figures, error) {
	return db.View(ctx, r.db, func(tx *db.Tx) (map[int64]Figures, error) {
		out := map[int64]Figures{}
		_, err := db.List(tx, func(row db.Row) (n int, err error) {
			var service int64
			var stage Stage
			if err = row.Scan(&service, &stage, &n); err == nil {
				if out[service] == nil {
					out[service] = Figures{}
				}
				out[service][stage] = n
			}
			return n, err
		}, `
			SELECT service_id, stage, COUNT(DISTINCT organisation_id)
			FROM reuse
			`+where+`
			GROUP BY service_id, stage`, append([]any{tx.Now.Add(-FadeAfter)}, args...)...)
		return out, err
	})
}

// candidate is an entry as far as it is needed to filter and sort.
type candidate struct {
	id, organisation int64
	name             string // sort key of the organisation
	inhabitants      int64
	confirmed        time.Time
	distance         float64 // kilometres; infinite if unknown
}

// List returns a page of a service's entries. Members only.
func (r *Register) List(ctx context.Context, by account.Viewer, service int64, f Filter) (p Page, err error) {
	if err := by.MustBeMember(); err != nil {
		return p, err
	}
	err = r.db.Read(ctx, func(tx *db.Tx) error {
		if err := mustExist(tx, service); err != nil {
			return err
		}
		if p.Moderates, err = moderates(tx, by, service); err != nil {
			return err
		}
		found, err := candidates(tx, by, service, f)
		if err != nil {
			return err
		}
		p.Total = len(found)
		p.Last = max(1, (len(found)+RowsPerPage-1)/RowsPerPage)
		p.Page = min(max(f.Page, 1), p.Last)
		from := (p.Page - 1) * RowsPerPage
		p.Entries, err = entriesOf(tx, found[from:min(from+RowsPerPage, len(found))])
		return err
	})
	return p, err
}

// MaxExported is the maximum number of entries of one export.
const MaxExported = 20_000

// Export returns all entries of a service that pass the filter, MaxExported at most, in
// its order. Members only.
func (r *Register) Export(ctx context.Context, by account.Viewer, service int64, f Filter) (list []Entry, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	err = r.db.Read(ctx, func(tx *db.Tx) error {
		if err := mustExist(tx, service); err != nil {
			return err
		}
		found, err := candidates(tx, by, service, f)
		if err != nil {
			return err
		}
		list, err = entriesOf(tx, found[:min(len(found), MaxExported)])
		return err
	})
	return list, err
}

// candidates returns the entries that pass the filter, in its order.
func candidates(tx *db.Tx, by account.Viewer, service int64, f Filter) ([]candidate, error) {
	where, args := f.where(by, service, tx.Now)
	found, err := db.List(tx, func(r db.Row) (c candidate, err error) {
		return c, r.Scan(&c.id, &c.organisation, &c.name, &c.inhabitants, db.Instant(&c.confirmed))
	}, `
		SELECT y.id, y.organisation_id, y.sort_key, y.inhabitants, y.confirmed_at
		FROM (
			SELECT x.id, x.organisation_id, o.sort_key, x.confirmed_at, x.service_id, x.stage, o.state, o.kind,
				CASE
					WHEN o.kind IN ('municipality', 'district', 'association-of-municipalities') THEN `+organisation.InhabitantsSQL+`
					ELSE 0
				END AS inhabitants
			FROM reuse x
			JOIN organisation o ON o.id = x.organisation_id
			WHERE x.service_id = $1) y
		WHERE `+where, args...)
	if err != nil || len(found) == 0 {
		return found, err
	}
	if err := measure(tx, by, found); err != nil {
		return nil, err
	}
	sortBy(found, f.Order, by.Organisation.Population)
	return found, nil
}

func (f Filter) where(by account.Viewer, service int64, now time.Time) (string, []any) {
	where, args := "y.service_id = $1", []any{service}
	add := func(condition string, arg any) {
		args = append(args, arg)
		where += " AND " + condition + "$" + strconv.Itoa(len(args))
	}
	switch {
	case f.Stage != "":
		add("y.stage = ", string(f.Stage))
	case !f.Every:
		add("y.stage <> ", string(Ended))
	}
	if f.State != "" {
		add("y.state = ", f.State)
	}
	if f.Kind != "" {
		add("y.kind = ", string(f.Kind))
	}
	if f.Size.Key != "" {
		add("y.inhabitants >= ", f.Size.Least)
		if f.Size.Below > 0 {
			add("y.inhabitants < ", f.Size.Below)
		}
	}
	if f.Others {
		add("y.organisation_id <> ", by.Organisation.ID)
	}
	if !f.Faded {
		add("y.confirmed_at > ", now.Add(-FadeAfter))
	}
	return where, args
}

// measure sets how far the organisations are from by's.
func measure(tx *db.Tx, by account.Viewer, found []candidate) error {
	ids := []int64{by.Organisation.ID}
	for _, c := range found {
		ids = append(ids, c.organisation)
	}
	at, err := organisation.PositionsTx(tx, ids)
	if err != nil {
		return err
	}
	home, placed := at[by.Organisation.ID]
	for i := range found {
		found[i].distance = math.Inf(1)
		if there, ok := at[found[i].organisation]; ok && placed {
			found[i].distance = home.Kilometres(there)
		}
	}
	return nil
}

func sortBy(found []candidate, order Order, own int64) {
	slices.SortFunc(found, func(a, b candidate) int {
		first := 0
		switch order {
		case BySize:
			first = cmp.Compare(unlike(a.inhabitants, own), unlike(b.inhabitants, own))
		case ByName:
			first = cmp.Compare(a.name, b.name)
		case ByConfirmed:
			first = b.confirmed.Compare(a.confirmed)
		}
		return cmp.Or(first, cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
}

// unlike says how far two numbers of inhabitants are apart, as a ratio: 20,000 is as far
// from 10,000 as 5,000 is. Who has none is furthest.
func unlike(a, b int64) float64 {
	if a <= 0 || b <= 0 {
		return math.Inf(1)
	}
	return math.Abs(math.Log(float64(a) / float64(b)))
}

// entriesOf loads entries in the order of the candidates.
func entriesOf(tx *db.Tx, found []candidate) ([]Entry, error) {
	at := make(map[int64]int, len(found))
	out := make([]Entry, len(found))
	for chunk := range slices.Chunk(found, 500) {
		ids := make([]int64, len(chunk))
		for i, c := range chunk {
			ids[i] = c.id
			at[c.id] = len(at)
		}
		list, args := db.In(1, ids)
		entries, err := db.List(tx, scan(tx), `SELECT `+columns+joins+` WHERE x.id IN `+list, args...)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if d := found[at[e.ID]].distance; !math.IsInf(d, 1) {
				e.Distance = Distance{Known: true, Kilometres: int(math.Round(d))}
			}
			out[at[e.ID]] = e
		}
	}
	return out, nil
}

// Own returns the entries of by's organisation for a service, faded ones too, by product.
func (r *Register) Own(ctx context.Context, by account.Viewer, service int64) ([]Entry, error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	return db.View(ctx, r.db, func(tx *db.Tx) ([]Entry, error) {
		return db.List(tx, scan(tx), `SELECT `+columns+joins+`
			WHERE x.service_id = $1 AND x.organisation_id = $2
			ORDER BY x.product, x.id`, service, by.Organisation.ID)
	})
}

// MaxSteps is how many steps of an entry's history are shown, the newest.
const MaxSteps = 30

// Shown is an entry with its history, newest step first.
type Shown struct {
	Entry
	Steps    []Step
	Moderate bool // the viewer moderates the service's Themenfeld
}

// Entry returns an entry with its history. Members only.
func (r *Register) Entry(ctx context.Context, by account.Viewer, id int64) (out Shown, err error) {
	if err := by.MustBeMember(); err != nil {
		return out, err
	}
	err = r.db.Read(ctx, func(tx *db.Tx) error {
		if out.Entry, err = findEntry(tx, id); err != nil {
			return err
		}
		if out.Moderate, err = moderates(tx, by, out.Service); err != nil {
			return err
		}
		out.Steps, err = db.List(tx, func(row db.Row) (s Step, err error) {
			return s, row.Scan(&s.Act, &s.Stage, db.Instant(&s.At), &s.By.PersonID, &s.By.Name, &s.By.Function)
		}, `
			SELECT s.act, s.stage, s.at, COALESCE(p.id, 0), COALESCE(p.name, ''), COALESCE(p.function, '')
			FROM reuse_step s
			LEFT JOIN person p ON p.id = s.person_id
			WHERE s.reuse_id = $1
			ORDER BY s.id DESC
			LIMIT $2`, id, MaxSteps)
		return err
	})
	return out, err
}
