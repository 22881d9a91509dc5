//go:build !postgres

package db

import (
	"context"
	"database/sql"
	"errors"

	"kommunalforum/internal/disk"
)

// UpTo makes the file a database as the program was that knew migrations up to a version.
func UpTo(ctx context.Context, path string, version int64) (err error) {
	e := sqlite{path}
	pools, err := e.open(ctx, Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pools.close()) }()
	p, err := e.migrations(pools.write)
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	return err
}

// Versions are the numbers of all migrations.
func Versions() (out []int64) {
	conns, err := sql.Open(driver(), ":memory:") // which nobody asks
	if err != nil {
		panic(err)
	}
	defer conns.Close()
	p, err := sqlite{}.migrations(conns)
	if err != nil {
		panic(err)
	}
	for _, s := range p.ListSources() {
		out = append(out, s.Version)
	}
	return out
}

// WithFree runs fn while disks seem to have so many free bytes.
func WithFree(bytes int64, fn func()) {
	defer func(before func(string) (disk.Space, error)) { spaceNear = before }(spaceNear)
	spaceNear = func(string) (disk.Space, error) { return disk.Space{Free: bytes}, nil }
	fn()
}
