package demo_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/config"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/demo"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/password"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/sandbox"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/testkit/testdb"
	"kommunalforum/internal/usecase"
)

func TestMain(m *testing.M) {
	sandbox.Main(picture.Tool, picture.FitTool)
	password.UseTestCost()
	os.Exit(m.Run())
}

// parts returns the domains on an empty forum.
func parts(t *testing.T) demo.Parts {
	t.Helper()
	ctx := context.Background()
	d := testdb.WithCatalogue(t)
	boards := board.New(d)
	if err := boards.Ensure(ctx); err != nil {
		t.Fatal(err)
	}
	return demo.Parts{DB: d, Accounts: account.New(d), Directory: directory.New(d), Joining: membership.New(d, board.AdmitsKindTx),
		Boards: boards, Bookmarks: bookmark.New(d), Reuse: reuse.New(d), Suggested: suggestion.New(d), Notify: notify.New(d),
		Forum: forum.New(d), FAQ: faq.New(d), Library: library.New(d), Consulted: consultation.New(d), Inquiries: inquiry.New(d),
		Attached: attachment.New(d, blob.New(t.TempDir()), picture.New(sandbox.New()), config.Attachments{}.WithDefaults()),
		Acts:     usecase.New(d), Profiles: profile.New(d, picture.New(sandbox.New()))}
}

const demoPassword = "ein-passwort-der-probe"

// load writes the world at the moment and returns the domains.
func load(t *testing.T, now string) demo.Parts {
	t.Helper()
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		t.Fatal(err)
	}
	p := parts(t)
	if _, err := demo.Load(context.Background(), p, at, demoPassword); err != nil {
		t.Fatal(err)
	}
	return p
}

// rows returns what a query of two columns finds.
func rows(t *testing.T, d *db.DB, query string) (out [][2]string) {
	t.Helper()
	err := d.Read(context.Background(), func(tx *db.Tx) (err error) {
		out, err = db.List(tx, func(r db.Row) (pair [2]string, err error) { return pair, r.Scan(&pair[0], &pair[1]) }, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const (
	threadsByID   = `SELECT created_at, title FROM thread ORDER BY id`
	postsByID     = `SELECT created_at, source FROM post ORDER BY id`
	articlesByID  = `SELECT created_at, title FROM faq_article ORDER BY id`
	inquiriesByID = `SELECT asked_at, number FROM inquiry ORDER BY id`
	stepsByID     = `SELECT at, act FROM inquiry_step ORDER BY id`
	auditByID     = `SELECT at, act FROM audit WHERE act <> 'demo.load' ORDER BY id`
)

var everything = []string{threadsByID, postsByID, articlesByID, inquiriesByID, stepsByID, auditByID}

// Holidays and the turn of the year move terms and file numbers; on Sundays and
// at night the newest moments move far.
func TestWorldLoadsOnAnyDay(t *testing.T) {
	t.Parallel()
	for _, now := range []string{"2026-01-04T02:30:00Z", "2026-05-14T21:00:00Z"} {
		t.Run(now, func(t *testing.T) { load(t, now) })
	}
}

func TestWorldIsWrittenInTheOrderOfTimeAndAlwaysAlike(t *testing.T) {
	t.Parallel()
	const now = "2026-03-18T10:00:00Z"
	one, two := load(t, now), load(t, now)
	for _, query := range everything {
		first := rows(t, one.DB, query)
		if len(first) == 0 || !slices.Equal(first, rows(t, two.DB, query)) {
			t.Errorf("%s: %d rows, and others the second time", query, len(first))
		}
		// Milliseconds of these years have the same number of digits.
		if !slices.IsSortedFunc(first, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) }) {
			t.Errorf("%s: not in the order of time", query)
		}
	}
}

func TestTextsOfTheWorldHaveFiles(t *testing.T) {
	p := load(t, "2026-11-21T10:00:00Z")
	got := rows(t, p.DB, `
		SELECT CASE WHEN post_id IS NOT NULL THEN 'post' ELSE subject END, name
		FROM attachment
		WHERE expires_at IS NULL
		ORDER BY name`)
	want := [][2]string{{"faq_article", "checkliste-haushaltsanmeldung.pdf"}, {"post", "kostenbestandteile-beispiel.csv"},
		{"official_answer", "muster-leistungsschein.pdf"}, {"post", "skizze-tische.png"}}
	if !slices.Equal(got, want) {
		t.Errorf("the files are %q, want %q", got, want)
	}
}
