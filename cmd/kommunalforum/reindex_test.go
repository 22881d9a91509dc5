package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/app"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/search/index"
)

func TestReindexBuildsOrAsksTheRunningForum(t *testing.T) {
	dir := withForum(t)
	if said := must(t, "", "reindex", "--data", dir); !strings.Contains(said, "ist neu aufgebaut") {
		t.Errorf("alone it says %q", said)
	}
	outdated := func() bool {
		d, err := db.Open(context.Background(), app.DatabasePath(dir), db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		from, err := db.View(context.Background(), d, event.OutdatedTx)
		if err != nil {
			t.Fatal(err)
		}
		all := index.Inspect(app.SearchPath(dir))
		return len(all) != 1 || all[0].Begun < from
	}
	if outdated() {
		t.Error("alone it leaves an index that is built again")
	}
	release, err := app.Lock(dir) // as a running forum does
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if said := must(t, "", "reindex", "--data", dir); !strings.Contains(said, "laufende Forum") || !outdated() {
		t.Errorf("beside a running forum it says %q, and the index is outdated: %v", said, outdated())
	}
}

func TestReindexCopiesTheIndexForAnotherNodeAndTakesOneOver(t *testing.T) {
	dir := withForum(t)
	copied := filepath.Join(dir, "suchindex-kopie")
	ctx, stop := context.WithCancel(context.Background())
	done, _ := serving(t, ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if said := must(t, "", "reindex", "--copy", "--data", dir); !strings.Contains(said, copied) {
		t.Errorf("beside a running forum it says %q", said)
	}
	if status, said := command(t, "", "reindex", "--from", copied, "--data", dir); status != 1 || !strings.Contains(said, "halten Sie es an") {
		t.Errorf("beside a running forum, from a copy: status %d: %s", status, said)
	}
	stop()
	<-done
	must(t, "", "reindex", "--copy", "--data", dir)
	taken := filepath.Join(t.TempDir(), "kopie")
	if err := os.Rename(copied, taken); err != nil {
		t.Fatal(err)
	}
	if said := must(t, "", "reindex", "--from", taken, "--data", dir); !strings.Contains(said, "ist übernommen") {
		t.Errorf("from a copy it says %q", said)
	}
	must(t, "", "check", "--data", dir)
	if status, said := command(t, "", "reindex", "--from", t.TempDir(), "--data", dir); status != 1 || !strings.Contains(said, "nicht übernehmen") {
		t.Errorf("from an empty folder: status %d: %s", status, said)
	}
	if status, _ := command(t, "", "reindex", "--from", taken, "--copy", "--data", dir); status != 2 {
		t.Errorf("both at once: status %d", status)
	}
}
