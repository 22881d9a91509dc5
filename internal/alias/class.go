package alias

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// takesPartSQL is true for an organisation o whose people could ask here.
const takesPartSQL = `(o.dissolved_on = '' AND EXISTS (SELECT 1 FROM person m WHERE m.organisation_id = o.id AND m.disabled_at IS NULL))`

// placesSQL are the organisations that take part and have a size: towns that
// belong to no district are municipalities, whatever kind they are entered as.
const placesSQL = `(
	SELECT o.state, o.population, o.kind = 'municipality' OR COALESCE(d.kind, '') IN ('Kreisfreie Stadt', 'Stadtkreis') AS town
	FROM organisation o
	LEFT JOIN district d ON d.ags = o.ags
	WHERE o.kind IN ('municipality', 'district') AND ` + takesPartSQL + `) place`

// takingPart counts the organisations that take part, by kind.
func takingPart(tx *db.Tx) (map[organisation.Kind]int, error) {
	type row struct {
		kind organisation.Kind
		n    int
	}
	rows, err := db.List(tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.kind, &x.n) }, `
		SELECT o.kind, COUNT(*)
		FROM organisation o
		WHERE `+takesPartSQL+`
		GROUP BY o.kind`)
	out := map[organisation.Kind]int{}
	for _, x := range rows {
		out[x.kind] = x.n
	}
	return out, err
}

// largeTown is the size class from which on towns may lose their Land: the
// widened class would say less than the size alone.
var largeTown = catalogue.SizeIn(catalogue.MunicipalitySizes, 100_000)

// ofPlace returns the alias of a municipality or a district.
func ofPlace(tx *db.Tx, o organisation.Organisation) (Offer, error) {
	town := o.Kind == organisation.Municipality
	if !town && o.AGS != "" {
		d, err := catalogue.FindDistrictTx(tx, o.AGS)
		if err != nil {
			return Offer{}, err
		}
		town = d.IsTown()
	}
	bounds, noun, pooled, from := catalogue.DistrictSizes, "Ein Landkreis", len(catalogue.DistrictSizes), placesSQL+` WHERE NOT town`
	if town {
		bounds, noun, pooled, from = catalogue.MunicipalitySizes, "Eine Gemeinde", largeTown, placesSQL+` WHERE town`
	}
	counts, err := catalogue.BySizeTx(tx, bounds, from)
	if err != nil {
		return Offer{}, err
	}
	c := classify(counts, bounds, pooled, o)
	if town && c.sized && c.from >= largeTown {
		noun = "Eine Großstadt"
	}
	d := Offer{Alias: c.words(bounds, noun)}
	n := 0
	for _, sizes := range counts {
		n += sum(sizes)
	}
	if o.Population == 0 { // only those whose size is unknown appear without one
		n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM `+from+` AND population = 0`)
	}
	d.Few = n < MinOrganisations
	return d, err
}

// class is a run of size classes, both included, of a Land or of all.
type class struct {
	sized    bool
	from, to int
	land     string
}

func (c class) holds(i int) bool { return c.from <= i && i <= c.to }

// classify finds the class in which a place appears. Counts are by Land and
// size; from the class pooled on, what is left over loses its Land instead of
// being put together with smaller ones.
func classify(counts map[string][]int, bounds []int64, pooled int, o organisation.Organisation) class {
	without := map[string]bool{} // Länder of which nobody is named
	mine, pool := byLand(counts, bounds, pooled, without, o.State)
	for n := sum(pool); n > 0 && n < MinOrganisations; n = sum(pool) {
		// Too few without their Land: they would be known by having none.
		if pooled < len(bounds) {
			pooled = len(bounds)
		} else if land := smallest(counts, without); land != "" {
			without[land] = true
		} else {
			break
		}
		mine, pool = byLand(counts, bounds, pooled, without, o.State)
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

// byLand returns the classes of one Land, and how many of all Länder are left
// over, by size: all of those without a name.
func byLand(counts map[string][]int, bounds []int64, pooled int, without map[string]bool, land string) (mine []class, pool []int) {
	pool = make([]int, len(bounds))
	for name, sizes := range counts {
		groups, rest := split(sizes, name)
		if without[name] {
			groups, rest = nil, class{sized: true, to: len(bounds) - 1}
		}
		if len(groups) > 0 && rest.sized && rest.from < pooled {
			groups[len(groups)-1].to, rest.sized = rest.to, false
		}
		if rest.sized {
			for i := rest.from; i <= rest.to; i++ {
				pool[i] += sizes[i]
			}
		}
		if name == land {
			mine = groups
		}
	}
	return mine, pool
}

// smallest returns the Land with the fewest that has a name of its own and may
// lose it; "" when there is none.
func smallest(counts map[string][]int, without map[string]bool) (land string) {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		n := sum(counts[name])
		if n >= MinOrganisations && !without[name] && (land == "" || n < sum(counts[land])) {
			land = name
		}
	}
	return land
}

func sum(counts []int) (n int) {
	for _, k := range counts {
		n += k
	}
	return n
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
		}
		n, rest.to = n+k, i
		if n >= MinOrganisations {
			groups, rest, n = append(groups, rest), class{land: land}, 0
		}
	}
	return groups, rest
}

func (c class) words(bounds []int64, noun string) Alias {
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
	return Alias{Words: words, Land: c.land}
}

// thousands writes a bound, which is a round number below a million.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	if len(s) > 3 {
		s = s[:len(s)-3] + "." + s[len(s)-3:]
	}
	return s
}
