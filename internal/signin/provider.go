package signin

import (
	"context"
	"errors"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

// ExternalIdentity is somebody as a provider of identities knows them.
type ExternalIdentity struct {
	Provider     string // its key
	Name         string // counter the provider, for reasons in the audit log
	Subject      string
	Email        string
	Vouched      bool           // the address is verified, and the provider has the last word on its domain
	Person       string         // their name
	Organisation string         // AGS or name; "" unless the provider says so
	SecondFactor bool           // the provider asked for one
	Managed      []account.Role // roles that the provider gives and takes
	Roles        []account.Role // those of Managed that the person has there
}

// ErrUnlinked is the answer to somebody who signed in at a provider, but is not
// known here as that person.
var ErrUnlinked = fault.Reject("Ihre Anmeldung dort ist noch mit keinem Konto verknüpft. Melden Sie sich einmal mit E-Mail-Adresse und Passwort " +
	"an, und verknüpfen Sie sie unter „Mein Konto“, „Zweiter Faktor und Passkeys“.")

// MaxSubject is the maximum length of a subject, in bytes (OpenID Connect Core 1.0,
// section 2).
const MaxSubject = 255

// nameless reports whether the provider gave nothing that the person could be known by.
func (in ExternalIdentity) nameless() bool { return in.Subject == "" || len(in.Subject) > MaxSubject }

// SignInByProvider begins a session on the described device for who signed in at a
// provider, and returns the random value for the cookie. Who is not linked yet
// is linked by an address that the provider vouches for; if nobody has that
// address and the provider names an organisation, an account is made. Otherwise
// it is ErrUnlinked. Closed accounts stay closed.
func (a *Authenticator) SignInByProvider(ctx context.Context, in ExternalIdentity, device string) (token string, err error) {
	if in.nameless() {
		return "", ErrUnlinked
	}
	token, err = a.signInByProvider(ctx, in, device)
	if !errors.Is(err, ErrUnlinked) || !in.Vouched || in.Organisation == "" {
		return token, err
	}
	if err := a.createFor(ctx, in); err != nil {
		return "", err
	}
	return a.signInByProvider(ctx, in, device)
}

func (a *Authenticator) signInByProvider(ctx context.Context, in ExternalIdentity, device string) (token string, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		person, err := a.linked(tx, in)
		if err != nil {
			return err
		}
		active, err := account.ActiveTx(tx, person)
		if err != nil {
			return err
		}
		if !active {
			return ErrUnlinked // as if there were no account
		}
		if err := account.SyncRolesTx(tx, person, in.Managed, in.Roles, "Anmeldung über "+in.Name); err != nil {
			return err
		}
		with := oneFactor
		if in.SecondFactor {
			with = twoFactors
		}
		token, err = beginSession(tx, person, device, with)
		return err
	})
	return token, err
}

