package consultation

import "strconv"

// rect is a part of a bar, in hundredths of its width.
type rect struct{ Kind, X, Width string }

// rects lays the parts of a bar side by side.
func (b Bar) rects() (out []rect) {
	total, before := 0, 0
	for _, x := range b.Parts {
		total += x.Count
	}
	if total == 0 {
		return nil
	}
	share := func(n int) string { return strconv.FormatFloat(100*float64(n)/float64(total), 'f', 2, 64) }
	for _, x := range b.Parts {
		out = append(out, rect{Kind: x.Kind, X: share(before), Width: share(x.Count)})
		before += x.Count
	}
	return out
}
