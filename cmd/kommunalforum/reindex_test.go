package main

import (
	"context"
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
