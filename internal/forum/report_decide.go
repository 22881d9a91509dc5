package forum

import (
	"context"
	"math"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/textfield"
)

// CanDecideReports reports whether by may decide about reports of the post: moderators of
// its board, but neither who wrote it nor, except administrators, people of the
// organisation beside it.
func (p Post) CanDecideReports(by account.Viewer, t Thread) bool {
	return t.CanModerate(by) && !p.Own(by) && !sameHouse(by, p.Author)
}

// decidesSQL is the same rule for a post e of a thread on a board b. It uses $1 to $3 as
// board.VisibleSQL does, and $4 for the viewer's organisation.
const decidesSQL = board.VisibleSQL + ` AND ` + board.ModeratesSQL + `
	AND COALESCE(e.asker_id, e.author_id, 0) <> $2
	AND (COALESCE(e.organisation_id, 0) <> $4 OR EXISTS (
		SELECT 1
		FROM role_grant ag
		WHERE ag.person_id = $2 AND ag.role = 'admin' AND ag.board_id IS NULL))`

// DecidersSQL is true for the people p of an organisation po who may decide about
// reports of a post e of a thread on a board b.
var DecidersSQL = board.Readers(decidesSQL)

// UndecidableSQL is true for a post e of a thread on a board b if nobody may decide about
// reports of it.
var UndecidableSQL = `NOT EXISTS (
	SELECT 1
	FROM role_grant hg
	JOIN person p ON p.id = hg.person_id
	JOIN organisation po ON po.id = p.organisation_id
	WHERE hg.role IN ('moderator', 'admin') AND ` + DecidersSQL + `)`

var (
	errNotDecider = fault.Forbid("Über Meldungen entscheidet die Moderation des Bereichs, über solche zu Beiträgen der eigenen " +
		"Organisation jemand anderes.")
	errDecided = fault.Of(fault.Conflict, "Zu diesem Beitrag ist keine Meldung mehr offen.")

	// ErrPostChanged is returned for a decision about another text than the present one.
	ErrPostChanged = fault.Of(fault.Conflict, "Der Beitrag wurde geändert, nachdem Sie diese Seite geöffnet haben. Bitte sehen Sie ihn sich "+
		"noch einmal an. Entschieden ist noch nichts; was Sie geschrieben haben, steht unten.")
)

// DecideReports is the input of HideReported and DismissReports.
type DecideReports struct {
	Newest   int64  // id of the newest report that the moderator read; those made since stay open when it is dismissed
	Revision int    // of the post that the moderator read, 0 for any; fault.Conflict once there is another
	Reason   string // of hiding, shown in place of the post; a dismissal has none
	Answer   string // for who reported, may be empty
}

// check cleans the texts for a decision and reports all problems of them.
func (in *DecideReports) check(to Outcome) error {
	var c fault.Check
	if to == PostHidden {
		textfield.Line(&c, "grund", "Grund", &in.Reason, minReason, MaxReason)
	} else if textfield.Clean(in.Reason) != "" {
		c.Add("grund", "Einen Grund gibt es nur, wenn der Beitrag ausgeblendet wird. Bitte leeren Sie das Feld, oder wählen Sie „Ausblenden“.")
	}
	textfield.Line(&c, "bescheid", "Antwort", &in.Answer, 0, MaxReason)
	return c.Err()
}

// HideReported hides a reported post as Hide does, which settles all open reports of it.
// Without an open report it is fault.Conflict, and nothing is hidden. The same once more
// does nothing.
func (f *Forum) HideReported(ctx context.Context, by account.Viewer, post int64, in DecideReports) error {
	return f.decideReports(ctx, by, post, in, PostHidden, func(tx *db.Tx, e Post, t Thread, in DecideReports) error {
		if err := settleReportsOf(tx, by, e, t, settlement{PostHidden, by.ID, in.Answer}); err != nil {
			return err
		}
		return hide(tx, by, e, t, Hidden, "post.hide", in.Reason)
	})
}

