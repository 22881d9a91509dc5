package search_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// minEverydayNames is how many names in common use the list has at least.
const minEverydayNames = 400

// TestNamesInCommonUseFindTheirServices holds that each name of the list leads to its
// service on the first page, not as something that is merely similar.
func TestNamesInCommonUseFindTheirServices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text, err := data.FS.ReadFile("search/everyday.txt")
	w.Must(err)
	entries := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		names, ids, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok {
			t.Fatalf("%q names no service", line)
		}
		want := strings.Fields(ids)
		for _, name := range strings.Split(names, " = ") {
			entries++
			found := w.Find(testkit.Guest, query.Form{Text: name, Kind: document.Service})
			at := slices.IndexFunc(found.Hits, func(h search.Hit) bool { return !h.Near && slices.Contains(want, strconv.FormatInt(h.ID, 10)) })
			if at < 0 {
				var titles []string
				for _, h := range found.Hits[:min(4, len(found.Hits))] {
					titles = append(titles, strconv.FormatInt(h.ID, 10)+" "+h.Title)
				}
				t.Errorf("%q does not find %s, but %d: %s", name, ids, found.Total, strings.Join(titles, "; "))
			}
		}
	}
	if entries < minEverydayNames {
		t.Errorf("the list has %d names, want %d", entries, minEverydayNames)
	}
}
