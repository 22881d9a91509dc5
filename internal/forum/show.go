package forum

import (
	"context"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/support"
)

// Reading is one page of a thread.
type Reading struct {
	Thread      Thread
	Question    Post               // on every page; its text only on the first
	Solutions   []Post             // on the first page, in the order of the thread
	Supporters  support.Supporters // on the first page: whom it concerns
	SupportedBy []account.Byline   // organisations and aliases, by name
	Posts       []Post             // the replies of this page
	Pending     []PendingReply     // first replies that are not published, as far as the viewer may see them
	Answerers   Answerers          // on the first page of a long thread
	Reports     map[int64]Reports  // open reports by post, as far as the viewer may know of them
	Page        int
	Last        int

	judged map[int64]bool // posts that were hidden for a report about which the viewer does not decide
}

// CanUnhide reports whether by may show a hidden post of the page again.
func (r Reading) CanUnhide(by account.Viewer, p Post) bool {
	return p.State == Hidden && p.CanHide(by, r.Thread) && !r.judged[p.ID]
}

// ThreadPage returns a page of the thread as by may see it. Pages beyond the last one
// mean the last one.
func (f *Forum) ThreadPage(ctx context.Context, by account.Viewer, id int64, page int) (out Reading, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Within(rowsOfThread(id), func() error { return out.fill(tx, by, id, page) })
	})
	return out, err
}

// fill reads the page of the thread.
func (r *Reading) fill(tx *db.Tx, by account.Viewer, id int64, page int) error {
	t, err := findBare(tx, by, id)
	if err != nil {
		return err
	}
	r.Last = Page(t.LastPosition)
	r.Page = min(max(1, page), r.Last)
	if err := tx.Together(r.reads(by, &t)...); err != nil {
		return err
	}
	if err := addFiles(tx, r.Posts, r.Solutions); err != nil {
		return err
	}
	if r.Page == 1 {
		r.Question, r.Posts = r.Posts[0], r.Posts[1:]
	}
	if t.reported > 0 && by.SignedIn() {
		if r.Reports, err = reportsIn(tx, by, t); err != nil {
			return err
		}
	}
	if r.judged, err = judgedByOthers(tx, by, t, r.Posts, r.Question); err != nil {
		return err
	}
	a, _, err := t.aliasFor(tx, by)
	t.WritesAs = a.Words
	r.Thread = t.forGuests(by)
	return err
}

// reads fill in what stands on the page of the thread, and its services. The question is
// the first of the posts.
func (r *Reading) reads(by account.Viewer, t *Thread) []func(*db.Tx) error {
	first := (r.Page-1)*PostsPerPage + 1
	reads := []func(*db.Tx) error{func(tx *db.Tx) error {
		posts, err := listPosts(tx, t.ID, first, first+PostsPerPage-1)
		r.Posts = allShownTo(by, *t, posts)
		if r.Last == 1 { // all solutions are among them
			r.Solutions = solutionsOf(r.Posts)
		}
		return err
	}, func(tx *db.Tx) (err error) {
		t.Services, err = listServices(tx, t.ID)
		return err
	}}
	if r.Page == 1 {
		reads = append(reads, func(tx *db.Tx) (err error) {
			r.Supporters, r.SupportedBy, err = support.CountAndListTx(tx, by, t.subject())
			return err
		})
	}
	if r.Page == 1 && r.Last > 1 {
		reads = append(reads, func(tx *db.Tx) (err error) {
			r.Answerers, err = listAnswerers(tx, t.ID)
			return err
		})
	}
	if r.Page == 1 && r.Last > 1 && t.State != Open { // an open one has none
		reads = append(reads, func(tx *db.Tx) error {
			solutions, err := listSolutions(tx, t.ID)
			r.Solutions = allShownTo(by, *t, solutions)
			return err
		})
	}
	if t.pending > 0 && by.SignedIn() {
		reads = append(reads, func(tx *db.Tx) (err error) {
			r.Pending, err = listPending(tx, by, *t)
			return err
		})
	}
	return reads
}

func allShownTo(by account.Viewer, t Thread, posts []Post) []Post {
	for i, p := range posts {
		posts[i] = p.shownTo(by, t)
	}
	return posts
}

func solutionsOf(posts []Post) (out []Post) {
	for _, p := range posts {
		if p.Solution && p.State == Visible {
			out = append(out, p)
		}
	}
	return out
}

// listPosts returns posts as a page shows them, without their source.
func listPosts(tx *db.Tx, thread int64, from, to int) ([]Post, error) {
	return db.List(tx, scanPost, `
		SELECT `+shownColumns+postJoins+`
		WHERE e.thread_id = $1 AND e.position BETWEEN $2 AND $3
		ORDER BY e.position`, thread, from, to)
}

