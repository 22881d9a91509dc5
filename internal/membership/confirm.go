package membership

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/password"
	"kommunalforum/internal/secret"
	"kommunalforum/internal/textfield"
)

// Step is what is shown to somebody who followed the link of an application.
type Step struct {
	Application
	Choice []organisation.Organisation // organisations of the domain: none, one, or several to choose from
	Stays  bool                        // a member keeps the organisation, so there is nothing to choose
}

// Confirmation is the input there.
type Confirmation struct {
	Organisation int64  // chosen among several
	Employer     string // where the domain decides nothing
	Reason       string
	Colleague    string // where the address is one of free mail
	Password     string // of somebody new
}

// Step returns the application of a link that works; fault.Gone otherwise.
func (j *Joining) Step(ctx context.Context, token string) (s Step, err error) {
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		s, err = stepOf(tx, token)
		return err
	})
	return s, err
}

func stepOf(tx *db.Tx, token string) (s Step, err error) {
	id, err := followLink(tx, forApplication, token)
	if err != nil {
		return s, err
	}
	a, ok, err := db.Found(findApplication(tx, id))
	if err != nil {
		return s, err
	}
	if !ok {
		return s, errGone // settled by another one for the same mailbox
	}
	s.Application = a
	owner, known, err := account.MailboxOwnerTx(tx, s.base)
	if err != nil {
		return s, err
	}
	if s.state != asked || known && owner != s.Person {
		return s, errGone // of two links the other one was used
	}
	if s.Choice, err = decides(tx, s.domain()); err != nil || !s.Changes() {
		return s, err
	}
	p, err := account.PersonOfTx(tx, s.Person)
	if err != nil {
		return s, err
	}
	if p.Disabled() {
		return s, errGone
	}
	s.Stays = stays(p, s.Application, s.Choice)
	return s, nil
}

// stays reports whether the member still works for the same organisation by the new
// address: its domain stands for that organisation or is the former one, or neither
// domain stands for anything.
func stays(p account.Person, a Application, choice []organisation.Organisation) bool {
	_, before, _ := strings.Cut(p.Email, "@")
	switch {
	case len(choice) > 0:
		return slices.ContainsFunc(choice, func(o organisation.Organisation) bool { return o.ID == p.Organisation.ID })
	case a.Free():
		return address.Free(before)
	}
	return before == a.domain()
}

// Result is what a confirmed address led to.
type Result string

const (
	Joined  Result = "joined"  // there is an account now
	Changed Result = "changed" // the address of an account is changed
	Waits   Result = "waits"   // somebody has to decide first
)

// Confirm uses up the link. If the domain decides the organisation, the account is
// created at once, or the member's address changed; otherwise the application waits
// for a decision. A used link is fault.Gone; of many concurrent calls one wins.
func (j *Joining) Confirm(ctx context.Context, token string, in Confirmation) (r Result, err error) {
	s, err := j.Step(ctx, token)
	if err != nil {
		return "", err
	}
	if err := in.check(s); err != nil {
		return "", err
	}
	hashed := ""
	if !s.Changes() {
		known := []string{s.Email, s.Name, in.Employer, j.Site}
		for _, o := range s.Choice {
			known = append(known, o.Name)
		}
		if hashed, err = password.Hash(ctx, secret.Hash(token), in.Password, known...); err != nil {
			return "", err
		}
	}
	err = j.db.Write(ctx, func(tx *db.Tx) error {
		if s, err = stepOf(tx, token); err != nil {
			return err
		}
		if err := in.check(s); err != nil {
			return err // the domain became known in between
		}
		s.password = hashed
		r, err = confirm(tx, s, in)
		return err
	})
	return r, err
}

// check cleans the fields that the step asks for and says what is wrong.
func (in *Confirmation) check(s Step) error {
	var c fault.Check
	switch {
	case s.Stays:
	case len(s.Choice) == 1:
		in.Organisation = s.Choice[0].ID
	case len(s.Choice) > 1:
		c.Require(slices.ContainsFunc(s.Choice, func(o organisation.Organisation) bool { return o.ID == in.Organisation }), "organisation",
			"Bitte wählen Sie Ihre Organisation.")
	default:
		textfield.Name(&c, "arbeitgeber", "Organisation", &in.Employer, 2, 160)
		textfield.Lines(&c, "grund", "Nachricht", &in.Reason, 0, maxReason)
		if s.Free() {
			to, err := address.Parse(in.Colleague)
			c.Require(err == nil, "kollege", "Bitte geben Sie die dienstliche E-Mail-Adresse eines Mitglieds an.")
			in.Colleague = to.String()
		}
	}
	return c.Err()
}