// DismissReports settles the open reports of a post that the moderator read: nothing is to
// be done. Without one it is fault.Conflict; the same once more does nothing. Recorded in
// the audit log.
func (f *Forum) DismissReports(ctx context.Context, by account.Viewer, post int64, in DecideReports) error {
	return f.decideReports(ctx, by, post, in, Dismissed, func(tx *db.Tx, e Post, _ Thread, in DecideReports) error {
		if err := settleReports(tx, e, in.Newest, settlement{Dismissed, by.ID, in.Answer}); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "report.dismiss", "post", post, in.Answer)
	})
}

// decideReports runs a decision about the reports of a post up to the newest one that the
// moderator read.
func (f *Forum) decideReports(ctx context.Context, by account.Viewer, post int64, in DecideReports, to Outcome,
	act func(*db.Tx, Post, Thread, DecideReports) error) error {
	invalid := in.check(to)
	return f.db.Write(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, post)
		if err != nil {
			return err
		}
		if !e.CanDecideReports(by, t) {
			return errNotDecider
		}
		open, err := db.Scalar[bool](tx, `
			SELECT EXISTS (SELECT 1 FROM report WHERE post_id = $1 AND id <= $2 AND outcome = '')`, post, in.Newest)
		switch {
		case err != nil:
			return err
		case !open:
			return repeated(tx, by, e, in, to)
		case in.Revision != 0 && in.Revision != e.Revision:
			return ErrPostChanged
		case invalid != nil:
			return invalid
		}
		return act(tx, e, t, in)
	})
}

// repeated returns nil if it was by who decided so about the newest report, in these words,
// and else errDecided: other people say the same of the same post, and one person of many.
func repeated(tx *db.Tx, by account.Viewer, e Post, in DecideReports, to Outcome) error {
	same, err := db.Scalar[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM report
			WHERE id = $1 AND post_id = $2 AND decided_by = $3 AND outcome = $4 AND answer = $5)`,
		in.Newest, e.ID, by.ID, string(to), in.Answer)
	if err == nil && (!same || to == PostHidden && e.HiddenReason != in.Reason) {
		err = errDecided
	}
	return err
}

// settlement is what reports are settled with.
type settlement struct {
	outcome Outcome
	by      int64 // the moderator; 0: the author of the post
	answer  string
}

// settleReports settles the open reports of a post up to the newest one, and tells who made
// them. With the last of them goes what was kept for the decision.
func settleReports(tx *db.Tx, e Post, newest int64, s settlement) error {
	open, err := db.Column[int64](tx, `
		SELECT id
		FROM report
		WHERE post_id = $1 AND id <= $2 AND outcome = ''
		ORDER BY id`, e.ID, newest)
	if err != nil || len(open) == 0 {
		return err
	}
	for _, id := range open {
		_, err := tx.Exec(`
			UPDATE report
			SET outcome = $1, answer = $2, decided_by = $3, decided_at = $4
			WHERE id = $5`, string(s.outcome), s.answer, db.Null(s.by), tx.Now, id)
		if err != nil {
			return err
		}
		if err := event.AppendTx(tx, event.ReportSettled, id, s.by); err != nil {
			return err
		}
	}
	if err := countReports(tx, e.ThreadID); err != nil {
		return err
	}
	left, err := hasOpenReports(tx, e.ID)
	if err != nil || left {
		return err
	}
	return ofReported(e.ID).RemoveTx(tx)
}

func hasOpenReports(tx *db.Tx, post int64) (bool, error) {
	return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM report WHERE post_id = $1 AND outcome = '')`, post)
}

// isReported reports whether the post has open reports. Of a thread without any it asks
// nothing.
func isReported(tx *db.Tx, e Post, t Thread) (bool, error) {
	if t.reported == 0 {
		return false, nil
	}
	return hasOpenReports(tx, e.ID)
}