func listSolutions(tx *db.Tx, thread int64) ([]Post, error) {
	return db.List(tx, scanPost, `
		SELECT `+shownColumns+postJoins+`
		WHERE e.thread_id = $1 AND e.solution_at IS NOT NULL AND e.state = 'visible'
		ORDER BY e.position`, thread)
}

// Post returns a single post with its thread, as by may see them.
func (f *Forum) Post(ctx context.Context, by account.Viewer, id int64) (e Post, t Thread, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		e, t, err = findPost(tx, by, id)
		if err != nil {
			return err
		}
		posts := []Post{e.shownTo(by, t)}
		err = addFiles(tx, posts)
		e, t = posts[0], t.forGuests(by)
		return err
	})
	return e, t, err
}

// QuestionOf returns the id of the post that opened a thread that by may see.
func (f *Forum) QuestionOf(ctx context.Context, by account.Viewer, thread int64) (id int64, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := findBare(tx, by, thread); err != nil {
			return err
		}
		id, err = db.Scalar[int64](tx, `SELECT id FROM post WHERE thread_id = $1 AND position = 1`, thread)
		return err
	})
	return id, err
}

// Place says where a post is.
type Place struct {
	Thread   int64
	Title    string // of the thread
	Board    string // its slug
	Position int
}

// PlaceOf returns where a post is, if by may see its thread.
func (f *Forum) PlaceOf(ctx context.Context, by account.Viewer, post int64) (Place, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (Place, error) { return PlaceOfTx(tx, by, post) })
}

// PlaceOfTx returns where a post is, if by may see its thread.
func PlaceOfTx(tx *db.Tx, by account.Viewer, post int64) (Place, error) {
	return db.One(tx, func(r db.Row) (p Place, err error) { return p, r.Scan(&p.Thread, &p.Title, &p.Board, &p.Position) }, `
		SELECT t.id, t.title, b.slug, e.position
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE e.id = $4 AND `+visibleThread, append(board.Seen(by), post)...)
}

// Thread returns the thread alone, as by may see it.
func (f *Forum) Thread(ctx context.Context, by account.Viewer, id int64) (t Thread, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		t, err = findThread(tx, by, id)
		t = t.forGuests(by)
		return err
	})
	return t, err
}

// Quote returns the Markdown with which a reply in the thread quotes one of its posts. It
// names the organisation and links the post, never a person: guests may read the reply.
// What stands elsewhere, and what was hidden, may be for fewer readers: fault.Invalid.
func (f *Forum) Quote(ctx context.Context, by account.Viewer, thread, id int64) (string, error) {
	e, t, err := f.Post(ctx, by, id)
	if err != nil {
		return "", err
	}
	if t.ID != thread || e.State != Visible || e.Source == "" {
		return "", fault.Reject("Dieser Beitrag lässt sich nicht zitieren.")
	}
	return markdown.Quote(e.Source, e.Author.OrganisationName(), "/beitrag/"+strconv.FormatInt(id, 10)), nil
}

// Version is one version of a post's text.
type Version struct {
	Number    int
	Title     string // of the thread, for questions
	Source    string // "" when blackened
	WrittenAt time.Time
	Blackened bool
	Reason    string // of the blackening
	Present   bool
}

// Versions returns all versions of a post, oldest first. Members only; those
// of withdrawn and hidden posts only for moderators.
func (f *Forum) Versions(ctx context.Context, by account.Viewer, id int64) (e Post, t Thread, out []Version, err error) {
	if err := by.MustBeMember(); err != nil {
		return e, t, nil, err
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if e, t, err = findPost(tx, by, id); err != nil {
			return err
		}
		if (e.State == Withdrawn || e.State == Hidden) && !t.CanModerate(by) {
			return ErrNotModerator
		}
		if out, err = listVersions(tx, id); err != nil {
			return err
		}
		if e.State != Blackened && e.Source != "" {
			out = append(out, Version{Number: e.Version, Title: titleOf(e, t), Source: e.Source, WrittenAt: e.VersionAt, Present: true})
		}
		return nil
	})
	return e, t, out, err
}

func titleOf(e Post, t Thread) string {
	if e.Question() {
		return t.Title
	}
	return ""
}

func listVersions(tx *db.Tx, post int64) ([]Version, error) {
	return db.List(tx, func(r db.Row) (v Version, err error) {
		return v, r.Scan(&v.Number, &v.Title, &v.Source, db.Instant(&v.WrittenAt), &v.Blackened, &v.Reason)
	}, `
		SELECT number, title, source, written_at, blackened_at IS NOT NULL, COALESCE(black_reason, '')
		FROM post_version
		WHERE post_id = $1
		ORDER BY number`, post)
}
