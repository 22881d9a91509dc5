package dictionary

import "testing"

func TestDistanceCountsSlips(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"amt", "amt", 0}, {"amt", "mat", 1}, {"amt", "am", 1}, {"amt", "amts", 1}, {"amt", "art", 1}, {"wohngled", "wohngeld", 1}, {"antrag",
		"vertrag", 3}, {"", "abc", 3}, {"kurz", "sehrlangeswort", 4}} {
		if got := distance(c.a, c.b, 3); got != c.want {
			t.Errorf("%s to %s is %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a, 3); got != c.want {
			t.Errorf("%s to %s is %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
