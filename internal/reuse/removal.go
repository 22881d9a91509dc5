package reuse

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// KeepRemovals is how long an organisation reads why moderators removed an entry.
const KeepRemovals = 365 * 24 * time.Hour

// Removal says why moderators removed an entry. Its organisation alone reads it.
type Removal struct {
	Product, Reason string
	At              time.Time
}

// remove notes for the organisation that a moderator removes its entry, and tells who keeps
// it.
func remove(tx *db.Tx, by account.Viewer, e Entry, reason string) error {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &reason, 3, 300)
	if err := c.Err(); err != nil {
		return err
	}
	keeper, err := KeeperTx(tx, e.ID)
	if err != nil {
		return err
	}
	id, err := tx.Insert(`
		INSERT INTO reuse_removal (service_id, organisation_id, product, reason, keeper_id, at)
		VALUES ($1, $2, $3, $4, $5, $6)
		RETURNING id`, e.Service, e.Organisation.ID, e.Product, reason, db.Null(keeper), tx.Now)
	if err != nil {
		return err
	}
	if err := event.AppendTx(tx, event.ReuseRemoved, id, by.ID); err != nil {
		return err
	}
	return audit.RecordTx(tx, by.ID, "reuse.remove", "reuse", e.ID, reason)
}

// Removals returns what moderators removed of by's organisation for a service, newest
// first. Members only.
func (r *Register) Removals(ctx context.Context, by account.Viewer, service int64) ([]Removal, error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	return db.View(ctx, r.db, func(tx *db.Tx) ([]Removal, error) {
		return db.List(tx, func(row db.Row) (x Removal, err error) { return x, row.Scan(&x.Product, &x.Reason, db.Instant(&x.At)) }, `
			SELECT product, reason, at
			FROM reuse_removal
			WHERE organisation_id = $1 AND service_id = $2
			ORDER BY id DESC
			LIMIT $3`, by.Organisation.ID, service, maxRemovals)
	})
}

const maxRemovals = 10

// RemovedTx returns the service of a removal and who kept the entry, 0 for nobody who is
// left.
func RemovedTx(tx *db.Tx, removal int64) (service, keeper int64, found bool, err error) {
	_, found, err = db.Found(db.One(tx, func(r db.Row) (int, error) { return 0, r.Scan(&service, &keeper) }, `
		SELECT service_id, COALESCE(keeper_id, 0)
		FROM reuse_removal
		WHERE id = $1`, removal))
	return service, keeper, found, err
}

// RemovalTx returns why moderators removed an entry of by's organisation, "" for others.
func RemovalTx(tx *db.Tx, by account.Viewer, removal int64) (string, error) {
	reason, _, err := db.Found(db.Scalar[string](tx, `
		SELECT product || ': ' || reason
		FROM reuse_removal
		WHERE id = $1 AND organisation_id = $2`, removal, by.Organisation.ID))
	return reason, err
}

// PruneRemovalsTx deletes up to limit removals older than KeepRemovals, and returns how many.
func PruneRemovalsTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM reuse_removal
		WHERE id IN (SELECT id FROM reuse_removal WHERE at <= $1 ORDER BY at, id LIMIT $2)`, tx.Now.Add(-KeepRemovals), limit)
}

// RedactTx takes the name and the address of a person who leaves out of what removals say.
// The other texts of the register are listed for moderators, see FindMentionsTx; these
// nobody can edit. It reads all of them.
func RedactTx(tx *db.Tx, t account.NameMatcher) error {
	type texts struct {
		id              int64
		product, reason string
	}
	phrases, _ := t.Phrases()
	found, err := db.List(tx, func(r db.Row) (x texts, err error) { return x, r.Scan(&x.id, &x.product, &x.reason) }, `
		SELECT id, product, reason
		FROM reuse_removal
		WHERE `+db.Mentions("product || ' ' || reason", "$1")+`
		ORDER BY id`, phrases)
	if err != nil {
		return err
	}
	for _, x := range found {
		_, err := tx.Exec(`UPDATE reuse_removal SET product = $1, reason = $2 WHERE id = $3`, t.Redact(x.product), t.Redact(x.reason), x.id)
		if err != nil {
			return err
		}
	}
	return nil
}
