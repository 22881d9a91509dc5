package account

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// Disguised is the kind of the organisations that stand for those that ask
// semi-anonymously. Nobody belongs to one and no form offers it.
const Disguised OrganisationKind = "disguised"

// DisguiseLeast is how many municipalities or districts share a disguise.
const DisguiseLeast = 10

// Disguise is how an organisation appears that asks semi-anonymously.
type Disguise struct {
	Words string // "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Niedersachsen"
	Land  string // "" where it fell away
}

// nobody is the address of the one account without a name that stands for all
// people who ask semi-anonymously. It is none, so nobody can sign in with it.
const nobody = "verdeckt"

// DisguiseOf returns the disguise of an organisation. At least ten
// municipalities or districts of the catalogue get the same one: a class of
// size with fewer in its Land is put together with its neighbours, and large
// towns of which a Land has fewer than ten appear without their Land. The
// classes are the same for all of a Land, so that nothing follows from how
// wide one is.
func DisguiseOf(tx *db.Tx, o Organisation) (Disguise, error) {
	switch o.Kind {
	case Municipality:
		return townDisguise(tx, o)
	case District:
		if o.AGS != "" {
			d, err := catalogue.FindDistrict(tx, o.AGS)
			if err != nil {
				return Disguise{}, err
			}
			if d.IsTown() {
				return townDisguise(tx, o)
			}
		}
		counts, err := catalogue.DistrictsBySize(tx)
		return classify(counts, catalogue.DistrictSizes, len(catalogue.DistrictSizes), o).words(catalogue.DistrictSizes, "Ein Landkreis"), err
	case MunicipalUnion:
		return Disguise{Words: "Ein Gemeindeverband"}, nil
	case SpecialPurposeUnion:
		return Disguise{Words: "Ein Zweckverband"}, nil
	case ITProvider:
		return Disguise{Words: "Ein kommunaler IT-Dienstleister"}, nil
	case UmbrellaAssociation:
		return Disguise{Words: "Ein kommunaler Verband"}, nil
	case State:
		return Disguise{Words: "Eine Landesbehörde"}, nil
	case Federal:
		return Disguise{Words: "Eine Bundesbehörde"}, nil
	case Company:
		return Disguise{Words: "Ein Unternehmen"}, nil
	}
	return Disguise{Words: "Eine öffentliche Stelle"}, nil
}

// largeTown is the size class from which on towns may lose their Land: the
// widened class would say less than the size alone.
var largeTown = catalogue.SizeIn(catalogue.MunicipalitySizes, 100_000)

func townDisguise(tx *db.Tx, o Organisation) (Disguise, error) {
	counts, err := catalogue.MunicipalitiesBySize(tx)
	c := classify(counts, catalogue.MunicipalitySizes, largeTown, o)
	if c.from >= largeTown && c.sized {
		return c.words(catalogue.MunicipalitySizes, "Eine Großstadt"), err
	}
	return c.words(catalogue.MunicipalitySizes, "Eine Gemeinde"), err
}

// class is a run of size classes, both included, of a Land or of all.
type class struct {
	sized    bool
	from, to int
	land     string
}

func (c class) holds(i int) bool { return c.from <= i && i <= c.to }

// classify finds the class in which an organisation appears. Counts are by Land
// and size; from the class pooled on, what is left over loses its Land instead
// of being put together with smaller ones.
func classify(counts map[string][]int, bounds []int64, pooled int, o Organisation) class {
	pool := make([]int, len(bounds))
	var mine []class
	for _, land := range slices.Sorted(maps.Keys(counts)) {
		groups, rest := split(counts[land], land)
		if len(groups) > 0 && rest.sized && rest.from < pooled {
			groups[len(groups)-1].to, rest.sized = rest.to, false
		}
		if rest.sized {
			for i := rest.from; i <= rest.to; i++ {
				pool[i] += counts[land][i]
			}
		}
		if land == o.State {
			mine = groups
		}
	}
	if o.Population == 0 { // unknown: the size says nothing
		if len(mine) > 0 {
			return class{land: o.State}
		}
		return class{}
	}
	all, rest := split(pool, "")
	if len(all) > 0 && rest.sized {
		all[len(all)-1].to = rest.to
	}
	i := catalogue.SizeIn(bounds, o.Population)
	for _, c := range append(mine, all...) {
		if c.holds(i) {
			return c
		}
	}
	return class{}
}

