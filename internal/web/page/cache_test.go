package page

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

func TestKeptPagesCountTheirAddresses(t *testing.T) {
	t.Parallel()
	var e cache
	minute := time.Now().Truncate(cacheLife)
	long := strings.Repeat("a", maxKeptAddress)
	most := 0
	for n := range 2 * maxCache / (maxKeptAddress + pageOverhead) {
		e.keep(caching{minute: minute, address: fmt.Sprint(n, long)}, cachedPage{body: []byte("x")})
		if most = max(most, len(e.pages)); e.bytes > maxCache {
			t.Fatalf("%d bytes are kept", e.bytes)
		}
	}
	if most > maxCache/(maxKeptAddress+pageOverhead) {
		t.Errorf("%d pages were kept at once", most)
	}
	e.keep(caching{minute: minute, address: "again"}, cachedPage{body: []byte("x")})
	before := e.bytes
	e.keep(caching{minute: minute, address: "again"}, cachedPage{body: []byte("xyz")})
	if e.bytes != before+2 {
		t.Errorf("a page that takes the place of another counts %d bytes more", e.bytes-before)
	}
}

// TestPagesOfLongAddressesAreNotKept asks for a page at an address that a stranger made
// long: it is made without looking at what is kept.
func TestPagesOfLongAddressesAreNotKept(t *testing.T) {
	t.Parallel()
	k := &Kit{}
	made := 0
	h := k.cached(func(c *Context) error {
		if _, ok := c.Value(cachingValue).(caching); ok {
			t.Error("the page is about to be kept")
		}
		made++
		return nil
	})
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodGet, "/?"+strings.Repeat("a", maxKeptAddress), nil)
	if err := h(&Context{Context: c, kit: k}); err != nil || made != 1 {
		t.Errorf("made %d times: %v", made, err)
	}
}
