package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/sessions"

	"kommunalforum/internal/account"
)

// sessionStore keeps sessions in the database behind gorilla's Store: the
// cookie holds a random value, the database its hash.
type sessionStore struct {
	accounts *account.Accounts
	signIn   *account.Authenticator
	secure   bool // served by TLS
}

// Keys of a session's values.
const (
	tokenValue  = "token"  // string: the cookie's value
	viewerValue = "viewer" // account.Viewer: who it belongs to
)

// sessionName is the cookie's name; under TLS the browser itself guarantees
// that it is Secure, bound to this host and valid for every path.
func (st *sessionStore) sessionName() string {
	if st.secure {
		return "__Host-kommunalforum"
	}
	return "kommunalforum"
}

func (st *sessionStore) options(maxAge int) *sessions.Options {
	return &sessions.Options{Path: "/", MaxAge: maxAge, Secure: st.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Get returns the request's session, read once per request.
func (st *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New reads the cookie and asks the database whose it is. A cookie that is
// unknown or expired gives a new session of the guest.
func (st *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(st, name)
	session.Options = st.options(int(account.AbsoluteLife.Seconds()))
	session.IsNew = true
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil
	}
	by, err := st.accounts.ViewerFor(r.Context(), cookie.Value)
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
func (st *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
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
func (s *server) snapshot(c *gin.Context) {
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		return
	}
	shared, release := s.DB.Snapshot(c.Request.Context())
	defer release()
	c.Request = c.Request.WithContext(shared)
	c.Set(releaseValue, release)
	c.Next()
}

// letGo ends the request's snapshot before something that takes long, such as
// a search or a slow reader; it holds one of few connections.
func letGo(c *gin.Context) {
	if release, ok := c.Value(releaseValue).(func()); ok {
		release()
	}
}

// identify loads who makes the request, once.
func (s *server) identify(c *gin.Context) {
	session, err := s.sessions.Get(c.Request, s.sessions.sessionName())
	if err != nil {
		s.fail(c, err)
		return
	}
	by, _ := session.Values[viewerValue].(account.Viewer)
	c.Set(viewerValue, by)
	c.Next()
}

// viewer returns who makes the request; the guest when nobody is signed in.
func (s *server) viewer(c *gin.Context) account.Viewer {
	by, _ := c.Value(viewerValue).(account.Viewer)
	return by
}
