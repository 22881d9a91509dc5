// Package page is the kit of all pages: it turns handlers into routes, reads
// forms within their limits, renders pages, turns errors into pages, knows who
// makes a request, and keeps what was typed when a form is refused.
//
// It promises: a handler runs only after the form was read and found to be
// within its limits; a page leaves whole or not at all; an internal error is
// logged once and never shown; what somebody typed comes back with every
// refusal.
package page

import (
	"log/slog"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/metric"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/queue"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/usecase"
)

// Deps are the parts of the house that every page needs.
type Deps struct {
	Config   config.Config
	Log      *slog.Logger
	DB       *db.DB // for the snapshot of a request, the version of what it shows, and the time
	Accounts *account.Accounts
	SignIn   *signin.Authenticator
	Settings *setting.Settings
	Drafts   *draft.Drafts
	Attached *attachment.Attachments
	Acts     *usecase.Acts // for what texts refer to
	Notify   *notify.Notifications
	Unread   *unread.Unread
	Folder   *mail.Folder // nil unless mails are written to a folder
	Metrics  *metric.Set
}

// Kit is what the pages of all areas share.
type Kit struct {
	Deps
	Sessions  *SessionStore
	router    *gin.Engine
	site      atomic.Pointer[siteOf]
	cache     cache
	kept      *Limiter // forms kept for people who are no longer signed in, per account
	typing    *Limiter // what is asked for while somebody types
	saving    *Limiter // drafts, per session
	uploads   *queue.Queue
	receivers *queue.Queue // of forms with attachments
	clients   clientHash
	measured  measured
	proxies   []netip.Prefix // whose word about requests counts
}

// New returns a kit whose routes are mounted on router.
func New(d Deps, router *gin.Engine) *Kit {
	return &Kit{
		Deps:      d,
		Sessions:  &SessionStore{accounts: d.Accounts, signIn: d.SignIn, secure: d.Config.TLS()},
		router:    router,
		kept:      NewLimiter(20, time.Minute),
		typing:    NewLimiter(60, 100*time.Millisecond),
		saving:    NewLimiter(20, 2*time.Second),
		receivers: queue.New(maxReceiving, maxReceivingOfOne, uploadPatience),
		uploads:   queue.New(maxUploads, maxUploadsOfOne, uploadPatience),
		measured:  newMeasured(d.Metrics),
		proxies:   networks(d.Config.TrustedProxies),
	}
}

// Middleware is what every request passes through, in this order.
func (k *Kit) Middleware() []gin.HandlerFunc {
	var out []gin.HandlerFunc
	for _, step := range []func(*Context){k.observe, k.protect, k.recover, k.snapshot, k.identify} {
		out = append(out, func(c *gin.Context) { step(k.context(c)) })
	}
	return out
}
