package forum

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/organisation"
)

// Doc is a thread with its question, or a reply, for the search index.
type Doc struct {
	ThreadID int64
	PostID   int64 // 0: the thread itself
	Post     int64 // the post, of a thread its question
	Shown    bool  // what the post says may be found, and so may its files
	Title    string
	Source   string // Markdown, "" for what must not be found; names of people whom it mentions are left out
	Gone     bool   // must not be found at all
	Board    int64
	ACL      board.ACL
	State    State
	At       time.Time
	// Who wrote it, as ids: names change, and leave no trace in an index. 0 and
	// "" for who asks semi-anonymously; the Land is that of the alias then.
	AuthorID         int64
	OrganisationID   int64
	OrganisationKind organisation.Kind
	Land             string // of the organisation
}

const docColumns = `t.id, e.id, e.position, t.title, e.source, t.hidden, e.state, t.state, e.created_at, b.id, b.audience,
	COALESCE(e.author_id, 0), COALESCE(e.organisation_id, 0), COALESCE(o.kind, ''), COALESCE(o.state, a.land), e.mentions`

func scanDoc(r db.Row) (d Doc, err error) {
	var position int
	var state PostState
	var hidden bool
	var mentions hiddenWords
	var b board.Board
	err = r.Scan(&d.ThreadID, &d.PostID, &position, &d.Title, &d.Source, &hidden, &state, &d.State, db.Instant(&d.At), &b.ID, &b.Audience,
		&d.AuthorID, &d.OrganisationID, &d.OrganisationKind, &d.Land, &mentions)
	d.Source = markdown.HideMentions(d.Source, mentions.list())
	d.Board, d.ACL = b.ID, b.ACL()
	d.Post, d.Shown = d.PostID, !hidden && state == Visible
	if state != Visible {
		d.Source = ""
	}
	if position == 1 {
		d.PostID = 0
		d.Gone = hidden
	} else {
		d.Gone = hidden || state != Visible
	}
	return d, err
}

const docJoins = `
	FROM post e
	JOIN thread t ON t.id = e.thread_id
	JOIN board b ON b.id = t.board_id
	LEFT JOIN organisation o ON o.id = e.organisation_id
	LEFT JOIN alias a ON a.id = e.alias_id`

// DocsAfterTx returns up to limit documents of posts beyond the id, by id, and
// the id of the last one, for rebuilding the index.
func DocsAfterTx(tx *db.Tx, post int64, limit int) (docs []Doc, last int64, err error) {
	last = post
	docs, err = db.List(tx, func(r db.Row) (Doc, error) {
		d, err := scanDoc(numbered{r, &last})
		return d, err
	}, `SELECT `+docColumns+docJoins+` WHERE e.id > $1 ORDER BY e.id LIMIT $2`, post, limit)
	return docs, last, err
}

// numbered notes the post's id, which a question's document does not carry.
type numbered struct {
	row  db.Row
	last *int64
}

func (n numbered) Scan(dest ...any) error {
	err := n.row.Scan(dest...)
	*n.last = *(dest[1].(*int64))
	return err
}

// DocsOfThreadTx returns the documents of a thread and its replies, from a
// position on: for what changed in all of them, such as the board.
func DocsOfThreadTx(tx *db.Tx, thread int64, position, limit int) ([]Doc, error) {
	return db.List(tx, scanDoc, `
		SELECT `+docColumns+docJoins+`
		WHERE e.thread_id = $1 AND e.position >= $2
		ORDER BY e.position
		LIMIT $3`, thread, position, limit)
}

// DocOfPostTx returns the document of one post.
func DocOfPostTx(tx *db.Tx, post int64) (Doc, error) {
	return db.One(tx, scanDoc, `SELECT `+docColumns+docJoins+` WHERE e.id = $1`, post)
}

// DocsOfPostsTx returns the documents of posts.
func DocsOfPostsTx(tx *db.Tx, posts []int64) ([]Doc, error) {
	in, args := db.In(1, posts)
	return db.List(tx, scanDoc, `SELECT `+docColumns+docJoins+` WHERE e.id IN `+in, args...)
}

// ThreadsOfBoardTx returns up to limit ids of the board's threads beyond id.
func ThreadsOfBoardTx(tx *db.Tx, b, id int64, limit int) ([]int64, error) {
	return db.Column[int64](tx, `SELECT id FROM thread WHERE board_id = $1 AND id > $2 ORDER BY id LIMIT $3`, b, id, limit)
}

// Hit is a found thread or reply as by may see it.
type Hit struct {
	Doc
	BoardName string
	BoardSlug string
	Author    account.Byline
}

// Hits returns the questions of threads and the replies that by may see, without
// those that are hidden or withdrawn.
func (f *Forum) Hits(ctx context.Context, by account.Viewer, threads, posts []int64) ([]Hit, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]Hit, error) { return HitsTx(tx, by, threads, posts) })
}

// HitsTx loads found threads (their questions) and replies through the rule of
// visibility; what by may not see, or what is gone, is left out.
func HitsTx(tx *db.Tx, by account.Viewer, threads, posts []int64) ([]Hit, error) {
	inThreads, threadArgs := db.In(4, threads)
	inPosts, postArgs := db.In(4+len(threadArgs), posts)
	args := append(append(board.Seen(by), threadArgs...), postArgs...)
	all, err := db.List(tx, func(r db.Row) (h Hit, err error) {
		return scanHit(by, r)
	}, `
		SELECT `+docColumns+`, b.name, b.slug, `+account.AuthorColumns+docJoins+`
		LEFT JOIN person p ON p.id = e.author_id
		WHERE ((e.position = 1 AND t.id IN `+inThreads+`) OR e.id IN `+inPosts+`) AND `+board.VisibleSQL, args...)
	out := all[:0]
	for _, h := range all {
		if !h.Gone {
			out = append(out, h)
		}
	}
	return out, err
}

// tail scans further columns behind those of another scan function.
type tail struct {
	row  db.Row
	more []any
}

func (t tail) Scan(dest ...any) error { return t.row.Scan(append(dest, t.more...)...) }

func scanHit(by account.Viewer, r db.Row) (h Hit, err error) {
	more := append([]any{&h.BoardName, &h.BoardSlug}, account.AuthorFields(&h.Author)...)
	h.Doc, err = scanDoc(tail{r, more})
	h.Author = h.Author.For(by)
	return h, err
}
