package testkit

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Browser is a browser that keeps the session's cookie and no other.
type Browser struct {
	World  *World
	Cookie string // "kommunalforum=…", empty before signing in
}

// Do sends a request with the cookie and keeps the one that comes back;
// redirects are not followed.
func (b *Browser) Do(method, path string, form url.Values) Answer {
	r := Request(method, path, form)
	if b.Cookie != "" {
		r.Header.Set("Cookie", b.Cookie)
	}
	a := b.World.Send(r)
	for _, c := range a.Header.Values("Set-Cookie") {
		value, _, _ := strings.Cut(c, ";")
		if strings.HasPrefix(value, "kommunalforum=") {
			b.Cookie = value
		}
	}
	return a
}

// LeadsTo stops the test unless the answer redirects to the path.
func (b *Browser) LeadsTo(t *testing.T, a Answer, path string) {
	t.Helper()
	if a.Code != http.StatusSeeOther || a.Location() != path {
		t.Fatalf("%d %s, want %s\n%.2000s", a.Code, a.Location(), path, a.Body)
	}
}
