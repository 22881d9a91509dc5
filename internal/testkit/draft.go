package testkit

import (
	"crypto/rand"

	"kommunalforum/internal/draft"
)

// Draft lets somebody keep a draft of the form that is sent to the address, with the
// names and values of its fields, and returns its id.
func (w *World) Draft(by, address string, fields ...string) int64 {
	w.T.Helper()
	d, err := w.Drafts.Save(w.Ctx, w.By(by), draft.Page{Key: rand.Text(), Tab: rand.Text()}, address, Form(fields...))
	if err != nil {
		w.T.Fatalf("draft: %v", err)
	}
	return d.ID
}
