//go:build postgres

package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	. "kommunalforum/internal/testkit"
)

// superseded lets a newer program migrate the world's database: every table gets a
// column. By then all sessions and feeds are due to be noted as used.
func superseded(t *testing.T, w *World) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), w.Config.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	_, err = conn.Exec(t.Context(), `
		UPDATE session SET seen_at = seen_at - 600000;
		UPDATE feed_token SET used_at = NULL;
		DO $$ DECLARE x TEXT; BEGIN
			FOR x IN
				SELECT relname
				FROM pg_class
				WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> 'goose_db_version'
			LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN later TEXT NOT NULL DEFAULT ''''', x); END LOOP;
		END $$;
		INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnOldNodeShowsEveryPageBesideANewerProgram asks for every page before and after
// the migration, which the prepared statements of all connections outlive.
func TestAnOldNodeShowsEveryPageBesideANewerProgram(t *testing.T) {
	t.Parallel()
	w := New(t)
	type request struct{ by, path string }
	var requests []request
	codes := map[request]int{}
	for _, r := range w.Routes {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		path := w.Fill(r.Path)
		for _, by := range []string{Guest, Bea, Mod, Prog, Boss} {
			requests = append(requests, request{by, path})
		}
	}
	requests = append(requests, request{Guest, w.Fill("/feeds/:key/feed.atom")})
	for _, q := range requests { // once all objects are there: making one may end another
		codes[q] = w.Get(q.by, q.path).Code
	}
	superseded(t, w)
	for _, q := range requests {
		if got := w.Get(q.by, q.path); got.Code != codes[q] && codes[q] != http.StatusSeeOther {
			t.Errorf("%s for %q: %d, before the migration %d", q.path, q.by, got.Code, codes[q])
		}
	}
}

// TestAnOldNodeGivesEveryTextBack sends every form that any page shows.
func TestAnOldNodeGivesEveryTextBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	type sent struct {
		by string
		f  pageForm
	}
	forms := map[string]sent{}
	eachForm(t, w, func(kind, by string, f pageForm) { forms[kind] = sent{by, f} })
	superseded(t, w)
	refused := 0
	for kind, s := range forms {
		s.f.fill(typedText)
		a := w.Post(s.by, s.f.action, s.f.fields)
		if a.Code == http.StatusServiceUnavailable {
			refused++
			if a.Header.Get("Retry-After") == "" || !strings.Contains(a.Body, "Das Forum wird gerade erneuert.") {
				t.Errorf("%s: Retry-After %q, or the page does not say why", kind, a.Header.Get("Retry-After"))
			}
		}
		if a.Code < 400 || a.Code >= 500 && a.Code != http.StatusServiceUnavailable || !strings.Contains(a.Body, typedHTML) {
			t.Errorf("%s: %d, text %v", kind, a.Code, strings.Contains(a.Body, typedHTML))
		}
	}
	if refused < len(forms)/3 {
		t.Errorf("only %d of %d forms were refused for the newer program", refused, len(forms))
	}
}
