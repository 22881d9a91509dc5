package page

import (
	"net/http"
	"strings"

	"github.com/gorilla/sessions"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/web/path"
)

// SessionStore keeps sessions in the database behind gorilla's Store: the
// cookie holds a random value, the database its hash.
type SessionStore struct {
	accounts *account.Accounts
	signIn   *signin.Authenticator
	secure   bool // served by TLS
}

// Keys of a session's values.
const (
	tokenValue  = "token"  // string: the cookie's value
	viewerValue = "viewer" // account.Viewer: who it belongs to
)

// CookieName is the name of the session cookie; under TLS the browser itself guarantees
// that it is Secure, bound to this host and valid for every path.
func (st *SessionStore) CookieName() string {
	if st.secure {
		return "__Host-kommunalforum"
	}
	return "kommunalforum"
}

func (st *SessionStore) options(maxAge int) *sessions.Options {
	return &sessions.Options{Path: "/", MaxAge: maxAge, Secure: st.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Get returns the request's session, read once per request.
func (st *SessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New reads the cookie and asks the database whose it is. A cookie that is
// unknown or expired gives a new session of the guest.
func (st *SessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(st, name)
	session.Options = st.options(int(credential.AbsoluteLife.Seconds()))
	session.IsNew = true
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil
	}
	find := st.accounts.ViewerFor
	if r.URL.Path == path.Live || r.URL.Path == path.AutosaveDraft {
		find = st.accounts.ViewerForPoll
	}
	by, err := find(r.Context(), cookie.Value)
	if err != nil {
		return session, err
	}
	if by.Session != "" {
		session.IsNew = false
		session.ID = by.Session
		session.Values[viewerValue] = by
		session.Values[tokenValue] = cookie.Value
	}
	return session, nil
}

// Save hands the cookie to the browser; with a negative MaxAge it ends the
// session in the database and takes the cookie back.
func (st *SessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	token, _ := session.Values[tokenValue].(string)
	if session.Options.MaxAge < 0 {
		if err := st.signIn.SignOut(r.Context(), token); err != nil {
			return err
		}
		token = ""
	}
	http.SetCookie(w, sessions.NewCookie(session.Name(), token, session.Options))
	return nil
}

// releaseValue is the key of the function that ends the request's snapshot.
const releaseValue = "release"

// snapshot lets all that a page reads share one transaction.
func (k *Kit) snapshot(c *Context) {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return
	}
	shared, release := k.DB.Snapshot(c.Request.Context())
	defer release()
	c.Request = c.Request.WithContext(shared)
	c.Set(releaseValue, release)
	c.Next()
}

// ReleaseSnapshot ends the request's snapshot before something that takes long,
// such as a search or a slow reader; it holds one of few connections.
func (c *Context) ReleaseSnapshot() {
	if release, ok := c.Value(releaseValue).(func()); ok {
		release()
	}
}

// identify loads who makes the request, once.
func (k *Kit) identify(c *Context) {
	session, err := c.session()
	if err != nil {
		if !c.reads() && c.again() == nil {
			c.readForm() // what is not read is not shown again
		}
		k.fail(c, err)
		return
	}
	by, _ := session.Values[viewerValue].(account.Viewer)
	c.Set(viewerValue, by)
	if k.canWait(c, by) {
		c.Request = c.Request.WithContext(db.CanWait(c.Request.Context()))
	}
	c.Next()
}

// canWait reports whether what the request writes can wait while the disk is full: what
// members write. Signing in and out works, so that people can read, and so does what
// administrators do, who may make room.
func (k *Kit) canWait(c *Context, by account.Viewer) bool {
	address := c.Request.URL.Path
	return by.SignedIn() && !c.reads() && address != path.SignOut &&
		!(by.Admin() && strings.HasPrefix(address, path.Administration))
}

// Begin starts a session: it hands the cookie with the token to the browser.
func (c *Context) Begin(token string) error {
	session := sessions.NewSession(c.kit.Sessions, c.kit.Sessions.CookieName())
	session.Options = c.kit.Sessions.options(0) // with the browser; the database knows the rest
	session.Values[tokenValue] = token
	return session.Save(c.Request, c.Writer)
}

// End ends the session that the request came with, if any, in the database and
// in the browser.
func (c *Context) End() error {
	session, err := c.session()
	if err != nil || session.IsNew {
		return err
	}
	session.Options = c.kit.Sessions.options(-1)
	return session.Save(c.Request, c.Writer)
}

func (c *Context) session() (*sessions.Session, error) {
	return c.kit.Sessions.Get(c.Request, c.kit.Sessions.CookieName())
}

// ActAs lets the rest of the request be the viewer's, whose actions are pending
// no more.
func (c *Context) ActAs(by account.Viewer) { c.Set(viewerValue, by) }