func confirm(tx *db.Tx, s Step, in Confirmation) (Result, error) {
	if err := endLinks(tx, forApplication, s.ID); err != nil {
		return "", err
	}
	// Others under the same mailbox are settled by this one.
	_, err := tx.Exec(`DELETE FROM application WHERE base = $1 AND id <> $2 AND state IN ('asked', 'waiting')`, s.base, s.ID)
	if err != nil {
		return "", err
	}
	s.ConfirmedAt = tx.Now
	if s.Stays || len(s.Choice) > 0 {
		return settle(tx, 0, s.Application, in.Organisation)
	}
	return Waits, wait(tx, s.Application, in)
}

// wait stores a confirmed application until somebody decides, and asks the colleague.
func wait(tx *db.Tx, a Application, in Confirmation) error {
	var colleague int64
	if a.Free() {
		to, err := address.Parse(in.Colleague)
		if err != nil {
			return err
		}
		if colleague, _, err = account.MailboxOwnerTx(tx, to.Base()); err != nil {
			return err
		}
		if colleague == a.Person {
			colleague = 0 // nobody vouches for themselves
		}
	}
	_, err := tx.Exec(`
		UPDATE application
		SET state = 'waiting', employer = $1, reason = $2, colleague = $3, vouching_id = $4, password = $5, confirmed_at = $6
		WHERE id = $7`, in.Employer, in.Reason, in.Colleague, db.Null(colleague), a.password, a.ConfirmedAt, a.ID)
	if err != nil || colleague == 0 {
		return err
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: colleague, Kind: outbox.JoinVouch, Subject: a.ID})
}

// settle puts the application into effect and deletes what it held; actor 0 is the
// system. Organisation 0 leaves a member where they are.
func settle(tx *db.Tx, actor int64, a Application, organisation int64) (Result, error) {
	if a.Changes() {
		return Changed, change(tx, actor, a, organisation)
	}
	act := account.ActAdmit
	if actor == 0 {
		act = "person.create"
	}
	person, err := account.AdmitTx(tx, actor, act, account.Newcomer{Email: a.Email, Name: a.Name, Function: a.Function,
		Organisation: organisation, Password: a.password})
	if fault.Is(err, fault.Conflict) {
		return "", errGone
	}
	if err != nil {
		return "", err
	}
	if a.terms != "" {
		if err := account.AgreeTx(tx, person, a.terms); err != nil {
			return "", err
		}
	}
	if actor != 0 {
		if err := outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.JoinAdmitted, Subject: a.ID}); err != nil {
			return "", err
		}
	}
	_, err = tx.Exec(`
		UPDATE application
		SET state = 'admitted', person_id = $1, organisation_id = $2, decided_at = $3, confirmed_at = $4,
			email = '', base = '', name = '', function = '', employer = '', reason = '', colleague = '', password = '', vouching_id = NULL
		WHERE id = $5`, person, organisation, tx.Now, a.ConfirmedAt, a.ID)
	return Joined, err
}

// change sets a member's new address and sends a mail to the former one.
func change(tx *db.Tx, actor int64, a Application, organisation int64) error {
	p, err := account.PersonOfTx(tx, a.Person)
	if err != nil {
		return err
	}
	err = account.ChangeAddressTx(tx, p.ID, a.Email)
	if fault.Is(err, fault.Conflict) {
		return errGone
	}
	if err != nil {
		return err
	}
	if err := endChecks(tx, p.ID); err != nil { // they went to the former address
		return err
	}
	if err := account.ConfirmAddressTx(tx, p.ID); err != nil {
		return err
	}
	// Whoever invited the former address knows a member by it who is there under
	// another one: nobody would find it again when the account is erased.
	if _, err := tx.Exec(`DELETE FROM invitation WHERE email = $1`, p.Email); err != nil {
		return err
	}
	if organisation != 0 && organisation != p.Organisation.ID {
		if actor == 0 {
			actor = p.ID
		}
		if err := account.MoveTx(tx, actor, p.ID, organisation); err != nil {
			return err
		}
		if err := leaveOrganisation(tx, p.ID); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`
		UPDATE application
		SET state = 'admitted', former = $1, name = $2, organisation_id = $3, decided_at = $4, confirmed_at = $5,
			email = '', base = '', function = '', employer = '', reason = '', colleague = '', vouching_id = NULL
		WHERE id = $6`, p.Email, p.Name, db.Null(organisation), tx.Now, a.ConfirmedAt, a.ID)
	if err != nil {
		return err
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Kind: outbox.AddressChanged, Subject: a.ID})
}

// leaveOrganisation revokes what a member said for an organisation: open invitations
// and words for colleagues.
func leaveOrganisation(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`UPDATE invitation SET revoked_at = $1 WHERE inviter_id = $2 AND revoked_at IS NULL AND accepted_at IS NULL`, tx.Now, person)
	if err != nil {
		return err
	}
	return unvouch(tx, person)
}
