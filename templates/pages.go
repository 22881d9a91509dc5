package templates

// Pages is a place in a list of numbered pages, counted from 1.
type Pages struct {
	Current int
	Last    int
	Href    func(page int) string
}

// gap stands for the pages left out between two numbers.
const gap = 0

// steps are the page numbers to show: the first, the last, the current one with
// its neighbours, and gap where some are left out. A gap of a single page is
// filled with that page.
func (p Pages) steps() []int {
	var out []int
	for n := 1; n <= p.Last; n++ {
		near := n >= p.Current-1 && n <= p.Current+1
		lone := n == 2 && p.Current == 4 || n == p.Last-1 && p.Current == p.Last-3
		switch {
		case n == 1, n == p.Last, near, lone:
			out = append(out, n)
		case n < p.Current:
			out = append(out, gap)
			n = min(p.Current-2, p.Last-1)
		default:
			out = append(out, gap)
			n = p.Last - 1
		}
	}
	return out
}
