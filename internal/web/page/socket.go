package page

import (
	"net"
	"net/http"
	"strings"
)

// Socket answers requests that come through a socket in the file system. Whoever may open
// it is a proxy: the last client that it names in X-Forwarded-For is who makes the
// request, and those before count as far as that one is a trusted proxy itself.
func Socket(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		named := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		last := strings.TrimSpace(named[len(named)-1])
		r = markSocket(r)
		r.Header = r.Header.Clone()
		r.Header.Del("X-Forwarded-For")
		if len(named) > 1 {
			r.Header.Set("X-Forwarded-For", strings.Join(named[:len(named)-1], ","))
		}
		if net.ParseIP(last) == nil {
			last = "127.0.0.1"
		}
		r.RemoteAddr = net.JoinHostPort(last, "0")
		h.ServeHTTP(w, r)
	})
}
