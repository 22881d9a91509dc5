package db

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"kommunalforum/internal/fault"
)

// bind prepares a statement written with $1 … $n for the driver and refuses a
// number of arguments that does not match, which passes silently on SQLite. Times
// become Unix milliseconds.
func (c *statementCache) bind(query string, args []any) (string, []any, error) {
	s := c.of(query)
	if s.err != nil {
		return "", nil, s.err
	}
	if s.count != len(args) {
		return "", nil, fmt.Errorf("statement wants %d arguments and got %d: %s", s.count, len(args), query)
	}
	if slices.ContainsFunc(args, unstorable) {
		return "", nil, errUnstorable
	}
	if !slices.ContainsFunc(args, isTime) {
		return c.typed(s.text, args), args, nil
	}
	bound := slices.Clone(args) // the caller may use its own again
	for i, a := range bound {
		if t, ok := a.(time.Time); ok {
			bound[i] = millis(t)
		}
	}
	return c.typed(s.text, bound), bound, nil
}

// typed returns the statement for arguments of these types.
func (c *statementCache) typed(text string, args []any) string {
	if c.widen == nil {
		return text
	}
	return c.widen(text, args)
}

// errUnstorable refuses a text that PostgreSQL does not take, in every engine. Forms,
// files and addresses refuse it before, in words of their own.
var errUnstorable = fault.Reject("Der Text enthält Zeichen, die sich nicht speichern lassen.")

// unstorable reports whether an argument is a text that holds a NUL or is not UTF-8.
func unstorable(a any) bool {
	text, ok := a.(string)
	return ok && (strings.IndexByte(text, 0) >= 0 || !utf8.ValidString(text))
}

func isTime(a any) bool { _, ok := a.(time.Time); return ok }

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

type statement struct {
	text  string
	count int
	err   error
}

// statementCache holds rewritten statements, in which the holder stands before the
// number of a parameter. Statements are constants of the program, or one of a few
// shapes built from them, so the cache stays small.
type statementCache struct {
	holder byte
	widen  func(text string, args []any) string // nil: types of arguments do not matter
	m      sync.Map
}

func (c *statementCache) of(query string) statement {
	if s, ok := c.m.Load(query); ok {
		return s.(statement)
	}
	s := rewrite(query, c.holder)
	if _, known := c.m.Swap(query, s); !known && recording != nil {
		record(query)
	}
	return s
}

func rewrite(query string, holder byte) statement {
	var out strings.Builder
	used := map[int]bool{}
	most := 0
	for i := 0; i < len(query); {
		switch c := query[i]; {
		case c == '\'' || c == '"':
			end := i + 1 + strings.IndexByte(query[i+1:], c)
			if end <= i {
				end = len(query) - 1
			}
			out.WriteString(query[i : end+1])
			i = end + 1
		case c == '-' && strings.HasPrefix(query[i:], "--"):
			end := strings.IndexByte(query[i:], '\n')
			if end < 0 {
				end = len(query) - i
			}
			i += end
		case c == '$':
			j := i + 1
			for j < len(query) && query[j] >= '0' && query[j] <= '9' {
				j++
			}
			n, err := strconv.Atoi(query[i+1 : j])
			if err != nil || n < 1 {
				return statement{err: fmt.Errorf("bad placeholder in statement: %s", query)}
			}
			used[n] = true
			most = max(most, n)
			out.WriteByte(holder)
			out.WriteString(query[i+1 : j])
			i = j
		default:
			out.WriteByte(c)
			i++
		}
	}
	if len(used) != most {
		return statement{err: fmt.Errorf("statement leaves out one of its %d placeholders: %s", most, query)}
	}
	return statement{text: out.String(), count: most}
}
