package page

import (
	"net/http"
	"sync"
	"time"
)

// Most reading is done by people who are not signed in, and they all get the
// same page. It is kept as it went out until anything at all is committed, so
// nobody ever sees what was hidden or changed since; and for a minute at most,
// because some pages tell the time.

// Limits of the pages that are kept.
const (
	cacheLife = time.Minute
	maxCache  = 32 << 20 // bytes of all of them; beyond it they are thrown away together
)

// moment is what a page hangs on besides its address.
type moment struct {
	version int64 // of the data, settings included
	minute  time.Time
}

// cache holds the pages of the present moment by address.
type cache struct {
	mu    sync.Mutex
	of    moment
	pages map[string]cachedPage
	bytes int
}

type cachedPage struct {
	body []byte
	tag  string
	kind string // Content-Type
}

func (e *cache) find(of moment, address string) (cachedPage, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, ok := e.pages[address]
	return p, ok && e.of == of
}

func (e *cache) keep(of moment, address string, p cachedPage) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of != of || e.bytes+len(p.body) > maxCache {
		e.of, e.pages, e.bytes = of, map[string]cachedPage{}, 0
	}
	if _, known := e.pages[address]; !known {
		e.pages[address] = p
		e.bytes += len(p.body)
	}
}

// caching says under what render keeps the page that it is about to send.
type caching struct {
	of      moment
	address string
}

const cachingValue = "keeping"

// cached is a handler of pages that strangers, who send no cookie at all, get
// again as they are. What such a page shows must come from the database and the
// settings alone, and it must have no form that sends once only.
func (k *Kit) cached(h Handler) Handler {
	return func(c *Context) error {
		if c.Request.Method != http.MethodGet || c.GetHeader("Cookie") != "" {
			return h(c)
		}
		version, err := k.DB.Version(c.Ctx())
		if err != nil {
			return err
		}
		as := caching{moment{version, k.DB.Now(c.Ctx()).Truncate(cacheLife)}, c.Request.URL.RequestURI()}
		if p, ok := k.cache.find(as.of, as.address); ok {
			return c.send(p)
		}
		c.Set(cachingValue, as)
		return h(c)
	}
}
