package page

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/path"
)

// Sizes of a request's body in bytes. A larger one than maxBody is refused; of
// a member's form up to maxReturned are still read, to show the text again.
const (
	maxBody     = 1 << 20
	maxLong     = 3 << 20 // of the forms in longForms
	maxReturned = 4 << 20
)

// longForms are the forms of members whose own limits allow more than maxBody, since they
// have texts for each of many sections, and where their drafts are kept.
var longForms = []string{path.TakePositions, path.DecideConsultation, path.CutConsultation, path.Drafts, path.AutosaveDraft}

// bodyLimit is how large the body of the request may be.
func (c *Context) bodyLimit() int {
	if c.Viewer().SignedIn() {
		for _, pattern := range longForms {
			if matches(pattern, c.Request.URL.Path) {
				return maxLong
			}
		}
	}
	return maxBody
}

var (
	errTooLarge = errors.New("request body too large")
	errBadText  = errors.New("request is not UTF-8 or holds a NUL")
	errForeign  = errors.New("cross-origin request")
)

// readForm parses query and body, within their limits and as UTF-8 only.
func (c *Context) readForm() error {
	if c.fromOtherSite() {
		return errForeign
	}
	read := c.readBody
	if c.isMultipart() && c.again() == nil {
		read = c.readParts
	}
	if err := read(); err != nil {
		return err
	}
	if err := c.checkText(); err != nil {
		return err
	}
	return checkLengths(c.Request.PostForm)
}

// checkText refuses a path, a query and a form that the database does not take: what
// is not UTF-8, or holds a NUL. From a field into which people write the NUL is
// removed, so that the text comes back in its form.
func (c *Context) checkText() error {
	if p := c.Request.URL.Path; !utf8.ValidString(p) || strings.Contains(p, nul) {
		return fault.Missing()
	}
	var check fault.Check
	for _, f := range typedFields {
		if removeNUL(c.Request.PostForm[f.name]) {
			removeNUL(c.Request.Form[f.name])
			check.Add(f.name, "„%s“ enthielt ein Zeichen, das man nicht sieht (U+0000). Wir haben es gelöscht; bitte prüfen Sie den Text.", f.label)
		}
	}
	if err := validText(c.Request.Form); err != nil {
		return err
	}
	if err := check.Err(); err != nil {
		return &heldNUL{err}
	}
	return nil
}

const nul = "\x00"

// heldNUL is the refusal of a form that may be sent again: what was wrong in it is gone.
type heldNUL struct{ error }

func (e *heldNUL) Unwrap() error { return e.error }

// removeNUL reports whether there was one.
func removeNUL(values []string) (removed bool) {
	for i, v := range values {
		if strings.Contains(v, nul) {
			values[i], removed = strings.ReplaceAll(v, nul, ""), true
		}
	}
	return removed
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
		return errBadText
	}
	if len(raw) > c.bodyLimit() || tooLarge != nil {
		return errTooLarge
	}
	return nil
}

// validText rejects names and values that are not UTF-8 or hold a NUL.
func validText(form url.Values) error {
	for key, values := range form {
		for _, v := range append(values, key) {
			if !utf8.ValidString(v) || strings.Contains(v, nul) {
				return errBadText
			}
		}
	}
	return nil
}
