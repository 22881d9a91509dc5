package db

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"kommunalforum/internal/metric"
)

// Measures are what a database measures of its work. What is queued to go with another
// statement counts as part of that one.
type Measures struct {
	Statements *metric.Histogram // seconds
	WriteWait  *metric.Histogram // seconds until a writer has its turn
	Commits    *metric.Histogram // seconds until a commit is durable
	Group      *metric.Histogram // writers who shared a commit
}

func newMeasures() Measures {
	return Measures{metric.NewHistogram(metric.Seconds), metric.NewHistogram(metric.Seconds), metric.NewHistogram(metric.Seconds),
		metric.NewHistogram(metric.Numbers)}
}

// Measured returns what the database measures.
func (d *DB) Measured() Measures { return d.measures }

// seconds counts how long something took that began then.
func seconds(h *metric.Histogram, begin time.Time) { h.Observe(time.Since(begin).Seconds()) }

// Size is how large the database is, in bytes: its own file, and the log of what was
// written last. Log is -1 where the database keeps that to itself.
func (d *DB) Size(ctx context.Context) (data, log int64, err error) { return d.size(ctx, d.pools) }

func (e sqlite) size(context.Context, pools) (data, log int64, err error) {
	file, err := os.Stat(e.path)
	if err != nil {
		return 0, 0, err
	}
	wal, err := os.Stat(e.path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return file.Size(), 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	return file.Size(), wal.Size(), nil
}

func (e postgres) size(ctx context.Context, p pools) (data, log int64, err error) {
	err = p.read.QueryRowContext(ctx, `SELECT pg_database_size(current_database())`).Scan(&data)
	return data, -1, e.translate(err)
}
