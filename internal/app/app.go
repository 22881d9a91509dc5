// Package app assembles the whole program: database, domains, workers and web. The
// commands and the tests both build it here.
package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/alarm"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/clamd"
	"kommunalforum/internal/config"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/event"
	"kommunalforum/internal/export"
	"kommunalforum/internal/extract"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/integrity"
	"kommunalforum/internal/library"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/mailer"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/metric"
	"kommunalforum/internal/node"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/sandbox"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/saved"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web"
	pages "kommunalforum/templates/admin"
)

// App is the whole program as a value. Build it with New, follow the event log
// with Work, serve with Serve, and Close it.
type App struct {
	Config    config.Config
	Log       *slog.Logger
	DB        *db.DB
	Self      *node.Node // nil for commands
	Accounts  *account.Accounts
	SignIn    *signin.Authenticator
	Directory *directory.Directory
	Joining   *membership.Joining
	Boards    *board.Boards
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Library   *library.Documents
	Consulted *consultation.Consultations
	Follows   *follow.Follows
	Inquiry   *inquiry.Inquiries
	Notify    *notify.Notifications
	Acts      *usecase.Acts
	Profiles  *profile.Profiles
	Bookmarks *bookmark.Bookmarks
	Reuse     *reuse.Register
	Suggested *suggestion.Suggestions
	Drafts    *draft.Drafts
	Attached  *attachment.Attachments
	Texts     *extract.Extractor // of files
	Index     *index.Index
	Search    *search.Search
	Saved     *saved.Watcher // of searches
	Settings  *setting.Settings
	Integrity *integrity.Checker
	Alarms    *alarm.Watch
	Unread    *unread.Unread
	Folder    *mail.Folder       // nil unless mails are written to a folder
	Dispatch  *mailer.Dispatcher // nil when no mail leaves
	Privacy   *privacy.Privacy
	Erased    privacy.Memory // the accounts that no backup brings back
	Export    *export.Exporter
	Feeds     *feedtoken.Tokens
	Metrics   *metric.Set
	Deployed  []pages.DeploymentSetting // what whoever runs the forum set up, to be shown
	teller    event.Consumer            // which tells people of what happened
	leading   atomic.Bool               // this node does what one does for all
	Handler   http.Handler
	Routes    []web.Route // for tests that walk over all of them

	room   *room
	rest   rest
	opened time.Time // by the clock of the process
}

// New opens the data folder, which must exist, for a server: it creates a forum in an
// empty one, closes the folder to other users, migrates the database, loads the
// reference data and builds the site. Nothing runs yet. On a full disk people can read.
func New(ctx context.Context, c config.Config, log *slog.Logger) (_ *App, err error) {
	noRoom := roomForStart(c.Data)
	err = CreateLocked(ctx, c, log, false, nil)
	if err == nil {
		err = tighten(c)
	}
	if err == nil {
		err = dropStaging(c.Data)
	}
	if err != nil {
		return nil, err
	}
	a, err := withStartReserve(c, func() (*App, error) { return openParts(ctx, c, log, false) })
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	if err := a.continueClock(ctx); err != nil {
		return nil, err
	}
	a.Self, err = node.Join(ctx, a.DB, a.nodeOptions())
	if full(err) {
		noRoom, err = true, nil // it joins as soon as there is room
	}
	if err != nil {
		return nil, err
	}
	a.DB.SetFull(noRoom && c.Database == "")
	if err := a.duringStart(ctx, "times in the future", a.settleClock); err != nil {
		return nil, err
	}
	if err := a.duringStart(ctx, "reference data", a.loadReference); err != nil {
		return nil, err
	}
	if err := a.openKeyring(ctx); err != nil {
		return nil, err
	}
	if err := a.openPost(c); err != nil {
		return nil, err
	}
	again := func(ctx context.Context) error { _, err := a.eraseAgain(ctx); return err }
	if err := a.duringStart(ctx, "erased accounts", again); err != nil {
		return nil, err
	}
	a.teller = a.Notify.Consumer(log)
	a.measure()
	return a, a.openWeb(ctx)
}

