package testkit

import (
	"crypto/rand"
	"fmt"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
)

// Apply lets somebody new ask to join and returns the token of the mailed link.
func (w *World) Apply(email, name string) (token string) {
	w.T.Helper()
	err := w.Joining.Apply(w.Ctx, membership.Form{Email: email, Name: name, Terms: Terms})
	if err != nil {
		w.T.Fatalf("apply: %v", err)
	}
	return w.token("application", func(tx *db.Tx, id int64) (token string, ok bool, err error) {
		token, _, _, ok, err = membership.ApplicationLinkTx(tx, id)
		return token, ok, err
	})
}

// Waits lets somebody of an unknown domain wait for a decision and returns the
// id of the application.
func (w *World) Waits(email, name, employer string) int64 {
	w.T.Helper()
	token := w.Apply(email, name)
	_, err := w.Joining.Confirm(w.Ctx, token, membership.Confirmation{Employer: employer, Colleague: Email(Ann), Password: Password})
	if err != nil {
		w.T.Fatalf("confirm: %v", err)
	}
	return w.last("application")
}

// Invite lets a person invite somebody and returns the invitation and the token
// of the mailed link.
func (w *World) Invite(by, email string) (id int64, token string) {
	w.T.Helper()
	if err := w.Joining.Invite(w.Ctx, w.By(by), membership.NewInvitation{Email: email}); err != nil {
		w.T.Fatalf("invite: %v", err)
	}
	token = w.token("invitation", func(tx *db.Tx, id int64) (token string, ok bool, err error) {
		token, _, ok, err = membership.InvitationLinkTx(tx, id)
		return token, ok, err
	})
	return w.last("invitation"), token
}

// Check lets the viewer ask for a link to confirm the own address and returns
// its token.
func (w *World) Check(by account.Viewer) string {
	w.T.Helper()
	if err := w.Joining.RequestCheck(w.Ctx, by); err != nil {
		w.T.Fatalf("check: %v", err)
	}
	return w.token("address_check", func(tx *db.Tx, id int64) (token string, ok bool, err error) {
		token, _, _, ok, err = membership.CheckLinkTx(tx, by.ID, id)
		return token, ok, err
	})
}

// token makes the link of the newest row, as building the mail does.
func (w *World) token(table string, link func(*db.Tx, int64) (string, bool, error)) (token string) {
	w.T.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		id, err := NewestTx(tx, table)
		if err != nil {
			return err
		}
		var ok bool
		if token, ok, err = link(tx, id); err == nil && !ok {
			err = fmt.Errorf("no link for %s %d", table, id)
		}
		return err
	})
	if err != nil {
		w.T.Fatalf("link: %v", err)
	}
	return token
}

// NewestTx returns the id of the newest row of a table, 0 if it has none.
func NewestTx(tx *db.Tx, table string) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COALESCE(MAX(id), 0) FROM `+table)
}

func (w *World) last(table string) (id int64) {
	w.T.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		id, err = NewestTx(tx, table)
		return err
	})
	if err != nil {
		w.T.Fatalf("last %s: %v", table, err)
	}
	return id
}

// Domain lets a domain stand for the organisation of a person and returns its
// id.
func (w *World) Domain(name, member string) int64 {
	w.T.Helper()
	if err := w.Joining.LearnDomain(w.Ctx, name, w.By(member).Organisation.ID); err != nil {
		w.T.Fatalf("domain: %v", err)
	}
	return w.last("mail_domain")
}

// Enqueued counts the mails that were put into the outbox.
func (w *World) Enqueued(kinds ...outbox.Kind) (n int) {
	w.T.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		for _, k := range kinds {
			c, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM outbox WHERE kind = $1`, string(k))
			if err != nil {
				return err
			}
			n += c
		}
		return nil
	})
	if err != nil {
		w.T.Fatalf("count mails: %v", err)
	}
	return n
}

// stranger is an address that nobody had before.
func stranger() string { return strings.ToLower(rand.Text()) + "@unbekannt.example" }
