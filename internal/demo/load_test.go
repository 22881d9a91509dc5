package demo_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/crossing"
	"kommunalforum/internal/db"
	"kommunalforum/internal/demo"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
)

// parts returns the domains on an empty forum.
func parts(t *testing.T) demo.Parts {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, filepath.Join(t.TempDir(), "forum.db"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := catalogue.Load(ctx, d, data.FS); err != nil {
		t.Fatal(err)
	}
	boards := board.New(d)
	if err := boards.Ensure(ctx); err != nil {
		t.Fatal(err)
	}
	return demo.Parts{DB: d, Accounts: account.New(d), Boards: boards, Forum: forum.New(d),
		FAQ: faq.New(d), Inquiries: inquiry.New(d), Acts: crossing.New(d)}
}

const password = "ein-passwort-der-probe"

func TestWorldLoadsOnAnyDay(t *testing.T) {
	for _, now := range []string{"2026-03-18T10:00:00Z", "2026-01-04T02:30:00Z", "2026-04-30T21:00:00Z", "2027-06-06T12:00:00Z"} {
		t.Run(now, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, now)
			if err != nil {
				t.Fatal(err)
			}
			begin := time.Now()
			if _, err := demo.Load(context.Background(), parts(t), at, password); err != nil {
				t.Fatal(err)
			}
			t.Log(time.Since(begin))
		})
	}
}
