// Package membership owns the tables mail_domain, application, invitation,
// address_proof, address_check and joining_link: how people join, how the forum
// knows for whom they work, and how they confirm every year that their official
// address still reaches them.
//
// It promises: the domain of a confirmed address decides the organisation, and
// nothing else does without a human; no answer to a guest reveals whether an
// account exists; every mailed link works once, expires, and is stored as a hash
// only; no personal data remains of an application once it is decided.
package membership

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/secret"
)

// Joining lets people join and keeps their addresses confirmed.
type Joining struct {
	db *db.DB

	// reserved reports whether a restricted board admits organisations of the
	// kind, so that belonging to one grants access.
	reserved func(*db.Tx, organisation.Kind) (bool, error)

	Site string // the forum's name, which must not be a password
}

// New returns the ways to join the forum stored in d. Reserved reports whether
// belonging to an organisation of the kind opens a restricted board; it is
// board.AdmitsKindTx.
func New(d *db.DB, reserved func(*db.Tx, organisation.Kind) (bool, error)) *Joining {
	return &Joining{db: d, reserved: reserved}
}

// Lifetimes and limits.
const (
	LinkLife       = 48 * time.Hour      // of a link that confirms an address
	InvitationLife = 14 * 24 * time.Hour // of an invitation and its link
	MaxAsked       = 3                   // applications per mailbox within AskedWindow, known or not
	AskedWindow    = time.Hour
	AskedADay      = 6
	MaxInvited     = 10 // invitations a day by a member
	InvitedByMods  = 100
	ChangesADay    = 5                    // changes of the own address asked for in a day
	KeepDecided    = 30 * 24 * time.Hour  // decided applications are remembered, without names once admitted
	KeepWaiting    = 180 * 24 * time.Hour // others
	KeepInvited    = 60 * 24 * time.Hour  // invitations
)

// purpose is the only use that a mailed link may be put to.
type purpose string

const (
	forApplication purpose = "application"
	forInvitation  purpose = "invitation"
	forCheck       purpose = "check"
)

var errGone = fault.Of(fault.Gone, "Er wurde schon benutzt, zurückgenommen oder ist abgelaufen.")

// newLink creates a link while its mail is built, and returns its token. Earlier
// links of the subject stay valid, because a mail may be sent twice.
func newLink(tx *db.Tx, what purpose, subject int64, until time.Time) (string, error) {
	token, hash := secret.NewToken()
	_, err := tx.Exec(`
		INSERT INTO joining_link (id, purpose, subject_id, expires_at)
		VALUES ($1, $2, $3, $4)`, hash, string(what), subject, until)
	return token, err
}

// followLink returns the subject of a link that works; fault.Gone otherwise.
func followLink(tx *db.Tx, what purpose, token string) (subject int64, err error) {
	subject, ok, err := db.Found(db.Scalar[int64](tx, `
		SELECT subject_id
		FROM joining_link
		WHERE id = $1 AND purpose = $2 AND expires_at > $3`, secret.Hash(token), string(what), tx.Now))
	if err == nil && !ok {
		err = errGone
	}
	return subject, err
}

// endLinks invalidates all links of a subject.
func endLinks(tx *db.Tx, what purpose, subject int64) error {
	_, err := tx.Exec(`DELETE FROM joining_link WHERE purpose = $1 AND subject_id = $2`, string(what), subject)
	return err
}

// mayApprove refuses everybody but moderators and administrators.
func mayApprove(by account.Viewer) error {
	if by.ModeratesSomewhere() {
		return nil
	}
	return fault.Forbid("Über Aufnahmen entscheiden Moderation und Administration.")
}

// mayPlaceTx refuses to let somebody join an organisation of a reserved kind on
// the word of by, who neither administers nor works there.
func (j *Joining) mayPlaceTx(tx *db.Tx, by account.Viewer, o organisation.Organisation) error {
	if by.Admin() || o.ID == by.Organisation.ID {
		return nil
	}
	reserved, err := j.reserved(tx, o.Kind)
	if err != nil {
		return err
	}
	var c fault.Check
	c.Require(!reserved, "organisation", "Organisationen dieser Art haben Zugang zu geschützten Bereichen. Wer dazugehört, entscheidet "+
		"die Administration oder ein Mitglied der Organisation.")
	return c.Err()
}

// Lengths of reasons in characters.
const (
	minReason = 3
	maxReason = 500
)

// Prune deletes what is older than its lifetime.
func (j *Joining) Prune(ctx context.Context) error {
	return j.db.Write(ctx, func(tx *db.Tx) error {
		for _, old := range []struct {
			query  string
			before time.Time
		}{
			{`DELETE FROM application WHERE state = 'asked' AND created_at < $1`, tx.Now.Add(-LinkLife)},
			{`DELETE FROM application WHERE state IN ('admitted', 'refused') AND decided_at < $1`, tx.Now.Add(-KeepDecided)},
			{`DELETE FROM application WHERE state = 'waiting' AND confirmed_at < $1`, tx.Now.Add(-KeepWaiting)},
			{`DELETE FROM invitation WHERE created_at < $1`, tx.Now.Add(-KeepInvited)},
			{`DELETE FROM address_check WHERE at < $1`, tx.Now.Add(-2 * RemindBefore)},
			{`DELETE FROM joining_link WHERE expires_at < $1`, tx.Now},
		} {
			if _, err := tx.Exec(old.query, old.before); err != nil {
				return err
			}
		}
		return nil
	})
}
