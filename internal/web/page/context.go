package page

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/path"
)

// Context is one request and its answer.
type Context struct {
	*gin.Context
	kit *Kit
}

func (k *Kit) context(c *gin.Context) *Context { return &Context{c, k} }

// Ctx is the context of the request. gin's own must not be handed on: it is
// used again for other requests.
func (c *Context) Ctx() context.Context { return c.Request.Context() }

// Now is the time of the request.
func (c *Context) Now() time.Time { return c.kit.DB.Now(c.Ctx()) }

// RequestID is the name of the request in the log.
func (c *Context) RequestID() string { return c.GetString("request") }

// Viewer returns who makes the request; the guest when nobody is signed in.
func (c *Context) Viewer() account.Viewer {
	by, _ := c.Value(viewerValue).(account.Viewer)
	return by
}

// reads reports whether the request only asks for a page.
func (c *Context) reads() bool {
	return c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
}

// ID reads the number that begins the named part of the path, such as 123 in
// /thema/123-titel. Without a number it returns a NotFound fault.
func (c *Context) ID(name string) (int64, error) { return path.ID(c.Param(name)) }

// PageNumber reads ?seite=; invalid values mean page 1.
func (c *Context) PageNumber() int {
	n, err := strconv.Atoi(c.Query("seite"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// FormText reads a field of the form that was sent, without the white space
// around it.
func (c *Context) FormText(name string) string {
	return strings.TrimSpace(c.Request.PostFormValue(name))
}

// FormNumber reads a number from a field of the form or of the query; invalid
// values are 0.
func (c *Context) FormNumber(name string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(c.Request.FormValue(name)), 10, 64)
	return n
}

// Ticked reports whether a checkbox was ticked.
func (c *Context) Ticked(name string) bool { return c.Request.PostFormValue(name) != "" }

// OnceKey returns the key that the form carried. A form without one gets a new
// key, as if it had been sent for the first time; overlong ones are replaced.
func (c *Context) OnceKey() string {
	key := c.Request.PostFormValue("einmal")
	if key == "" || len(key) > 64 {
		return once.NewKey()
	}
	return key
}

// SeeOther answers a form with the page to go to.
func (c *Context) SeeOther(address string) error {
	c.Redirect(http.StatusSeeOther, address)
	return nil
}

// Moved answers with the proper address of the page, and keeps the query.
func (c *Context) Moved(address string) error {
	if q := c.Request.URL.RawQuery; q != "" {
		address += "?" + q
	}
	c.Redirect(http.StatusMovedPermanently, address)
	return nil
}