// Open opens the forum in the data folder for a command, which may run while the
// server does. There must be a forum with this program's schema; opening it creates,
// migrates and copies nothing.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	forum, err := HasForum(ctx, c)
	if err != nil {
		return nil, err
	}
	if !forum {
		return nil, ErrNoForum(c)
	}
	a, err := openParts(ctx, c, log, true)
	if err != nil {
		return nil, err
	}
	if err := a.readKeyring(); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// openParts opens the database, with existing only one of this program's
// schema, and builds the domains on it.
func openParts(ctx context.Context, c config.Config, log *slog.Logger, existing bool) (_ *App, err error) {
	a := &App{Config: c, Log: log, Metrics: new(metric.Set), room: newRoom(c.Data)}
	if a.DB, err = db.Open(ctx, Source(c), db.Options{Log: log, Existing: existing}); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	a.Accounts = account.New(a.DB)
	a.Accounts.Terms, a.Accounts.ByMail, a.Accounts.Site = c.Site.Terms.Version, c.Mail.On(), c.Site.Name
	for _, role := range c.SecondFactor {
		a.Accounts.RequireMFA = append(a.Accounts.RequireMFA, account.Role(role))
	}
	a.SignIn = signin.New(a.DB, a.Accounts)
	a.Directory = directory.New(a.DB)
	passkeys, possible, err := factor.NewPasskeys(c.BaseURL, c.Site.Name)
	if err != nil {
		return nil, err
	}
	if possible {
		a.SignIn.Passkeys = passkeys
	}
	a.Joining = membership.New(a.DB, board.AdmitsKindTx)
	a.Joining.Site = c.Site.Name
	a.Boards = board.New(a.DB)
	a.Forum = forum.New(a.DB)
	a.FAQ = faq.New(a.DB)
	a.Library = library.New(a.DB)
	a.Consulted = consultation.New(a.DB)
	a.Follows = follow.New(a.DB)
	a.Inquiry = inquiry.New(a.DB)
	if a.Settings, err = setting.New(ctx, a.DB, c.Site); err != nil {
		return nil, err
	}
	a.Notify = notify.New(a.DB)
	a.Notify.Accounts, a.Notify.MailContent = a.Accounts, notify.Content(c.Mail.Content)
	a.Acts = usecase.New(a.DB)
	a.Unread = unread.New(a.DB, log)
	if c.Database != "" { // others may serve it too
		a.Unread.ShareSoon()
	}
	pictures := picture.New(sandbox.New())
	a.Profiles = profile.New(a.DB, pictures)
	a.Bookmarks = bookmark.New(a.DB)
	a.Reuse = reuse.New(a.DB)
	a.Suggested = suggestion.New(a.DB)
	a.Drafts = draft.New(a.DB)
	a.Attached = attachment.New(a.DB, blob.New(AttachmentsPath(c)), pictures, c.Attachments.WithDefaults())
	if c.Clamd.On() {
		a.Attached.Scanner = clamd.New(c.Clamd.Network, c.Clamd.Address, log)
	}
	a.Texts = extract.New(sandbox.New()) // of its own, so that no picture waits for it
	a.Privacy = privacy.New(a.DB)
	a.Erased = privacy.NewMemory(c.Data)
	a.Export = export.New(a.DB, c.Site.Name, c.BaseURL.String(), c.Data, exportSections(a))
	a.Feeds = feedtoken.New(a.DB, a.Accounts)
	a.Index = index.New(SearchPath(c.Data), a.DB, log, index.Version)
	a.Search = search.New(a.DB, a.Index)
	a.Saved = saved.New(a.DB, a.Accounts, a.Search)
	a.Integrity = integrity.New(a.DB, log)
	a.opened = time.Now()
	a.Alarms = alarm.New(a.DB, log, func() string { return a.Self.ID() }, a.checks()...)
	return a, nil
}

