package page

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
)

// Handler answers a request or returns why it cannot.
type Handler func(*Context) error

// WithID is a handler of pages whose pattern has an :id.
func WithID(h func(c *Context, id int64) error) Handler {
	return func(c *Context) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		return h(c, id)
	}
}

// Routes mounts pages that are open to the same people. Who may do what there
// is decided in the operation behind a handler.
type Routes struct {
	kit    *Kit
	router *gin.Engine
	wrap   func(Handler) Handler
}

// Get mounts a page, for GET and HEAD.
func (r Routes) Get(pattern string, h Handler) {
	do := r.kit.do(r.wrap(h))
	r.router.GET(pattern, do)
	r.router.HEAD(pattern, do)
}

// Post mounts what a form does.
func (r Routes) Post(pattern string, h Handler) { r.router.POST(pattern, r.kit.do(r.wrap(h))) }

// PostWithFiles mounts what a form does to which files can be attached.
func (r Routes) PostWithFiles(pattern string, h Handler) {
	do := r.kit.do(r.wrap(r.kit.uploading(h)))
	r.router.POST(pattern, func(g *gin.Context) {
		leave := r.kit.receive(r.kit.context(g))
		defer leave()
		do(g)
	})
}

// Upload mounts what a form with a file of at most maxBytes does. The form is
// held in memory; nothing of it is written to disk. Guests never get as far.
func (r Routes) Upload(pattern string, maxBytes int64, h Handler) {
	r.router.POST(pattern, func(g *gin.Context) {
		c := r.kit.context(g)
		if err := r.kit.withUpload(c, maxBytes, r.wrap(h)); err != nil {
			r.kit.fail(c, err)
		}
	})
}

func (k *Kit) routes(wrap func(Handler) Handler) Routes {
	return Routes{kit: k, router: k.router, wrap: wrap}
}

// Open are pages for everybody.
func (k *Kit) Open() Routes { return k.routes(func(h Handler) Handler { return h }) }

// Public are pages for everybody that strangers get from the cache. What such a
// page shows must come from the database and the settings alone, and it must
// have no form that sends once only.
func (k *Kit) Public() Routes { return k.routes(k.cached) }

// Members are pages for members. Guests are sent to sign in, and whoever has a
// required action pending to its page.
func (k *Kit) Members() Routes { return k.routes(k.members) }

// Admins are pages for administrators.
func (k *Kit) Admins() Routes {
	return k.routes(func(h Handler) Handler {
		return k.members(func(c *Context) error {
			if !c.Viewer().Admin() {
				return fault.Forbid("Diese Seiten sind der Administration vorbehalten.")
			}
			return h(c)
		})
	})
}

// Enrolling are pages on which people look after how they sign in: for members,
// and for those who have yet to set up a second factor.
func (k *Kit) Enrolling() Routes {
	return k.routes(k.alsoPending(account.EnrolSecondFactor, k.members))
}

// Reauthenticating are pages on which people prove once more who they are: as
// Enrolling, and open to all who may come to pages that ask for it.
func (k *Kit) Reauthenticating() Routes {
	return k.routes(k.alsoPending(account.EnrolSecondFactor, k.evenPending))
}

// OwnAddress are pages for members, and for those whose account rests until they
// confirm their address or change it.
func (k *Kit) OwnAddress() Routes { return k.routes(k.alsoPending(account.CheckAddress, k.members)) }

// EvenPending are pages for members, and for those who have yet to agree to the
// terms or to confirm their address: whoever wants to leave, or have their data,
// need do neither. They have proved who they are.
func (k *Kit) EvenPending() Routes { return k.routes(k.evenPending) }

// ByLink are pages of a one-time link.
func (k *Kit) ByLink() Routes {
	return k.routes(func(h Handler) Handler {
		return func(c *Context) error {
			c.Set(secretAddress, true)
			c.Header("Referrer-Policy", "no-referrer")
			c.Header("X-Robots-Tag", "noindex")
			return h(c)
		}
	})
}

// secretAddress marks a request whose address is a secret itself: no page of it
// may name the address, leave it to other pages or be stored.
const secretAddress = "secret"

// NotFound mounts the pages for addresses and methods that do not exist.
func (k *Kit) NotFound() {
	k.router.NoRoute(k.do(func(*Context) error { return fault.Missing() }))
	k.router.NoMethod(k.do(func(*Context) error { return errMethod }))
}

// do makes a gin handler of h: the form is read within its limits, and an
// error becomes its page.
func (k *Kit) do(h Handler) gin.HandlerFunc {
	return func(g *gin.Context) {
		c := k.context(g)
		if err := c.readForm(); err != nil {
			k.fail(c, err)
			return
		}
		err := h(c)
		if err == nil {
			err = k.sent(c)
		}
		if err != nil {
			k.fail(c, err)
		}
	}
}

// members is h for members only.
func (k *Kit) members(h Handler) Handler {
	return func(c *Context) error {
		by := c.Viewer()
		if by.SignedIn() {
			if err := k.ownForm(c); err != nil {
				return err
			}
			return h(c)
		}
		if !c.reads() {
			return by.MustBeMember()
		}
		return c.SeeOther(k.signInAgain(c, c.Request.URL.RequestURI()).Href)
	}
}

// alsoPending lets those in for whom the required action is pending, and wraps
// the pages of all others.
func (k *Kit) alsoPending(d account.RequiredAction, others func(Handler) Handler) func(Handler) Handler {
	return func(h Handler) Handler {
		other := others(h)
		return func(c *Context) error {
			if c.pending(d) {
				return h(c)
			}
			return other(c)
		}
	}
}

func (k *Kit) evenPending(h Handler) Handler {
	members := k.members(h)
	return func(c *Context) error {
		if o, _ := c.Viewer().Pending(); o.Action == account.AgreeToTerms || o.Action == account.CheckAddress {
			c.ActAs(o.As)
		}
		return members(c)
	}
}

// otherSite marks the context of a request that came from another site.
type otherSite struct{}

// FromOtherSite marks the request: it is answered by the router, so that the
// refusal looks and is logged like all others.
func FromOtherSite(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), otherSite{}, true))
}

func (c *Context) fromOtherSite() bool { return c.Ctx().Value(otherSite{}) != nil }
