package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/resume"
	"kommunalforum/templates"
)

// No word that somebody typed is lost when a form is refused. Where the form may
// still be sent, it comes back as it was: its own handler shows it, with all
// writes held. Where it may not, the refusal shows the text to copy. Whoever is
// no longer signed in finds the form again after signing in: it is kept for the
// person for whom it was shown, in the browser that sent it.

// ownerField carries, sealed, the id of the person for whom a form was shown.
const ownerField = "inhaber"

// resumePath is where forms that were kept are continued.
const resumePath = "/fortsetzen"

const (
	resumed      = "Ihr Text ist wieder da. Er ist noch nicht abgeschickt."
	otherAccount = "Dieses Formular wurde mit einem anderen Konto geöffnet als dem, mit dem Sie jetzt angemeldet sind. Deshalb haben wir es nicht angenommen."
)

var errOtherAccount = fault.Forbid(otherAccount)

// formAgain says how a form is shown that is not carried out.
type formAgain struct {
	status  int
	notice  string // what went well
	refusal string // why it was not accepted
}

type formAgainKey struct{}

// againOf returns how the form of the request is shown again, nil for a request
// that is carried out.
func againOf(c *gin.Context) *formAgain {
	again, _ := c.Request.Context().Value(formAgainKey{}).(*formAgain)
	return again
}

// showFormAgain answers with the form that r would carry out, filled as in r.
func (s *server) showFormAgain(c *gin.Context, r *http.Request, again formAgain) {
	held := context.WithValue(db.HoldWrites(r.Context()), formAgainKey{}, &again)
	c.Request = r.WithContext(held)
	s.router.HandleContext(c)
	c.Abort()
}

// mayTryAgain reports whether the form may be sent once more as it is.
func mayTryAgain(err error) bool {
	switch fault.KindOf(err) {
	case fault.TooMany, fault.Unready, fault.Internal:
		return !errors.Is(err, errNotUTF8) && !errors.Is(err, errForeign) && !errors.Is(err, errMethod)
	}
	return false
}

// refuseTyped answers a request that carried typed text and is not accepted. It
// reports false when there is nothing more to do than to show the page.
func (s *server) refuseTyped(c *gin.Context, err error, page *templates.Fault) (answered bool) {
	typed := typedIn(c)
	if len(typed) == 0 {
		c.Set(textShown, true)
		return false
	}
	if !asksSecret(c) && mayTryAgain(err) && againOf(c) == nil && c.FullPath() != "" {
		s.showFormAgain(c, c.Request, formAgain{status: page.Status, refusal: page.Text})
		return true
	}
	page.Typed = typed
	c.Set(textShown, true)
	if !s.viewer(c).SignedIn() && fault.Is(err, fault.Forbidden) {
		s.keepTyped(c, page)
	}
	return false
}

// errFormGone is the answer where the page that would show a refused form again
// has no such form any more.
var errFormGone = fault.Of(fault.Conflict, "Dieses Formular gibt es hier nicht mehr, weil sich inzwischen etwas geändert hat. Abgeschickt ist Ihr Text nicht.")

// losesText reports whether the page answers a form that was not carried out,
// and does not show what was typed into it.
func (s *server) losesText(c *gin.Context, status int, page []byte) bool {
	form := c.Request.PostForm
	refused := status >= http.StatusBadRequest || againOf(c) != nil || form.Get("aktion") == "vorschau"
	if c.Request.Method != http.MethodPost || !refused || c.GetBool(textShown) || asksSecret(c) {
		return false
	}
	shown := ""
	for _, t := range typedIn(c) {
		if len(t.Text) < minLost {
			continue
		}
		if shown == "" {
			shown = foldSpace(string(page))
		}
		if !strings.Contains(shown, foldSpace(templ.EscapeString(t.Text))) {
			return true
		}
	}
	return false
}

// asksSecret reports whether the form asks for a password or a code: it is never
// carried out half, nor is what stands beside the secret worth keeping.
func asksSecret(c *gin.Context) bool {
	for name := range secretFields {
		if c.Request.PostForm.Has(name) {
			return true
		}
	}
	return false
}

// minLost is the length in bytes from which a text is worth a page of its own.
const minLost = 12

// textShown marks a request whose refusal shows what was typed.
const textShown = "text shown"

func foldSpace(text string) string { return strings.Join(strings.Fields(text), " ") }

