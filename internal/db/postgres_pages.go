package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// checkPages reads all rows of all tables, with the parts that are kept apart from them,
// and lets the extension amcheck look at the indexes where it is there and this role may
// use it. Damage that neither finds shows only where the server keeps checksums of its
// pages.
func (e postgres) checkPages(ctx context.Context, p pools, rest func(time.Duration) error) (r PageReport, err error) {
	conn, err := p.read.Conn(ctx)
	if err != nil {
		return r, fmt.Errorf("check pages: %w", e.translate(err))
	}
	defer conn.Close()
	tables, err := names(ctx, conn, `
		SELECT quote_ident(tablename)
		FROM pg_tables
		WHERE schemaname = current_schema()
		ORDER BY tablename`)
	if err != nil {
		return r, fmt.Errorf("list tables: %w", e.translate(err))
	}
	look := func(place, query string) error {
		begun := time.Now()
		var ignored sql.NullInt64
		defect, err := damage(place, conn.QueryRowContext(ctx, query).Scan(&ignored))
		if err != nil {
			return fmt.Errorf("check %s: %w", place, e.translate(err))
		}
		if defect != "" {
			r.Defects = append(r.Defects, defect)
		}
		return rest(time.Since(begun))
	}
	for _, t := range tables {
		if err := look("Tabelle „"+t+"“", `SELECT COALESCE(SUM(LENGTH(row::text)), 0) FROM `+t+` AS row`); err != nil {
			return r, err
		}
	}
	indexes, err := amcheckable(ctx, conn)
	if err != nil {
		return r, fmt.Errorf("list indexes: %w", e.translate(err))
	}
	for _, i := range indexes {
		query := `SELECT 1 FROM (SELECT bt_index_check('` + strings.ReplaceAll(i, "'", "''") + `'::regclass)) AS done`
		if err := look("Index „"+i+"“", query); err != nil {
			return r, err
		}
	}
	var sums string
	if err := conn.QueryRowContext(ctx, `SHOW data_checksums`).Scan(&sums); err != nil {
		return r, fmt.Errorf("check pages: %w", e.translate(err))
	}
	r.Checked = checkedInWords(len(tables), len(indexes), sums == "on")
	return r, nil
}

// amcheckable returns the indexes that amcheck can look at, none where it cannot.
func amcheckable(ctx context.Context, conn *sql.Conn) ([]string, error) {
	may, err := names(ctx, conn, `
		SELECT p.proname
		FROM pg_proc AS p
		JOIN pg_extension AS x ON x.extname = 'amcheck' AND x.extnamespace = p.pronamespace
		WHERE p.proname = 'bt_index_check' AND p.pronargs = 1 AND has_function_privilege(p.oid, 'EXECUTE')
			AND p.pronamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(true)))`)
	if err != nil || len(may) == 0 {
		return nil, err
	}
	return names(ctx, conn, `
		SELECT quote_ident(c.relname)
		FROM pg_index AS i
		JOIN pg_class AS c ON c.oid = i.indexrelid
		JOIN pg_am AS a ON a.oid = c.relam
		JOIN pg_namespace AS n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND a.amname = 'btree' AND i.indisvalid
		ORDER BY c.relname`)
}

func names(ctx context.Context, conn *sql.Conn, query string) (out []string, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, rows.Err()
}

// damage puts an error that means damage into words. Other errors come back.
func damage(place string, err error) (defect string, _ error) {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return "", err
	}
	switch e.Code {
	case "XX001", "XX002": // data_corrupted, index_corrupted
		return place + " (" + e.Message + ")", nil
	case "58030": // io_error
		return place + " lässt sich vom Datenträger nicht lesen (" + e.Message + ")", nil
	}
	return "", err
}

func checkedInWords(tables, indexes int, sums bool) string {
	out := fmt.Sprintf("alle Zeilen von %d Tabellen", tables)
	if indexes > 0 {
		out += fmt.Sprintf(" und mit amcheck %d Indexe", indexes)
	} else {
		out += "; Indexe nicht, weil amcheck fehlt"
	}
	if sums {
		return out + "; der Server prüft Prüfsummen seiner Seiten"
	}
	return out + "; der Server führt keine Prüfsummen, die weiteren Schaden zeigen würden"
}
