package web

import (
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
)

// The limits of this file protect this process from load, and count by client
// address, of which nothing may be stored; they live in memory and end with the
// process. What must hold on all nodes is counted in the database by package
// limit.
type limiters struct {
	tries      *limiter // attempts to sign in that fail, per client and mail address together
	addresses  *limiter // the same per client address
	resets     *limiter // links for new passwords asked for per client address
	joins      *limiter // registrations per client address
	joinsADay  *limiter // the same, over a day
	challenges *limiter // challenges for passkeys asked for per client address
	typing     *limiter // completions per session or client address
	searches   *limiter // per member
	newcomers  *limiter // the same for new members
	guests     *limiter // searches per client address of guests
	keeping    *limiter // forms kept for who is no longer signed in, per account
}

// newLimiters returns limits that nobody has used yet. A whole town hall may come
// from one client address, so those by it alone are wide. Signing in that
// succeeds does not count.
func newLimiters() limiters {
	return limiters{
		tries:      newLimiter(6, 2*time.Minute),
		addresses:  newLimiter(60, 10*time.Second),
		resets:     newLimiter(6, 2*time.Minute),
		joins:      newLimiter(6, 2*time.Minute),
		joinsADay:  newLimiter(60, 24*time.Minute),
		challenges: newLimiter(300, time.Second), // the sign-in page asks for one whenever a browser can offer passkeys
		typing:     newLimiter(60, 100*time.Millisecond),
		searches:   newLimiter(60, 2*time.Second),
		newcomers:  newLimiter(40, 3*time.Second),
		guests:     newLimiter(120, 500*time.Millisecond),
		keeping:    newLimiter(20, time.Minute),
	}
}

// maxKeys is how many keys a limiter remembers, about 2 MB.
const maxKeys = 10_000

// limiter allows each key a number of attempts at once and then one in a while.
// It stores a short hash of each key, under a secret that ends with the process,
// and a bounded number of them.
type limiter struct {
	atOnce int
	every  time.Duration
	secret [32]byte

	mu   sync.Mutex
	keys map[[16]byte]*rate.Limiter
}

func newLimiter(atOnce int, every time.Duration) *limiter {
	l := &limiter{atOnce: atOnce, every: every, keys: map[[16]byte]*rate.Limiter{}}
	rand.Read(l.secret[:])
	return l
}

// allow takes one of the key's attempts; the one that giveBack returns does not
// count. When none is left it says how long to wait for the next one.
func (l *limiter) allow(key string, now time.Time) (giveBack func(), wait time.Duration) {
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

func (l *limiter) hash(key string) (short [16]byte) {
	h := sha256.New()
	h.Write(l.secret[:])
	h.Write([]byte(key))
	copy(short[:], h.Sum(nil))
	return short
}

// forget drops the keys that have all their attempts again. Should an attacker
// keep most of them busy, any others go until half of them are left, so that
// the next ones find room at once.
func (l *limiter) forget(now time.Time) {
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

// allowSearch counts a search, by member or by client address of guests. The
// empty page of the search costs nothing.
func (s *server) allowSearch(c *gin.Context) error {
	if c.Request.URL.RawQuery == "" || limit.IsUnlimited(ctx(c)) {
		return nil
	}
	by, now := s.viewer(c), s.DB.Now(ctx(c))
	counted, key := s.limits.guests, clientOf(c)
	if by.SignedIn() {
		counted, key = s.limits.searches, strconv.FormatInt(by.ID, 10)
		if by.New(now) {
			counted = s.limits.newcomers
		}
	}
	if _, wait := counted.allow(key, now); wait > 0 {
		return fault.RateLimited(wait, "In kurzer Zeit wurde sehr oft gesucht.")
	}
	return nil
}

// unlimited lets the limits on what members do hold for nobody, as the operator
// wants it for measuring.
func unlimited(c *gin.Context) {
	c.Request = c.Request.WithContext(limit.Unlimited(c.Request.Context()))
}

// ipv6Network is how much of an IPv6 address one connection gets at least.
const ipv6Network = 64

// clientOf returns by what the client of a request is counted: its IPv4 address,
// or the /64 network of its IPv6 address. Behind trusted proxies it comes from
// X-Forwarded-For and from no other header.
func clientOf(c *gin.Context) string {
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
