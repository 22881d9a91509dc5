package templates

import (
	"reflect"
	"testing"
)

func TestPaginationShowsEndsNeighboursAndGaps(t *testing.T) {
	cases := []struct {
		current, last int
		want          []int
	}{
		{1, 1, []int{1}},
		{1, 2, []int{1, 2}},
		{1, 9, []int{1, 2, gap, 9}},
		{3, 9, []int{1, 2, 3, 4, gap, 9}},
		{4, 9, []int{1, 2, 3, 4, 5, gap, 9}},
		{5, 9, []int{1, gap, 4, 5, 6, gap, 9}},
		{6, 9, []int{1, gap, 5, 6, 7, 8, 9}},
		{9, 9, []int{1, gap, 8, 9}},
		{500000, 1000000, []int{1, gap, 499999, 500000, 500001, gap, 1000000}},
		{12, 3, []int{1, gap, 3}},
	}
	for _, c := range cases {
		got := Pages{Current: c.current, Last: c.last}.steps()
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("page %d of %d: %v, want %v", c.current, c.last, got, c.want)
		}
	}
}
