// Package loadgen fills an empty forum with any number of posts for load tests:
// people from the catalogue's municipalities, threads over five years, FAQ articles
// and inquiries, in sentences made of words from the demo world and the catalogue.
//
// It writes through the Import operations of the domains and owns no table. It
// promises: the same options give the same forum; an interrupted run resumes where
// it stopped; a forum that holds other data is never touched.
package loadgen

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
)

// Parts are the domains through which the forum is filled.
type Parts struct {
	DB        *db.DB
	Accounts  *account.Accounts
	Boards    *board.Boards
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Inquiries *inquiry.Inquiries
}

// Options say what is made. The same ones give the same forum.
type Options struct {
	Posts       int    // in all threads together, at least 1
	Seed        uint64 // of the random numbers
	MembersOnly bool   // boards stay for members; otherwise all are made public
}

// source names the options in the audit log, where a later run finds them.
func (o Options) source() string {
	return fmt.Sprintf("loadgen: %d Beiträge, Startwert %d, nur für Mitglieder: %t", o.Posts, o.Seed, o.MembersOnly)
}

// Sizes that follow from the number of posts.
func (o Options) people() int    { return min(max(o.Posts/50, 80), 20_000) }
func (o Options) articles() int  { return min(max(o.Posts/500, 20), 2_000) }
func (o Options) inquiries() int { return min(max(o.Posts/250, 30), 4_000) }

// Span is how far back the oldest thread was opened.
const Span = 5 * 365 * 24 * time.Hour

// Rows of one transaction.
const (
	postsPerBatch = 4_000
	rowsPerBatch  = 1_000
)

// Progress is called after each batch with what is there of a kind, whose name
// is German.
type Progress func(kind string, done, total int)

// kinds are the names of what the acts import.
var kinds = map[string]string{account.ActImport: "Konten", forum.ActImport: "Beiträge", faq.ActImport: "FAQ-Artikel",
	inquiry.ActImport: "Fragen an das Programmmanagement"}

// Fill makes the forum that the options describe, or what is missing of it.
// One that holds other accounts, or was filled with other options, is refused.
// The search index is for the caller to build.
func Fill(ctx context.Context, p Parts, o Options, progress Progress) error {
	if o.Posts < 1 {
		return fault.Reject("Die Zahl der Beiträge muss mindestens 1 sein.")
	}
	f := &filler{Parts: p, Options: o, progress: progress}
	if err := f.begin(ctx); err != nil {
		return err
	}
	if err := f.settle(ctx); err != nil {
		return err
	}
	var err error
	if f.text, err = newWriter(ctx, p.DB); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{f.threads, f.articles, f.inquiries} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// filler is one run of Fill.
type filler struct {
	Parts
	Options
	progress Progress
	text     *writer
	until    time.Time // when the youngest post was written
	admin    account.Viewer
	authors  []account.Viewer // the most active first
	desk     []account.Viewer // programme managers
	boards   []board.Board
	services map[int64][]int64 // by Themenfeld
}

// begin refuses a forum of other people and finds the moment of the first run.
func (f *filler) begin(ctx context.Context) error {
	census := account.Census{}
	batches := int64(0)
	err := f.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if census, err = account.CensusTx(tx); err != nil {
			return err
		}
		batches, f.until, err = audit.BatchesTx(tx, account.ActImport, f.source())
		return err
	})
	if err != nil {
		return err
	}
	if batches == 0 {
		if census.Active+census.Disabled > 0 {
			return fault.Reject("Der Datenordner enthält schon andere Konten oder wurde mit anderen Angaben gefüllt. Bitte geben Sie " +
				"einen leeren Ordner an.")
		}
		f.until = f.DB.Now(ctx)
	}
	f.until = f.until.Truncate(24 * time.Hour)
	return nil
}

// batches runs the batches of an act that are missing: make is called for
// several at once, ahead of write, which gets them in order.
func batches[T any](ctx context.Context, f *filler, act string, total, size int,
	make func(ctx context.Context, number, size int) (T, error), write func(ctx context.Context, b audit.Batch, made T) error) error {
	var done int64
	err := f.DB.Read(ctx, func(tx *db.Tx) (err error) {
		done, _, err = audit.BatchesTx(tx, act, f.source())
		return err
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop() // what was computed ahead of a failure
	last := (total + size - 1) / size
	next := ahead(ctx, int(done)+1, last, func(ctx context.Context, number int) (T, error) {
		return make(ctx, number, min(size, total-(number-1)*size))
	})
	for number := int(done) + 1; number <= last; number++ {
		made, err := next()
		if err != nil {
			return err
		}
		if err := write(ctx, audit.Batch{Source: f.source(), Number: int64(number)}, made); err != nil {
			return err
		}
		f.progress(kinds[act], min(number*size, total), total)
	}
	return ctx.Err()
}
