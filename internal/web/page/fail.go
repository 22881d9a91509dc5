package page

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
)

var errMethod = errors.New("method not allowed")

// unreadyWait is after how long to try again where nobody knows better.
const unreadyWait = 10 * time.Second

// fail answers with the page for err. Internal errors are logged here, once.
func (k *Kit) fail(c *Context, err error) {
	err = c.unshown(err)
	page := problemOf(err)
	if page.Status == http.StatusInternalServerError && c.clientGone(err) {
		c.AbortWithStatus(statusGone)
		return
	}
	if page.Status >= http.StatusInternalServerError && fault.WaitOf(err) == 0 { // else the visitor comes too early
		page.RequestID = c.RequestID()
		if c.Ctx().Err() == nil { // else the visitor has left
			k.Log.Error("request failed", "request", page.RequestID, "error", err)
		}
	}
	page.Base = c.Base(page.Title, templates.SectionNone)
	page.NoIndex, page.Canonical, page.Unclear = true, "", errors.Is(err, db.ErrUnclear)
	if page.Status == http.StatusForbidden {
		page.Back = c.cameFrom()
	}
	page.OfferSignIn = page.OfferSignIn && c.Viewer().Session == "" && !c.GetBool(secretAddress)
	if c.Request.Method == http.MethodPost {
		page.Path = c.formPage() // signing in cannot return to a form that was sent
	}
	if page.Onward.Href != "" {
		page.Path = page.Onward.Href
	}
	wait := fault.WaitOf(err)
	if wait == 0 && page.Status == http.StatusServiceUnavailable {
		wait = unreadyWait
	}
	if wait > 0 {
		c.RetryAfter(wait)
	}
	k.measured.refused(page.Status, fault.WaitOf(err))
	if k.refuseTyped(c, err, &page) {
		return
	}
	c.Abort()
	page.Notice, page.Refusal = "", ""
	if err := c.Render(page.Status, templates.ProblemPage(page)); err != nil {
		k.Log.Error("error page failed", "request", c.RequestID(), "error", err)
		c.String(http.StatusInternalServerError, "Bei uns ist etwas schiefgegangen.")
	}
}

// cameFrom returns the local address of the page whose link or form led to the
// request, by its Referer; "" without one, of another host, or the same page.
func (c *Context) cameFrom() string {
	from, err := url.Parse(c.Request.Referer())
	if err != nil || from.Host != c.Request.Host || from.Path == c.Request.URL.Path || !strings.HasPrefix(from.Path, "/") ||
		strings.HasPrefix(from.Path, "//") {
		return ""
	}
	return (&url.URL{Path: from.Path, RawQuery: from.RawQuery}).RequestURI()
}

// RetryAfter says in whole seconds when another try is possible.
func (c *Context) RetryAfter(wait time.Duration) {
	c.Header("Retry-After", strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10))
}

// problemOf is the one place where kinds of faults become statuses and titles.
func problemOf(err error) templates.Fault {
	p := templates.Fault{Text: fault.SentenceOf(err)}
	var file fileTooLarge
	var dead *deadLink
	var decided *decidedMeanwhile
	switch {
	case errors.As(err, &dead):
		p.Status, p.Title, p.Text, p.Onward = http.StatusNotFound, dead.title, dead.text, dead.onward
		return p
	case errors.As(err, &decided):
		p.Status, p.Title, p.Onward = http.StatusConflict, "Das ist schon entschieden", decided.onward
		return p
	case errors.Is(err, errTooLarge):
		p.Status, p.Title, p.Text = http.StatusRequestEntityTooLarge, "Das war zu viel auf einmal", "Die Eingabe ist zu groß. Bitte kürzen Sie sie."
		return p
	case errors.As(err, &file):
		p.Status, p.Title, p.Text = http.StatusRequestEntityTooLarge, "Die Datei ist zu groß", file.sentence()
		return p
	case errors.Is(err, errBadText):
		p.Status, p.Title, p.Text = http.StatusBadRequest, "Die Eingabe ist nicht lesbar", "Sie enthält Zeichen, die sich nicht verarbeiten lassen. "+
			"Bitte prüfen Sie die Adresse, oder geben Sie Ihren Text neu ein."
		return p
	case errors.Is(err, errSlow):
		p.Status, p.Title, p.Text = http.StatusRequestTimeout, "Die Übertragung hat zu lange gedauert",
			"Bitte prüfen Sie Ihre Verbindung und senden Sie das Formular noch einmal ab."
		return p
	case errors.Is(err, errForeign):
		p.Status, p.Title, p.Text = http.StatusForbidden, "Diese Anfrage kam von einer anderen Seite",
			"Zu Ihrem Schutz nehmen wir nur Eingaben an, die von diesem Forum aus abgeschickt wurden."
		return p
	case errors.Is(err, errMethod):
		p.Status, p.Title, p.Text = http.StatusMethodNotAllowed, "So lässt sich diese Seite nicht aufrufen",
			"Bitte gehen Sie über die Verweise und Schaltflächen des Forums."
		return p
	case errors.Is(err, db.ErrNewerSchema):
		p.Status, p.Title = http.StatusServiceUnavailable, "Das Forum wird gerade erneuert"
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
func (k *Kit) recover(c *Context) {
	defer func() {
		if r := recover(); r != nil {
			if r == http.ErrAbortHandler {
				panic(r)
			}
			k.measured.panics.Inc()
			k.fail(c, fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	c.Next()
}
