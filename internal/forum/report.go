package forum

import (
	"context"
	"slices"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/textfield"
)

// ReportReason is what a member holds against a post.
type ReportReason string

// All reasons.
const (
	PersonalData ReportReason = "personal"
	Unlawful     ReportReason = "unlawful"
	Wrong        ReportReason = "wrong"
	Elsewhere    ReportReason = "elsewhere"
	Advertising  ReportReason = "advertising"
	OtherReason  ReportReason = "other"
)

// ReportReasons lists all reasons in the order in which they are offered.
var ReportReasons = []ReportReason{PersonalData, Unlawful, Wrong, Elsewhere, Advertising, OtherReason}

// German returns the reason's words on pages.
func (r ReportReason) German() string {
	switch r {
	case PersonalData:
		return "Personenbezogene Daten"
	case Unlawful:
		return "Beleidigend oder rechtswidrig"
	case Wrong:
		return "Falsch oder veraltet"
	case Elsewhere:
		return "Gehört woandershin"
	case Advertising:
		return "Werbung"
	}
	return "Etwas anderes"
}

// Outcome is what became of a report.
type Outcome string

// All outcomes.
const (
	Undecided     Outcome = ""          // it is open
	PostHidden    Outcome = "hidden"    // moderators hid the post
	PostBlackened Outcome = "blackened" // moderators blackened the text
	PostWithdrawn Outcome = "withdrawn" // by its author
	Dismissed     Outcome = "dismissed" // moderators see no reason to act
)

// German says in a sentence what became of the report.
func (o Outcome) German() string {
	switch o {
	case PostHidden:
		return "Die Moderation hat den Beitrag ausgeblendet."
	case PostBlackened:
		return "Die Moderation hat den Text des Beitrags geschwärzt."
	case PostWithdrawn:
		return "Wer den Beitrag geschrieben hat, hat ihn zurückgezogen."
	case Dismissed:
		return "Die Moderation sieht keinen Anlass einzugreifen."
	}
	return "Die Moderation hat darüber noch nicht entschieden."
}

// Limits of the words of a report, in characters.
const (
	MinReport = 10
	MaxReport = 1000
)

// KeepReports is how long a report is kept after the decision.
const KeepReports = 365 * 24 * time.Hour

// ReportInput is the input of Report.
type ReportInput struct {
	Reason ReportReason
	Words  string // plain text of several lines
	Once   string // key of the form; the same key again leads to the same report
}

// check cleans the words and reports all problems of the fields.
func (in *ReportInput) check() error {
	var c fault.Check
	c.Require(slices.Contains(ReportReasons, in.Reason), "anlass", "Bitte wählen Sie, worum es geht.")
	textfield.Lines(&c, "text", "Was ist damit?", &in.Words, MinReport, MaxReport)
	return c.Err()
}

// CanReport reports whether by may report the post to the moderators: every member who
// reads it, but not who wrote it.
func (p Post) CanReport(by account.Viewer, t Thread) bool {
	return by.SignedIn() && p.State == Visible && !t.Hidden && !p.Own(by)
}

// ReportRefusal returns why by may not report the post, who has no CanReport.
func (p Post) ReportRefusal(by account.Viewer) error {
	switch {
	case !by.SignedIn():
		return by.MustBeMember()
	case p.Own(by):
		return errOwnReport
	}
	return errNothingToReport
}

var (
	errOwnReport = fault.Forbid("Das ist Ihr eigener Beitrag. Melden können Sie nur Beiträge anderer; Ihren eigenen können Sie bearbeiten " +
		"oder zurückziehen.")
	errNothingToReport = fault.Of(fault.Conflict, "Dieser Beitrag ist inzwischen zurückgezogen, ausgeblendet oder geschwärzt. "+
		"Zu melden gibt es hier nichts mehr.")
	errReported = fault.Of(fault.Conflict, "Diesen Beitrag haben Sie schon gemeldet, und darüber ist noch nicht entschieden. Eine zweite "+
		"Meldung nehmen wir bis dahin nicht an.")
)

