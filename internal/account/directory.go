package account

import (
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// OrganisationsPerPage is how many organisations Directory returns at most.
const OrganisationsPerPage = 40

// DirectoryFilter narrows the directory of organisations. Zero values do not
// narrow.
type DirectoryFilter struct {
	Text  string // words of the name, or an AGS
	State string // Land
	Kind  OrganisationKind
	Size  catalogue.SizeClass
	Among []int64 // only these, where Restricted is set
	// Restricted keeps the list to Among: guests learn only of organisations
	// that they can read something of.
	Restricted bool
	After      int64 // the last organisation of the page before
}

// Listed is an organisation in the directory.
type Listed struct {
	Organisation
	People      int   // active members
	Inhabitants int64 // for how many people it stands
}

func scanListed(r db.Row) (l Listed, err error) {
	return l, r.Scan(append(organisationFields(&l.Organisation), &l.People, &l.Inhabitants)...)
}

// peopleOf counts the active members of an organisation o.
const peopleOf = `(SELECT COUNT(*) FROM person m WHERE m.organisation_id = o.id AND m.disabled_at IS NULL)`

// InhabitantsSQL is for how many people an organisation o stands: those of the
// municipalities that it administers, its own figure otherwise.
const InhabitantsSQL = `COALESCE((
	SELECT SUM(am.population)
	FROM administers ad
	JOIN municipality am ON am.ags = ad.ags
	WHERE ad.organisation_id = o.id), o.population)`

// DirectoryTx returns a page of the organisations by name, and whether there are
// more. Those that were dissolved, and those that only stand for who asks
// semi-anonymously, are in no list.
func DirectoryTx(tx *db.Tx, f DirectoryFilter) (list []Listed, more bool, err error) {
	where := []string{`o.dissolved_on = ''`, RealSQL}
	var args []any
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "$?", "$"+strconv.Itoa(len(args)), 1)
		}
		where = append(where, condition)
	}
	if ags := strings.TrimSpace(f.Text); isAGS(ags) {
		add(`o.ags = $?`, ags)
	} else {
		for _, word := range catalogue.SearchTerms(f.Text) {
			add(`o.search LIKE $?`, word)
		}
	}
	if f.State != "" {
		add(`o.state = $?`, f.State)
	}
	if f.Kind != "" {
		add(`o.kind = $?`, string(f.Kind))
	}
	if f.Size.Least > 0 {
		add(InhabitantsSQL+` >= $?`, f.Size.Least)
	}
	if f.Size.Below > 0 {
		add(InhabitantsSQL+` < $?`, f.Size.Below)
	}
	if f.Restricted {
		in, ids := db.In(len(args)+1, f.Among)
		where, args = append(where, `o.id IN `+in), append(args, ids...)
	}
	if f.After != 0 {
		add(`(o.sort_key, o.id) > (SELECT l.sort_key, l.id FROM organisation l WHERE l.id = $?)`, f.After)
	}
	list, err = db.List(tx, scanListed, `
		SELECT `+organisationColumns+`, `+peopleOf+`, `+InhabitantsSQL+`
		FROM organisation o
		WHERE `+strings.Join(where, "\n\t\tAND ")+`
		ORDER BY o.sort_key, o.id
		LIMIT `+strconv.Itoa(OrganisationsPerPage+1), args...)
	if more = len(list) > OrganisationsPerPage; more {
		list = list[:OrganisationsPerPage]
	}
	return list, more, err
}

// Register is what the directory says of one organisation.
type Register struct {
	Organisation
	DissolvedOn    catalogue.Date // "": it exists
	Successor      Organisation   // of one that was dissolved; its ID is 0 if there is none
	Predecessors   []Organisation
	District       catalogue.District // of a municipality; its AGS is "" for others
	Administers    []catalogue.Municipality
	AdministeredBy []Organisation
	Inhabitants    int64 // for how many people it stands
	Revision       int   // counts the edits
}

