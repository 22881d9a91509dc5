package page

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"kommunalforum/internal/db"
)

// Most reading is done by people who are not signed in, and they all get the
// same page. It is kept as it went out until something is committed that it was
// made from, so nobody ever sees what was hidden or changed since; and for a minute
// at most, because some pages tell the time.

// Limits of the pages that are kept.
const (
	cacheLife = time.Minute
	maxCache  = 32 << 20 // bytes of all of them; beyond it they are thrown away together
	// maxKeptAddress is how many bytes the address of a page may have that is kept:
	// strangers choose it, and no link of the forum comes near.
	maxKeptAddress = 1 << 10
	pageOverhead   = 2 << 10 // bytes that a page takes besides its body and address, about
)

// cache holds pages of the present minute by address.
type cache struct {
	mu     sync.Mutex
	minute time.Time
	pages  map[string]cachedPage
	bytes  int
}

type cachedPage struct {
	body  []byte
	tag   string
	kind  string    // Content-Type
	basis *db.Basis // what it was made from
}

// size returns about how many bytes the page takes under the address.
func (p cachedPage) size(address string) int { return len(p.body) + len(address) + pageOverhead }

func (e *cache) find(minute time.Time, address string) (cachedPage, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, ok := e.pages[address]
	return p, ok && e.minute.Equal(minute)
}

// keep keeps a page. One that was made later takes the place of an earlier one, which
// holds no more.
func (e *cache) keep(as caching, p cachedPage) {
	p.basis = as.basis
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.minute.Equal(as.minute) || e.bytes+p.size(as.address) > maxCache {
		e.minute, e.pages, e.bytes = as.minute, map[string]cachedPage{}, 0
	}
	if earlier, ok := e.pages[as.address]; ok {
		e.bytes -= earlier.size(as.address)
	}
	e.bytes += p.size(as.address)
	e.pages[strings.Clone(as.address)] = p // without the request that it may be a part of
}

// caching says under what render keeps the page that it is about to send.
type caching struct {
	minute  time.Time
	address string
	basis   *db.Basis
}

const (
	cachingValue = "keeping"
	keptValue    = "kept" // bool: the page is sent as it was kept
)

// ShowsFindings says that the page shows what the search finds. It follows the database,
// so any commit may change what it finds.
func (c *Context) ShowsFindings() { db.ReadsAll(c.Ctx()) }

// cached is a handler of pages that strangers, who send no cookie at all, get
// again as they are. What such a page shows must come from the database and the
// settings alone, and it must have no form that sends once only. Which of them it
// shows nobody needs to say: it is noted while they are read.
func (k *Kit) cached(h Handler) Handler {
	return func(c *Context) error {
		address := c.Request.URL.RequestURI()
		if c.Request.Method != http.MethodGet || c.GetHeader("Cookie") != "" || len(address) > maxKeptAddress {
			return h(c)
		}
		ctx, basis, err := k.DB.Watch(c.Ctx())
		if err != nil {
			return err
		}
		as := caching{k.DB.Now(ctx).Truncate(cacheLife), address, basis}
		if p, ok := k.cache.find(as.minute, as.address); ok && k.DB.Holds(p.basis) {
			c.Set(keptValue, true)
			return c.send(p)
		}
		c.Request = c.Request.WithContext(ctx)
		c.Set(cachingValue, as)
		return h(c)
	}
}
