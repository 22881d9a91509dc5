package germany_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/germany"
)

func TestEdgesOfGermanyAreInThePicture(t *testing.T) {
	for place, at := range map[string][2]float64{"List auf Sylt": {55.02, 8.43}, "Oberstdorf": {47.41, 10.28}, "Selfkant": {51.02, 5.9},
		"Görlitz": {51.15, 14.99}} {
		p := germany.At(at[0], at[1])
		if p.X < 0 || p.Y < 0 || p.X > germany.Width || p.Y > germany.Height {
			t.Errorf("%s is at %+v", place, p)
		}
	}
	if kiel, munich := germany.At(54.32, 10.14), germany.At(48.14, 11.58); kiel.Y >= munich.Y || kiel.X >= munich.X {
		t.Error("north is above and east is right")
	}
}

func TestOutlineDrawsADotOnce(t *testing.T) {
	got := germany.Outline([]germany.Point{{X: 12, Y: 23}, {X: 13, Y: 24}, {X: 599, Y: 799}, {X: -1, Y: 3}, {X: 9000, Y: 3}})
	if got != "M15 25h0M595 795h0" {
		t.Errorf("the outline is %q", got)
	}
	if strings.Contains(germany.Outline(nil), "M") {
		t.Error("nothing has an outline")
	}
}

func TestDotsGrowWithInhabitantsWithinBounds(t *testing.T) {
	last := 0.0
	for _, n := range []int64{-1, 1, 5_000, 200_000} {
		r := germany.Radius(n)
		if r <= last && n > 0 || r < 5 {
			t.Errorf("%d has radius %f", n, r)
		}
		last = r
	}
	if germany.Radius(90_000_000) > 22 {
		t.Error("a dot covers the map")
	}
}
