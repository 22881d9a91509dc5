// Package account owns the tables person, role_grant, board_barred and consent: who
// people are, for whom they work, what they may do, and since when no longer. Viewer is the person acting, loaded
// from the cookie of a session for every request.
//
// It promises: a disabled account has no session from the same moment on; whoever
// has yet to do something before the forum opens to them is a guest until then;
// the forum is never left without an administrator.
package account

import (
	"context"
	"net/mail"
	"slices"
	"time"

	"kommunalforum/internal/address"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/password"
	"kommunalforum/internal/readmark"
	"kommunalforum/internal/textfield"
)

// Accounts is the door to this package.
type Accounts struct {
	db *db.DB

	// Terms is the version of the terms of use that members must have agreed
	// to; "" asks nobody. Set it before anything else is called.
	Terms string

	// RequireMFA lists the roles whose holders must have a second factor. Set it
	// before anything else is called.
	RequireMFA []Role

	// Site is the forum's name, which must not be a password.
	Site string
	// ByMail says that mails leave, so that addresses can be confirmed.
	ByMail bool
}

// New returns the accounts kept in d.
func New(d *db.DB) *Accounts { return &Accounts{db: d} }

// Person is somebody with an account, as administrators see it.
type Person struct {
	ID           int64
	Email        string
	Name         string
	Function     string
	Organisation organisation.Organisation
	CreatedAt    time.Time
	DisabledAt   time.Time // zero: active
	Grants       []Grant   // filled where the doc comment says so
}

// Disabled reports whether the account is closed.
func (p Person) Disabled() bool { return !p.DisabledAt.IsZero() }

const personColumns = `p.id, p.email, p.name, p.function, p.created_at, p.disabled_at, ` + organisation.Columns

func scanPerson(r db.Row) (p Person, err error) {
	fields := []any{&p.ID, &p.Email, &p.Name, &p.Function, db.Instant(&p.CreatedAt), db.Instant(&p.DisabledAt)}
	return p, r.Scan(append(fields, organisation.Fields(&p.Organisation)...)...)
}

// NewPerson is the input of Create.
type NewPerson struct {
	Email        string
	Name         string
	Function     string
	Organisation organisation.Organisation // with ID, AGS, or name, kind and Land
	Password     string                    // "" when it is to be chosen by a one-time link
	Grants       []Grant                   // Member is added by itself
	Terms        string                    // the version of the terms that they agreed to, "" for none
}

// MaxJobTitle is how long it may be what somebody does, in characters.
const MaxJobTitle = 120

// Create makes an account; the operator acts, so no rights are asked. Without
// a password it returns the token of a one-time link with which one is chosen.
func (a *Accounts) Create(ctx context.Context, in NewPerson) (p Person, token string, err error) {
	in.Email = address.Clean(in.Email)
	var c fault.Check
	c.Require(ValidEmail(in.Email), "email", "Das ist keine gültige E-Mail-Adresse.")
	CheckPerson(&c, &in.Name, &in.Function)
	for _, g := range in.Grants {
		c.Require(g.Role.Valid(), "rolle", "Diese Rolle gibt es nicht: "+string(g.Role))
		c.Require(g.Board == 0 || g.Role.PerBoard(), "bereich", siteWideOnly)
	}
	if err := c.Err(); err != nil {
		return p, "", err
	}
	var hash string
	if in.Password != "" {
		if hash, err = password.Hash(ctx, password.Operator, in.Password, in.Email, in.Name, in.Organisation.Name, a.Site); err != nil {
			return p, "", err
		}
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = insertPerson(tx, in, hash); err != nil {
			return err
		}
		if hash == "" {
			if token, err = credential.NewLinkTx(tx, p.ID); err != nil {
				return err
			}
		}
		if err := audit.RecordTx(tx, 0, "person.create", "person", p.ID, ""); err != nil {
			return err
		}
		return event.AppendTx(tx, event.PersonChanged, p.ID, 0)
	})
	return p, token, err
}

// insertPerson inserts a person with their grants, and their organisation if it is not
// there yet.
func insertPerson(tx *db.Tx, in NewPerson, hash string) (p Person, err error) {
	org := in.Organisation
	if org.ID == 0 {
		if org, err = organisation.EnsureTx(tx, org); err != nil {
			return p, err
		}
	}
	id, err := tx.Insert(`
		INSERT INTO person (email, name, search, sort_key, function, organisation_id, password, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, in.Email, in.Name, folding.Column(in.Name), folding.SortKey(in.Name), in.Function, org.ID, hash, tx.Now)
	if fault.Is(err, fault.Conflict) {
		return p, fault.Of(fault.Conflict, "Ein Konto mit dieser E-Mail-Adresse gibt es schon.")
	}
	if err != nil {
		return p, err
	}
	if err := insertGrants(tx, id, append([]Grant{{Role: Member}}, in.Grants...)); err != nil {
		return p, err
	}
	if err := readmark.StartTx(tx, id); err != nil {
		return p, err
	}
	if in.Terms != "" {
		if err := AgreeTx(tx, id, in.Terms); err != nil {
			return p, err
		}
	}
	return Person{ID: id, Email: in.Email, Name: in.Name, Function: in.Function, Organisation: org, CreatedAt: tx.Now}, nil
}

func insertGrants(tx *db.Tx, person int64, grants []Grant) error {
	for _, g := range grants {
		_, err := tx.Exec(`
			INSERT INTO role_grant (person_id, role, board_id, granted_at)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING`, person, string(g.Role), db.Null(g.Board), tx.Now)
		if err != nil {
			return err
		}
	}
	return nil
}

// List returns all accounts by name with their grants, for the operator.
func (a *Accounts) List(ctx context.Context) (out []Person, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		out, err = db.List(tx, scanPerson, `
			SELECT `+personColumns+`
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE p.erased_at IS NULL
			ORDER BY p.sort_key, p.id`)
		for some := range slices.Chunk(out, grantStep) {
			if err == nil {
				err = addGrants(tx, some)
			}
		}
		return err
	})
	return out, err
}

// grantStep is the number of people whose grants List asks for at once.
const grantStep = 500

// Disable closes the account and ends all its sessions and links. The operator acts.
func (a *Accounts) Disable(ctx context.Context, email, reason string) error {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &reason, 0, maxReason)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		id, err := PersonByEmailTx(tx, email)
		if err != nil {
			return err
		}
		return disable(tx, 0, id, reason)
	})
}

// PersonByEmailTx returns who has an account, open or closed, under the address.
func PersonByEmailTx(tx *db.Tx, email string) (int64, error) {
	id, err := db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1 AND erased_at IS NULL`, address.Clean(email))
	if fault.Is(err, fault.NotFound) {
		return 0, fault.Of(fault.NotFound, "Ein Konto mit dieser E-Mail-Adresse gibt es nicht.")
	}
	return id, err
}

// ValidEmail reports whether s is one e-mail address and nothing else.
func ValidEmail(s string) bool {
	at, err := mail.ParseAddress(s)
	return err == nil && at.Address == s && len(s) <= 254
}
