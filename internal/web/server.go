// Package web turns requests into calls of the domain packages and their
// results into pages. It owns no table. Routes stand in routes.go, the way from
// a handler's error to a page in handler.go, one file per group of pages.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/export"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/queue"
	"kommunalforum/internal/resume"
	"kommunalforum/internal/search"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/usecase"
	"kommunalforum/templates"
)

// Deps are the parts of the house that pages are made of.
type Deps struct {
	Config    config.Config
	Log       *slog.Logger
	DB        *db.DB
	Accounts  *account.Accounts
	SignIn    *account.Authenticator
	Joining   *membership.Joining
	Boards    *board.Boards
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Inquiries *inquiry.Inquiries
	Acts      *usecase.Acts
	Profiles  *profile.Profiles
	Privacy   *privacy.Privacy
	Export    *export.Exporter
	Search    *search.Index
	Folder    *mail.Folder // nil unless mails are written to a folder
	Proposer  *catalogue.Proposer
	Settings  *setting.Settings // nil: only the configuration holds
	Resume    *resume.Forms
}

// server is Deps with what the web itself keeps.
type server struct {
	Deps
	shown     atomic.Pointer[shownSite]
	pages     keptPages
	sessions  *sessionStore
	limits    limiters
	providers []provider
	uploads   *queue.Queue // forms with a file
	clients   clientHash
	router    *gin.Engine
	terms     markdown.HTML // the operator's own, "" for those that come with the program
}

// Route is a method and the pattern of an address, such as GET /thema/:id.
type Route struct{ Method, Path string }

// New returns the whole site as a handler, and its routes for tests that walk
// over all of them.
func New(ctx context.Context, d Deps) (http.Handler, []Route, error) {
	if d.Settings == nil {
		d.Settings = setting.Fixed(d.Config.Site)
	}
	s := &server{Deps: d, limits: newLimiters(), providers: providersOf(d.Config), uploads: uploadQueue()}
	s.sessions = &sessionStore{accounts: d.Accounts, signIn: d.SignIn, secure: d.Config.TLS()}
	if own := d.Config.Site.Terms.Text; own != "" {
		text, err := markdown.Render(ctx, own)
		if err != nil {
			return nil, nil, fmt.Errorf("terms of use: %w", err)
		}
		s.terms = text.HTML
	}

	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	s.router = router
	router.HandleMethodNotAllowed = true
	router.RedirectTrailingSlash = false
	router.RemoteIPHeaders = []string{"X-Forwarded-For"} // gin would believe X-Real-IP too
	if err := router.SetTrustedProxies(d.Config.TrustedProxies); err != nil {
		return nil, nil, err
	}
	if d.Config.NoMemberLimits {
		router.Use(unlimited)
	}
	router.Use(s.observe, s.protect, s.recover, s.snapshot, s.identify)
	s.routes(router)

	guard := http.NewCrossOriginProtection()
	// Browsers that send no Sec-Fetch-Site are judged by Host, which a proxy may
	// have rewritten; the public address is ours under any Host.
	if err := guard.AddTrustedOrigin(d.Config.BaseURL.String()); err != nil {
		return nil, nil, fmt.Errorf("public address: %w", err)
	}
	// Under no-referrer browsers send no origin; who knows the token needs none.
	for _, path := range []string{"/passwort", joinPath, "/einladung", "/adresse"} {
		guard.AddInsecureBypassPattern("POST " + path + "/{token}")
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Answered by the router, so that the refusal looks and is logged like all others.
		router.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), crossOrigin{}, true)))
	}))
	zip, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(5), gzhttp.MinSize(1024), gzhttp.SuffixETag(gzipSuffix))
	if err != nil {
		return nil, nil, err
	}
	var routes []Route
	for _, r := range router.Routes() {
		routes = append(routes, Route{r.Method, r.Path})
	}
	return zip(guard.Handler(router)), routes, nil
}

// crossOrigin marks the context of a request that came from another site.
type crossOrigin struct{}

// base fills what every page needs around its own matter.
func (s *server) base(c *gin.Context, title string, section templates.Section, crumbs ...templates.Crumb) templates.Base {
	by := s.viewer(c)
	b := templates.Base{
		Title:   title,
		Site:    s.site(),
		Section: section,
		Path:    c.Request.URL.RequestURI(),
		Crumbs:  crumbs,
		Notice:  notices[c.Query("hinweis")],
		Viewer: templates.Viewer{
			SignedIn: by.SignedIn(), Name: by.Name, Organisation: by.Organisation.Name,
			Desk: by.Programme(), Moderates: by.ModeratesSomewhere(), Admin: by.Admin(),
		},
	}
	if again := againOf(c); again != nil {
		b.Notice, b.Refusal = again.notice, again.refusal
	}
	if by.SignedIn() {
		b.Viewer.Idle = int(account.IdleLife.Seconds())
	}
	if o, ok := by.Owing(); ok {
		b.Viewer.Owes = templates.Link{Href: dutyPath(o.Duty, b.Path), Text: duties[o.Duty].text}
		b.Viewer.Doing = c.Request.URL.Path == duties[o.Duty].path
	}
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		b.Path = "" // signing in cannot return to a form that was sent
	}
	if c.GetBool(secretPath) {
		b.Path = ""
		return b
	}
	b.Canonical = s.Config.BaseURL.URL(strings.SplitN(b.Path, "?", 2)[0])
	return b
}
