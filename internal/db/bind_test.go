package db

import (
	"fmt"
	"testing"
	"time"
)

// TestStatementsAreKeptUpToALimit prepares more shapes than the program has.
func TestStatementsAreKeptUpToALimit(t *testing.T) {
	t.Parallel()
	c := statementCache{holder: '$', typed: true}
	for i := range 3 * maxStatements {
		if _, _, err := c.bind(fmt.Sprintf(`SELECT %d + $1`, i), []any{1}); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	c.m.Range(func(any, any) bool { n++; return true })
	if n == 0 || n > maxStatements {
		t.Errorf("%d statements are kept", n)
	}
}

// TestOneStatementIsTypedAsItsArgumentsAre, each time it runs.
func TestOneStatementIsTypedAsItsArgumentsAre(t *testing.T) {
	t.Parallel()
	c := statementCache{holder: '$', typed: true}
	for _, x := range []struct {
		a, b any
		want string
	}{
		{1, "x", `SELECT $1::bigint, '$1', $2`}, {nil, int8(2), `SELECT $1, '$1', $2::bigint`},
		{time.Unix(1, 0), time.Time{}, `SELECT $1::bigint, '$1', $2`}, {true, []byte{1}, `SELECT $1, '$1', $2`},
	} {
		if got, _, err := c.bind(`SELECT $1, '$1', $2`, []any{x.a, x.b}); got.text != x.want || err != nil {
			t.Errorf("%v, %v: %s, %v", x.a, x.b, got.text, err)
		}
	}
}
