package main

import (
	"context"
	"strings"
	"testing"

	"kommunalforum/internal/app"
	"kommunalforum/internal/db"
	"kommunalforum/internal/job"
)

func TestReindexBuildsOrAsksTheRunningForum(t *testing.T) {
	dir := withForum(t)
	if said := must(t, "", "reindex", "--data", dir); !strings.Contains(said, "ist neu aufgebaut") {
		t.Errorf("alone it says %q", said)
	}
	requested := func() (ok bool) {
		d, err := db.Open(context.Background(), app.DatabasePath(dir), db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		err = d.Read(context.Background(), func(tx *db.Tx) error {
			_, ok, err = job.RequestedTx(tx, job.Reindex)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if requested() {
		t.Error("alone it leaves a request")
	}
	release, err := app.Lock(dir) // as a running forum does
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if said := must(t, "", "reindex", "--data", dir); !strings.Contains(said, "laufende Forum") || !requested() {
		t.Errorf("beside a running forum it says %q, and there is a request: %v", said, requested())
	}
}
