package demo

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/usecase"
)

// Parts are the domains through which the demo world is written.
type Parts struct {
	DB        *db.DB
	Accounts  *account.Accounts
	Directory *directory.Directory
	Joining   *membership.Joining
	Boards    *board.Boards
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Library   *library.Documents
	Consulted *consultation.Consultations
	Inquiries *inquiry.Inquiries
	Acts      *usecase.Acts
	Attached  *attachment.Attachments
	Profiles  *profile.Profiles
	Bookmarks *bookmark.Bookmarks
	Reuse     *reuse.Register
	Suggested *suggestion.Suggestions
	Notify    *notify.Notifications
}

// Login is an account of the demo world.
type Login struct {
	Email        string
	Name         string
	Organisation string
	Roles        string // German
}

// Load writes the demo world of data/demo into an empty forum, as if it had
// been written over the months before now, and returns its accounts, which all
// have the password. Everything goes through the operations of the domains,
// oldest act first. A failed load leaves an unfinished world behind, which Find
// recognises.
func Load(ctx context.Context, parts Parts, now time.Time, password string) ([]Login, error) {
	ctx = limit.Unlimited(ctx) // months of acts in a minute
	texts, err := fs.Sub(data.FS, "demo")
	if err != nil {
		return nil, err
	}
	world, err := Read(texts)
	if err != nil {
		return nil, err
	}
	l := &loader{
		Parts:     parts,
		world:     world,
		now:       now,
		people:    map[string]account.Viewer{},
		threads:   map[string]int64{},
		posts:     map[string][]int64{},
		articles:  map[string]int64{},
		inquiries: map[string]string{},
	}
	if l.boards, err = parts.Boards.IDs(ctx); err != nil {
		return nil, err
	}
	logins, err := l.settle(ctx, password)
	if err != nil {
		return nil, err
	}
	l.planThreads()
	l.planArticles()
	l.planInquiries()
	l.planApplications(password)
	l.planLibrary()
	l.planConsultations()
	l.planBookmarks()
	l.planSuggestions()
	l.planReuse()
	if err := l.run(ctx); err != nil {
		return nil, err
	}
	if err := l.tell(ctx); err != nil {
		return nil, err
	}
	return logins, parts.DB.Write(ctx, func(tx *db.Tx) error { return audit.RecordTx(tx, 0, actLoaded, "demo", 0, "") })
}

// loader writes a world. The maps lead from the keys and files of the texts to
// what was made of them; they fill as the acts run.
type loader struct {
	Parts
	world World
	now   time.Time
	acts  []act

	boards    map[string]int64
	people    map[string]account.Viewer
	threads   map[string]int64
	posts     map[string][]int64 // replies of a thread, in their order
	articles  map[string]int64
	inquiries map[string]string // file numbers
}

// act is something that a person did in the past.
type act struct {
	at   time.Time
	file string
	do   func(context.Context) error
}

// plan records an act. Acts at the same moment run in the order of planning.
func (l *loader) plan(ago time.Duration, file string, do func(context.Context) error) {
	l.acts = append(l.acts, act{believable(l.now.Add(-ago)), file, do})
}

// run does all planned acts in the order in which they happened, so that ids
// and versions grow with time.
func (l *loader) run(ctx context.Context) error {
	slices.SortStableFunc(l.acts, func(a, b act) int { return a.at.Compare(b.at) })
	for _, a := range l.acts {
		if err := a.do(db.At(ctx, a.at)); err != nil {
			return fmt.Errorf("demo world, %s: %w", a.file, err)
		}
	}
	return nil
}

// later returns how long ago something was that followed delay after ago, and
// never after half of the time since: what is fresh was followed up quickly.
func later(ago, delay time.Duration) time.Duration { return ago - min(delay, ago/2) }
