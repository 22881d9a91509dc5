package testkit

import (
	"testing"

	"kommunalforum/internal/db/dbtest"
)

// Grown returns a world on a server with so many rows that its planner has to choose.
func Grown(t *testing.T) *World {
	t.Helper()
	w := New(t)
	w.Ask(Ann, Members, "Wer zahlt die Wartung?", "Wir suchen Erfahrungen.")
	if err := w.DB.Write(w.Ctx, dbtest.GrowTx); err != nil {
		t.Fatal(err)
	}
	return w
}
