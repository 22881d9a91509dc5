package account

import (
	"time"

	"kommunalforum/internal/db"
)

// Accounts that nobody uses do not stay for good.
const (
	// UnusedLife is after what time an account goes in which nobody ever signed
	// in, unless its address was confirmed in between.
	UnusedLife = 365 * 24 * time.Hour
	// UnconfirmedLife is after what time an account goes that rests because its address
	// was not confirmed.
	UnconfirmedLife = 2 * 365 * 24 * time.Hour
)

// NoteUseTx notes that somebody signed in to the account: when they first did, and
// the visit.
func NoteUseTx(tx *db.Tx, person int64) error {
	if _, err := tx.Exec(`UPDATE person SET used_at = $1 WHERE id = $2 AND used_at IS NULL`, tx.Now, person); err != nil {
		return err
	}
	return noteVisit(tx, person)
}

// visitGap is how long somebody is away before they are on another visit.
const visitGap = time.Hour

// noteVisit notes that somebody is here. Only this visit and the end of the one
// before are kept, to show what came between: how often and when people come is
// nobody's business.
func noteVisit(tx *db.Tx, person int64) error {
	return tx.Within(db.Unshown("person"), func() error { // which most pages name, and somebody comes every second
		_, err := tx.Exec(`
			UPDATE person
			SET seen_before = CASE WHEN seen_at < $3 THEN seen_at ELSE seen_before END, seen_at = $2
			WHERE id = $1 AND (seen_at IS NULL OR seen_at < $2)`, person, tx.Now, tx.Now.Add(-visitGap))
		return err
	})
}

// LastVisitTx returns when the person was last here before the present visit; zero
// on the first one.
func LastVisitTx(tx *db.Tx, person int64) (at time.Time, err error) {
	return db.One(tx, func(r db.Row) (at time.Time, err error) { return at, r.Scan(db.Instant(&at)) },
		`SELECT seen_before FROM person WHERE id = $1`, person)
}

// UnusedTx returns up to limit accounts that have served their time, the oldest
// next. Accounts rest only where mails leave, with which an address could be
// confirmed. Administrators are never among them: the site must not be left
// without one by itself.
func UnusedTx(tx *db.Tx, byMail bool, limit int) ([]int64, error) {
	return listUnused(tx, 0, byMail, limit)
}

// IsUnusedTx reports whether the account has served its time, see UnusedTx.
func IsUnusedTx(tx *db.Tx, person int64, byMail bool) (bool, error) {
	list, err := listUnused(tx, person, byMail, 1)
	return len(list) > 0, err
}

// listUnused lists unused accounts, or only the person's; 0: all.
func listUnused(tx *db.Tx, person int64, byMail bool, limit int) ([]int64, error) {
	return db.Column[int64](tx, `
		SELECT p.id
		FROM person p
		WHERE p.erased_at IS NULL AND ($6 = 0 OR p.id = $6)
		AND ((p.used_at IS NULL AND p.created_at <= $1 AND `+AddressDueSQL+` <= $2)
			OR ($3 AND `+AddressDueSQL+` <= $4))
		AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.role = 'admin')
		ORDER BY p.id
		LIMIT $5`, tx.Now.Add(-UnusedLife), tx.Now, byMail, tx.Now.Add(-UnconfirmedLife), limit, person)
}
