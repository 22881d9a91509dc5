package scope

import (
	"fmt"
	"slices"
	"strconv"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
)

// JudgeSolution says whether a solution holds for an organisation that was limited to Länder,
// by name, and to size classes of municipalities, by key; none of either is no limit.
func JudgeSolution(states, sizes []string, o organisation.Organisation) Verdict {
	what := "Ihre Organisation ist " + describe(o) + "."
	if len(states) > 0 {
		switch {
		case o.State == "":
			return unclear("Sie gilt für " + list(states) + ", und Ihre Organisation gehört zu keinem Land.")
		case !slices.Contains(states, o.State):
			return not("sie gilt für " + list(states) + ". " + what)
		}
	}
	if len(sizes) == 0 {
		return Verdict{Holds, "Gilt für Sie: " + what}
	}
	switch {
	case o.Kind != organisation.Municipality && o.Kind != organisation.MunicipalUnion:
		return unclear("Die Einwohnerzahl ist für Gemeinden genannt. " + what)
	case o.Population <= 0:
		return unclear("Die Einwohnerzahl Ihrer Organisation ist nicht bekannt.")
	}
	own := sizeOf(o.Population)
	counts := "Ihre Organisation hat " + thousands(o.Population) + " Einwohnerinnen und Einwohner."
	if !slices.Contains(sizes, own.Key) {
		return not("sie gilt für Gemeinden anderer Größe. " + counts)
	}
	return Verdict{Holds, "Gilt für Sie: " + counts}
}

func sizeOf(population int64) catalogue.SizeClass {
	for _, c := range catalogue.SizeClasses {
		if population >= c.Least && (population < c.Below || c.Below == 0) {
			return c
		}
	}
	return catalogue.SizeClass{}
}

// thousands writes a number with points, such as 12.345.
func thousands(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return thousands(n/1000) + "." + fmt.Sprintf("%03d", n%1000)
}