// split puts size classes together, from the smallest on, until each holds
// enough; the rest holds too few. Its Land is given to all of them.
func split(counts []int, land string) (groups []class, rest class) {
	rest, n := class{land: land}, 0
	for i, k := range counts {
		if k == 0 {
			continue
		}
		if !rest.sized {
			rest.sized, rest.from = true, i
			if len(groups) == 0 {
				rest.from = 0
			} else {
				rest.from = groups[len(groups)-1].to + 1
			}
		}
		n, rest.to = n+k, i
		if n >= DisguiseLeast {
			groups, rest, n = append(groups, rest), class{land: land}, 0
		}
	}
	return groups, rest
}

func (c class) words(bounds []int64, noun string) Disguise {
	words := noun
	last := len(bounds) - 1
	switch {
	case !c.sized || c.from == 0 && c.to == last:
	case c.from == 0:
		words += " mit bis zu " + thousands(bounds[c.to+1]) + " Einwohnern"
	case c.to == last:
		words += " mit mehr als " + thousands(bounds[c.from]) + " Einwohnern"
	default:
		words += fmt.Sprintf(" mit %s bis %s Einwohnern", thousands(bounds[c.from]), thousands(bounds[c.to+1]))
	}
	switch c.land {
	case "":
	case "Saarland":
		words += " im Saarland"
	default:
		words += " in " + c.land
	}
	return Disguise{Words: words, Land: c.land}
}

// thousands writes a bound, which is a round number below a million.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	if len(s) > 3 {
		s = s[:len(s)-3] + "." + s[len(s)-3:]
	}
	return s
}

// DisguiseIn returns the byline of the disguise, with the ids to be stored: an
// organisation that has this disguise as its name, and nobody.
func DisguiseIn(tx *db.Tx, d Disguise) (Byline, error) {
	o, ok, err := db.Found(db.One(tx, scanOrganisation, `
		SELECT `+organisationColumns+`
		FROM organisation o
		WHERE o.kind = $1 AND o.name = $2`, string(Disguised), d.Words))
	if err != nil {
		return Byline{}, err
	}
	if !ok {
		if o, err = insertOrganisation(tx, Organisation{Name: d.Words, Kind: Disguised, State: d.Land}); err != nil {
			return Byline{}, err
		}
	}
	id, ok, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1`, nobody))
	if err == nil && !ok {
		id, err = tx.Insert(`
			INSERT INTO person (email, name, function, organisation_id, password, created_at, disabled_at)
			VALUES ($1, '', '', $2, '', $3, $3)
			RETURNING id`, nobody, o.ID, tx.Now)
	}
	return Byline{PersonID: id, Organisation: o}, err
}

// Disguised reports whether somebody appears semi-anonymously.
func (b Byline) Disguised() bool { return b.Organisation.Kind == Disguised }

// somebodySQL is true for a person p who is not nobody and whose account was
// not erased.
const somebodySQL = `(p.erased_at IS NULL AND p.email <> '` + nobody + `')`

// RealSQL is true for an organisation o that is no disguise and does not stand
// for those that are not to be named.
const RealSQL = `o.kind NOT IN ('` + string(Disguised) + `', '` + string(unnamed) + `')`

// withoutIDs removes the ids of a disguise, which are nobody's and lead
// nowhere.
func (b Byline) withoutIDs() Byline {
	if b.Disguised() {
		b.PersonID, b.Organisation.ID = 0, 0
		b.Name, b.Function = "", ""
	}
	return b
}
