package page

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
)

// requestIDHeader carries the id of a request, in both directions.
const requestIDHeader = "X-Request-Id"

// plainID is what we take over of a proxy: nothing that could break a line of the log, or
// be an address of somebody.
var plainID = regexp.MustCompile(`^[0-9A-Za-z_-]{8,64}$`)

// requestID names the request in the log and on error pages. That of a trusted proxy goes
// on, so that its lines and ours can be compared; a visitor's own does not.
func (k *Kit) requestID(c *Context) string {
	if id := c.GetHeader(requestIDHeader); plainID.MatchString(id) && k.fromProxy(c.Request) {
		return id
	}
	return rand.Text()[:12]
}

// fromProxy reports whether a proxy sent the request whose word counts.
func (k *Kit) fromProxy(r *http.Request) bool {
	if r.Context().Value(throughSocket{}) != nil {
		return true
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	at, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(k.proxies, func(p netip.Prefix) bool { return p.Contains(at.Unmap()) })
}

// networks are the trusted proxies; a single address is a network of its own.
func networks(proxies []string) (out []netip.Prefix) {
	for _, p := range proxies {
		network, err := netip.ParsePrefix(p)
		if err != nil {
			at, _ := netip.ParseAddr(p)
			network, _ = at.Prefix(at.BitLen())
		}
		out = append(out, network)
	}
	return out
}

// throughSocket marks the context of a request that came through a socket in the file
// system.
type throughSocket struct{}

// markSocket marks a request: who may open the socket is a proxy whose word counts. gin
// would believe all of X-Forwarded-For where it sees a socket, so it sees none.
func markSocket(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(context.WithValue(r.Context(), throughSocket{}, true), http.LocalAddrContextKey, nil))
}
