package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/loadgen"
	"kommunalforum/internal/testkit"
)

// What a browser may have to fetch to show a thread of 20 posts for the first time.
const (
	firstViewBytes    = 80_000 // compressed
	firstViewRequests = 8
)

// asset is the address of something that a page shows or runs at once.
var asset = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`)

func TestFirstViewOfAThreadIsSmall(t *testing.T) {
	t.Parallel()
	w := testkit.Empty(t)
	parts := loadgen.Parts{DB: w.DB, Accounts: w.Accounts, Boards: w.Boards, Forum: w.Forum, FAQ: w.FAQ, Inquiries: w.Inquiry}
	if err := loadgen.Fill(w.Ctx, parts, loadgen.Options{Posts: 2000, Seed: 1}, func(string, int, int) {}); err != nil {
		t.Fatal(err)
	}
	var thread int64
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		thread, err = db.Scalar[int64](tx, `SELECT id FROM thread WHERE replies = 19 ORDER BY id LIMIT 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	fetch := func(path string) testkit.Answer {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		a := w.Send(r)
		if a.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, a.Code)
		}
		return a
	}
	path := w.Get(testkit.Guest, fmt.Sprintf("/thema/%d", thread)).Location()
	requests, size := 1, len(fetch(path).Body)
	known := map[string]bool{}
	for _, m := range asset.FindAllStringSubmatch(w.Get(testkit.Guest, path).Body, -1) {
		if !known[m[1]] {
			known[m[1]] = true
			requests, size = requests+1, size+len(fetch(m[1]).Body)
		}
	}
	if requests < 3 || requests > firstViewRequests || size > firstViewBytes {
		t.Errorf("%d requests, %d bytes; at most %d and %d", requests, size, firstViewRequests, firstViewBytes)
	}
	t.Logf("%d requests, %d bytes", requests, size)
}