// settleReportsOf settles the open reports of a post that everybody sees no longer, if
// its thread has any. What is not for by to decide stays open: a moderator who hides their
// own post may show it again.
func settleReportsOf(tx *db.Tx, by account.Viewer, e Post, t Thread, s settlement) error {
	if t.reported == 0 || s.outcome != PostWithdrawn && !e.CanDecideReports(by, t) {
		return nil
	}
	return settleReports(tx, e, math.MaxInt64, s)
}

// mayUnhide returns an error for who may not decide about reports of the post and wants to
// show it again after it was hidden for one.
func mayUnhide(tx *db.Tx, by account.Viewer, e Post, t Thread) error {
	if e.CanDecideReports(by, t) {
		return nil
	}
	judged, err := judgedByOthers(tx, by, t, []Post{e})
	if err == nil && judged[e.ID] {
		err = errNotDecider
	}
	return err
}

// judgedByOthers returns which of the hidden posts were hidden for a report about which by
// does not decide, who moderates the thread. Without such a post it asks nothing.
func judgedByOthers(tx *db.Tx, by account.Viewer, t Thread, posts []Post, more ...Post) (map[int64]bool, error) {
	var ids []int64
	for _, p := range slices.Concat(posts, more) {
		if p.State == Hidden && t.CanModerate(by) && !p.CanDecideReports(by, t) {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	list, args := db.In(2, ids)
	out := map[int64]bool{}
	return out, db.Each(tx, func(row db.Row) error {
		var id int64
		err := row.Scan(&id)
		out[id] = true
		return err
	}, `SELECT DISTINCT post_id FROM report WHERE outcome = $1 AND post_id IN `+list, append([]any{string(PostHidden)}, args...)...)
}

// ReportOf is a report as moderators see it.
type ReportOf struct {
	Report
	By        account.Byline // who reported; zero once they have left
	DecidedBy string         // name of the moderator; "" while it is open, and if the author decided
}

// Reported is a post with reports, newest report last.
type Reported struct {
	Post    Post
	Thread  Thread
	Removed []attachment.File // from the post, since it was reported
	Reports []ReportOf
}

// Open returns the reports that are open.
func (r Reported) Open() (out []ReportOf) {
	for _, x := range r.Reports {
		if x.Outcome == Undecided {
			out = append(out, x)
		}
	}
	return out
}

// Reported returns a post with its reports, to those who may decide about them. To others
// it is fault.Forbidden, or fault.NotFound if they may not see the post.
func (f *Forum) Reported(ctx context.Context, by account.Viewer, post int64) (r Reported, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if r.Post, r.Thread, err = findPost(tx, by, post); err != nil {
			return err
		}
		if !r.Post.CanDecideReports(by, r.Thread) {
			return errNotDecider
		}
		shown := []Post{r.Post.shownTo(by, r.Thread)}
		if err := addFiles(tx, shown); err != nil {
			return err
		}
		r.Post = shown[0]
		removed, err := attachment.Evidence.OfTx(tx, []int64{post})
		if err != nil {
			return err
		}
		r.Removed = removed[post]
		if r.Reports, err = listReports(tx, post); err == nil && len(r.Reports) == 0 {
			err = fault.Missing()
		}
		return err
	})
	return r, err
}

// maxReports is how many reports of a post moderators are shown, the newest of them.
const maxReports = 200

func listReports(tx *db.Tx, post int64) ([]ReportOf, error) {
	return db.List(tx, func(row db.Row) (r ReportOf, err error) {
		fields := append(r.fields(), &r.DecidedBy)
		return r, row.Scan(append(fields, account.BylineFields(&r.By)...)...)
	}, `
		SELECT `+reportColumns+`, COALESCE(d.name, ''), COALESCE(p.id, 0), COALESCE(p.name, ''), COALESCE(p.function, ''), `+
		organisation.OuterColumns+`
		FROM (SELECT * FROM report WHERE post_id = $1 ORDER BY id DESC LIMIT $2) r
		LEFT JOIN person p ON p.id = r.person_id
		LEFT JOIN organisation o ON o.id = r.organisation_id
		LEFT JOIN person d ON d.id = r.decided_by
		ORDER BY r.id`, post, maxReports)
}

