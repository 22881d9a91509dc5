// Package germany draws where in Germany something is. It owns no table.
//
// A map needs no borders to be recognised: the places of all municipalities show the
// shape of the country. They are drawn as dots in a grid, so that eleven thousand places
// are a few kilobytes.
package germany

import (
	"math"
	"strconv"
	"strings"
)

// The picture shows Germany from its southernmost to its northernmost municipality.
const (
	west, north = 5.7, 55.1
	// Width and Height are the size of a picture, in its own units.
	Width, Height = 600, 800
	scale         = 100                // units for a degree of latitude
	narrowing     = 0.6293203910498374 // cosine of 51 degrees, in the middle of Germany
	step          = 10                 // between the dots of the outline
)

// Point is a place in the picture.
type Point struct{ X, Y float64 }

// At returns where a position is in the picture.
func At(lat, lon float64) Point {
	return Point{X: (lon - west) * narrowing * scale, Y: (north - lat) * scale}
}

// Outline returns the path of lines of length zero, which round caps make dots, one for
// each part of a grid that has a place.
func Outline(places []Point) string {
	const columns, rows = Width / step, Height / step
	var filled [rows][columns]bool
	for _, p := range places {
		x, y := int(p.X/step), int(p.Y/step)
		if p.X >= 0 && p.Y >= 0 && x < columns && y < rows {
			filled[y][x] = true
		}
	}
	var b strings.Builder
	for y := range filled {
		for x, is := range filled[y] {
			if is {
				b.WriteString("M" + strconv.Itoa(x*step+step/2) + " " + strconv.Itoa(y*step+step/2) + "h0")
			}
		}
	}
	return b.String()
}

// Radius is that of a dot for so many inhabitants: the area grows with them.
func Radius(inhabitants int64) float64 {
	const least, most = 5, 22
	return math.Min(most, least+math.Sqrt(float64(max(0, inhabitants)))/60)
}
