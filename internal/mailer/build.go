package mailer

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/outbox"
	letters "kommunalforum/templates/mail"
)

// Reasons why an enqueued mail is not sent.
const (
	noRecipient errNotWanted = "account closed"
	outOfDate   errNotWanted = "out of date"
	unknownKind errNotWanted = "unknown kind"
	nothingLeft errNotWanted = "nothing left to tell"
)

// build checks whether the recipient may have the mail now, and writes it.
func (d *Dispatcher) build(ctx context.Context, item outbox.Item) (m mail.Message, err error) {
	var l letters.Letter
	var to account.Addressee
	contact := d.contact(ctx)
	err = d.db.Write(ctx, func(tx *db.Tx) error { // a link is made here
		var ok bool
		if to, ok, err = addressee(tx, item); err != nil {
			return err
		}
		if !ok {
			return noRecipient
		}
		if tx.Now.Sub(item.NextAt) > tooLate {
			return outOfDate // it waited while nothing was sent at all
		}
		f := d.frame
		f.Contact = contact
		f.Name = to.Name
		if isNotice(item.Kind) {
			l, m.Thread, m.Unsubscribe, err = d.noticeLetter(tx, item, f)
		} else {
			l, err = d.letterOf(tx, item, f)
		}
		return err
	})
	if err != nil {
		return m, err
	}
	return d.message(ctx, m, item, mail.Address{Name: to.Name, Address: to.Email}, l)
}

// letterOf writes the letter of a mail; each kind reads what it needs.
func (d *Dispatcher) letterOf(tx *db.Tx, item outbox.Item, f letters.Frame) (letters.Letter, error) {
	switch item.Kind {
	case outbox.PasswordReset:
		token, until, ok, err := credential.ResetLinkTx(tx, item.Recipient, item.Subject)
		if err == nil && !ok {
			err = outOfDate
		}
		return letters.PasswordReset(f, f.Home+"/passwort/"+token, until), err
	case outbox.PasswordChanged:
		return letters.PasswordChanged(f, item.CreatedAt), nil
	case outbox.FactorChanged:
		change, found, err := db.Found(factor.FindChangeTx(tx, item.Recipient, item.Subject))
		if err == nil && !found {
			err = outOfDate
		}
		return letters.FactorChanged(f, change.What.German(), change.At), err
	case outbox.Alarm:
		return d.alarmLetter(tx, item, f)
	case outbox.JoinConfirm, outbox.JoinKnown, outbox.JoinAdmitted, outbox.JoinRefused, outbox.JoinVouch, outbox.JoinInvited,
		outbox.JoinInvitedKnown, outbox.AddressChanged, outbox.AddressCheck, outbox.AddressReminder:
		l, ok, err := joiningLetter(tx, item, f)
		if err == nil && !ok {
			err = outOfDate
		}
		return l, err
	}
	return letters.Letter{}, unknownKind
}
