package db

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"kommunalforum/internal/fault"
)

// bind prepares a statement that is about to run, and notes what it reads.
func (tx *Tx) bind(query string, args []any) (statement, []any, error) {
	s, args, err := tx.db.statements().bind(query, args)
	if err == nil && len(s.named) > 0 {
		tx.basis.add(s.named, tx.rows)
	}
	return s, args, err
}

// noteWritten notes what a statement writes.
func (tx *Tx) noteWritten(s statement) {
	if tx.wrote != nil && len(s.written) > 0 {
		tx.wrote.add(s.written, tx.rows)
	}
}

// bind prepares a statement written with $1 … $n for the driver and refuses a
// number of arguments that does not match, which passes silently on SQLite. Times
// become Unix milliseconds.
func (c *statementCache) bind(query string, args []any) (statement, []any, error) {
	k := statementKey{query: query}
	if c.typed || recording != nil {
		k.integers = integers(args)
	}
	s := c.of(k)
	if s.err != nil {
		return statement{}, nil, s.err
	}
	if s.count != len(args) {
		return statement{}, nil, fmt.Errorf("statement wants %d arguments and got %d: %s", s.count, len(args), query)
	}
	if slices.ContainsFunc(args, unstorable) {
		return statement{}, nil, errUnstorable
	}
	if !slices.ContainsFunc(args, isTime) {
		return s, args, nil
	}
	bound := slices.Clone(args) // the caller may use its own again
	for i, a := range bound {
		if t, ok := a.(time.Time); ok {
			bound[i] = millis(t)
		}
	}
	return s, bound, nil
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
	text           string
	count          int
	named, written []string // tables, see tablesOfStatement
	err            error
}

// changesRows reports whether the statement changes rows of tables that it names, so that
// it does nothing where it changes none.
func (s statement) changesRows() bool { return !slices.Contains(s.written, everything) }

// statementKey is a statement as its caller wrote it.
type statementKey struct {
	query    string
	integers uint64 // bit n-1 when $n is an integer; only the first 64 arguments
}

// statementCache holds rewritten statements, in which the holder stands before the
// number of a parameter. There are few, constants of the program or one of some shapes
// built from them; beyond maxStatements the cache begins again.
type statementCache struct {
	holder byte
	typed  bool // integers are said to be bigint
	m      sync.Map
	n      atomic.Int64
}

const maxStatements = 4096

func (c *statementCache) of(k statementKey) statement {
	if s, ok := c.m.Load(k); ok {
		return s.(statement)
	}
	typed := k.integers
	if !c.typed {
		typed = 0
	}
	s := rewrite(k.query, c.holder, typed)
	if c.n.Add(1) > maxStatements {
		c.m.Clear()
		c.n.Store(1)
	}
	if _, known := c.m.Swap(k, s); !known && recording != nil && s.err == nil {
		record(k)
	}
	return s
}

// integers says which arguments are integers. Left alone PostgreSQL takes $1 in
// „$1 = 0“ for a number of 32 bits, and refuses larger ones. Arguments beyond the
// first 64 are those of long lists, which have the type of a column.
func integers(args []any) (which uint64) {
	for i, a := range args[:min(len(args), 64)] {
		if isInteger(a) {
			which |= 1 << i
		}
	}
	return which
}

func isInteger(a any) bool {
	switch a := a.(type) {
	case nil, string, bool:
		return false
	case int64, int:
		return true
	case time.Time: // becomes a number, or NULL
		return !a.IsZero()
	}
	k := reflect.TypeOf(a).Kind()
	return k >= reflect.Int && k <= reflect.Uint64
}

// rewrite returns the statement for the driver, in which the parameters that are
// integers are bigint.
func rewrite(query string, holder byte, integers uint64) statement {
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
			if n <= 64 && integers&(1<<(n-1)) != 0 {
				out.WriteString("::bigint")
			}
			i = j
		default:
			out.WriteByte(c)
			i++
		}
	}
	if len(used) != most {
		return statement{err: fmt.Errorf("statement leaves out one of its %d placeholders: %s", most, query)}
	}
	named, written := tablesOfStatement(query)
	return statement{text: out.String(), count: most, named: named, written: written}
}
