package page

import (
	"net/http"
	"strings"
	"time"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
	"kommunalforum/templates"
)

// After a form the browser is sent on to another page, and that page says what was
// done. The address names the sentence (?hinweis=), and a cookie proves that this
// browser was sent there by a form: an address that somebody passes around says
// nothing. There is a cookie for each sentence, so that tabs do not take away each
// other's.

// noticeParam names in an address what the page shall say.
const noticeParam = "hinweis"

// noticeLife is how long a page may take to say what was done.
const noticeLife = 10 * time.Minute

// Announce answers a form that was carried out: it leads to the address, whose page
// shows the notice once.
func (c *Context) Announce(address, notice string) error {
	http.SetCookie(c.Writer, c.noticeCookie(notice, int(noticeLife.Seconds())))
	return c.SeeOther(withNotice(address, notice))
}

// Removed answers a form that removes something of the list at the address, with what
// came of it. A second click finds the thing gone: it is answered like the first one,
// and like one for a thing that never was or is not the viewer's.
func (c *Context) Removed(err error, address, notice string) error {
	if fault.Is(err, fault.NotFound) {
		return c.Announce(address, "schon-entfernt")
	}
	if err != nil {
		return err
	}
	return c.Announce(address, notice)
}

// Done is what a form does, as the audit log has it.
type Done struct {
	Act     string // "" for what is not in the log with the words that were typed
	Subject string
	ID      int64
}

// Decided is Removed for a decision on something that waits in the list at the
// address, and that somebody else may have decided. What was typed for it comes back,
// unless done is the last that happened to the subject, by the viewer and in these words:
// then it is a second click.
func (c *Context) Decided(err error, address, notice string, done Done) error {
	if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Conflict) {
		if err != nil {
			return err
		}
		return c.Announce(address, notice)
	}
	for _, field := range []string{"grund", "ablehnung", "bescheid"} {
		known, err := c.didSo(done, c.FormText(field))
		if err != nil {
			return err
		}
		if !known {
			return c.DecidedMeanwhile(address)
		}
	}
	return c.Announce(address, "schon-entschieden")
}

// DecidedMeanwhile is the answer to what was typed for something that waits no more in
// the list at the address, with what was typed.
func (c *Context) DecidedMeanwhile(address string) error {
	return &decidedMeanwhile{errDecided, templates.Link{Href: address, Text: "Zur Übersicht"}}
}

var errDecided = fault.Of(fault.Conflict, "Das wartet nicht mehr auf Ihre Entscheidung: Sie ist schon gefallen, vielleicht in einem anderen "+
	"Fenster oder durch jemand anderen, oder es wurde zurückgezogen. Was Sie eingegeben haben, ist nicht gespeichert.")

// decidedMeanwhile is the answer to a reason for something that waits no more.
type decidedMeanwhile struct {
	error
	onward templates.Link // where it waited
}

func (e *decidedMeanwhile) Unwrap() error { return e.error }

// didSo reports whether the viewer did this for the reason, and nobody did anything else
// to the subject since. Without a reason there is nothing to lose: it is true.
func (c *Context) didSo(done Done, reason string) (bool, error) {
	textfield.Line(new(fault.Check), "", "", &reason, 0, len(reason)) // as it would be recorded
	if reason == "" || done.Act == "" {
		return reason == "", nil
	}
	return c.kit.Accounts.DidLast(c.Ctx(), c.Viewer(), done.Act, done.Subject, done.ID, reason)
}

// Announced reports whether a form led here with the notice within the last ten
// minutes. Pages that are made of nothing else ask it, so that they can be reloaded.
func (c *Context) Announced(notice string) bool {
	if c.Query(noticeParam) != notice {
		return false
	}
	_, err := c.Request.Cookie(c.noticeCookie(notice, 0).Name)
	return err == nil
}

// takeNotice returns the sentence that a form announced for this page, "" without
// one, and whether it is one of unchanged, and takes its proof back.
func (c *Context) takeNotice() (text string, nothing bool) {
	notice := c.Query(noticeParam)
	text, known := notices[notice]
	if !known || !c.Announced(notice) {
		return "", false
	}
	if !c.GetBool(noticeTaken) && c.Request.Method == http.MethodGet {
		c.Set(noticeTaken, true)
		http.SetCookie(c.Writer, c.noticeCookie(notice, -1))
	}
	return text, unchanged[notice]
}

// noticeTaken marks a request whose answer takes the proof of its notice back.
const noticeTaken = "notice taken"

// noticeCookie proves a notice for maxAge seconds, or takes its proof back when
// maxAge is negative.
func (c *Context) noticeCookie(notice string, maxAge int) *http.Cookie {
	tls := c.kit.Config.TLS()
	name := "kommunalforum-hinweis-" + notice
	if tls {
		name = "__Host-" + name
	}
	return &http.Cookie{Name: name, Value: "1", Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: tls, SameSite: http.SameSiteLaxMode}
}

// withNotice adds the name of the notice to the address.
func withNotice(address, notice string) string {
	address, fragment, found := strings.Cut(address, "#")
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	address += mark + noticeParam + "=" + notice
	if found {
		address += "#" + fragment
	}
	return address
}
