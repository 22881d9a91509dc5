package page

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"kommunalforum/internal/db"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// No word that somebody typed is lost when a form is refused. Where the form may
// still be sent, it comes back as it was: its own handler shows it, with all
// writes held. Where it may not, the refusal shows the text to copy. Whoever is
// no longer signed in finds the form again after signing in: it is kept for the
// person for whom it was shown, in the browser that sent it. That is a draft like
// those that people save themselves, see draft.go.

// ownerField carries, sealed, the id of the person for whom a form was shown.
const ownerField = "inhaber"

const (
	resumed      = "Ihr Text ist wieder da. Er ist noch nicht abgeschickt."
	chosenAgain  = "Ihre Auswahl ist wieder da. Sie ist noch nicht gespeichert."
	otherAccount = "Dieses Formular wurde mit einem anderen Konto geöffnet als dem, mit dem Sie jetzt angemeldet sind. Deshalb haben " +
		"wir es nicht angenommen."
)

var errOtherAccount = fault.Forbid(otherAccount)

// formAgain says how a form is shown that is not carried out.
type formAgain struct {
	status  int
	notice  string // what went well
	refusal string // why it was not accepted, and whether the text is as it was
	unclear bool   // nobody knows whether it was accepted
	draft   bool   // it is a draft: what is still wrong with it is not said yet
	err     error  // the refusal
}

type formAgainKey struct{}

// again returns how the form of the request is shown again, nil for a request
// that is carried out.
func (c *Context) again() *formAgain {
	again, _ := c.Request.Context().Value(formAgainKey{}).(*formAgain)
	return again
}

// unshown returns the error for the visitor where the handler of a form that is only
// shown again cannot show it: it answers what was typed without its form. Why the form
// was refused counts for more than why it cannot be shown just now.
func (c *Context) unshown(err error) error {
	again := c.again()
	held := errors.Is(err, db.ErrHeld)
	switch {
	case again == nil || !held && !fault.Is(err, fault.Unready):
		return err
	case again.err != nil:
		return again.err
	case held:
		return errFormGone
	}
	return err
}

// ShownAgain reports whether the form of the request is only shown again, and
// not carried out.
func (c *Context) ShownAgain() bool { return c.again() != nil }

// showFormAgain answers with the form that r would carry out, filled as in r.
func (k *Kit) showFormAgain(c *Context, r *http.Request, again formAgain) {
	held := context.WithValue(db.HoldWrites(r.Context()), formAgainKey{}, &again)
	c.Request = r.WithContext(held)
	k.router.HandleContext(c.Context)
	c.Abort()
}

// mayTryAgain reports whether the form may be sent once more as it is.
func mayTryAgain(err error) bool {
	if errors.As(err, new(*heldNUL)) {
		return true
	}
	switch fault.KindOf(err) {
	case fault.TooMany, fault.Unready, fault.Internal:
		return !errors.Is(err, errBadText) && !errors.Is(err, errForeign) && !errors.Is(err, errMethod)
	}
	return false
}

// refusalText says after why a form was not accepted what became of the text in it.
func refusalText(err error, why string) string {
	if errors.As(err, new(*heldNUL)) {
		return why + " Alles andere steht noch im Formular."
	}
	return why + " Ihr Text steht unverändert im Formular."
}

// refuseTyped answers a request that carried typed text and is not accepted. It
// reports false when there is nothing more to do than to show the page.
func (k *Kit) refuseTyped(c *Context, err error, page *templates.Fault) (answered bool) {
	typed := c.typed()
	if len(typed) == 0 && !choiceForms[c.FullPath()] {
		c.Set(textShown, true)
		return false
	}
	_, identified := c.Get(viewerValue)
	if identified && !c.asksSecret() && mayTryAgain(err) && c.again() == nil && c.FullPath() != "" {
		k.showFormAgain(c, c.Request, formAgain{status: page.Status, refusal: refusalText(err, page.Text), unclear: page.Unclear, err: err})
		return true
	}
	page.Typed = typed
	if c.ShowsDraft() {
		page.Onward = templates.Link{Href: path.Drafts, Text: "Zu meinen Entwürfen"}
	}
	c.Set(textShown, true)
	if !c.Viewer().SignedIn() && fault.Is(err, fault.Forbidden) {
		k.keepTyped(c, page)
	}
	return false
}

// errFormGone is the answer where the page that would show a refused form again
// has no such form any more.
var errFormGone = fault.Of(fault.Conflict, "Dieses Formular gibt es hier nicht mehr, weil sich inzwischen etwas geändert hat. "+
	"Abgeschickt ist Ihr Text nicht.")

