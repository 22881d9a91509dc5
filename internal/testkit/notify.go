package testkit

// Notified tells people of everything that happened so far; the workers of the world
// do so a moment later.
func (w *World) Notified() {
	w.T.Helper()
	if err := w.Notify.CatchUp(w.Ctx); err != nil {
		w.T.Fatalf("notify: %v", err)
	}
}
