package testkit

import "kommunalforum/internal/reuse"

// EnterReuse lets somebody enter in the register of re-use that their organisation uses
// a product for a service, and returns the entry's id.
func (w *World) EnterReuse(by string, service int64, in reuse.Input) int64 {
	w.T.Helper()
	if in.Stage == "" {
		in.Stage = reuse.Using
	}
	id, err := w.Reuse.Enter(w.Ctx, w.By(by), service, in)
	if err != nil {
		w.T.Fatalf("entry of the register of re-use: %v", err)
	}
	return id
}
