package dictionary

// IsMisspelling reports whether a word may be a slip of the fingers for another
// one: within one edit from five letters on, within two from eight on. Shorter
// words nearly always have a neighbour, so they never are.
func IsMisspelling(word, of string) bool {
	limit := 0
	switch {
	case len(word) >= 8:
		limit = 2
	case len(word) >= 5:
		limit = 1
	}
	return distance(word, of, limit) <= limit
}

// distance returns the optimal string alignment distance: how many letters must
// be inserted, deleted, replaced or swapped with their neighbour to turn a into b.
// More than limit is reported as limit+1.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	last, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], last[j-2]+1)
			}
		}
		last, row, next = row, next, last
	}
	return min(row[len(b)], limit+1)
}
