package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/pressly/goose/v3"

	"kommunalforum/internal/folding"
)

// foldNamesVersion is the migration that folds the names of rows that are older
// than their columns. Whoever changes package folding adds such a step.
const foldNamesVersion = 53

// steps are the migrations in Go.
func steps() []*goose.Migration {
	return []*goose.Migration{goose.NewGoMigration(foldNamesVersion, &goose.GoFunc{RunTx: foldNames}, nil)}
}

// foldNames fills search and sort_key from name in all tables that have them.
// The search columns of the catalogue hold more than the name and are made by
// package catalogue.
func foldNames(ctx context.Context, raw *sql.Tx) error {
	tx := &Tx{raw: raw, ctx: ctx, run: ctx, db: &DB{engine: sqlite{}, log: slog.New(slog.DiscardHandler), slow: time.Hour,
		measures: newMeasures()}}
	for _, x := range []struct{ table, key, set string }{
		{"person", "id", "sort_key = $2, search = $3"},
		{"organisation", "id", "sort_key = $2, search = $3"},
		{"circle", "id", "sort_key = $2"},
		{"service", "id", "sort_key = $2"},
		{"single_service", "id", "sort_key = $2"},
		{"municipality", "ags", "sort_key = $2"},
	} {
		type row struct {
			key  any
			name string
		}
		rows, err := List(tx, func(r Row) (o row, err error) { return o, r.Scan(&o.key, &o.name) }, `SELECT `+x.key+`, name FROM `+x.table)
		if err != nil {
			return fmt.Errorf("read names of %s: %w", x.table, err)
		}
		for _, o := range rows {
			args := []any{o.key, folding.SortKey(o.name), folding.Column(o.name)}
			if _, err := tx.Exec(`UPDATE `+x.table+` SET `+x.set+` WHERE `+x.key+` = $1`, args[:1+strings.Count(x.set, "$")]...); err != nil {
				return fmt.Errorf("fold names of %s: %w", x.table, err)
			}
		}
	}
	return nil
}