// Report reports a post to the moderators of its board and returns the report's id.
// A person has one open report of a post at most: the same again leads to it, other
// words are fault.Conflict.
func (f *Forum) Report(ctx context.Context, by account.Viewer, post int64, in ReportInput) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	form := once.Form{Key: in.Once, Content: []string{strconv.FormatInt(post, 10), string(in.Reason), in.Words}}
	invalid := in.check()
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		earlier, again, err := once.EarlierTx[int64](tx, by.ID, form, `SELECT id FROM report WHERE person_id = $1 AND once_key = $2`)
		if again || err != nil {
			id = earlier
			return err
		}
		e, t, err := findPost(tx, by, post)
		if err != nil {
			return err
		}
		if !e.CanReport(by, t) {
			return e.ReportRefusal(by)
		}
		if invalid != nil {
			return invalid
		}
		if id, again, err = openReport(tx, by, post, in); again || err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Reporting); err != nil {
			return err
		}
		if id, err = insertReport(tx, by, post, in); err != nil {
			return err
		}
		if err := countReports(tx, t.ID); err != nil {
			return err
		}
		return event.AppendTx(tx, event.PostReported, post, by.ID)
	})
	return id, err
}

// ToReport returns a post that by may report, with its thread, and the id of by's open
// report of it, 0 for none.
func (f *Forum) ToReport(ctx context.Context, by account.Viewer, post int64) (e Post, t Thread, own int64, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		if e, t, err = findPost(tx, by, post); err != nil {
			return err
		}
		if !e.CanReport(by, t) {
			return e.ReportRefusal(by)
		}
		own, err = db.Scalar[int64](tx, `
			SELECT COALESCE(MAX(id), 0)
			FROM report
			WHERE post_id = $1 AND person_id = $2 AND outcome = ''`, post, by.ID)
		return err
	})
	return e, t, own, err
}

// openReport returns the open report of by about the post; found is false without one. One
// that says something else than in is errReported.
func openReport(tx *db.Tx, by account.Viewer, post int64, in ReportInput) (id int64, found bool, err error) {
	r, found, err := db.Found(db.One(tx, scanReport, `
		SELECT `+reportColumns+`
		FROM report r
		WHERE r.post_id = $1 AND r.person_id = $2 AND r.outcome = ''`, post, by.ID))
	if err == nil && found && (r.Reason != in.Reason || r.Words != in.Words) {
		err = errReported
	}
	return r.ID, found, err
}

func insertReport(tx *db.Tx, by account.Viewer, post int64, in ReportInput) (int64, error) {
	return tx.Insert(`
		INSERT INTO report (post_id, person_id, organisation_id, reason, words, at, once_key, outcome, answer)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', '')
		RETURNING id`, post, by.ID, by.Organisation.ID, string(in.Reason), in.Words, tx.Now, richtext.Once(in.Once))
}

// Report is a report as who made it sees it.
type Report struct {
	ID        int64
	PostID    int64
	Reason    ReportReason
	Words     string // "" once who reported has left
	At        time.Time
	Outcome   Outcome
	Answer    string // of the moderators to who reported, may be empty
	DecidedAt time.Time
}

const reportColumns = `r.id, r.post_id, r.reason, r.words, r.at, r.outcome, r.answer, r.decided_at`

func (r *Report) fields() []any {
	return []any{&r.ID, &r.PostID, &r.Reason, &r.Words, db.Instant(&r.At), &r.Outcome, &r.Answer, db.Instant(&r.DecidedAt)}
}

func scanReport(row db.Row) (r Report, err error) { return r, row.Scan(r.fields()...) }

// Reports says of a post that is shown which reports of it are open.
type Reports struct {
	Own   int64 // id of the viewer's open report, 0 for none
	Total int   // 0 for those who do not decide about them
}

// reportsIn returns the open reports of the thread's posts, by post: one's own, and for
// those who moderate how many there are.
func reportsIn(tx *db.Tx, by account.Viewer, t Thread) (map[int64]Reports, error) {
	out := map[int64]Reports{}
	return out, db.Each(tx, func(row db.Row) error {
		var post int64
		var r Reports
		err := row.Scan(&post, &r.Own, &r.Total)
		out[post] = r
		return err
	}, `
		SELECT r.post_id, MAX(CASE WHEN r.person_id = $1 THEN r.id ELSE 0 END), CASE WHEN $3 THEN COUNT(*) ELSE 0 END
		FROM report r
		JOIN post e ON e.id = r.post_id
		WHERE e.thread_id = $2 AND r.outcome = ''
		GROUP BY r.post_id`, by.ID, t.ID, t.CanModerate(by))
}

// countReports notes how many reports of the thread's posts are open.
func countReports(tx *db.Tx, thread int64) error {
	_, err := tx.Exec(`
		UPDATE thread
		SET reported = (
			SELECT COUNT(*)
			FROM report r
			JOIN post e ON e.id = r.post_id
			WHERE e.thread_id = thread.id AND r.outcome = '')
		WHERE id = $1`, thread)
	return err
}
