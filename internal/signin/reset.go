package signin

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/secret"
)

// RequestReset sees to it that the account of the address gets a link by mail
// with which a new password is chosen. Unknown addresses and those of closed
// accounts get the same answer in the same time, by the same work, and no mail.
// More than MaxResets requests for one address are fault.TooMany.
func (a *Authenticator) RequestReset(ctx context.Context, email string) error {
	email = address.Clean(email)
	var c fault.Check
	c.Require(account.ValidEmail(email), "email", "Bitte geben Sie eine E-Mail-Adresse an, etwa name@stadt.example.")
	if err := c.Err(); err != nil {
		return err
	}
	return secret.Evenly(ctx, func() error {
		return a.db.Write(ctx, func(tx *db.Tx) error { return requestReset(tx, email) })
	})
}

func requestReset(tx *db.Tx, email string) error {
	person, _, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1 AND disabled_at IS NULL`, email))
	if err != nil {
		return err
	}
	request, err := credential.RequestResetTx(tx, person, email)
	if err != nil {
		return err
	}
	// Without an account there is a mail too, but to nobody: it is dropped when
	// it should be built, and what is done here stays the same.
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.PasswordReset, Subject: request})
}
