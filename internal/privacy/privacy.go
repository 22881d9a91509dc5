// Package privacy owns the table left_mention and knows every column that holds
// personal data: what erasing an account does to it, and how long it is kept. Tests
// check the list against the schema.
//
// It promises: it keeps nothing but numbers of somebody who left.
package privacy

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// Privacy lists texts that may name people who left, and deletes expired data.
type Privacy struct{ db *db.DB }

// New returns the privacy functions on d.
func New(d *db.DB) *Privacy { return &Privacy{d} }

// Kind is the kind of a text that may name somebody who left.
type Kind string

const (
	Post         Kind = "post"
	Article      Kind = "article"
	Document     Kind = "document" // of the library
	Consultation Kind = "consultation"
	Inquiry      Kind = "inquiry"
	Profile      Kind = "profile" // of somebody else
	Reuse        Kind = "reuse"   // an entry of the register
)

// Mention is a text that may name somebody who left.
type Mention struct {
	ID      int64
	Kind    Kind
	Subject int64  // id of the post, article, inquiry, person or entry
	Board   int64  // 0: none
	Where   string // the board's name, "" without one; set where mentions are read
	FoundAt time.Time
}

const mentionColumns = `m.id, m.kind, m.subject_id, m.board_id, COALESCE(b.name, ''), m.found_at`

func scanMention(r db.Row) (m Mention, err error) {
	return m, r.Scan(&m.ID, &m.Kind, &m.Subject, db.OrZero(&m.Board), &m.Where, db.Instant(&m.FoundAt))
}

// NoteTx lists texts for moderators to look at. Those already listed stay as they are.
func NoteTx(tx *db.Tx, found []Mention) error {
	for _, m := range found {
		_, err := tx.Exec(`
			INSERT INTO left_mention (kind, subject_id, board_id, found_at)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (kind, subject_id) DO NOTHING`, string(m.Kind), m.Subject, db.Null(m.Board), tx.Now)
		if err != nil {
			return err
		}
	}
	return nil
}

// ForgetTx removes a person's profile from the list, because it goes with the account.
func ForgetTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM left_mention WHERE kind = $1 AND subject_id = $2`, string(Profile), person)
	return err
}

// MentionsPerPage is the maximum number of texts that Mentions returns.
const MentionsPerPage = 100

const onlyModerators = "Das ist der Moderation vorbehalten."

// Mentions returns the texts that wait to be looked at on the boards that by
// moderates, oldest first, and how many there are. Inquiries are for programme
// management alone: their notes are nobody else's to read.
func (p *Privacy) Mentions(ctx context.Context, by account.Viewer) (list []Mention, total int, err error) {
	if !MayWorkOff(by) {
		return nil, 0, fault.Forbid(onlyModerators)
	}
	err = p.db.Read(ctx, func(tx *db.Tx) error {
		where, args := seenBy(by, 1)
		if total, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM left_mention m WHERE `+where, args...); err != nil {
			return err
		}
		where, args = seenBy(by, 2)
		list, err = db.List(tx, scanMention, `
			SELECT `+mentionColumns+`
			FROM left_mention m
			LEFT JOIN board b ON b.id = m.board_id
			WHERE `+where+`
			ORDER BY m.id
			LIMIT $1`, append([]any{MentionsPerPage}, args...)...)
		return err
	})
	return list, total, err
}

// MayWorkOff reports whether by has such texts to look at.
func MayWorkOff(by account.Viewer) bool { return by.ModeratesSomewhere() || by.Programme() }

// seenBy is the condition that by may work off a text, with placeholders from
// $first on.
func seenBy(by account.Viewer, first int) (string, []any) {
	var own []int64
	for _, g := range by.Grants() {
		if g.Role == account.Moderator {
			own = append(own, g.Board)
		}
	}
	everywhere := by.Admin() || slices.Contains(own, 0)
	list, ids := db.In(first+2, own)
	return strings.NewReplacer("$a", "$"+strconv.Itoa(first), "$b", "$"+strconv.Itoa(first+1)).Replace(
			`((m.kind <> 'inquiry' AND ($a OR m.board_id IN ` + list + `)) OR (m.kind = 'inquiry' AND $b))`),
		append([]any{everywhere, by.Programme()}, ids...)
}

// WorkedOff records that by looked at the text and did what was needed. It is
// fault.NotFound for a text that is not listed for by. Recorded in the audit log.
func (p *Privacy) WorkedOff(ctx context.Context, by account.Viewer, id int64) error {
	if !MayWorkOff(by) {
		return fault.Forbid(onlyModerators)
	}
	return p.db.Write(ctx, func(tx *db.Tx) error {
		where, args := seenBy(by, 2)
		m, err := db.One(tx, scanMention, `
			SELECT `+mentionColumns+`
			FROM left_mention m
			LEFT JOIN board b ON b.id = m.board_id
			WHERE m.id = $1 AND `+where, append([]any{id}, args...)...)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM left_mention WHERE id = $1`, id); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "mention.done", string(m.Kind), m.Subject, "")
	})
}
