package db

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// kind is what the values of a column are, in every engine.
type kind byte

const (
	wholes   kind = 'i'
	floats   kind = 'f'
	booleans kind = 'b'
	texts    kind = 't'
	blobs    kind = 'x'
)

// kindOf returns what the values of a column of the declared type are. Migrations use
// no other types.
func kindOf(declared string) (kind, error) {
	switch strings.ToLower(declared) {
	case "bigint", "integer":
		return wholes, nil
	case "double precision":
		return floats, nil
	case "boolean":
		return booleans, nil
	case "text":
		return texts, nil
	case "bytea", "blob":
		return blobs, nil
	}
	return 0, fmt.Errorf("columns of the type %q cannot be copied", declared)
}

// table describes a table in the same way for every engine.
type table struct {
	name    string
	columns []column // by name
	key     []string // columns of the primary key, in its order
}

type column struct {
	name string
	kind kind
}

// tablesOf puts together tables from one row for each column: table, column, declared
// type, and place in the primary key, 0 for none.
func tablesOf(tx *Tx, query string) (out []table, err error) {
	type keyed struct {
		name  string
		place int
	}
	keys := map[string][]keyed{}
	err = Each(tx, func(r Row) error {
		var name, of, declared string
		var place int
		if err := r.Scan(&name, &of, &declared, &place); err != nil {
			return err
		}
		kind, err := kindOf(declared)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", name, of, err)
		}
		if len(out) == 0 || out[len(out)-1].name != name {
			out = append(out, table{name: name})
		}
		last := &out[len(out)-1]
		last.columns = append(last.columns, column{of, kind})
		if place > 0 {
			keys[name] = append(keys[name], keyed{of, place})
		}
		return nil
	}, query)
	for i := range out {
		key := keys[out[i].name]
		slices.SortFunc(key, func(a, b keyed) int { return a.place - b.place })
		for _, k := range key {
			out[i].key = append(out[i].key, k.name)
		}
	}
	return out, err
}

// quoted writes a name so that it is never a keyword.
func quoted(name string) string { return `"` + name + `"` }

func (t table) columnNames() []string {
	out := make([]string, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.name
	}
	return out
}

func (t table) quotedColumns() string {
	out := t.columnNames()
	for i, name := range out {
		out[i] = quoted(name)
	}
	return strings.Join(out, ", ")
}

// read calls visit for each row of the table, by its key, for which the condition
// holds. The values have the Go types of their kinds, or are nil, and belong to visit
// only until it returns.
func (t table) read(tx *Tx, condition string, visit func(values []any) error) error {
	values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range values {
		into[i] = &values[i]
	}
	query := `SELECT ` + t.quotedColumns() + ` FROM ` + quoted(t.name) + ` WHERE ` + condition
	for i, name := range t.key {
		query += map[bool]string{true: ` ORDER BY `, false: `, `}[i == 0] + quoted(name)
	}
	return Each(tx, func(r Row) error {
		if err := tx.ctx.Err(); err != nil {
			return err
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		for i, c := range t.columns {
			var err error
			if values[i], err = c.kind.value(values[i]); err != nil {
				return fmt.Errorf("Tabelle %s, Spalte %s: %w", t.name, c.name, err)
			}
		}
		return visit(values)
	}, query)
}

var (
	errKind = errors.New("ein Wert hat nicht den Typ der Spalte")
	errText = errors.New("ein Text enthält ein NUL-Zeichen oder ist nicht in UTF-8")
)

// value returns what a driver read in the Go type of the kind. What PostgreSQL would
// not store, or SQLite stored in a column of another type, is an error.
func (k kind) value(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case int64:
		switch k {
		case wholes:
			return v, nil
		case floats:
			return float64(v), nil
		}
	case float64:
		if k == floats {
			return v + 0, nil // SQLite stores no negative zero
		}
	case bool:
		if k == booleans {
			return v, nil
		}
	case []byte:
		if k == blobs {
			return v, nil
		}
	case string:
		if k == texts && unstorable(v) {
			return nil, errText
		}
		if k == texts {
			return v, nil
		}
	}
	return nil, errKind
}

// digest is a checksum over rows in any order: the sum of their hashes.
type digest struct {
	rows int64
	sum  [4]uint64
	row  []byte
}

// add takes in a row with values of the Go types of their kinds.
func (d *digest) add(values []any) {
	d.row = d.row[:0]
	for _, v := range values {
		d.row = appendValue(d.row, v)
	}
	hash := sha256.Sum256(d.row)
	for i := range d.sum {
		d.sum[i] += binary.BigEndian.Uint64(hash[8*i:])
	}
	d.rows++
}

// appendValue writes a value so that no other row reads the same.
func appendValue(row []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return binary.BigEndian.AppendUint64(append(row, byte(wholes)), uint64(v))
	case float64:
		return binary.BigEndian.AppendUint64(append(row, byte(floats)), math.Float64bits(v))
	case bool:
		return append(row, byte(booleans), map[bool]byte{true: 1}[v])
	case string:
		return append(binary.BigEndian.AppendUint64(append(row, byte(texts)), uint64(len(v))), v...)
	case []byte:
		return append(binary.BigEndian.AppendUint64(append(row, byte(blobs)), uint64(len(v))), v...)
	}
	return append(row, 0)
}

// String is the sum in hexadecimal digits.
func (d *digest) String() string {
	var sum []byte
	for _, part := range d.sum {
		sum = binary.BigEndian.AppendUint64(sum, part)
	}
	return hex.EncodeToString(sum)
}
