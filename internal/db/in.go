package db

import (
	"strconv"
	"strings"
)

// In returns the list for an IN clause, with placeholders from $first on, and its
// arguments. The list is padded to a power of two by repeating the last id, so
// that the statement cache sees few shapes. Without ids the list matches nothing.
func In[T any](first int, ids []T) (string, []any) {
	size := 1
	for size < len(ids) {
		size *= 2
	}
	var b strings.Builder
	args := make([]any, size)
	for i := range args {
		switch {
		case len(ids) == 0:
			args[i] = nil
		default:
			args[i] = ids[min(i, len(ids)-1)]
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return "(" + b.String() + ")", args
}
