package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"kommunalforum/templates"
)

// Render answers with a page. It is rendered whole before the first byte
// leaves, so that a failure becomes an error page and not half a page.
func (c *Context) Render(status int, page templ.Component) error {
	k := c.kit
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Render(k.withOwner(c), b); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	if again := c.again(); again != nil && !c.GetBool(textShown) {
		status = again.status
	}
	if k.losesText(c, status, b.Bytes()) {
		return errFormGone
	}
	c.ReleaseSnapshot()
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, no-cache")
	switch {
	case c.Viewer().Session != "" || c.GetBool(secretAddress):
		h.Set("Cache-Control", "no-store")
	case status == http.StatusOK && c.Request.Method != http.MethodPost:
		p := cachedPage{body: b.Bytes(), tag: tagOf(b.Bytes()), kind: htmlPage}
		if as, ok := c.Value(cachingValue).(caching); ok {
			k.cache.keep(as, cachedPage{body: bytes.Clone(p.body), tag: p.tag, kind: p.kind})
		}
		return c.send(p)
	}
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	c.Data(status, htmlPage, b.Bytes())
	return nil
}

const htmlPage = "text/html; charset=utf-8"

// tagOf is the ETag of a page.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// SendFeed answers with a document that guests read, unless the program has it already.
func (c *Context) SendFeed(kind string, body []byte) error {
	c.ReleaseSnapshot()
	p := cachedPage{body: body, tag: tagOf(body), kind: kind}
	if as, ok := c.Value(cachingValue).(caching); ok {
		c.kit.cache.keep(as, p)
	}
	return c.send(p)
}

// SendPrivateFeed answers with a document at an address that is a secret itself. No
// cache between may keep it; programs that keep its ETag get it only when it changed.
func (c *Context) SendPrivateFeed(kind string, body []byte) error {
	c.ReleaseSnapshot()
	c.Header("Referrer-Policy", "no-referrer")
	return c.sendAs("no-store", cachedPage{body: body, tag: tagOf(body), kind: kind})
}

// send answers a guest with a page, unless the browser has it already.
func (c *Context) send(p cachedPage) error { return c.sendAs("private, no-cache", p) }

func (c *Context) sendAs(caching string, p cachedPage) error {
	h := c.Writer.Header()
	h.Set("Cache-Control", caching)
	h.Set("ETag", p.tag)
	if p.kind != htmlPage {
		h.Set("X-Robots-Tag", "noindex") // search engines shall list the page, not its feed
	}
	if sameTag(c.GetHeader("If-None-Match"), p.tag) {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(p.body)))
	c.Data(http.StatusOK, p.kind, p.body)
	return nil
}

// buffers are those that pages are rendered into, used again by later requests.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// sameTag reports whether an If-None-Match header names the tag. A page that
// went out compressed comes back with a suffix, or weak.
func sameTag(header, tag string) bool {
	for known := range strings.SplitSeq(header, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
		if known == tag || known == strings.TrimSuffix(tag, `"`)+GzipSuffix+`"` {
			return true
		}
	}
	return false
}

// GzipSuffix ends the ETag of a compressed page: another representation needs
// another strong validator.
const GzipSuffix = "-gzip"

// RenderForm answers with the page of a form.
func (c *Context) RenderForm(wrong templates.Problems, page templ.Component) error {
	return c.Render(StatusOf(wrong), page)
}

// StatusOf is the status of a form's page: 422 with problems, 200 without.
func StatusOf(wrong templates.Problems) int {
	if len(wrong) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// SendJSON answers a script. What it holds is for one use.
func (c *Context) SendJSON(body []byte) error { return c.sendJSON(http.StatusOK, body) }

func (c *Context) sendJSON(status int, body []byte) error {
	if again := c.again(); again != nil {
		status = again.status
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "application/json; charset=utf-8", body)
	return nil
}
