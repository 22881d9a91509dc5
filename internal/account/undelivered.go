package account

import (
	"context"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
)

// Addressee is to whom a mail goes.
type Addressee struct{ Name, Email string }

// AddresseeOfTx returns where mails to the person go now; ok is false when none
// may go there, because the account is closed or gone.
func AddresseeOfTx(tx *db.Tx, person int64) (to Addressee, ok bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (to Addressee, err error) {
		return to, r.Scan(&to.Name, &to.Email)
	}, `
		SELECT name, email
		FROM person
		WHERE id = $1 AND disabled_at IS NULL`, person))
}

// UndeliveredMail is a mail that did not leave, with the name of its recipient.
type UndeliveredMail struct {
	outbox.Item
	Name string // "" for an erased account
}

// MaxUndeliveredMails is how many mails Post returns.
const MaxUndeliveredMails = 200

// UndeliveredMails returns the mails that failed or are unclear, newest first, and how many
// there are. Administrators only.
func (a *Accounts) UndeliveredMails(ctx context.Context, by Viewer) (list []UndeliveredMail, n outbox.Counts, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, n, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if n, err = outbox.CountTx(tx); err != nil {
			return err
		}
		items, err := outbox.TroubledTx(tx, MaxUndeliveredMails)
		if err != nil {
			return err
		}
		list, err = withRecipients(tx, items)
		return err
	})
	return list, n, err
}

// UndeliveredMail returns one mail that failed or is unclear. Administrators only.
func (a *Accounts) UndeliveredMail(ctx context.Context, by Viewer, id int64) (l UndeliveredMail, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return l, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		item, err := outbox.FindTx(tx, id)
		if err != nil {
			return err
		}
		list, err := withRecipients(tx, []outbox.Item{item})
		if err == nil {
			l = list[0]
		}
		return err
	})
	return l, err
}

func withRecipients(tx *db.Tx, items []outbox.Item) ([]UndeliveredMail, error) {
	ids := make([]int64, len(items))
	for i, x := range items {
		ids[i] = x.Recipient
	}
	names, err := namesOf(tx, ids)
	out := make([]UndeliveredMail, len(items))
	for i, x := range items {
		out[i] = UndeliveredMail{x, names[x.Recipient]}
	}
	return out, err
}

// ResendMail lets a mail that failed or is unclear be tried again. Administrators
// only; recorded in the audit log.
func (a *Accounts) ResendMail(ctx context.Context, by Viewer, mail int64) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := outbox.ResendTx(tx, mail); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "mail.resend", "mail", mail, "")
	})
}

// DiscardMail gives a mail up that failed or is unclear. Administrators only;
// recorded in the audit log.
func (a *Accounts) DiscardMail(ctx context.Context, by Viewer, mail int64, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	CheckReason(&c, &reason)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := outbox.DiscardTx(tx, mail); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "mail.discard", "mail", mail, reason)
	})
}
