package page

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"
)

// observe gives the request its id and writes its one line to the log: no
// query, no content, and of the client's address only a hash under a key that
// is thrown away every day.
func (k *Kit) observe(c *Context) {
	begin := time.Now()
	c.Set("request", k.requestID(c))
	if c.again() != nil {
		return // the line of the request is the outer one's
	}
	c.Header(requestIDHeader, c.RequestID())
	k.measured.running.Add(1)
	c.Next()
	k.measured.running.Add(-1)
	route := c.FullPath()
	if route == "" {
		route = "-"
	}
	k.measured.answered(c, route, time.Since(begin))
	k.Log.Info("request", "request", c.RequestID(), "method", c.Request.Method, "route", route,
		"status", c.Writer.Status(), "bytes", c.Writer.Size(), "kept", c.GetBool(keptValue), "took", time.Since(begin).Round(time.Microsecond),
		"client", k.clients.of(c.ClientIP(), begin))
}

// clientHash hides client addresses in the log.
type clientHash struct {
	mu  sync.Mutex
	day string
	key []byte
}

func (h *clientHash) of(address string, now time.Time) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if day := now.UTC().Format(time.DateOnly); day != h.day {
		h.day, h.key = day, make([]byte, 32)
		rand.Read(h.key)
	}
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(address))
	return hex.EncodeToString(mac.Sum(nil)[:6])
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// protect sets the headers that bind the browser.
func (k *Kit) protect(c *Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if k.Config.TLS() {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	c.Next()
}
