package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// observe gives the request its id and writes its one line to the log: no
// query, no content, and of the client's address only a hash under a key that
// is thrown away every day.
func (s *server) observe(c *gin.Context) {
	begin := time.Now()
	c.Set("request", newRequestID())
	if againOf(c) != nil {
		return // the line of the request is the outer one's
	}
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "-"
	}
	s.Log.Info("request", "request", requestID(c), "method", c.Request.Method, "route", route,
		"status", c.Writer.Status(), "bytes", c.Writer.Size(), "took", time.Since(begin).Round(time.Microsecond),
		"client", s.clients.of(c.ClientIP(), begin))
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
func (s *server) protect(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if s.Config.TLS() {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	c.Next()
}

var errMethod = errors.New("method not allowed")

// health says that the process is alive, for supervisors that start it again
// otherwise: a full disk or a damaged database is not mended by that.
func (s *server) health(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	c.String(http.StatusOK, "ok\n")
	return nil
}
