// Package web turns requests into calls of the domain packages and their
// results into pages. It owns no table. Routes stand in routes.go, the way from
// a page.Handler's error to a page in package page, one file per group of pages.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/alarm"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/export"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/integrity"
	"kommunalforum/internal/library"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/metric"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/search"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/admin"
	"kommunalforum/internal/web/info"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that pages are made of.
type Deps struct {
	Config    config.Config
	Origin    string // random id of this forum
	Log       *slog.Logger
	DB        *db.DB
	Health    func(context.Context) []info.Part // what works here, of that on which requests depend
	Alarms    *alarm.Watch
	Integrity *integrity.Checker
	Accounts  *account.Accounts
	SignIn    *signin.Authenticator
	Directory *directory.Directory
	Joining   *membership.Joining
	Boards    *board.Boards
	Bookmarks *bookmark.Bookmarks
	Reuse     *reuse.Register
	Suggested *suggestion.Suggestions
	Catalogue *catalogue.Catalogue
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Library   *library.Documents
	Consulted *consultation.Consultations
	Follows   *follow.Follows
	Inquiries *inquiry.Inquiries
	Acts      *usecase.Acts
	Profiles  *profile.Profiles
	Privacy   *privacy.Privacy
	Export    *export.Exporter
	Feeds     *feedtoken.Tokens
	Search    *search.Search
	Folder    *mail.Folder // nil unless mails are written to a folder
	Metrics   *metric.Set
	Operation func(context.Context, account.Viewer) (admin.Operation, error) // how the forum is run
	Proposer  *catalogue.Proposer
	Unread    *unread.Unread
	Settings  *setting.Settings // nil: only the configuration holds
	Drafts    *draft.Drafts
	Attached  *attachment.Attachments
	Notify    *notify.Notifications
}

// complete returns an error that names the first part that is missing, so that a
// mistake of the wiring shows at the start and not on a page.
func (d Deps) complete() error {
	parts := reflect.ValueOf(d)
	for i := range parts.NumField() {
		name, part := parts.Type().Field(i).Name, parts.Field(i)
		if part.Kind() == reflect.Pointer && part.IsNil() && name != "Folder" && name != "Settings" {
			return fmt.Errorf("web: no %s", name)
		}
	}
	return nil
}

// Route is a method and the pattern of an address, such as GET /thema/:id.
type Route struct{ Method, Path string }

// New returns the whole site as a page.Handler, and its routes for tests that walk
// over all of them.
func New(ctx context.Context, d Deps) (http.Handler, []Route, error) {
	if err := d.complete(); err != nil {
		return nil, nil, err
	}
	if d.Settings == nil {
		d.Settings = setting.Fixed(d.Config.Site)
	}
	terms, err := ownTerms(ctx, d.Config)
	if err != nil {
		return nil, nil, err
	}
	router, err := newRouter(d.Config)
	if err != nil {
		return nil, nil, err
	}
	k := page.New(page.Deps{Config: d.Config, Log: d.Log, DB: d.DB, Accounts: d.Accounts, SignIn: d.SignIn, Settings: d.Settings,
		Drafts: d.Drafts, Attached: d.Attached, Acts: d.Acts, Folder: d.Folder, Notify: d.Notify, Unread: d.Unread, Metrics: d.Metrics}, router)
	router.Use(k.Middleware()...)
	mount(router, k, d, terms)

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

// ownTerms renders the operator's own terms of use, "" without any.
func ownTerms(ctx context.Context, c config.Config) (markdown.HTML, error) {
	if c.Site.Terms.Text == "" {
		return "", nil
	}
	text, err := markdown.Render(ctx, c.Site.Terms.Text)
	if err != nil {
		return "", fmt.Errorf("terms of use: %w", err)
	}
	return text.HTML, nil
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
	for _, pattern := range []string{path.ChoosePassword, path.Application, path.Invitation, path.AddressCheck, path.Unsubscribe} {
		guard.AddInsecureBypassPattern("POST " + path.To(pattern, "{token}"))
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		router.ServeHTTP(w, page.FromOtherSite(r))
	}))
	return guard.Handler(router), nil
}
