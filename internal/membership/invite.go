package membership

import (
	"context"
	"slices"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/password"
	"kommunalforum/internal/secret"
)

// ActInvite is recorded in the audit log when a moderator invites somebody to an
// organisation other than their own.
const ActInvite = "person.invite"

// Invitation is a member's word that somebody works for an organisation.
type Invitation struct {
	ID           int64
	Email        string
	Organisation organisation.Organisation
	Inviter      account.Byline
	CreatedAt    time.Time
	ExpiresAt    time.Time
	RevokedAt    time.Time // zero if it was not
	AcceptedAt   time.Time // zero if it was not
}

// Open reports whether it can be accepted.
func (i Invitation) Open(now time.Time) bool {
	return i.RevokedAt.IsZero() && i.AcceptedAt.IsZero() && i.ExpiresAt.After(now)
}

// Stands reports whether the inviter, by, may still invite for the organisation. A
// moderator's invitations to other organisations end with the role.
func (i Invitation) Stands(by account.Viewer) bool {
	return i.Organisation.ID == by.Organisation.ID || by.ModeratesSomewhere()
}

// standsSQL is Stands for an invitation i of an inviter p whose account is open.
const standsSQL = `(i.organisation_id = p.organisation_id OR EXISTS (
	SELECT 1
	FROM role_grant g
	WHERE g.person_id = p.id AND (g.role = 'moderator' OR g.role = 'admin' AND g.board_id IS NULL)))`

const invitationColumns = `i.id, i.email, i.created_at, i.expires_at, i.revoked_at, i.accepted_at, p.id, p.name, p.function, ` +
	organisation.Columns

const invitationFrom = `
	FROM invitation i
	JOIN person p ON p.id = i.inviter_id
	JOIN organisation o ON o.id = i.organisation_id`

func scanInvitation(r db.Row) (i Invitation, err error) {
	fields := []any{&i.ID, &i.Email, db.Instant(&i.CreatedAt), db.Instant(&i.ExpiresAt), db.Instant(&i.RevokedAt), db.Instant(&i.AcceptedAt),
		&i.Inviter.PersonID, &i.Inviter.Name, &i.Inviter.Function}
	return i, r.Scan(append(fields, organisation.Fields(&i.Organisation)...)...)
}

// NewInvitation is the input of Invite.
type NewInvitation struct {
	Email        string
	Organisation string // AGS or name; "" for the inviter's own. Only moderators may name others
	Kind         organisation.Kind
	State        string
}

// Invite mails somebody a link with which they join without waiting. Members invite
// for their own organisation, moderators for any. The result does not reveal whether
// the address has an account. Beyond the day's limit it is fault.TooMany.
func (j *Joining) Invite(ctx context.Context, by account.Viewer, in NewInvitation) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	var c fault.Check
	to, err := address.Parse(in.Email)
	c.Require(err == nil, "email", noAddress)
	in.Organisation = strings.TrimSpace(in.Organisation)
	if err := c.Err(); err != nil {
		return err
	}
	if in.Organisation != "" && !by.ModeratesSomewhere() {
		return fault.Forbid("Mitglieder laden in ihre eigene Organisation ein.")
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		if err := takeMailTx(tx, by, mailInvitation, to.Base()); err != nil {
			return err
		}
		return j.invite(tx, by, to, in)
	})
}

func (j *Joining) invite(tx *db.Tx, by account.Viewer, to address.Address, in NewInvitation) error {
	o, err := organisation.FindTx(tx, by.Organisation.ID)
	if err != nil {
		return err
	}
	if in.Organisation != "" {
		if o, err = organisation.ResolveOrAddTx(tx, in.Organisation, in.Kind, in.State); err != nil {
			return err
		}
		if err := j.mayPlaceTx(tx, by, o); err != nil {
			return err
		}
	}
	choice, err := decides(tx, to.Domain)
	if err != nil {
		return err
	}
	if len(choice) > 0 && !slices.ContainsFunc(choice, func(x organisation.Organisation) bool { return x.ID == o.ID }) {
		var c fault.Check
		c.Add("email", "Diese Adresse gehört zu einer anderen Organisation. Wer sie hat, kann sich selbst registrieren.")
		return c.Err()
	}
	id, err := tx.Insert(`
		INSERT INTO invitation (inviter_id, organisation_id, email, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5)
		RETURNING id`, by.ID, o.ID, to.String(), tx.Now, tx.Now.Add(InvitationLife))
	if err != nil {
		return err
	}
	if o.ID != by.Organisation.ID {
		if err := audit.RecordTx(tx, by.ID, ActInvite, "organisation", o.ID, ""); err != nil {
			return err
		}
	}
	owner, known, err := account.MailboxOwnerTx(tx, to.Base())
	if err != nil {
		return err
	}
	if known {
		return outbox.EnqueueTx(tx, outbox.Mail{Recipient: owner, Kind: outbox.JoinInvitedKnown, Subject: id})
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Kind: outbox.JoinInvited, Subject: id})
}