// loadReference loads the reference data that the program ships into the database.
func (a *App) loadReference(ctx context.Context) error {
	if err := catalogue.Load(ctx, a.DB, data.FS); err != nil {
		return err
	}
	return a.Boards.Ensure(ctx)
}

func (a *App) openWeb(ctx context.Context) error {
	d, err := a.PageDeps(ctx)
	if err != nil {
		return err
	}
	a.Handler, a.Routes, err = web.New(ctx, d)
	return err
}

// PageDeps returns the parts of the program that pages are made of.
func (a *App) PageDeps(ctx context.Context) (web.Deps, error) {
	origin, err := db.View(ctx, a.DB, event.LogTx)
	return web.Deps{
		Config:    a.Config,
		Origin:    origin,
		Log:       a.Log,
		DB:        a.DB,
		Health:    a.Health,
		Alarms:    a.Alarms,
		Integrity: a.Integrity,
		Accounts:  a.Accounts,
		SignIn:    a.SignIn,
		Directory: a.Directory,
		Joining:   a.Joining,
		Boards:    a.Boards,
		Bookmarks: a.Bookmarks,
		Reuse:     a.Reuse,
		Suggested: a.Suggested,
		Catalogue: catalogue.New(a.DB),
		Forum:     a.Forum,
		FAQ:       a.FAQ,
		Library:   a.Library,
		Consulted: a.Consulted,
		Follows:   a.Follows,
		Inquiries: a.Inquiry,
		Acts:      a.Acts,
		Profiles:  a.Profiles,
		Privacy:   a.Privacy,
		Export:    a.Export,
		Feeds:     a.Feeds,
		Search:    a.Search,
		Folder:    a.Folder,
		Metrics:   a.Metrics,
		Operation: a.Operation,
		Proposer:  catalogue.NewProposer(a.DB),
		Settings:  a.Settings,
		Unread:    a.Unread,
		Drafts:    a.Drafts,
		Attached:  a.Attached,
		Notify:    a.Notify,
	}, err
}

// Sandbox does the work and exits if this process is a child of the sandbox. It must
// be called first in main, and in TestMain of tests that build an App.
func Sandbox() { sandbox.Main(picture.Tool, picture.FitTool, extract.Tool) }

// Source returns where the database is: its address, or else its path.
func Source(c config.Config) string {
	if c.Database != "" {
		return c.Database
	}
	return DatabasePath(c.Data)
}

// DatabasePath returns the path of the database in the data folder.
func DatabasePath(dir string) string { return filepath.Join(dir, databaseName) }

// IndexCopyPath returns the path of the copy of the search index for another node.
func IndexCopyPath(dir string) string { return filepath.Join(dir, indexCopyName) }

// AttachmentsPath returns the path of the folder with the content of attachments.
func AttachmentsPath(c config.Config) string {
	if c.Attachments.Dir != "" {
		return c.Attachments.Dir
	}
	return filepath.Join(c.Data, attachmentsName)
}

// SearchPath returns the path of the search index in the data folder.
func SearchPath(dir string) string { return filepath.Join(dir, searchName) }

// Close writes what was read last and closes what New and Work opened.
func (a *App) Close() error {
	if a.Unread != nil {
		if err := a.Unread.Write(context.Background()); err != nil {
			a.Log.Error("reading states were not written", "err", err)
		}
	}
	if a.Index != nil {
		a.Index.Close()
	}
	return a.DB.Close()
}

// EnsureFolder creates the data folder, for its owner only.
func EnsureFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("Der Datenordner lässt sich nicht anlegen: %w", err)
	}
	return nil
}

// Rerender renders again all texts that an older pipeline rendered, and returns how
// many.
func (a *App) Rerender(ctx context.Context) (done int, err error) {
	for _, rerender := range []func(context.Context) (int, error){a.Forum.Rerender, a.FAQ.Rerender, a.Inquiry.Rerender, a.Library.Rerender,
		a.Consulted.Rerender, a.Profiles.Rerender} {
		n, err := rerender(ctx)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}