// maxReported is how many reported posts moderators are shown.
const maxReported = 50

// ReportedRow is a reported post in the list of what is to be decided.
type ReportedRow struct {
	PostID   int64
	Title    string // of the thread
	Board    string // its name
	Question bool
	Author   account.Byline
	Open     int       // reports
	Since    time.Time // of the oldest of them
	Reasons  []ReportReason
}

const reportedJoins = `
	FROM report r
	JOIN post e ON e.id = r.post_id
	JOIN thread t ON t.id = e.thread_id
	JOIN board b ON b.id = t.board_id`

// ReportedPosts returns the posts with open reports about which by decides, the longest
// waiting first, at most fifty.
func (f *Forum) ReportedPosts(ctx context.Context, by account.Viewer) ([]ReportedRow, error) {
	if !by.ModeratesSomewhere() {
		return nil, ErrNotModerator
	}
	return db.View(ctx, f.db, func(tx *db.Tx) ([]ReportedRow, error) {
		rows, err := db.List(tx, func(row db.Row) (r ReportedRow, err error) {
			fields := []any{&r.PostID, &r.Title, &r.Board, &r.Question, &r.Open, db.Instant(&r.Since)}
			return r, row.Scan(append(fields, account.AuthorFields(&r.Author)...)...)
		}, `
			SELECT e.id, t.title, b.name, e.position = 1, x.open, x.since, `+account.AuthorColumns+`
			FROM (
				SELECT r.post_id, COUNT(*) AS open, MIN(r.at) AS since, MIN(r.id) AS first`+reportedJoins+`
				WHERE r.outcome = '' AND `+decidesSQL+`
				GROUP BY r.post_id
				ORDER BY 4
				LIMIT $5) x
			JOIN post e ON e.id = x.post_id
			JOIN thread t ON t.id = e.thread_id
			JOIN board b ON b.id = t.board_id
			LEFT JOIN person p ON p.id = e.author_id
			LEFT JOIN organisation o ON o.id = e.organisation_id
			LEFT JOIN alias a ON a.id = e.alias_id
			ORDER BY x.first`, append(board.Seen(by), by.Organisation.ID, maxReported)...)
		if err != nil {
			return nil, err
		}
		return rows, addReasons(tx, rows)
	})
}

// addReasons notes for which reasons the posts were reported, each once.
func addReasons(tx *db.Tx, rows []ReportedRow) error {
	at := map[int64]int{}
	var ids []int64
	for i, r := range rows {
		at[r.PostID], ids = i, append(ids, r.PostID)
	}
	if len(ids) == 0 {
		return nil
	}
	list, args := db.In(1, ids)
	return db.Each(tx, func(row db.Row) error {
		var post int64
		var reason ReportReason
		err := row.Scan(&post, &reason)
		rows[at[post]].Reasons = append(rows[at[post]].Reasons, reason)
		return err
	}, `
		SELECT post_id, reason
		FROM report
		WHERE post_id IN `+list+` AND outcome = ''
		GROUP BY post_id, reason
		ORDER BY MIN(id)`, args...)
}

// CountReported counts the posts with open reports about which by decides.
func (f *Forum) CountReported(ctx context.Context, by account.Viewer) (int, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `
			SELECT COUNT(DISTINCT r.post_id)`+reportedJoins+`
			WHERE r.outcome = '' AND `+decidesSQL, append(board.Seen(by), by.Organisation.ID)...)
	})
}

// PruneReportsTx deletes up to limit reports whose decision is older than KeepReports and
// returns how many.
func PruneReportsTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM report
		WHERE id IN (
			SELECT id
			FROM report
			WHERE decided_at < $1 AND outcome <> ''
			ORDER BY decided_at
			LIMIT $2)`, tx.Now.Add(-KeepReports), limit)
}
