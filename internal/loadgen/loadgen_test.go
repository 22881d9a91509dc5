package loadgen_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/loadgen"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/testdb"
)

var moment = time.Date(2026, time.November, 21, 15, 0, 0, 0, time.UTC)

func empty(t *testing.T) loadgen.Parts {
	t.Helper()
	ctx := context.Background()
	d := testdb.WithCatalogue(t)
	p := loadgen.Parts{DB: d, Accounts: account.New(d), Boards: board.New(d), Forum: forum.New(d), FAQ: faq.New(d), Inquiries: inquiry.New(d)}
	if err := p.Boards.Ensure(ctx); err != nil {
		t.Fatal(err)
	}
	return p
}

func silent(string, int, int) {}

func fill(t *testing.T, p loadgen.Parts, o loadgen.Options) {
	t.Helper()
	if err := loadgen.Fill(db.At(context.Background(), moment), p, o, silent); err != nil {
		t.Fatal(err)
	}
}

// contents is a sum over everything that was written, without the moments at
// which it was logged and the random keys of forms.
func contents(t *testing.T, p loadgen.Parts) string {
	t.Helper()
	sum := sha256.New()
	err := p.DB.Read(context.Background(), func(tx *db.Tx) error {
		for _, query := range []string{
			`SELECT email || name || organisation_id || created_at FROM person ORDER BY id`,
			`SELECT board_id || title || state || replies || last_post_at || COALESCE(situation_id, 0) FROM thread ORDER BY id`,
			`SELECT thread_id || source || author_id || created_at || COALESCE(solution_at, 0) FROM post ORDER BY id`,
			`SELECT title || source || audience || changed_at FROM faq_article ORDER BY id`,
			`SELECT number || title || state || asked_at || due FROM inquiry ORDER BY id`,
		} {
			rows, err := db.Column[string](tx, query)
			if err != nil {
				return err
			}
			for _, r := range rows {
				fmt.Fprintln(sum, r)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func count(t *testing.T, p loadgen.Parts, query string) (n int) {
	t.Helper()
	err := p.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestForumHasWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	p := empty(t)
	fill(t, p, loadgen.Options{Posts: 1500, Seed: 1})
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM post`: 1500,
		`SELECT COUNT(*) FROM board WHERE audience = 'public'
			AND kind <> 'unsorted'`: count(t, p, `SELECT COUNT(*) FROM board WHERE kind <> 'unsorted'`),
		`SELECT COUNT(*) FROM thread WHERE replies > 39`:                                                                                           0,
		`SELECT COUNT(*) FROM thread WHERE replies + 1 <> (SELECT COUNT(*) FROM post WHERE thread_id = thread.id)`:                                 0,
		`SELECT COUNT(*) FROM thread WHERE last_post_at <> (SELECT MAX(created_at) FROM post WHERE thread_id = thread.id)`:                         0,
		`SELECT COUNT(*) FROM faq_article WHERE state <> 'published'`:                                                                              0,
		`SELECT COUNT(*) FROM inquiry WHERE state = 'answered' AND id NOT IN (SELECT inquiry_id FROM official_answer WHERE latest_id IS NOT NULL)`: 0,
		`SELECT COUNT(*) FROM event WHERE kind NOT LIKE 'board%'`:                                                                                  0,
	} {
		if got := count(t, p, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	if count(t, p, `SELECT COUNT(*) FROM thread WHERE replies = 19`) == 0 {
		t.Error("no thread of exactly one page")
	}
	if count(t, p, `SELECT COUNT(*) FROM thread_service`) == 0 || count(t, p, `SELECT COUNT(*) FROM inquiry WHERE state = 'received'`) == 0 {
		t.Error("nothing is tagged, or nothing waits at the desk")
	}
}

func TestInterruptedRunGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	o := loadgen.Options{Posts: 9000, Seed: 7, MembersOnly: true}
	whole := empty(t)
	fill(t, whole, o)

	p := empty(t)
	for _, stopAt := range []int{3, 1} { // batches until each of two interruptions
		ctx, cancel := context.WithCancel(db.At(context.Background(), moment.Add(time.Duration(stopAt)*time.Hour)))
		err := loadgen.Fill(ctx, p, o, func(string, int, int) {
			if stopAt--; stopAt == 0 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("interrupted run: %v", err)
		}
	}
	fill(t, p, o)
	if got, want := contents(t, p), contents(t, whole); got != want {
		t.Error("the interrupted run made another forum than the whole one")
	}
	fill(t, p, o)
	if got, want := contents(t, p), contents(t, whole); got != want {
		t.Error("a finished forum was changed")
	}
}

func TestForeignDataIsRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p := empty(t)
	if _, _, err := p.Accounts.Create(ctx, account.NewPerson{Email: "ada@stadt.example", Name: "Ada Muster",
		Organisation: organisation.Organisation{AGS: "03241001"}}); err != nil {
		t.Fatal(err)
	}
	before := contents(t, p)
	if err := loadgen.Fill(ctx, p, loadgen.Options{Posts: 10, Seed: 1}, silent); !fault.Is(err, fault.Invalid) {
		t.Errorf("other people's forum: %v", err)
	}
	if contents(t, p) != before {
		t.Error("other people's forum was changed")
	}
	other := empty(t)
	fill(t, other, loadgen.Options{Posts: 10, Seed: 1})
	if err := loadgen.Fill(ctx, other, loadgen.Options{Posts: 20, Seed: 1}, silent); !fault.Is(err, fault.Invalid) {
		t.Errorf("other options: %v", err)
	}
}
