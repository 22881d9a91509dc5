package membership

import (
	"context"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/address"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/secret"
)

// Application is a request to join, or of a member to change the address.
type Application struct {
	ID           int64
	Person       int64 // the member who changes the address; 0 for somebody new
	Email        string
	Former       string // the former address, "" for somebody new
	Name         string
	Function     string
	Employer     string // the organisation in their own words
	Reason       string // their message to whoever decides
	Colleague    string // address of the member who is to vouch for them
	Vouching     int64  // that member, 0 if nobody has that address
	Vouched      *bool  // the member's answer, nil if there is none yet
	Verdict      string // why it was refused
	CreatedAt    time.Time
	ConfirmedAt  time.Time
	state        string
	base         string
	password     string
	terms        string
	organisation int64
}

// Domain returns the domain of the address in readable form.
func (a Application) Domain() string { return address.Readable(a.domain()) }

func (a Application) domain() string {
	_, domain, _ := strings.Cut(a.Email, "@")
	return domain
}

// Free reports whether the address says nothing about where somebody works.
func (a Application) Free() bool { return address.Free(a.domain()) }

// Changes reports whether the application is a member's change of address.
func (a Application) Changes() bool { return a.Person != 0 }

// States of an application.
const (
	asked    = "asked"   // the address is not confirmed yet
	waiting  = "waiting" // for a decision
	admitted = "admitted"
	refused  = "refused"
)

const applicationColumns = `a.id, a.person_id, a.email, a.former, a.name, a.function, a.employer, a.reason, a.colleague, a.vouching_id,
	a.vouched, a.verdict, a.created_at, a.confirmed_at, a.state, a.base, a.password, a.terms, a.organisation_id`

func scanApplication(r db.Row) (a Application, err error) {
	return a, r.Scan(&a.ID, db.OrZero(&a.Person), &a.Email, &a.Former, &a.Name, &a.Function, &a.Employer, &a.Reason, &a.Colleague,
		db.OrZero(&a.Vouching), &a.Vouched, &a.Verdict, db.Instant(&a.CreatedAt), db.Instant(&a.ConfirmedAt), &a.state, &a.base,
		&a.password, &a.terms, db.OrZero(&a.organisation))
}

func findApplication(tx *db.Tx, id int64) (Application, error) {
	return db.One(tx, scanApplication, `SELECT `+applicationColumns+` FROM application a WHERE a.id = $1`, id)
}

// Form is the input of somebody who wants to join.
type Form struct {
	Email    string
	Name     string
	Function string
	Terms    string // version of the terms of use that they agreed to, "" for none
}

// Apply mails a link to an address, with which joining continues. If there is an
// account already, the mail says so; the result here is the same, and takes the same
// work. More than MaxAsked mails to one mailbox within AskedWindow, or AskedADay in a
// day, are fault.TooMany.
func (j *Joining) Apply(ctx context.Context, in Form) error {
	var c fault.Check
	to, err := address.Parse(in.Email)
	c.Require(err == nil, "email", noAddress)
	account.CheckPerson(&c, &in.Name, &in.Function)
	if err := c.Err(); err != nil {
		return err
	}
	return secret.Evenly(ctx, func() error {
		return j.db.Write(ctx, func(tx *db.Tx) error {
			if err := limit.CountTx(tx, toMailbox(to.Base())); err != nil {
				return err
			}
			return ask(tx, Application{Email: to.String(), base: to.Base(), Name: in.Name, Function: in.Function, terms: in.Terms})
		})
	})
}

const noAddress = "Bitte geben Sie eine E-Mail-Adresse an, etwa name@stadt.example."

// ask stores the application and enqueues one mail. If the mailbox has an account,
// it stores only that an application was made.
func ask(tx *db.Tx, a Application) error {
	key := secret.Hash(a.base)
	owner, known, err := account.MailboxOwnerTx(tx, a.base)
	if err != nil {
		return err
	}
	if known && owner == a.Person {
		known = false // a member may change what follows the plus sign
	}
	mail := outbox.Mail{Kind: outbox.JoinConfirm}
	if known {
		a = Application{}
		mail = outbox.Mail{Recipient: owner, Kind: outbox.JoinKnown}
	}
	mail.Subject, err = tx.Insert(`
		INSERT INTO application (key, person_id, email, base, former, name, function, employer, reason, colleague, password, terms, state,
			verdict, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', '', '', $8, 'asked', '', $9)
		RETURNING id`, key, db.Null(a.Person), a.Email, a.base, a.Former, a.Name, a.Function, a.terms, tx.Now)
	if err != nil {
		return err
	}
	return outbox.EnqueueTx(tx, mail)
}

// ApplicationLinkTx creates the link of an application while its mail is built, and
// returns its token; ok is false if the mail is no longer wanted.
func ApplicationLinkTx(tx *db.Tx, id int64) (token string, a Application, until time.Time, ok bool, err error) {
	a, ok, err = db.Found(findApplication(tx, id))
	until = a.CreatedAt.Add(LinkLife)
	if ok = ok && a.state == asked && a.Email != "" && until.After(tx.Now); err != nil || !ok {
		return "", a, until, false, err
	}
	token, err = newLink(tx, forApplication, id, until)
	return token, a, until, err == nil, err
}

// RefusedApplicationTx returns a refused application, for the mail about it.
func RefusedApplicationTx(tx *db.Tx, id int64) (a Application, ok bool, err error) {
	a, ok, err = db.Found(findApplication(tx, id))
	return a, ok && a.state == refused, err
}

// VouchForTx returns an application about which a colleague was asked and has not
// answered, for the mail to them.
func VouchForTx(tx *db.Tx, id, colleague int64) (a Application, ok bool, err error) {
	a, ok, err = db.Found(findApplication(tx, id))
	return a, ok && a.state == waiting && a.Vouching == colleague && a.Vouched == nil, err
}

// AddresseeOfTx returns the recipient of a mail to somebody without an account. The
// name is empty until the address is confirmed, because anybody can apply under any
// name.
func AddresseeOfTx(tx *db.Tx, kind outbox.Kind, subject int64) (to account.Addressee, ok bool, err error) {
	if kind == outbox.JoinInvited {
		to.Email, ok, err = db.Found(db.Scalar[string](tx, `SELECT email FROM invitation WHERE id = $1`, subject))
		return to, ok, err
	}
	a, ok, err := db.Found(findApplication(tx, subject))
	switch kind {
	case outbox.JoinConfirm:
		to.Email = a.Email
	case outbox.JoinRefused:
		to = account.Addressee{Name: a.Name, Email: a.Email}
	case outbox.AddressChanged:
		to = account.Addressee{Name: a.Name, Email: a.Former}
	}
	return to, ok && to.Email != "", err
}
