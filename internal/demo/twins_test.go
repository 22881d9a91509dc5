package demo_test

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/index"
)

// twinTitle is a title that somebody types, with the beginnings of the titles that say
// the same.
type twinTitle struct {
	title string
	twins []string
}

func readTwins(t *testing.T) (out []twinTitle) {
	t.Helper()
	text, err := os.ReadFile("testdata/twins.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(strings.TrimSuffix(strings.TrimSpace(line), " |"), " | ")
		out = append(out, twinTitle{parts[0], parts[1:]})
	}
	return out
}

// shownTwins is how many similar entries somebody sees at first.
const shownTwins = 3

// twinFigures is how well twins are found.
type twinFigures struct{ shown, right, served, withTwin, silent, without int }

func (f *twinFigures) add(x twinTitle, found []search.SimilarHit) {
	isTwin := func(h search.SimilarHit) bool {
		return slices.ContainsFunc(x.twins, func(begin string) bool { return strings.HasPrefix(h.Title, begin) })
	}
	f.shown += len(found)
	for _, h := range found {
		if isTwin(h) {
			f.right++
		}
	}
	if len(x.twins) == 0 {
		if f.without++; len(found) == 0 {
			f.silent++
		}
		return
	}
	if f.withTwin++; slices.ContainsFunc(found, isTwin) {
		f.served++
	}
}

// TestTwinsAreShownAndNothingElse types sixty titles: of what is shown four in five say
// the same, and of those that have a twin four in five are served. Most of the others get
// nothing.
func TestTwinsAreShownAndNothingElse(t *testing.T) {
	t.Parallel()
	ctx, p := context.Background(), load(t, "2026-03-18T10:00:00Z")
	ix := index.New(t.TempDir(), p.DB, slog.New(slog.DiscardHandler), index.Version)
	if err := ix.Open(ctx); err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if err := ix.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	search.UseTestTimeouts()
	s := search.New(p.DB, ix)
	by, err := p.Accounts.ViewerOf(ctx, "mitglied@demo.example")
	if err != nil {
		t.Fatal(err)
	}
	var all, judged twinFigures
	for i, x := range readTwins(t) {
		found, err := s.Similar(ctx, by, x.title, shownTwins, document.Answer, document.Article, document.Thread)
		if err != nil {
			t.Fatal(err)
		}
		all.add(x, found)
		if i%30 >= 15 {
			judged.add(x, found)
		}
	}
	for name, f := range map[string]twinFigures{"all": all, "judged": judged} {
		t.Logf("%s: %d of %d shown are right, %d of %d served, %d of %d without a twin get nothing", name, f.right, f.shown, f.served, f.withTwin,
			f.silent, f.without)
		if 5*f.right < 4*f.shown || 5*f.served < 4*f.withTwin || f.withTwin == 0 || f.without == 0 {
			t.Errorf("%s: too few of them", name)
		}
	}
}
