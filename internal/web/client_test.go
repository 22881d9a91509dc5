package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// asksForChallenges asks for so many challenges for a passkey at one moment, and
// returns how many are let through.
func asksForChallenges(t *testing.T, w *World, n int, change func(n int, r *http.Request)) (through int) {
	t.Helper()
	ctx := db.At(t.Context(), w.DB.Now(w.Ctx))
	for i := range n {
		r := Request(http.MethodPost, "/anmelden/passkey/aufgabe", nil).WithContext(ctx)
		change(i, r)
		if w.Send(r).Code == http.StatusOK {
			through++
		}
	}
	return through
}

func TestClientsAreCountedByNetworkAndDocumentedHeader(t *testing.T) {
	t.Parallel()
	const atOnce = 300 // challenges for passkeys
	proxied := func(c *config.Config) { c.TrustedProxies = []string{"10.0.0.1"} }
	for name, x := range map[string]struct {
		change  func(n int, r *http.Request)
		through int
	}{
		"addresses of one IPv6 network": {func(n int, r *http.Request) { r.RemoteAddr = fmt.Sprintf("[2001:db8:1:2:%x::1]:1", n+1) }, atOnce},
		"IPv6 networks":                 {func(n int, r *http.Request) { r.RemoteAddr = fmt.Sprintf("[2001:db8:1:%x::1]:1", n+1) }, atOnce + 10},
		"IPv4 written as IPv6": {func(n int, r *http.Request) {
			if r.RemoteAddr = "192.0.2.1:1"; n%2 == 0 {
				r.RemoteAddr = "[::ffff:192.0.2.1]:1"
			}
		}, atOnce},
		"IPv4 addresses written as IPv6": {func(n int, r *http.Request) {
			r.RemoteAddr = fmt.Sprintf("[::ffff:192.0.%d.%d]:1", n/200, n%200+1)
		}, atOnce + 10},
		"X-Forwarded-For of a stranger": {func(n int, r *http.Request) {
			r.RemoteAddr = "192.0.2.1:1"
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", n%250))
		}, atOnce},
		"X-Forwarded-For of the proxy": {func(n int, r *http.Request) {
			r.RemoteAddr = "10.0.0.1:1"
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.%d.%d", n/200, n%200+1))
		}, atOnce + 10},
		"X-Forwarded-For with inventions in front": {func(n int, r *http.Request) {
			r.RemoteAddr = "10.0.0.1:1"
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d, 198.51.100.7", n%250))
		}, atOnce},
		"X-Real-IP through the proxy": {func(n int, r *http.Request) {
			r.RemoteAddr = "10.0.0.1:1"
			r.Header.Set("X-Real-IP", fmt.Sprintf("198.51.%d.%d", n/200, n%200+1))
		}, atOnce},
		"other headers through the proxy": {func(n int, r *http.Request) {
			r.RemoteAddr = "10.0.0.1:1"
			for _, h := range []string{"CF-Connecting-IP", "True-Client-IP", "X-Client-IP", "Forwarded", "X-Appengine-Remote-Addr", "Fly-Client-IP"} {
				r.Header.Set(h, fmt.Sprintf("198.51.%d.%d", n/200, n%200+1))
			}
		}, atOnce},
	} {
		t.Run(name, func(t *testing.T) {
			w := New(t, proxied)
			if got := asksForChallenges(t, w, atOnce+10, x.change); got != x.through {
				t.Errorf("%d are let through, want %d", got, x.through)
			}
		})
	}
}
