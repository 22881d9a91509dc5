package db

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// widened holds statements in which integers are bigint.
var widened sync.Map

type widening struct {
	text     string
	integers uint64 // bit n-1 for $n
}

// widen says of integer arguments that they are bigint. Left alone the server takes
// $1 in „$1 = 0“ for a number of 32 bits, and refuses larger ones. It looks at the
// first 64 arguments; those of longer lists have the type of a column.
func widen(text string, args []any) string {
	w := widening{text: text}
	for i, a := range args[:min(len(args), 64)] {
		if isInteger(a) {
			w.integers |= 1 << i
		}
	}
	if w.integers == 0 {
		return text
	}
	if done, ok := widened.Load(w); ok {
		return done.(string)
	}
	done := w.rewrite()
	widened.Store(w, done)
	return done
}

func isInteger(a any) bool {
	switch a.(type) {
	case nil, string, bool:
		return false
	case int64, int:
		return true
	}
	k := reflect.TypeOf(a).Kind()
	return k >= reflect.Int && k <= reflect.Uint64
}

// rewrite reads a statement that package db rewrote before: no comments, and a number
// after every $ that is not quoted.
func (w widening) rewrite() string {
	var out strings.Builder
	var quote byte
	for i := 0; i < len(w.text); i++ {
		c := w.text[i]
		out.WriteByte(c)
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '$':
			j := i + 1
			for j < len(w.text) && w.text[j] >= '0' && w.text[j] <= '9' {
				j++
			}
			number := w.text[i+1 : j]
			out.WriteString(number)
			if n, err := strconv.Atoi(number); err == nil && n <= 64 && w.integers&(1<<(n-1)) != 0 {
				out.WriteString("::bigint")
			}
			i = j - 1
		}
	}
	return out.String()
}
