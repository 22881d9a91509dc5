package db

import (
	"context"
	"log/slog"
	"path/filepath"
)

// Copy does what a migration to the schema does first, and returns the file.
func (d *DB) Copy(ctx context.Context, schema int64) (string, error) {
	if err := d.copyBefore(ctx, d.write, schema, slog.New(slog.DiscardHandler)); err != nil {
		return "", err
	}
	made, err := filepath.Glob(d.String() + ".vor-schema-*")
	if err != nil || len(made) != 1 {
		return "", err
	}
	return made[0], nil
}
