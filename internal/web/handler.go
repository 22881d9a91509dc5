package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
)

// handler answers a request or returns why it cannot.
type handler func(*gin.Context) error

// Sizes of a request's body in bytes. A larger one than maxBody is refused; of
// a member's form up to maxReturned are still read, to show the text again.
const (
	maxBody     = 1 << 20
	maxReturned = 4 << 20
)

// do makes a gin handler of h: the form is read within its limits, and an
// error becomes its page.
func (s *server) do(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := s.readForm(c); err != nil {
			s.fail(c, err)
			return
		}
		err := h(c)
		if err == nil {
			err = s.sent(c)
		}
		if err != nil {
			s.fail(c, err)
		}
	}
}

// member is do for pages that only members see; guests are sent to sign in, and
// whoever still owes a duty to its page.
func (s *server) member(h handler) gin.HandlerFunc {
	return s.do(func(c *gin.Context) error { return s.forMembers(c, h) })
}

func (s *server) forMembers(c *gin.Context, h handler) error {
	by := s.viewer(c)
	if by.SignedIn() {
		if err := s.ownForm(c); err != nil {
			return err
		}
		return h(c)
	}
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return by.MustBeMember()
	}
	here := c.Request.URL.RequestURI()
	if o, ok := by.Owing(); ok {
		return seeOther(c, dutyPath(o.Duty, here))
	}
	return seeOther(c, signInPath(here))
}

var (
	errTooLarge = errors.New("request body too large")
	errNotUTF8  = errors.New("request is not UTF-8")
	errForeign  = errors.New("cross-origin request")
)

// readForm parses query and body, within their limits and as UTF-8 only.
func (s *server) readForm(c *gin.Context) error {
	if c.Request.Context().Value(crossOrigin{}) != nil {
		return errForeign
	}
	if err := s.readBody(c); err != nil {
		return err
	}
	for key, values := range c.Request.Form {
		for _, v := range append(values, key) {
			if !utf8.ValidString(v) || bytes.IndexByte([]byte(v), 0) >= 0 {
				return errNotUTF8
			}
		}
	}
	if !utf8.ValidString(c.Request.URL.Path) {
		return fault.Missing()
	}
	return overlong(c.Request.PostForm)
}

