package reuse

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
)

var (
	errKnown = func() error {
		var c fault.Check
		c.Add("produkt", "Zu diesem Onlinedienst hat Ihre Organisation schon einen Eintrag. Bitte ändern Sie diesen.")
		return c.Err()
	}()
	errStale = fault.Of(fault.Conflict, "Der Eintrag wurde in der Zwischenzeit geändert. Was Sie geschrieben haben, ist noch da; bitte "+
		"gleichen Sie es mit dem jetzigen Stand ab.")
	errFull = fault.Reject("Ihre Organisation hat schon 2.000 Einträge. Mehr sind nicht möglich.")
)

// Enter makes an entry of by's organisation for a service and returns its id. The same
// form again leads to the first entry, and so does the same text of a colleague. Another
// text about a product that the organisation has entered is fault.Invalid. Members only.
func (r *Register) Enter(ctx context.Context, by account.Viewer, service int64, in Input) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	err = r.db.Write(ctx, func(tx *db.Tx) error {
		sent, err := once.WasSentTx(tx, by.ID, in.Once)
		if err == nil {
			err = once.ClaimTx(tx, by.ID, in.Once, in.content(service)...)
		}
		if err != nil {
			return err
		}
		id, err = enter(tx, by, service, in, sent)
		return err
	})
	return id, err
}

func enter(tx *db.Tx, by account.Viewer, service int64, in Input, sent bool) (int64, error) {
	if err := mustExist(tx, service); err != nil {
		return 0, err
	}
	x, err := in.check(tx, by)
	if err != nil {
		return 0, err
	}
	known, found, err := db.Found(findByKey(tx, by.Organisation.ID, service, x.key))
	switch {
	case err != nil:
		return 0, err
	case found && (sent || x.says(known)):
		return known.ID, nil
	case found:
		return 0, errKnown
	case sent: // and deleted since
		return 0, once.ErrRemoved
	}
	if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
		return 0, err
	}
	own, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM reuse WHERE organisation_id = $1`, by.Organisation.ID)
	if err != nil {
		return 0, err
	}
	if own >= MaxOwn {
		return 0, errFull
	}
	id, err := insertEntry(tx, by, service, x)
	if err == nil {
		err = insertStep(tx, id, ActEntered, x.Stage, by.ID)
	}
	if err == nil {
		err = event.AppendTx(tx, event.ReuseEntered, id, by.ID)
	}
	return id, err
}

// says reports whether the input says what the entry says already, whoever offers to
// answer questions.
func (in checked) says(e Entry) bool {
	return in.Stage == e.Stage && in.Product == e.Product && in.Provider == e.Provider && in.Operator == e.Operator && in.since == e.Since &&
		in.Cost == e.Cost && in.Notes == e.Notes && in.Mailbox == e.Mailbox
}

// offers reports whether the input changes who answers questions.
func (in checked) offers(by account.Viewer, e Entry) bool {
	own := e.Contact.PersonID == by.ID
	return in.Contact != own && (in.Contact || own) || in.Release && e.Contact.PersonID != 0 && !own
}

// Edit changes an entry of by's organisation, and confirms it by that. If it was changed
// since the revision the answer is fault.Conflict, and nothing is stored. To other
// organisations it is fault.Forbidden.
func (r *Register) Edit(ctx context.Context, by account.Viewer, id int64, revision int, in Input) error {
	return r.change(ctx, by, id, func(tx *db.Tx, e Entry) error {
		x, err := in.check(tx, by)
		switch {
		case err == nil && x.says(e) && !x.offers(by, e):
			return confirm(tx, by, e) // sent twice, or nothing changed
		case e.Revision != revision:
			return errStale
		case err != nil:
			return err
		}
		known, found, err := db.Found(findByKey(tx, by.Organisation.ID, e.Service, x.key))
		if err != nil {
			return err
		}
		if found && known.ID != id {
			return errKnown
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if err := updateEntry(tx, by, e, x); err != nil {
			return err
		}
		return insertStep(tx, id, ActChanged, x.Stage, by.ID)
	})
}

// Confirm says that an entry of by's organisation still holds. From then on by keeps it.
func (r *Register) Confirm(ctx context.Context, by account.Viewer, id int64) error {
	return r.change(ctx, by, id, func(tx *db.Tx, e Entry) error {
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		return confirm(tx, by, e)
	})
}

// confirm does nothing when by confirmed the entry a short while ago.
func confirm(tx *db.Tx, by account.Viewer, e Entry) error {
	if e.Keeper.PersonID == by.ID && tx.Now.Sub(e.ConfirmedAt) < once.Again {
		return nil
	}
	_, err := tx.Exec(`
		UPDATE reuse
		SET confirmed_at = $1, keeper_id = $2, reminded = FALSE
		WHERE id = $3`, tx.Now, by.ID, e.ID)
	if err != nil {
		return err
	}
	return insertStep(tx, e.ID, ActConfirmed, e.Stage, by.ID)
}

func (r *Register) change(ctx context.Context, by account.Viewer, id int64, act func(*db.Tx, Entry) error) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		e, err := findEntry(tx, id)
		if err != nil {
			return err
		}
		if !e.CanEdit(by) {
			return fault.Forbid("Diesen Eintrag ändern nur Mitglieder der Organisation, für die er steht.")
		}
		return act(tx, e)
	})
}

// Remove deletes an entry with its history: of by's own organisation, if it has the
// revision that by saw; as a moderator of the service's Themenfeld with a reason, which
// the organisation reads and which goes into the audit log.
func (r *Register) Remove(ctx context.Context, by account.Viewer, id int64, revision int, reason string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return r.db.Write(ctx, func(tx *db.Tx) error {
		e, err := findEntry(tx, id)
		if err != nil {
			return err
		}
		moderates, err := moderates(tx, by, e.Service)
		if err != nil {
			return err
		}
		own := e.CanEdit(by)
		switch {
		case !own && !moderates:
			return fault.Forbid("Diesen Eintrag löschen nur Mitglieder der Organisation, für die er steht, und die Moderation.")
		case e.Revision != revision:
			return errStale
		}
		if !own {
			if err := remove(tx, by, e, reason); err != nil {
				return err
			}
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		return deleteEntries(tx, []int64{id})
	})
}
