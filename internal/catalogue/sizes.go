package catalogue

import (
	"fmt"
	"strings"

	"kommunalforum/internal/db"
)

// The bounds of size classes in inhabitants, from the smallest class on. The
// last one has no upper bound.
var (
	MunicipalitySizes = []int64{0, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000}
	DistrictSizes     = []int64{0, 100_000, 150_000, 200_000, 300_000}
)

// SizeIn returns the class in which a population falls.
func SizeIn(bounds []int64, population int64) (class int) {
	for class+1 < len(bounds) && population >= bounds[class+1] {
		class++
	}
	return class
}

// BySizeTx counts the places of each Land by size class. They come from a table or
// subquery with the columns state and population.
func BySizeTx(tx *db.Tx, bounds []int64, from string) (map[string][]int, error) {
	var class strings.Builder
	for i := len(bounds) - 1; i > 0; i-- {
		fmt.Fprintf(&class, " WHEN population >= %d THEN %d", bounds[i], i)
	}
	type row struct {
		state        string
		class, count int
	}
	rows, err := db.List(tx, func(r db.Row) (x row, err error) { return x, r.Scan(&x.state, &x.class, &x.count) }, `
		SELECT state, CASE`+class.String()+` ELSE 0 END AS class, COUNT(*)
		FROM `+from+`
		GROUP BY state, class`)
	out := map[string][]int{}
	for _, x := range rows {
		if out[x.state] == nil {
			out[x.state] = make([]int, len(bounds))
		}
		out[x.state][x.class] = x.count
	}
	return out, err
}

// IsTown reports whether the district is a town that belongs to none.
func (d District) IsTown() bool { return d.Kind == "Kreisfreie Stadt" || d.Kind == "Stadtkreis" }