// readBody parses the query and, of a form, the body. What is too large is
// parsed as far as it was read.
func (s *server) readBody(c *gin.Context) error {
	r := c.Request
	most := int64(maxBody)
	if s.viewer(c).SignedIn() {
		most = maxReturned
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, r.Body, most))
	var tooLarge *http.MaxBytesError
	if err != nil && !errors.As(err, &tooLarge) {
		return bodyError(c, err)
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

// render answers with a page. It is rendered whole before the first byte
// leaves, so that a failure becomes an error page and not half a page.
func (s *server) render(c *gin.Context, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Render(s.withOwner(c), b); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	if again := againOf(c); again != nil && !c.GetBool(textShown) {
		status = again.status
	}
	if s.losesText(c, status, b.Bytes()) {
		return errFormGone
	}
	letGo(c)
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, no-cache")
	switch {
	case s.viewer(c).Session != "" || c.GetBool(secretPath):
		h.Set("Cache-Control", "no-store")
	case status == http.StatusOK && c.Request.Method != http.MethodPost:
		sum := sha256.Sum256(b.Bytes())
		p := keptPage{b.Bytes(), `"` + hex.EncodeToString(sum[:12]) + `"`}
		if as, ok := c.Value(keepingValue).(keeping); ok {
			s.pages.keep(as.of, as.address, keptPage{bytes.Clone(p.body), p.tag})
		}
		return sendPage(c, p)
	}
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	c.Data(status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// sendPage answers a guest with a page, unless the browser has it already.
func sendPage(c *gin.Context, p keptPage) error {
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", p.tag)
	if sameTag(c.GetHeader("If-None-Match"), p.tag) {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(p.body)))
	c.Data(http.StatusOK, "text/html; charset=utf-8", p.body)
	return nil
}

// buffers are those that pages are rendered into, used again by later requests.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// sameTag reports whether an If-None-Match header names the tag. A page that
// went out compressed comes back with a suffix, or weak.
func sameTag(header, tag string) bool {
	for known := range strings.SplitSeq(header, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
		if known == tag || known == strings.TrimSuffix(tag, `"`)+gzipSuffix+`"` {
			return true
		}
	}
	return false
}

// gzipSuffix ends the ETag of a compressed page: another representation needs
// another strong validator.
const gzipSuffix = "-gzip"

// fail answers with the page for err. Internal errors are logged here, once.
func (s *server) fail(c *gin.Context, err error) {
	page := problemOf(err)
	if page.Status == http.StatusInternalServerError && clientGone(c, err) {
		c.AbortWithStatus(statusGone)
		return
	}
	if page.Status >= http.StatusInternalServerError {
		page.RequestID = requestID(c)
		if c.Request.Context().Err() == nil && fault.WaitOf(err) == 0 { // else the visitor has left, or comes too early
			s.Log.Error("request failed", "request", page.RequestID, "error", err)
		}
	}
	page.Base = s.base(c, page.Title, templates.SectionNone)
	page.NoIndex, page.Canonical = true, ""
	if page.Status == http.StatusForbidden {
		page.Back = cameFrom(c)
	}
	page.OfferSignIn = page.OfferSignIn && s.viewer(c).Session == ""
	if c.Request.Method == http.MethodPost {
		page.Path = s.cameFrom(c) // signing in cannot return to a form that was sent
	}
	if wait := fault.WaitOf(err); wait > 0 {
		retryAfter(c, wait)
	}
	if s.refuseTyped(c, err, &page) {
		return
	}
	c.Abort()
	page.Notice, page.Refusal = "", ""
	if err := s.render(c, page.Status, templates.ProblemPage(page)); err != nil {
		s.Log.Error("error page failed", "request", requestID(c), "error", err)
		c.String(http.StatusInternalServerError, "Bei uns ist etwas schiefgegangen.")
	}
}

// cameFrom returns the local address of the page whose link or form led to the
// request, by its Referer; "" without one, of another host, or the same page.
func cameFrom(c *gin.Context) string {
	from, err := url.Parse(c.Request.Referer())
	if err != nil || from.Host != c.Request.Host || from.Path == c.Request.URL.Path || !strings.HasPrefix(from.Path, "/") || strings.HasPrefix(from.Path, "//") {
		return ""
	}
	return (&url.URL{Path: from.Path, RawQuery: from.RawQuery}).RequestURI()
}

// retryAfter says in whole seconds when another try is possible.
func retryAfter(c *gin.Context, wait time.Duration) {
	c.Header("Retry-After", strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10))
}

// problemOf is the one place where kinds of faults become statuses and titles.
func problemOf(err error) templates.Fault {
	p := templates.Fault{Text: fault.SentenceOf(err)}
	var file fileTooLarge
	switch {
	case errors.Is(err, errTooLarge):
		p.Status, p.Title, p.Text = http.StatusRequestEntityTooLarge, "Das war zu viel auf einmal", "Die Eingabe ist zu groß. Bitte kürzen Sie sie."
		return p
	case errors.As(err, &file):
		p.Status, p.Title, p.Text = http.StatusRequestEntityTooLarge, "Die Datei ist zu groß", file.sentence()
		return p
	case errors.Is(err, errNotUTF8):
		p.Status, p.Title, p.Text = http.StatusBadRequest, "Die Eingabe ist nicht lesbar", "Sie enthält Zeichen, die kein gültiges UTF-8 sind."
		return p
	case errors.Is(err, errSlow):
		p.Status, p.Title, p.Text = http.StatusRequestTimeout, "Die Übertragung hat zu lange gedauert", "Bitte prüfen Sie Ihre Verbindung und senden Sie das Formular noch einmal ab."
		return p
	case errors.Is(err, errForeign):
		p.Status, p.Title, p.Text = http.StatusForbidden, "Diese Anfrage kam von einer anderen Seite", "Zu Ihrem Schutz nehmen wir nur Eingaben an, die von diesem Forum aus abgeschickt wurden."
		return p
	case errors.Is(err, errMethod):
		p.Status, p.Title, p.Text = http.StatusMethodNotAllowed, "So lässt sich diese Seite nicht aufrufen", "Bitte gehen Sie über die Verweise und Schaltflächen des Forums."
		return p
	}
	switch fault.KindOf(err) {
	case fault.NotFound:
		p.Status, p.Title, p.OfferSignIn = http.StatusNotFound, "Diese Seite haben wir nicht gefunden", true
	case fault.Forbidden:
		p.Status, p.Title, p.OfferSignIn = http.StatusForbidden, "Das ist hier nicht möglich", true
	case fault.Invalid:
		p.Status, p.Title = http.StatusUnprocessableEntity, "Das hat nicht geklappt"
		if problems := fault.ProblemsOf(err); len(problems) > 0 {
			p.Text = problems[0].Sentence
		}
	case fault.Conflict:
		p.Status, p.Title = http.StatusConflict, "Das wurde inzwischen geändert"
	case fault.TooMany:
		p.Status, p.Title = http.StatusTooManyRequests, "Das war zu oft in kurzer Zeit"
	case fault.Gone:
		p.Status, p.Title = http.StatusGone, "Dieser Link gilt nicht mehr"
	case fault.Unready:
		p.Status, p.Title = http.StatusServiceUnavailable, "Gerade nicht möglich"
	default:
		p.Status, p.Title = http.StatusInternalServerError, "Bei uns ist etwas schiefgegangen"
		p.Text = "Der Fehler ist festgehalten. Bitte versuchen Sie es noch einmal."
	}
	return p
}

// recover turns a panic into an internal error.
func (s *server) recover(c *gin.Context) {
	defer func() {
		if r := recover(); r != nil {
			if r == http.ErrAbortHandler {
				panic(r)
			}
			s.fail(c, fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	c.Next()
}

func requestID(c *gin.Context) string { return c.GetString("request") }

func newRequestID() string { return rand.Text()[:12] }

// seeOther answers a POST with where to go now.
func seeOther(c *gin.Context, path string) error {
	c.Redirect(http.StatusSeeOther, path)
	return nil
}

// moved answers with the page's proper address.
func moved(c *gin.Context, path string) error {
	if q := c.Request.URL.RawQuery; q != "" {
		path += "?" + q
	}
	c.Redirect(http.StatusMovedPermanently, path)
	return nil
}

// problems turns the field problems of an Invalid fault into those of a form;
// ok is false for every other error, which is then the page's.
func problems(err error) (out templates.Problems, ok bool) {
	if errors.Is(err, db.ErrHeld) {
		return templates.Problems{}, true // the form is only to be shown again
	}
	if !fault.Is(err, fault.Invalid) {
		return nil, false
	}
	for _, p := range fault.ProblemsOf(err) {
		out = append(out, templates.Problem{Field: p.Field, Text: p.Sentence})
	}
	if len(out) == 0 {
		out = templates.Problems{{Text: fault.SentenceOf(err)}}
	}
	return out, true
}

// ofForm reports whether the problems are for a form with the one field: found at
// it, or none because the form is only to be shown again. Other problems mean
// that the form is not possible any more.
func ofForm(p templates.Problems, field string) bool { return len(p) == 0 || p.For(field) != "" }

// ctx is the request's own context. gin's must not be handed on: it is used
// again for other requests.
func ctx(c *gin.Context) context.Context { return c.Request.Context() }
