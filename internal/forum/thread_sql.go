package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// visibleThread is the rule of who sees a thread t on its board b: the board's
// readers; a hidden one only its author and moderators; one that was merged into
// another one nobody. It uses $1 to $3 as
// board.VisibleSQL does.
const visibleThread = board.VisibleSQL + ` AND t.merged_into IS NULL
	AND (NOT t.hidden OR t.author_id = $2 OR t.asker_id = $2 OR ` + board.ModeratesSQL + `)`

// visibleUnmerged is the rule of who would see a thread t on a board b if it were not
// merged: a thread that is hidden cannot be.
const visibleUnmerged = board.VisibleSQL + `
	AND (NOT t.hidden OR t.merged_into IS NOT NULL OR t.author_id = $2 OR t.asker_id = $2 OR ` + board.ModeratesSQL + `)`

const threadColumns = `t.id, t.title, t.state, t.created_at, t.last_post_at, t.replies,
	COALESCE((SELECT MAX(l.position) FROM post l WHERE l.thread_id = t.id), 0), t.pinned, t.hidden,
	COALESCE(t.locked_reason, ''), COALESCE(t.outdated_reason, ''), COALESCE(t.official_answer_id, 0), COALESCE(t.situation_id, 0),
		COALESCE(t.asker_id, 0), t.review, t.review_reason, t.held, t.reported,
	t.mixed, t.vacated, COALESCE(t.merged_into, 0), ` +
	account.AuthorColumns + `, ` + board.Columns

const threadJoins = `
	FROM thread t
	JOIN board b ON b.id = t.board_id
	LEFT JOIN person p ON p.id = t.author_id
	LEFT JOIN organisation o ON o.id = t.organisation_id
	LEFT JOIN alias a ON a.id = t.alias_id`

func scanThread(r db.Row) (t Thread, err error) {
	fields := []any{&t.ID, &t.Title, &t.State, db.Instant(&t.CreatedAt), db.Instant(&t.LastPostAt), &t.Replies, &t.LastPosition, &t.Pinned, &t.Hidden,
		&t.LockedReason, &t.OutdatedReason, &t.OfficialAnswer, &t.situation, &t.asker, &t.Review, &t.ReviewReason, &t.pending, &t.reported,
		&t.mixed, &t.vacated, &t.merged}
	fields = append(fields, account.AuthorFields(&t.Author)...)
	boardFields, done := board.Fields(&t.Board)
	err = r.Scan(append(fields, boardFields...)...)
	done()
	return t, err
}

// findBare returns a thread without its services.
func findBare(tx *db.Tx, by account.Viewer, id int64) (Thread, error) {
	return db.One(tx, scanThread, `
		SELECT `+threadColumns+threadJoins+`
		WHERE t.id = $4 AND `+visibleThread, append(board.Seen(by), id)...)
}

// findThread returns a thread that by may see, with its services.
func findThread(tx *db.Tx, by account.Viewer, id int64) (Thread, error) {
	t, err := findBare(tx, by, id)
	if err != nil {
		return t, err
	}
	t.Services, err = listServices(tx, id)
	return t, err
}

func listServices(tx *db.Tx, thread int64) ([]Service, error) {
	return db.List(tx, func(r db.Row) (s Service, err error) { return s, r.Scan(&s.ID, &s.Name) }, `
		SELECT s.id, s.name
		FROM thread_service ts
		JOIN service s ON s.id = ts.service_id
		WHERE ts.thread_id = $1
		ORDER BY s.id`, thread)
}

// forGuests removes what guests may not learn.
func (t Thread) forGuests(by account.Viewer) Thread {
	t.Author = t.Author.For(by)
	return t
}

const (
	postColumns  = `e.id, e.thread_id, e.position, e.source, ` + bodyColumns
	shownColumns = `e.id, e.thread_id, e.position, '', ` + bodyColumns
	bodyColumns  = `e.html, e.revision, e.version, e.version_at, e.created_at, e.edited_at, e.state_at,
	e.solution_at IS NOT NULL, e.state, COALESCE(e.hidden_reason, ''), COALESCE(e.asker_id, 0), e.mentions, e.attachments,
	e.solution_states, e.solution_sizes, ` + account.AuthorColumns
)

const postJoins = `
	FROM post e
	LEFT JOIN person p ON p.id = e.author_id
	LEFT JOIN organisation o ON o.id = e.organisation_id
	LEFT JOIN alias a ON a.id = e.alias_id`

func scanPost(r db.Row) (e Post, err error) { return e, r.Scan(e.fields()...) }

// fields returns the scan targets for postColumns and shownColumns.
func (p *Post) fields() []any {
	fields := []any{&p.ID, &p.ThreadID, &p.Position, &p.Source, &p.HTML, &p.Revision, &p.Version, db.Instant(&p.VersionAt),
		db.Instant(&p.CreatedAt), db.Instant(&p.EditedAt), db.Instant(&p.StateAt),
		&p.Solution, &p.State, &p.HiddenReason, &p.asker, &p.mentions, &p.attachments,
		keyList{&p.Scope.States}, keyList{&p.Scope.Sizes}}
	return append(fields, account.AuthorFields(&p.Author)...)
}

// findPost returns a post with its thread, if by may see the thread.
func findPost(tx *db.Tx, by account.Viewer, id int64) (Post, Thread, error) {
	e, err := db.One(tx, scanPost, `SELECT `+postColumns+postJoins+` WHERE e.id = $1`, id)
	if err != nil {
		return e, Thread{}, err
	}
	t, err := findThread(tx, by, e.ThreadID)
	return e, t, err
}

// shownTo returns the post as by may see it: withdrawn and blackened ones lose
// their text, hidden ones too except for moderators and the author, and guests
// learn no names.
func (p Post) shownTo(by account.Viewer, t Thread) Post {
	if p.withheld(by, t) {
		p.Source, p.HTML, p.attachments = "", "", 0
	}
	return p.withoutNames(by)
}

// withheld reports whether by may see neither text nor files of the post.
func (p Post) withheld(by account.Viewer, t Thread) bool {
	return p.State == Withdrawn || p.State == Blackened || p.State == Hidden && !p.Own(by) && !t.CanModerate(by)
}

// withoutNames removes the names that by may not learn.
func (p Post) withoutNames(by account.Viewer) Post {
	if !by.SignedIn() {
		words := p.mentions.list()
		p.Source, p.HTML = markdown.HideMentions(p.Source, words), markdown.WithoutNames(p.HTML, words)
	}
	p.Author = p.Author.For(by)
	return p
}