// keepTyped keeps the form of somebody who is no longer signed in, and leads
// them back to it by signing in.
func (s *server) keepTyped(c *gin.Context, page *templates.Fault) {
	page.Onward = s.signInAgain(c, s.cameFrom(c))
	owner := s.formOwner(c)
	if owner == 0 {
		return
	}
	if _, wait := s.limits.keeping.allow(strconv.FormatInt(owner, 10), s.DB.Now(ctx(c))); wait > 0 {
		return
	}
	token := resumeToken(c, s.Config.TLS())
	if token == "" {
		token = rand.Text()
	}
	id, err := s.Resume.Keep(ctx(c), owner, token, c.Request.URL.RequestURI(), keptFields(c).Encode())
	if err != nil {
		if !fault.Is(err, fault.NotFound) {
			s.Log.Error("keeping a form failed", "request", requestID(c), "error", err)
		}
		return
	}
	http.SetCookie(c.Writer, resumeCookie(token, s.Config.TLS()))
	page.Onward = s.signInAgain(c, resumePath+"/"+strconv.FormatInt(id, 10))
	page.Kept = "Ihr Text ist nicht verloren: Danach steht er wieder in seinem Formular. Dafür bewahren wir ihn zwölf Stunden auf, nur für Ihr Konto und diesen Browser."
	if s.viewer(c).Session == "" {
		page.Title, page.Text = "Sie sind nicht mehr angemeldet", "Bitte melden Sie sich mit demselben Konto wieder an."
	}
}

// signInAgain is the link by which somebody who is not signed in, or has yet to
// finish it, gets to the address.
func (s *server) signInAgain(c *gin.Context, address string) templates.Link {
	if o, ok := s.viewer(c).Owing(); ok {
		return templates.Link{Href: dutyPath(o.Duty, address), Text: duties[o.Duty].text}
	}
	return templates.Link{Href: signInPath(address), Text: "Anmelden"}
}

// keptFields are the fields of the form without those that nobody may store.
func keptFields(c *gin.Context) url.Values {
	out := url.Values{}
	for name, values := range c.Request.PostForm {
		if !secretFields[name] && name != ownerField {
			out[name] = values
		}
	}
	return out
}

// cameFrom is the address of the page of this site that held the form.
func (s *server) cameFrom(c *gin.Context) string {
	u, err := url.Parse(c.GetHeader("Referer"))
	if err != nil || u.Host != c.Request.Host {
		return "/"
	}
	return localPath(u.RequestURI())
}

// formOwner returns for whom the form of the request was shown, 0 when unknown.
func (s *server) formOwner(c *gin.Context) int64 {
	text, err := s.SignIn.Keyring.Open(ownerField, c.Request.PostForm.Get(ownerField))
	if err != nil {
		return 0
	}
	id, _ := strconv.ParseInt(text, 10, 64)
	return id
}

// withOwner names the viewer to the forms that are rendered under the context.
func (s *server) withOwner(c *gin.Context) context.Context {
	by := s.viewer(c)
	if !by.SignedIn() {
		return ctx(c)
	}
	return templates.WithFormOwner(ctx(c), func() string {
		return s.SignIn.Keyring.Seal(ownerField, strconv.FormatInt(by.ID, 10))
	})
}

// ownForm refuses a form that was shown to somebody else: in another tab of the
// browser, before somebody else signed in.
func (s *server) ownForm(c *gin.Context) error {
	if owner := s.formOwner(c); owner != 0 && owner != s.viewer(c).ID {
		return errOtherAccount
	}
	return nil
}

// resumeForm shows a form that was kept, as it was sent.
func (s *server) resumeForm(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	form, err := s.Resume.Find(ctx(c), s.viewer(c), id, resumeToken(c, s.Config.TLS()))
	if err != nil {
		return err
	}
	address, err := url.Parse(form.Path)
	if err != nil {
		return err
	}
	fields, err := url.ParseQuery(form.Fields)
	if err != nil {
		return err
	}
	r := c.Request.Clone(ctx(c))
	r.Method, r.URL, r.Body = http.MethodPost, address, http.NoBody
	r.PostForm, r.Form = fields, fields
	s.showFormAgain(c, r, formAgain{status: http.StatusOK, notice: resumed})
	return nil
}

// sent forgets the kept form that was carried out just now.
func (s *server) sent(c *gin.Context) error {
	token := resumeToken(c, s.Config.TLS())
	if token == "" || c.Request.Method != http.MethodPost || againOf(c) != nil || c.Writer.Status() != http.StatusSeeOther || !s.viewer(c).SignedIn() {
		return nil
	}
	return s.Resume.Sent(ctx(c), s.viewer(c), token, c.Request.URL.RequestURI())
}

func resumeCookieName(tls bool) string {
	if tls {
		return "__Host-kommunalforum-formular"
	}
	return "kommunalforum-formular"
}

// resumeCookie binds kept forms to the browser.
func resumeCookie(token string, tls bool) *http.Cookie {
	return &http.Cookie{Name: resumeCookieName(tls), Value: token, Path: "/", MaxAge: int(resume.Life / time.Second),
		HttpOnly: true, Secure: tls, SameSite: http.SameSiteLaxMode}
}

// resumeToken is the value by which the browser is known, "" for none.
func resumeToken(c *gin.Context, tls bool) string {
	cookie, err := c.Request.Cookie(resumeCookieName(tls))
	if err != nil {
		return ""
	}
	return cookie.Value
}
