package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/app"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
)

// get fetches a page with the token of a session, "" for a guest. Redirects to
// the full address of a page are followed.
func get(a *app.App, token, path string) *httptest.ResponseRecorder {
	for range 3 {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if token != "" {
			r.Header.Set("Cookie", "kommunalforum="+token)
		}
		rec := httptest.NewRecorder()
		a.Handler.ServeHTTP(rec, r)
		if path = rec.Header().Get("Location"); rec.Code < 300 || rec.Code >= 400 {
			return rec
		}
	}
	return httptest.NewRecorder()
}

// column returns the values of a query of one column.
func column[T any](t *testing.T, a *app.App, query string) (out []T) {
	t.Helper()
	err := a.DB.Read(context.Background(), func(tx *db.Tx) (err error) {
		out, err = db.Column[T](tx, query)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%s: %d rows, %v", query, len(out), err)
	}
	return out
}

func TestEveryPageOfTheDemoWorldOpens(t *testing.T) {
	a := demoWorld(t)
	paths := []string{"/", "/bereiche", "/faq", "/faq?zustand=entwurf", "/leistungen", "/fragen-an-das-programmmanagement"}
	for _, slug := range column[string](t, a, `SELECT slug FROM board`) {
		paths = append(paths, "/bereiche/"+slug)
	}
	for _, id := range column[int64](t, a, `SELECT id FROM thread`) {
		paths = append(paths, fmt.Sprintf("/thema/%d", id))
	}
	for _, id := range column[int64](t, a, `SELECT id FROM post WHERE position > 20`) {
		paths = append(paths, fmt.Sprintf("/beitrag/%d", id))
	}
	for _, id := range column[int64](t, a, `SELECT id FROM faq_article WHERE state <> 'draft'`) {
		paths = append(paths, fmt.Sprintf("/faq/%d", id))
	}
	for _, number := range column[string](t, a, `SELECT number FROM inquiry WHERE NOT desk_only`) {
		paths = append(paths, "/fragen-an-das-programmmanagement/"+number)
	}
	for _, path := range column[string](t, a, `
		SELECT oa.number || '/' || x.version
		FROM official_answer oa
		JOIN answer_version x ON x.answer_id = oa.id
		WHERE x.state = 'released'`) {
		paths = append(paths, "/offizielle-antworten/"+path)
	}
	opens := func(key string, paths []string) {
		token, err := a.SignIn.SignIn(context.Background(), key+"@demo.example", demoPassword, "Test")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if rec := get(a, token, path); rec.Code != http.StatusOK {
				t.Errorf("%s, %s: %d", key, path, rec.Code)
			}
		}
	}
	opens("moderation", paths)
	desk := []string{"/schreibtisch"}
	for _, number := range column[string](t, a, `SELECT number FROM inquiry`) {
		desk = append(desk, "/fragen-an-das-programmmanagement/"+number)
	}
	opens("programm", append(paths, desk...))
}

func TestGuestsOpenThreadsOfPublicBoardsOnly(t *testing.T) {
	a := demoWorld(t)
	by := viewer(t, a, "programm")
	for _, slug := range column[string](t, a, `SELECT slug FROM board`) {
		list, err := a.Forum.Board(context.Background(), by, slug, forum.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		want := http.StatusNotFound
		if list.Board.Audience == board.Public {
			want = http.StatusOK
		}
		for _, r := range list.Rows {
			if rec := get(a, "", fmt.Sprintf("/thema/%d", r.ID)); rec.Code != want {
				t.Errorf("%s, thread %d: %d, want %d", slug, r.ID, rec.Code, want)
			}
		}
	}
	if _, err := a.Forum.Board(context.Background(), account.Viewer{}, "basisdienste", forum.Filter{}); err == nil {
		t.Error("guests see the restricted board")
	}
}
