// Package web turns requests into calls of the domain packages and their
// results into pages. It owns no table. Routes stand in routes.go, the way from
// a page.Handler's error to a page in package page, one file per group of pages.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

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
	"kommunalforum/internal/resume"
	"kommunalforum/internal/search"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/twins"
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
	Catalogue *catalogue.Catalogue
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
	Twins     twins.Finder
}

// server is Deps with what the web itself keeps.
type server struct {
	Deps
	kit       *page.Kit
	limits    limiters
	providers []provider
	terms     markdown.HTML // the operator's own, "" for those that come with the program
}

// limiters bound what one client may ask for. A whole town hall may come from
// one client address, so limits by it alone are wide.
type limiters struct {
	tries      *page.Limiter // attempts to sign in that fail, per client and mail address together
	addresses  *page.Limiter // the same per client address
	resets     *page.Limiter // links for new passwords asked for per client address
	joins      *page.Limiter // registrations per client address
	joinsADay  *page.Limiter // the same, over a day
	challenges *page.Limiter // challenges for passkeys asked for per client address
	searches   *page.Limiter // per member
	newcomers  *page.Limiter // the same for new members
	guests     *page.Limiter // searches per client address of guests
}

func newLimiters() limiters {
	return limiters{
		tries:      page.NewLimiter(6, 2*time.Minute),
		addresses:  page.NewLimiter(60, 10*time.Second),
		resets:     page.NewLimiter(6, 2*time.Minute),
		joins:      page.NewLimiter(6, 2*time.Minute),
		joinsADay:  page.NewLimiter(60, 24*time.Minute),
		challenges: page.NewLimiter(300, time.Second), // the sign-in page asks for one whenever a browser can offer passkeys
		searches:   page.NewLimiter(60, 2*time.Second),
		newcomers:  page.NewLimiter(40, 3*time.Second),
		guests:     page.NewLimiter(120, 500*time.Millisecond),
	}
}

// Route is a method and the pattern of an address, such as GET /thema/:id.
type Route struct{ Method, Path string }

// New returns the whole site as a page.Handler, and its routes for tests that walk
// over all of them.
func New(ctx context.Context, d Deps) (http.Handler, []Route, error) {
	if d.Settings == nil {
		d.Settings = setting.Fixed(d.Config.Site)
	}
	d.Twins = twins.Finder{Catalogue: d.Catalogue, Inquiries: d.Inquiries, Search: d.Search}
	s := &server{Deps: d, limits: newLimiters(), providers: providersOf(d.Config)}
	if own := d.Config.Site.Terms.Text; own != "" {
		text, err := markdown.Render(ctx, own)
		if err != nil {
			return nil, nil, fmt.Errorf("terms of use: %w", err)
		}
		s.terms = text.HTML
	}
	router, err := newRouter(d.Config)
	if err != nil {
		return nil, nil, err
	}
	s.kit = page.New(page.Deps{Config: d.Config, Log: d.Log, DB: d.DB, Accounts: d.Accounts, SignIn: d.SignIn, Settings: d.Settings, Resume: d.Resume, Folder: d.Folder}, router)
	router.Use(s.kit.Middleware()...)
	s.routes(router)

	var routes []Route
	for _, r := range router.Routes() {
		routes = append(routes, Route{r.Method, r.Path})
	}
	guarded, err := refuseOtherSites(d.Config, router)
	if err != nil {
		return nil, nil, err
	}
	zip, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(5), gzhttp.MinSize(1024), gzhttp.SuffixETag(page.GzipSuffix))
	if err != nil {
		return nil, nil, err
	}
	return zip(guarded), routes, nil
}

func newRouter(c config.Config) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.RedirectTrailingSlash = false
	router.RemoteIPHeaders = []string{"X-Forwarded-For"} // gin would believe X-Real-IP too
	if err := router.SetTrustedProxies(c.TrustedProxies); err != nil {
		return nil, err
	}
	if c.NoMemberLimits {
		router.Use(page.Unlimited)
	}
	return router, nil
}

// refuseOtherSites lets no other site send forms in the name of its visitors.
func refuseOtherSites(c config.Config, router http.Handler) (http.Handler, error) {
	guard := http.NewCrossOriginProtection()
	// Browsers that send no Sec-Fetch-Site are judged by Host, which a proxy may
	// have rewritten; the public address is ours under any Host.
	if err := guard.AddTrustedOrigin(c.BaseURL.String()); err != nil {
		return nil, fmt.Errorf("public address: %w", err)
	}
	// Under no-referrer browsers send no origin; who knows the token needs none.
	for _, pattern := range []string{path.ChoosePassword, path.Application, path.Invitation, path.AddressCheck} {
		guard.AddInsecureBypassPattern("POST " + path.To(pattern, "{token}"))
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		router.ServeHTTP(w, page.FromOtherSite(r))
	}))
	return guard.Handler(router), nil
}
