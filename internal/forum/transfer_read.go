package forum

import (
	"cmp"
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// FindTransferTx returns a transfer as it stands now.
func FindTransferTx(tx *db.Tx, id int64) (x Transfer, found bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (Transfer, error) {
		var x Transfer
		err := r.Scan(&x.ID, &x.Kind, &x.From, &x.To, &x.First, &x.Posts, db.Instant(&x.At), &x.answer, &x.Back)
		return x, err
	}, `SELECT `+transferColumns+`, x.undone_at IS NOT NULL FROM thread_transfer x WHERE x.id = $1`, id))
}

// QuestionTx returns the first of the posts of a transfer: the question of a thread that was
// merged, or that a split made.
func (x Transfer) QuestionTx(tx *db.Tx) (int64, error) {
	return db.Scalar[int64](tx, `
		SELECT post_id
		FROM thread_transfer_post
		WHERE transfer_id = $1
		ORDER BY from_position
		LIMIT 1`, x.ID)
}

// TransferLine is what a thread says of posts that came or went.
type TransferLine struct {
	ID       int64
	Kind     TransferKind
	Came     bool // the posts are here now
	Position int  // where the first of them is or was in the thread
	Posts    int
	At       time.Time
	Thread   int64  // the other one; 0 if by may not see it
	Title    string // of the other one; "" if by may not read it
	CanUndo  bool   // by moderates both boards
}

// TransferLines returns what a thread that by may see says of posts that came or went, by
// position.
func (f *Forum) TransferLines(ctx context.Context, by account.Viewer, thread int64) (out []TransferLine, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		some, err := db.Scalar[bool](tx, `
			SELECT EXISTS (SELECT 1 FROM thread_transfer WHERE to_id = $1) OR EXISTS (SELECT 1 FROM thread_transfer WHERE from_id = $1)`, thread)
		if err != nil || !some { // as in most threads, and the rest is of others
			return err
		}
		out, err = db.List(tx, func(r db.Row) (l TransferLine, err error) {
			return l, r.Scan(&l.ID, &l.Kind, &l.Came, &l.Position, &l.Posts, db.Instant(&l.At), &l.Thread, &l.Title, &l.CanUndo)
		}, transferLines, append(board.Seen(by), thread)...)
		return err
	})
	return out, err
}

// transferLines are those of the thread $4. The title of a thread that was merged is that
// of its question, and goes with it out of sight.
var transferLines = `
	SELECT y.id, y.kind, y.came, y.position, y.posts, y.at,
		CASE WHEN ` + visibleThread + ` THEN t.id ELSE 0 END,
		CASE WHEN ` + visibleThread + ` THEN t.title
			WHEN t.merged_into IS NOT NULL AND ` + board.VisibleSQL + ` AND q.state = 'visible' THEN t.title
			ELSE '' END,
		CASE WHEN ` + board.VisibleSQL + ` AND ` + board.ModeratesSQL + ` AND own.moderated THEN TRUE ELSE FALSE END
	FROM (
		SELECT x.id, x.kind, TRUE AS came, x.first AS position, x.posts, x.at, x.from_id AS other
		FROM thread_transfer x
		WHERE x.to_id = $4 AND x.undone_at IS NULL
		UNION ALL
		SELECT x.id, x.kind, FALSE, (SELECT MIN(m.from_position) FROM thread_transfer_post m WHERE m.transfer_id = x.id), x.posts, x.at, x.to_id
		FROM thread_transfer x
		WHERE x.from_id = $4 AND x.undone_at IS NULL) y
	JOIN thread t ON t.id = y.other
	JOIN board b ON b.id = t.board_id
	LEFT JOIN thread_transfer_post o ON o.transfer_id = y.id AND y.kind = 'merge' AND o.from_position = 1
	LEFT JOIN post q ON q.id = o.post_id
	CROSS JOIN (
		SELECT CASE WHEN ` + board.ModeratesSQL + ` THEN TRUE ELSE FALSE END AS moderated
		FROM thread n
		JOIN board b ON b.id = n.board_id
		WHERE n.id = $4) own
	ORDER BY y.position, y.id`

