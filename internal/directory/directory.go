// Package directory shows the organisations with the members they have, and lets
// administrators keep them. It owns no table: package organisation writes them.
package directory

import (
	"context"
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// Directory shows the organisations and lets administrators keep them.
type Directory struct{ db *db.DB }

// NewDirectory returns the directory of the organisations kept in d.
func New(d *db.DB) *Directory { return &Directory{d} }

// OrganisationsPerPage is how many organisations Directory.List returns at most.
const PerPage = 40

// DirectoryFilter narrows the directory of organisations. Zero values do not
// narrow.
type Filter struct {
	Text  string // words of the name, or an AGS
	State string // Land
	Kind  organisation.Kind
	Size  catalogue.SizeClass
	Among []int64 // only these, where Restricted is set
	// Restricted keeps the list to Among: guests learn only of organisations
	// that they can read something of.
	Restricted bool
	After      int64 // the last organisation of the page before
}

// Listed is an organisation in the directory.
type Listed struct {
	organisation.Organisation
	People      int   // active members
	Inhabitants int64 // for how many people it stands
}

func scanListed(r db.Row) (l Listed, err error) {
	return l, r.Scan(append(organisation.Fields(&l.Organisation), &l.People, &l.Inhabitants)...)
}

// membersSQL counts the active members of an organisation o.
const membersSQL = `(SELECT COUNT(*) FROM person m WHERE m.organisation_id = o.id AND m.disabled_at IS NULL)`

// List returns a page of the organisations by name, and whether there are more.
// Those that were dissolved are in no list.
func (d *Directory) List(ctx context.Context, f Filter) (list []Listed, more bool, err error) {
	err = d.db.Read(ctx, func(tx *db.Tx) error {
		list, more, err = listPage(tx, f)
		return err
	})
	return list, more, err
}

func listPage(tx *db.Tx, f Filter) (list []Listed, more bool, err error) {
	where := []string{`o.dissolved_on = ''`, organisation.NamedSQL}
	var args []any
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "$?", "$"+strconv.Itoa(len(args)), 1)
		}
		where = append(where, condition)
	}
	if ags := strings.TrimSpace(f.Text); organisation.IsAGS(ags) {
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
		add(organisation.InhabitantsSQL+` >= $?`, f.Size.Least)
	}
	if f.Size.Below > 0 {
		add(organisation.InhabitantsSQL+` < $?`, f.Size.Below)
	}
	if f.Restricted {
		in, ids := db.In(len(args)+1, f.Among)
		where, args = append(where, `o.id IN `+in), append(args, ids...)
	}
	if f.After != 0 {
		add(`(o.sort_key, o.id) > (SELECT l.sort_key, l.id FROM organisation l WHERE l.id = $?)`, f.After)
	}
	list, err = db.List(tx, scanListed, `
		SELECT `+organisation.Columns+`, `+membersSQL+`, `+organisation.InhabitantsSQL+`
		FROM organisation o
		WHERE `+strings.Join(where, "\n\t\tAND ")+`
		ORDER BY o.sort_key, o.id
		LIMIT `+strconv.Itoa(PerPage+1), args...)
	if more = len(list) > PerPage; more {
		list = list[:PerPage]
	}
	return list, more, err
}

// Details returns what is known of an organisation. The one in place of those
// that are not named is fault.NotFound.
func (d *Directory) Details(ctx context.Context, id int64) (organisation.Details, error) {
	return db.View(ctx, d.db, func(tx *db.Tx) (organisation.Details, error) { return organisation.DetailsTx(tx, id) })
}

// ByMunicipality returns which of the municipalities have an organisation here,
// by AGS.
func (d *Directory) ByMunicipality(ctx context.Context, list []catalogue.Municipality) (map[string]organisation.Organisation, error) {
	return db.View(ctx, d.db, func(tx *db.Tx) (map[string]organisation.Organisation, error) {
		return organisation.ByMunicipalityTx(tx, list)
	})
}
