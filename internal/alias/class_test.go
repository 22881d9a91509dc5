package alias

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
)

// TestEveryAliasFitsAtLeastTenOfThoseThatTakePart, whoever they are: members
// see in the directory which organisations there are, by kind, Land and size, and
// can reckon which of them would appear in the words that they read.
func TestEveryAliasFitsAtLeastTenOfThoseThatTakePart(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(11, 22))
	for round := range 3000 {
		bounds, pooled := catalogue.MunicipalitySizes, largeTown
		if round%2 == 0 {
			bounds, pooled = catalogue.DistrictSizes, len(catalogue.DistrictSizes)
		}
		counts, total := map[string][]int{}, 0
		for _, land := range catalogue.States()[:1+draw.IntN(16)] {
			counts[land] = make([]int, len(bounds))
			for i := range bounds {
				if draw.IntN(3) > 0 { // many classes are empty, few are full
					counts[land][i] = draw.IntN(1 + draw.IntN(25))
				}
				total += counts[land][i]
			}
		}
		fit := map[string]int{}
		for land, sizes := range counts {
			for i, n := range sizes {
				if n > 0 {
					c := classify(counts, bounds, pooled, organisation.Organisation{State: land, Population: max(bounds[i], 1)})
					if !c.holds(i) && c.sized || c.land != "" && c.land != land {
						t.Fatalf("class %d of %s is %+v in %v", i, land, c, counts)
					}
					fit[c.words(bounds, fmt.Sprint(c.from >= largeTown)).Words] += n
				}
			}
		}
		for words, n := range fit {
			if n < min(total, MinOrganisations) {
				t.Fatalf("%q fits %d of %d in %v", words, n, total, counts)
			}
		}
	}
}
