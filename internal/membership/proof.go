package membership

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/secret"
)

// RemindBefore is how long before the confirmation of an address expires its person
// is reminded.
const RemindBefore = 30 * 24 * time.Hour

// remindedAtOnce is the number of reminders per transaction.
const remindedAtOnce = 500

// themselves returns the viewer who keeps their own address: a member, or
// somebody who owes to confirm it.
func themselves(by account.Viewer) (account.Viewer, error) {
	if o, ok := by.Pending(); ok && o.Action == account.CheckAddress {
		return o.As, nil
	}
	return by, by.MustBeMember()
}

// Proof is the state of the viewer's address.
type Proof struct {
	Email   string
	Due     time.Time // until when it counts as confirmed
	Doubted time.Time // when a mail server did not know it; zero if never
}

// Proof returns the state of the viewer's own address.
func (j *Joining) Proof(ctx context.Context, by account.Viewer) (p Proof, err error) {
	by, err = themselves(by)
	if err != nil {
		return p, err
	}
	p.Email = by.Email
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		p.Due, p.Doubted, err = account.AddressStateTx(tx, by.ID)
		return err
	})
	return p, err
}

// RequestCheck mails the viewer a link with which they confirm their own
// address. More than MaxAsked within AskedWindow are fault.TooMany.
func (j *Joining) RequestCheck(ctx context.Context, by account.Viewer) error {
	by, err := themselves(by)
	if err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		wait, err := db.Wait(tx, AskedWindow, `
			SELECT at
			FROM address_check
			WHERE person_id = $1 AND NOT reminder
			ORDER BY at DESC
			LIMIT 1 OFFSET $2`, by.ID, MaxAsked-1)
		if err != nil {
			return err
		}
		if wait > 0 {
			return fault.RateLimited(wait, "Sie haben schon mehrmals einen Link angefordert. Bitte sehen Sie auch im Spam-Ordner nach.")
		}
		return check(tx, by.ID, false)
	})
}

func check(tx *db.Tx, person int64, reminder bool) error {
	id, err := tx.Insert(`
		INSERT INTO address_check (person_id, reminder, at)
		VALUES ($1, $2, $3)
		RETURNING id`, person, reminder, tx.Now)
	if err != nil {
		return err
	}
	kind := outbox.AddressCheck
	if reminder {
		kind = outbox.AddressReminder
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: kind, Subject: id})
}

// CheckLinkTx creates the link of a request while its mail is built, and returns its
// token and when the address is due. A reminder's link works until then and for
// LinkLife beyond. ok is false if the mail is no longer wanted.
func CheckLinkTx(tx *db.Tx, person, id int64) (token string, due, until time.Time, ok bool, err error) {
	var at time.Time
	var reminder bool
	_, found, err := db.Found(db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(db.Instant(&at), &reminder)
	}, `
		SELECT at, reminder
		FROM address_check
		WHERE id = $1 AND person_id = $2`, id, person))
	if err != nil || !found {
		return "", due, until, false, err
	}
	if due, _, err = account.AddressStateTx(tx, person); err != nil {
		return "", due, until, false, err
	}
	until = at.Add(LinkLife)
	if reminder {
		until = at.Add(RemindBefore + LinkLife)
	}
	if !until.After(tx.Now) {
		return "", due, until, false, nil
	}
	token, err = newLink(tx, forCheck, id, until)
	return token, due, until, err == nil, err
}

// CheckWorks returns the address that the link confirms, or fault.Gone if it no
// longer works.
func (j *Joining) CheckWorks(ctx context.Context, token string) (email string, err error) {
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		p, err := checked(tx, token)
		email = p.Email
		return err
	})
	return email, err
}

func checked(tx *db.Tx, token string) (account.Person, error) {
	id, err := followLink(tx, forCheck, token)
	if err != nil {
		return account.Person{}, err
	}
	person, err := db.Scalar[int64](tx, `SELECT person_id FROM address_check WHERE id = $1`, id)
	if err != nil {
		return account.Person{}, err
	}
	p, err := account.PersonOfTx(tx, person)
	if err == nil && p.Disabled() {
		err = errGone
	}
	return p, err
}

// ConfirmCheck uses up the link: the address counts as confirmed for a year.
func (j *Joining) ConfirmCheck(ctx context.Context, token string) error {
	return j.db.Write(ctx, func(tx *db.Tx) error {
		p, err := checked(tx, token)
		if err != nil {
			return err
		}
		if err := endChecks(tx, p.ID); err != nil {
			return err
		}
		return account.ConfirmAddressTx(tx, p.ID)
	})
}

// endChecks invalidates all links to confirm the person's address.
func endChecks(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`
		DELETE FROM joining_link
		WHERE purpose = 'check' AND subject_id IN (SELECT id FROM address_check WHERE person_id = $1)`, person)
	return err
}

// Remind mails everybody whose address is due soon and who was not reminded yet, and
// returns how many.
func (j *Joining) Remind(ctx context.Context) (n int, err error) {
	for {
		var due []int64
		err = j.db.Write(ctx, func(tx *db.Tx) error {
			due, err = db.Column[int64](tx, `
				SELECT p.id
				FROM person p
				WHERE p.disabled_at IS NULL AND `+account.AddressDueSQL+` > $1 AND `+account.AddressDueSQL+` <= $2
				AND NOT EXISTS (SELECT 1 FROM address_check c WHERE c.person_id = p.id AND c.reminder AND c.at > $3)
				ORDER BY p.id
				LIMIT $4`, tx.Now, tx.Now.Add(RemindBefore), tx.Now.Add(-RemindBefore), remindedAtOnce)
			for _, person := range due {
				if err := check(tx, person, true); err != nil {
					return err
				}
			}
			return err
		})
		n += len(due)
		if err != nil || len(due) < remindedAtOnce {
			return n, err
		}
	}
}

// RequestChange mails a link to the viewer's new address, with which the change takes
// effect. An address that already has an account gets a mail too; the result here is
// the same. The caller has asked for the password, see signin.Authenticator.ReauthenticateFor.
// More than ChangesADay are fault.TooMany, as are too many mails to one mailbox.
func (j *Joining) RequestChange(ctx context.Context, by account.Viewer, email string) error {
	by, err := themselves(by)
	if err != nil {
		return err
	}
	var c fault.Check
	to, err := address.Parse(email)
	c.Require(err == nil, "email", noAddress)
	c.Require(err != nil || to.String() != by.Email, "email", "Das ist schon Ihre Adresse.")
	if err := c.Err(); err != nil {
		return err
	}
	return secret.Evenly(ctx, func() error {
		return j.db.Write(ctx, func(tx *db.Tx) error {
			if err := account.RequireReauthTx(tx, by, account.GuardAddress); err != nil {
				return err
			}
			if err := takeMailTx(tx, by, mailChange, to.Base()); err != nil {
				return err
			}
			p, err := account.PersonOfTx(tx, by.ID)
			if err != nil {
				return err
			}
			return ask(tx, Application{Person: p.ID, Email: to.String(), base: to.Base(), Former: p.Email, Name: p.Name, Function: p.Function})
		})
	})
}
