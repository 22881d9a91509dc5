package mailer

import (
	"errors"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
	letters "kommunalforum/templates/mail"
)

// joiningLetter writes the mails of package membership; ok is false if the mail is
// no longer wanted.
func joiningLetter(tx *db.Tx, item outbox.Item, f letters.Frame) (l letters.Letter, ok bool, err error) {
	switch item.Kind {
	case outbox.JoinConfirm:
		token, a, until, ok, err := membership.ApplicationLinkTx(tx, item.Subject)
		if a.Changes() {
			return letters.AddressNew(f, f.Home+"/registrieren/"+token, until), ok, err
		}
		return letters.JoinConfirm(f, f.Home+"/registrieren/"+token, until), ok, err
	case outbox.JoinKnown:
		return letters.JoinKnown(f), true, nil
	case outbox.JoinAdmitted:
		p, err := account.PersonOfTx(tx, item.Recipient)
		return letters.JoinAdmitted(f, p.Organisation.Name), true, err
	case outbox.JoinRefused:
		a, ok, err := membership.RefusedApplicationTx(tx, item.Subject)
		return letters.JoinRefused(f, a.Verdict, a.Changes()), ok, err
	case outbox.JoinVouch:
		a, ok, err := membership.VouchForTx(tx, item.Subject, item.Recipient)
		return letters.JoinVouch(f, a.Name, a.Employer), ok, err
	case outbox.JoinInvited:
		token, i, ok, err := membership.InvitationLinkTx(tx, item.Subject)
		return letters.JoinInvited(f, f.Home+"/einladung/"+token, i.Inviter.Name, i.Organisation.Name, i.ExpiresAt), ok, err
	case outbox.JoinInvitedKnown:
		i, ok, err := membership.InvitationToTx(tx, item.Subject)
		return letters.JoinInvitedKnown(f, i.Inviter.Name, i.Organisation.Name), ok, err
	case outbox.AddressChanged:
		return letters.AddressChanged(f, item.CreatedAt), true, nil
	}
	return addressLetter(tx, item, f)
}

func addressLetter(tx *db.Tx, item outbox.Item, f letters.Frame) (l letters.Letter, ok bool, err error) {
	var token string
	var due, until time.Time
	if token, due, until, ok, err = membership.CheckLinkTx(tx, item.Recipient, item.Subject); err != nil || !ok {
		return l, ok, err
	}
	if item.Kind == outbox.AddressReminder {
		return letters.AddressReminder(f, f.Home+"/adresse/"+token, due), true, nil
	}
	return letters.AddressCheck(f, f.Home+"/adresse/"+token, until), true, nil
}

// addressee returns where a mail goes now; ok is false if it may go nowhere.
func addressee(tx *db.Tx, item outbox.Item) (account.Addressee, bool, error) {
	if item.Recipient == 0 {
		return membership.AddresseeOfTx(tx, item.Kind, item.Subject)
	}
	return account.AddresseeOfTx(tx, item.Recipient)
}

// noMailbox reports whether a server said that the mailbox does not exist. A refusal
// by policy (5.7.x) or for a full mailbox does not say so.
func noMailbox(err error) bool {
	var e *mail.Error
	if !errors.As(err, &e) || e.Stage != "recipient" || e.Outcome != mail.Refused {
		return false
	}
	if e.Status != "" {
		return strings.HasPrefix(e.Status, "5.1.")
	}
	return e.Code == 550 || e.Code == 551 || e.Code == 553
}