// linked finds whose identity it is, or links it by an address that the
// provider vouches for.
func (a *Authenticator) linked(tx *db.Tx, in ExternalIdentity) (int64, error) {
	person, known, err := db.Found(db.Scalar[int64](tx, `
		UPDATE linked_identity
		SET used_at = $1
		WHERE provider = $2 AND subject = $3
		RETURNING person_id`, tx.Now, in.Provider, in.Subject))
	if err != nil || known {
		return person, err
	}
	if !in.Vouched {
		return 0, ErrUnlinked
	}
	person, known, err = db.Found(db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1 AND disabled_at IS NULL`, address.Clean(in.Email)))
	if err != nil {
		return 0, err
	}
	if !known {
		return 0, ErrUnlinked
	}
	return person, insertIdentity(tx, person, in)
}

func insertIdentity(tx *db.Tx, person int64, in ExternalIdentity) error {
	_, err := tx.Exec(`
		INSERT INTO linked_identity (provider, subject, person_id, linked_at, used_at)
		VALUES ($1, $2, $3, $4, $4)`, in.Provider, in.Subject, person, tx.Now)
	if err != nil {
		return err
	}
	return factor.NoteTx(tx, person, factor.IdentityLinked)
}

// createFor makes an account for somebody whom a provider vouches for.
func (a *Authenticator) createFor(ctx context.Context, in ExternalIdentity) error {
	var org organisation.Organisation
	err := a.db.Write(ctx, func(tx *db.Tx) (err error) {
		org, err = organisation.ResolveTx(tx, in.Organisation)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return fault.Reject("Die Organisation, die bei Ihrer Anmeldung angegeben ist, kennt das Forum nicht. Bitte wenden Sie sich an die " +
			"Administration.")
	}
	if err != nil {
		return err
	}
	_, _, err = a.accounts.Create(ctx, account.NewPerson{Email: in.Email, Name: in.Person, Organisation: org})
	if fault.Is(err, fault.Conflict) {
		return ErrUnlinked // a closed account has the address
	}
	return err
}

// Identity is a provider at which the viewer may sign in.
type Identity struct {
	Provider string
	Linked   time.Time
	Used     time.Time
}

// Identities lists the providers that the viewer's account is linked with.
func (a *Authenticator) Identities(ctx context.Context, by account.Viewer) (out []Identity, err error) {
	me, err := factorOwner(by)
	if err != nil {
		return nil, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		out, err = db.List(tx, func(r db.Row) (i Identity, err error) {
			return i, r.Scan(&i.Provider, db.Instant(&i.Linked), db.Instant(&i.Used))
		}, `
			SELECT provider, MIN(linked_at), MAX(used_at)
			FROM linked_identity
			WHERE person_id = $1
			GROUP BY provider
			ORDER BY provider`, me.ID)
		return err
	})
	return out, err
}

// LinkIdentity links the viewer's account with who they are at a provider. An identity
// that is linked with another account is fault.Invalid.
func (a *Authenticator) LinkIdentity(ctx context.Context, by account.Viewer, in ExternalIdentity) error {
	if in.nameless() {
		return fault.Reject("Diese Anmeldung lässt sich nicht verknüpfen: Der Anbieter nennt keine gültige Kennung.")
	}
	return a.guarded(ctx, by, account.GuardLinkProvider, func(tx *db.Tx, me account.Viewer) error {
		whose, known, err := db.Found(db.Scalar[int64](tx, `SELECT person_id FROM linked_identity WHERE provider = $1 AND subject = $2`,
			in.Provider, in.Subject))
		switch {
		case err != nil:
			return err
		case known && whose == me.ID:
			return nil
		case known:
			return fault.Reject("Diese Anmeldung ist schon mit einem anderen Konto verknüpft.")
		}
		return insertIdentity(tx, me.ID, in)
	})
}

// ReauthenticateByProvider is Confirm by signing in once more at a provider that the viewer's
// account is linked with.
func (a *Authenticator) ReauthenticateByProvider(ctx context.Context, by account.Viewer, in ExternalIdentity) error {
	me, err := factorOwner(by)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`
			UPDATE linked_identity
			SET used_at = $1
			WHERE provider = $2 AND subject = $3 AND person_id = $4`, tx.Now, in.Provider, in.Subject, me.ID)
		switch {
		case err != nil:
			return err
		case n == 0:
			return fault.Reject("Mit dieser Anmeldung dort ist Ihr Konto nicht verknüpft.")
		case in.SecondFactor:
			return credential.MarkSecondFactorTx(tx, me.Session)
		}
		return credential.MarkAuthenticatedTx(tx, me.Session)
	})
}

// UnlinkIdentity takes the link with a provider away. Somebody who has no other way to
// sign in keeps it: fault.Invalid.
func (a *Authenticator) UnlinkIdentity(ctx context.Context, by account.Viewer, provider string) error {
	return a.guarded(ctx, by, account.GuardUnlinkProvider, func(tx *db.Tx, me account.Viewer) error {
		n, err := tx.Exec(`DELETE FROM linked_identity WHERE person_id = $1 AND provider = $2`, me.ID, provider)
		if err != nil || n == 0 {
			return err
		}
		if err := keepSignIn(tx, me); err != nil {
			return err
		}
		return factor.NoteTx(tx, me.ID, factor.IdentityUnlinked)
	})
}

// keepSignIn refuses to leave somebody without any way to sign in.
func keepSignIn(tx *db.Tx, me account.Viewer) error {
	another, err := db.Scalar[bool](tx, `
		SELECT p.password <> '' OR EXISTS (SELECT 1 FROM linked_identity l WHERE l.person_id = p.id)
			OR EXISTS (SELECT 1 FROM passkey k WHERE k.person_id = p.id)
		FROM person p
		WHERE p.id = $1`, me.ID)
	if err == nil && !another {
		err = fault.Reject("Damit könnten Sie sich nicht mehr anmelden. Wählen Sie zuerst ein Passwort, oder richten Sie einen Passkey ein.")
	}
	return err
}