// losesText reports whether the page answers a form that was not carried out,
// and does not show what was typed into it.
func (k *Kit) losesText(c *Context, status int, page []byte) bool {
	form := c.Request.PostForm
	refused := status >= http.StatusBadRequest || c.again() != nil || form.Get("aktion") == "vorschau"
	if c.Request.Method != http.MethodPost || !refused || c.GetBool(textShown) || c.asksSecret() {
		return false
	}
	shown := ""
	for _, t := range c.typed() {
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
func (c *Context) asksSecret() bool {
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
func (k *Kit) keepTyped(c *Context, page *templates.Fault) {
	page.Onward = k.signInAgain(c, c.formPage())
	owner := k.formOwner(c)
	if owner == 0 {
		return
	}
	if _, wait := k.kept.Allow(strconv.FormatInt(owner, 10), c.Now()); wait > 0 {
		return
	}
	token := c.ResumeToken()
	if token == "" {
		token = rand.Text()
	}
	id, err := k.Drafts.Interrupt(c.Ctx(), owner, token, c.draftPage(), c.Request.URL.RequestURI(), c.keptFields())
	if err != nil {
		if !fault.Is(err, fault.NotFound) && !errors.Is(err, db.ErrHeld) { // a form that is only shown again keeps nothing
			k.Log.Error("keeping a form failed", "request", c.RequestID(), "error", err)
		}
		return
	}
	http.SetCookie(c.Writer, resumeCookie(token, k.Config.TLS()))
	page.Onward = k.signInAgain(c, path.To(path.Draft, id))
	page.Kept = "Was Sie eingegeben haben, ist nicht verloren: Danach steht es wieder in seinem Formular. Dafür bewahren wir es zwölf " +
		"Stunden auf, nur für Ihr Konto und diesen Browser."
	if into := c.receiving(); into != nil && into.some {
		page.Kept += " Die Dateien wählen Sie dann bitte noch einmal aus."
	}
	if c.Viewer().Session == "" {
		page.Title, page.Text = "Sie sind nicht mehr angemeldet", "Bitte melden Sie sich mit demselben Konto wieder an."
	}
}

// signInAgain is the link by which somebody who is not signed in, or has yet to
// finish it, gets to the address.
func (k *Kit) signInAgain(c *Context, address string) templates.Link {
	if o, ok := c.Viewer().Pending(); ok {
		return templates.Link{Href: requiredPath(o.Action, address), Text: required[o.Action].text}
	}
	return templates.Link{Href: path.SignInAndBack(address), Text: "Anmelden"}
}

// pageFields are those that belong to the page that shows a form, and not to the text.
var pageFields = map[string]bool{ownerField: true, tabField: true, revisionField: true, addressField: true, filesField: true, detachField: true,
	quoteField: true}

// keptFields are the fields of the form without those that nobody may store.
func (c *Context) keptFields() url.Values {
	out := url.Values{}
	for name, values := range c.Request.PostForm {
		if !secretFields[name] && !pageFields[name] {
			out[name] = values
		}
	}
	return out
}

// formPage is the address of the page of this site that held the form.
func (c *Context) formPage() string {
	u, err := url.Parse(c.GetHeader("Referer"))
	if err != nil || u.Host != c.Request.Host {
		return "/"
	}
	return path.Local(u.RequestURI())
}

// formOwner returns for whom the form of the request was shown, 0 when unknown.
func (k *Kit) formOwner(c *Context) int64 {
	text, err := k.SignIn.Keyring.Open(ownerField, c.Request.PostForm.Get(ownerField))
	if err != nil {
		return 0
	}
	id, _ := strconv.ParseInt(text, 10, 64)
	return id
}

// withOwner names the viewer to the forms that are rendered under the context, and says
// what they know of drafts.
func (k *Kit) withOwner(c *Context) context.Context {
	by := c.Viewer()
	if !by.SignedIn() {
		return c.Ctx()
	}
	return templates.WithFormOwner(templates.WithDraftState(c.Ctx(), c.draftState()), sync.OnceValue(func() string {
		return k.SignIn.Keyring.Seal(ownerField, strconv.FormatInt(by.ID, 10))
	}))
}

// ownForm refuses a form that was shown to somebody else: in another tab of the
// browser, before somebody else signed in.
func (k *Kit) ownForm(c *Context) error {
	if owner := k.formOwner(c); owner != 0 && owner != c.Viewer().ID {
		return errOtherAccount
	}
	return nil
}

// sent clears what is left of a form that was carried out just now.
func (k *Kit) sent(c *Context) error {
	token, p := c.ResumeToken(), c.draftPage()
	carriedOut := c.Request.Method == http.MethodPost && c.again() == nil && c.Writer.Status() == http.StatusSeeOther
	if token == "" && p.Tab == "" || !carriedOut || !c.Viewer().SignedIn() || c.FullPath() == path.Drafts {
		return nil
	}
	return k.Drafts.Clear(c.Ctx(), c.Viewer(), token, c.Request.URL.RequestURI(), p.Key)
}

func resumeCookieName(tls bool) string {
	if tls {
		return "__Host-kommunalforum-formular"
	}
	return "kommunalforum-formular"
}

// resumeCookie binds kept forms to the browser.
func resumeCookie(token string, tls bool) *http.Cookie {
	return &http.Cookie{Name: resumeCookieName(tls), Value: token, Path: "/", MaxAge: int(draft.InterruptedLife / time.Second),
		HttpOnly: true, Secure: tls, SameSite: http.SameSiteLaxMode}
}

// ResumeToken is the value by which the browser is known, "" for none.
func (c *Context) ResumeToken() string {
	cookie, err := c.Request.Cookie(resumeCookieName(c.kit.Config.TLS()))
	if err != nil {
		return ""
	}
	return cookie.Value
}
