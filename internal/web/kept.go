package web

import (
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/config"
)

// Most reading is done by people who are not signed in, and they all get the
// same page. It is kept as it went out until anything at all is committed, so
// nobody ever sees what was hidden or changed since; and for a minute at most,
// because some pages tell the time.

// Limits of the pages that are kept.
const (
	keptLife = time.Minute
	maxKept  = 32 << 20 // bytes of all of them; beyond it they are thrown away together
)

// moment is what a page hangs on besides its address.
type moment struct {
	version int64 // of the database
	site    *config.Site
	minute  time.Time
}

// keptPages are those of the present moment by address.
type keptPages struct {
	mu    sync.Mutex
	of    moment
	pages map[string]keptPage
	bytes int
}

type keptPage struct {
	body []byte
	tag  string
}

func (k *keptPages) find(of moment, address string) (keptPage, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p, ok := k.pages[address]
	return p, ok && k.of == of
}

func (k *keptPages) keep(of moment, address string, p keptPage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of != of || k.bytes+len(p.body) > maxKept {
		k.of, k.pages, k.bytes = of, map[string]keptPage{}, 0
	}
	if _, known := k.pages[address]; !known {
		k.pages[address] = p
		k.bytes += len(p.body)
	}
}

// keeping says under what render keeps the page that it is about to send.
type keeping struct {
	of      moment
	address string
}

const keepingValue = "keeping"

// kept is a handler of pages that strangers, who send no cookie at all, get
// again as they are. What such a page shows must come from the database and the
// settings alone, and it must have no form that sends once only.
func (s *server) kept(h handler) handler {
	return func(c *gin.Context) error {
		if c.Request.Method != http.MethodGet || c.GetHeader("Cookie") != "" {
			return h(c)
		}
		version, err := s.DB.Version(ctx(c))
		if err != nil {
			return err
		}
		as := keeping{moment{version, s.Settings.Site(), s.DB.Now(ctx(c)).Truncate(keptLife)}, c.Request.URL.RequestURI()}
		if p, ok := s.pages.find(as.of, as.address); ok {
			return sendPage(c, p)
		}
		c.Set(keepingValue, as)
		return h(c)
	}
}