// TransferPlan says what a merge or split would take along.
type TransferPlan struct {
	From, To   Thread
	Posts      int
	Supporters int // organisations and aliases
	Authors    int // of the posts
	Followers  int
}

// PlanMerge returns what MergeTx would take along, to those who may do it.
func (f *Forum) PlanMerge(ctx context.Context, by account.Viewer, id, into int64) (p TransferPlan, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if p.From, p.To, err = findBoth(tx, by, id, into); err != nil {
			return err
		}
		_, err := db.One(tx, func(r db.Row) (int, error) { return 0, r.Scan(&p.Posts, &p.Supporters, &p.Followers) }, `
			SELECT (SELECT COUNT(*) FROM post WHERE thread_id = $1),
				(SELECT COUNT(*) FROM concern WHERE subject_kind = 'thread' AND subject_id = $1),
				(SELECT COUNT(*) FROM follow WHERE subject_kind = 'thread' AND subject_id = $1
					AND level IN ('all', 'threads', 'official'))`, p.From.ID)
		return err
	})
	return p, err
}

// PlanSplit returns what SplitTx would take along, to those who may do it. Without a thread
// that is there the other one has a board alone.
func (f *Forum) PlanSplit(ctx context.Context, by account.Viewer, id int64, in Split) (p TransferPlan, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if p.From, err = findThread(tx, by, id); err != nil {
			return err
		}
		if err := p.From.mustTransfer(by); err != nil {
			return err
		}
		posts, err := chosenPosts(tx, p.From, in)
		if err != nil {
			return err
		}
		p.Posts, p.Authors = len(posts), authorsOf(posts)
		if in.Into != 0 {
			p.To, err = target(tx, by, p.From, in.Into)
			return err
		}
		_, p.To.Board, err = in.newThread(tx, by)
		return err
	})
	return p, err
}

// authorsOf counts who wrote the posts, by the names beside them.
func authorsOf(posts []Post) int {
	seen := map[[2]int64]bool{}
	for _, p := range posts {
		seen[[2]int64{p.Author.PersonID, p.Author.Alias.ID}] = true
	}
	return len(seen)
}

// SplitPage are the posts of a thread from which some are chosen for another one.
type SplitPage struct {
	Thread Thread
	Posts  []Post // replies, by position
}

// MaxChoices is how many replies can be chosen from at once.
const MaxChoices = 500

// Choosable returns the replies of a thread from which by may choose some for another one,
// behind a position.
func (f *Forum) Choosable(ctx context.Context, by account.Viewer, id int64, after, limit int) (p SplitPage, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if p.Thread, err = findThread(tx, by, id); err != nil {
			return err
		}
		if err := p.Thread.mustTransfer(by); err != nil {
			return err
		}
		posts, err := db.List(tx, scanPost, `
			SELECT `+postColumns+postJoins+`
			WHERE e.thread_id = $1 AND e.position > $2 AND e.position > 1
			ORDER BY e.position
			LIMIT $3`, id, after, min(limit, MaxChoices))
		p.Posts = allShownTo(by, p.Thread, posts)
		return err
	})
	return p, err
}

// Targets returns those of the threads, by their numbers, into which by may take posts of
// another one: what was merged stands for the thread that has its posts now.
func (f *Forum) Targets(ctx context.Context, by account.Viewer, from int64, numbers []int64) (out []Thread, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		for _, n := range numbers[:min(len(numbers), maxTargets)] {
			t, err := findLed(tx, by, n)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if t.ID != from && t.CanTransfer(by) {
				out = append(out, t)
			}
		}
		return nil
	})
	return out, err
}

// maxTargets is how many threads can be looked up at once.
const maxTargets = 10

// Transfer returns a transfer with both threads' titles and boards to those who may take
// it back.
func (f *Forum) Transfer(ctx context.Context, by account.Viewer, id int64) (x Transfer, from, to Thread, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		var found bool
		if x, found, err = FindTransferTx(tx, id); err != nil || !found {
			return cmp.Or(err, fault.Missing())
		}
		y := x
		from, to, err = y.threads(tx, by)
		return err
	})
	return x, from, to, err
}
