package info_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

func TestFolderOfMailsIsReadByAdministratorsAndInTheDemoWorldOnly(t *testing.T) {
	t.Parallel()
	w := New(t)
	if a := w.Post(Guest, "/passwort-vergessen", Form("email", Email(Ann))); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	w.Mail(Ann, "neues Passwort")
	for by, want := range map[string]int{Guest: 404, Ann: 404, Mod: 404, Prog: 404, Boss: 200} {
		if a := w.Get(by, "/entwicklung/post"); a.Code != want {
			t.Errorf("%q gets %d", by, a.Code)
		}
		if a := w.Get(by, "/passwort-vergessen"); strings.Contains(a.Body, "/entwicklung/post") != (want == 200) {
			t.Errorf("%q is told wrongly of the folder", by)
		}
	}
	page := w.Get(Boss, "/entwicklung/post").Body
	for _, text := range []string{"Kommunalforum: neues Passwort wählen", "Anna Ahorn &lt;ann@world.example&gt;", `href="/passwort/`,
		"Neues Passwort wählen"} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %s", text)
		}
	}
	_, file, _ := strings.Cut(page, `href="/entwicklung/post.eml?datei=`)
	file, _, _ = strings.Cut(file, `"`)
	a := w.Get(Boss, "/entwicklung/post.eml?datei="+file)
	if a.Code != http.StatusOK || a.Header.Get("Content-Type") != "message/rfc822" || !strings.Contains(a.Body, "Auto-Submitted: auto-generated") {
		t.Errorf("the file: %d %s", a.Code, a.Header.Get("Content-Type"))
	}
	a = w.Get(Boss, "/entwicklung/post.eml?teil=html&datei="+file)
	if csp := a.Header.Get("Content-Security-Policy"); a.Code != http.StatusOK || !strings.HasPrefix(a.Body, "<!doctype html>") ||
		!strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "sandbox") {
		t.Errorf("the HTML: %d, %s", a.Code, csp)
	}
	for _, name := range []string{"", "../forum.db", url.QueryEscape("/etc/passwd"), "..%2F..%2Fforum.db", "x.eml"} {
		if a := w.Get(Boss, "/entwicklung/post.eml?datei="+name); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
	if a := w.Get(Ann, "/entwicklung/post.eml?datei="+file); a.Code != http.StatusNotFound {
		t.Errorf("a member gets the file: %d", a.Code)
	}

	c := w.Config
	c.Demo = true
	rec := httptest.NewRecorder()
	w.Site(c, io.Discard).ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/entwicklung/post", nil))
	if rec.Code != http.StatusOK {
		t.Errorf("a guest of the demo world gets %d", rec.Code)
	}
}
