package page

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"unicode/utf8"

	"kommunalforum/internal/fault"
)

// Sizes of a request's body in bytes. A larger one than maxBody is refused; of
// a member's form up to maxReturned are still read, to show the text again.
const (
	maxBody     = 1 << 20
	maxReturned = 4 << 20
)

var (
	errTooLarge = errors.New("request body too large")
	errNotUTF8  = errors.New("request is not UTF-8")
	errForeign  = errors.New("cross-origin request")
)

// readForm parses query and body, within their limits and as UTF-8 only.
func (c *Context) readForm() error {
	if c.fromOtherSite() {
		return errForeign
	}
	if err := c.readBody(); err != nil {
		return err
	}
	if err := validText(c.Request.Form); err != nil {
		return err
	}
	if !utf8.ValidString(c.Request.URL.Path) {
		return fault.Missing()
	}
	return checkLengths(c.Request.PostForm)
}

// readBody parses the query and, of a form, the body. Of a body that is too
// large it parses what was read.
func (c *Context) readBody() error {
	r := c.Request
	limit := int64(maxBody)
	if c.Viewer().SignedIn() {
		limit = maxReturned
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, r.Body, limit))
	var tooLarge *http.MaxBytesError
	if err != nil && !errors.As(err, &tooLarge) {
		return c.bodyError(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	if err := r.ParseForm(); err != nil && tooLarge == nil {
		return errNotUTF8
	}
	if len(raw) > maxBody || tooLarge != nil {
		return errTooLarge
	}
	return nil
}

// validText rejects names and values that are not UTF-8 or hold a NUL.
func validText(form url.Values) error {
	for key, values := range form {
		for _, v := range append(values, key) {
			if !utf8.ValidString(v) || bytes.IndexByte([]byte(v), 0) >= 0 {
				return errNotUTF8
			}
		}
	}
	return nil
}
