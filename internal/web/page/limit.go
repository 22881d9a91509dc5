package page

import (
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"kommunalforum/internal/limit"
)

// maxKeys is how many keys a limiter remembers, about 2 MB.
const maxKeys = 10_000

// Limiter allows each key a number of attempts at once and then one in a while.
// It protects this process from load and mostly counts by client address, of
// which nothing may be stored: it lives in memory, stores a short hash of each
// key under a secret that ends with the process, and a bounded number of them.
// What must hold on all nodes is counted in the database by package limit.
type Limiter struct {
	atOnce int
	every  time.Duration
	secret [32]byte

	mu   sync.Mutex
	keys map[[16]byte]*rate.Limiter
}

// NewLimiter allows each key atOnce attempts, and then one every so often.
func NewLimiter(atOnce int, every time.Duration) *Limiter {
	l := &Limiter{atOnce: atOnce, every: every, keys: map[[16]byte]*rate.Limiter{}}
	rand.Read(l.secret[:])
	return l
}

// Allow takes one of the key's attempts; the one that giveBack returns does not
// count. When none is left it says how long to wait for the next one.
func (l *Limiter) Allow(key string, now time.Time) (giveBack func(), wait time.Duration) {
	hashed := l.hash(key)
	l.mu.Lock()
	defer l.mu.Unlock()
	r, known := l.keys[hashed]
	if !known {
		if len(l.keys) >= maxKeys {
			l.forget(now)
		}
		r = rate.NewLimiter(rate.Every(l.every), l.atOnce)
		l.keys[hashed] = r
	}
	taken := r.ReserveN(now, 1)
	if wait = taken.DelayFrom(now); wait > 0 {
		taken.CancelAt(now)
		return nil, wait
	}
	return func() { taken.CancelAt(now) }, 0
}

func (l *Limiter) hash(key string) (short [16]byte) {
	h := sha256.New()
	h.Write(l.secret[:])
	h.Write([]byte(key))
	copy(short[:], h.Sum(nil))
	return short
}

// forget drops the keys that have all their attempts again. Should an attacker
// keep most of them busy, any others go until half of them are left, so that
// the next ones find room at once.
func (l *Limiter) forget(now time.Time) {
	for k, r := range l.keys {
		if r.TokensAt(now) >= float64(l.atOnce) {
			delete(l.keys, k)
		}
	}
	for k := range l.keys {
		if len(l.keys) <= maxKeys/2 {
			return
		}
		delete(l.keys, k)
	}
}

// TypedTooFast counts what is asked for while somebody types, per member or client
// address, and says how long to wait when that was too much.
func (c *Context) TypedTooFast() (wait time.Duration) {
	if limit.IsUnlimited(c.Ctx()) {
		return 0
	}
	key := c.Client()
	if by := c.Viewer(); by.SignedIn() {
		key = "Mitglied " + strconv.FormatInt(by.ID, 10)
	}
	_, wait = c.kit.typing.Allow(key, c.Now())
	return wait
}

// Unlimited is a middleware under which the limits on what members do hold for
// nobody, as the operator wants it for measuring.
func Unlimited(c *gin.Context) {
	c.Request = c.Request.WithContext(limit.Unlimited(c.Request.Context()))
}

// ipv6Network is how much of an IPv6 address one connection gets at least.
const ipv6Network = 64

// Client returns by what the client of the request is counted: its IPv4
// address, or the /64 network of its IPv6 address. Behind trusted proxies it
// comes from X-Forwarded-For and from no other header.
func (c *Context) Client() string {
	at, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		return ""
	}
	if at = at.Unmap().WithZone(""); at.Is4() {
		return at.String()
	}
	network, err := at.Prefix(ipv6Network)
	if err != nil {
		return ""
	}
	return network.String()
}