// Invitations returns the viewer's own invitations, newest first.
func (j *Joining) Invitations(ctx context.Context, by account.Viewer) (list []Invitation, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanInvitation, `
			SELECT `+invitationColumns+invitationFrom+`
			WHERE i.inviter_id = $1
			ORDER BY i.id DESC
			LIMIT 200`, by.ID)
		return err
	})
	return list, err
}

// Revoke withdraws one of the viewer's own invitations that was not accepted.
func (j *Joining) Revoke(ctx context.Context, by account.Viewer, id int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Insert(`
			UPDATE invitation
			SET revoked_at = COALESCE(revoked_at, $1)
			WHERE id = $2 AND inviter_id = $3 AND accepted_at IS NULL
			RETURNING id`, tx.Now, id, by.ID)
		if err != nil {
			return err
		}
		return endLinks(tx, forInvitation, id)
	})
}

// findInvitation returns an invitation that can still be accepted and whose inviter
// may still invite.
func findInvitation(tx *db.Tx, id int64) (Invitation, bool, error) {
	return db.Found(db.One(tx, scanInvitation, `
		SELECT `+invitationColumns+invitationFrom+`
		WHERE i.id = $1 AND i.revoked_at IS NULL AND i.accepted_at IS NULL AND i.expires_at > $2
		AND p.disabled_at IS NULL AND `+standsSQL, id, tx.Now))
}

// InvitationLinkTx creates the link of an invitation while its mail is built, and
// returns its token; ok is false if the mail is no longer wanted.
func InvitationLinkTx(tx *db.Tx, id int64) (token string, i Invitation, ok bool, err error) {
	if i, ok, err = findInvitation(tx, id); err != nil || !ok {
		return "", i, false, err
	}
	token, err = newLink(tx, forInvitation, id, i.ExpiresAt)
	return token, i, err == nil, err
}

// InvitationToTx returns an invitation for the mail to a mailbox that already has an
// account.
func InvitationToTx(tx *db.Tx, id int64) (Invitation, bool, error) { return findInvitation(tx, id) }

// Invited returns the invitation of a link that works; fault.Gone otherwise.
func (j *Joining) Invited(ctx context.Context, token string) (i Invitation, err error) {
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		i, err = invited(tx, token)
		return err
	})
	return i, err
}

func invited(tx *db.Tx, token string) (Invitation, error) {
	id, err := followLink(tx, forInvitation, token)
	if err != nil {
		return Invitation{}, err
	}
	i, ok, err := findInvitation(tx, id)
	if err != nil {
		return i, err
	}
	_, known, err := account.MailboxOwnerTx(tx, baseOf(i.Email))
	if err == nil && (known || !ok) {
		err = errGone
	}
	return i, err
}

// Acceptance is the input of somebody who accepts an invitation.
type Acceptance struct {
	Name     string
	Function string
	Password string
	Terms    string // version of the terms of use that they agreed to, "" for none
}

// Accept creates an account and uses up the invitation. Of many concurrent calls one
// wins, the others get fault.Gone.
func (j *Joining) Accept(ctx context.Context, token string, in Acceptance) error {
	open, err := j.Invited(ctx, token)
	if err != nil {
		return err
	}
	var c fault.Check
	account.CheckPerson(&c, &in.Name, &in.Function)
	if err := c.Err(); err != nil {
		return err
	}
	hashed, err := password.Hash(ctx, secret.Hash(token), in.Password, open.Email, in.Name, open.Organisation.Name, j.Site)
	if err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		i, err := invited(tx, token)
		if err != nil {
			return err
		}
		inviter, err := account.ViewerTx(tx, i.Inviter.PersonID)
		if err != nil {
			return err
		}
		if err := j.mayPlaceTx(tx, inviter, i.Organisation); fault.Is(err, fault.Invalid) {
			return errGone // a board was restricted to the kind since
		} else if err != nil {
			return err
		}
		person, err := account.AdmitTx(tx, i.Inviter.PersonID, account.ActAdmit, account.Newcomer{
			Email: i.Email, Name: in.Name, Function: in.Function, Organisation: i.Organisation.ID, Password: hashed})
		if err != nil {
			return err
		}
		if in.Terms != "" {
			if err := account.AgreeTx(tx, person, in.Terms); err != nil {
				return err
			}
		}
		if err := endLinks(tx, forInvitation, i.ID); err != nil {
			return err
		}
		// What waits under the same mailbox is settled by this.
		if _, err := tx.Exec(`DELETE FROM application WHERE base = $1 AND state IN ('asked', 'waiting')`, baseOf(i.Email)); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE invitation SET accepted_at = $1 WHERE id = $2`, tx.Now, i.ID)
		return err
	})
}

// baseOf is the mailbox of an address that was parsed before.
func baseOf(email string) string {
	a, err := address.Parse(email)
	if err != nil {
		return email
	}
	return a.Base()
}
