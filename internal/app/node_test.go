package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// ready asks whether the node is ready.
func ready(a *app.App) (code int, body string) {
	w := httptest.NewRecorder()
	a.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/bereit", nil))
	return w.Code, w.Body.String()
}

func TestNodeIsReadyOnceItsIndexHasCaughtUp(t *testing.T) {
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	w.IndexReady()
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	still := Still(t, w.Dir())
	if code, body := ready(still.App); code != http.StatusOK || !strings.HasPrefix(body, "bereit\n") || strings.Count(body, ": ok\n") != 4 {
		t.Errorf("in step it answers %d %q", code, body)
	}
	still.Ask(Ann, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	if code, _ := ready(still.App); code != http.StatusOK {
		t.Errorf("with a thread of a moment ago it answers %d", code)
	}
	err = still.DB.Write(still.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE event SET at = $1`, tx.Now.Add(-time.Hour))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if code, body := ready(still.App); code != http.StatusServiceUnavailable || !strings.Contains(body, "Suchindex") {
		t.Errorf("with a thread of an hour ago it answers %d %q", code, body)
	}
	if err := still.Index.Rebuild(still.Ctx); err != nil {
		t.Fatal(err)
	}
	if code, _ := ready(still.App); code != http.StatusOK {
		t.Errorf("after the rebuild it answers %d", code)
	}
}

func TestNodeIsNotReadyWithoutIndexOrDatabase(t *testing.T) {
	w, closeWorld, err := Start(Folder(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	if code, body := ready(w.App); code != http.StatusServiceUnavailable || !strings.Contains(body, "\n") {
		t.Errorf("with the database closed it answers %d %q", code, body)
	}
}