// FindOrganisationTx returns what the directory says of an organisation. Those
// that stand for who asks semi-anonymously are missing.
func FindOrganisationTx(tx *db.Tx, id int64) (out Register, err error) {
	var successor int64
	out, err = db.One(tx, func(r db.Row) (x Register, err error) {
		return x, r.Scan(append(organisationFields(&x.Organisation), &x.DissolvedOn, db.OrZero(&successor), &x.Inhabitants, &x.Revision)...)
	}, `
		SELECT `+organisationColumns+`, o.dissolved_on, o.successor_id, `+InhabitantsSQL+`, o.revision
		FROM organisation o
		WHERE o.id = $1 AND `+RealSQL, id)
	if err != nil {
		return out, err
	}
	if successor != 0 {
		out.Successor, err = db.One(tx, scanOrganisation, `SELECT `+organisationColumns+` FROM organisation o WHERE o.id = $1`, successor)
		if err != nil {
			return out, err
		}
	}
	if out.Predecessors, err = listOrganisations(tx, `o.successor_id = $1`, id); err != nil {
		return out, err
	}
	if out.Administers, err = administered(tx, id); err != nil || out.AGS == "" {
		return out, err
	}
	if len(out.AGS) == 8 {
		if out.District, _, err = db.Found(catalogue.FindDistrictTx(tx, out.AGS[:5])); err != nil {
			return out, err
		}
	}
	out.AdministeredBy, err = listOrganisations(tx, `o.id IN (SELECT ad.organisation_id FROM administers ad WHERE ad.ags = $1)`, out.AGS)
	return out, err
}

func listOrganisations(tx *db.Tx, where string, args ...any) ([]Organisation, error) {
	return db.List(tx, scanOrganisation, `
		SELECT `+organisationColumns+`
		FROM organisation o
		WHERE `+where+`
		ORDER BY o.sort_key, o.id`, args...)
}

// administered returns the municipalities for which an organisation acts.
func administered(tx *db.Tx, organisation int64) ([]catalogue.Municipality, error) {
	keys, err := db.Column[string](tx, `SELECT ags FROM administers WHERE organisation_id = $1`, organisation)
	if err != nil {
		return nil, err
	}
	return catalogue.MunicipalitiesOfTx(tx, keys)
}

// OrganisationsOfDistrictTx returns the organisations of a district: its own, its
// municipalities, and those that act for one of them.
func OrganisationsOfDistrictTx(tx *db.Tx, ags string) ([]Listed, error) {
	return db.List(tx, scanListed, `
		SELECT `+organisationColumns+`, `+peopleOf+`, `+InhabitantsSQL+`
		FROM organisation o
		WHERE o.dissolved_on = '' AND (o.ags = $1
			OR o.ags IN (SELECT m.ags FROM municipality m WHERE m.district_ags = $1)
			OR o.id IN (
				SELECT ad.organisation_id
				FROM administers ad
				JOIN municipality m ON m.ags = ad.ags
				WHERE m.district_ags = $1))
		ORDER BY CASE WHEN o.ags = $1 THEN 0 ELSE 1 END, o.sort_key, o.id`, ags)
}

// Participation says how many municipalities of a district take part.
type Participation struct {
	Municipalities int
	Represented    int // that have members, or for which an organisation with members acts
}

// ParticipationTx counts the municipalities of a district. The district's own
// organisation represents none by itself.
func ParticipationTx(tx *db.Tx, ags string) (Participation, error) {
	return db.One(tx, func(r db.Row) (p Participation, err error) { return p, r.Scan(&p.Municipalities, &p.Represented) }, `
		SELECT COUNT(*), COALESCE(SUM(CASE WHEN EXISTS (
			SELECT 1
			FROM organisation o
			JOIN person p ON p.organisation_id = o.id
			WHERE p.disabled_at IS NULL
			AND (o.ags = m.ags OR o.id IN (SELECT ad.organisation_id FROM administers ad WHERE ad.ags = m.ags))
		) THEN 1 ELSE 0 END), 0)
		FROM municipality m
		WHERE m.district_ags = $1 AND m.listed`, ags)
}

// Colleague is a member as other members see them in lists.
type Colleague struct {
	ID       int64
	Name     string
	Function string
}

// PeopleOfTx returns up to limit active members of an organisation by name.
// Guests see nobody.
func PeopleOfTx(tx *db.Tx, by Viewer, organisation int64, limit int) ([]Colleague, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.List(tx, func(r db.Row) (c Colleague, err error) { return c, r.Scan(&c.ID, &c.Name, &c.Function) }, `
		SELECT p.id, p.name, p.function
		FROM person p
		WHERE p.organisation_id = $1 AND p.disabled_at IS NULL
		ORDER BY p.sort_key, p.id
		LIMIT $2`, organisation, limit)
}

// OrganisationsOfTx returns which of the municipalities have an organisation
// here, by AGS.
func OrganisationsOfTx(tx *db.Tx, list []catalogue.Municipality) (map[string]Organisation, error) {
	out := map[string]Organisation{}
	if len(list) == 0 {
		return out, nil
	}
	var args []any
	var holders []string
	for i, m := range list {
		args, holders = append(args, m.AGS), append(holders, "$"+strconv.Itoa(i+1))
	}
	found, err := listOrganisations(tx, `o.ags IN (`+strings.Join(holders, ", ")+`)`, args...)
	for _, o := range found {
		out[o.AGS] = o
	}
	return out, err
}
