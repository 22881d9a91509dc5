package membership

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/textfield"
)

// ActRefuse is recorded in the audit log when an application is refused.
const ActRefuse = "person.refuse"

// Waiting is an application in the queue.
type Waiting struct {
	Application
	Present  organisation.Organisation   // of a member who changes the address
	By       account.Byline              // the colleague who was asked; without a name if there is no such member
	Proposed []organisation.Organisation // organisations of the domain by now
}

// CanAdmit reports whether the application can be admitted: an address of free mail
// needs a colleague who vouches and whose account is open.
func (w Waiting) CanAdmit() bool {
	return !w.Free() || w.By.PersonID != 0 && w.Vouched != nil && *w.Vouched
}

// MaxQueue is the maximum number of applications that Queue returns.
const MaxQueue = 100

// CountTx counts the applications that somebody has to decide on, and the known
// domains.
func CountTx(tx *db.Tx) (applications, domains int, err error) {
	_, err = db.One(tx, func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(&applications, &domains) }, `
		SELECT (SELECT COUNT(*) FROM application WHERE state = 'waiting'), (SELECT COUNT(DISTINCT name) FROM mail_domain)`)
	return applications, domains, err
}

// countWaiting counts the applications that somebody has to decide on.
func countWaiting(tx *db.Tx) (int, error) {
	return db.Scalar[int](tx, `SELECT COUNT(*) FROM application WHERE state = 'waiting'`)
}

const waitingColumns = applicationColumns + `, COALESCE(v.id, 0), COALESCE(v.name, ''), COALESCE(v.function, ''), COALESCE(vo.name, ''),
	COALESCE(po.id, 0), COALESCE(po.name, '')`

const waitingFrom = `
	FROM application a
	LEFT JOIN person v ON v.id = a.vouching_id AND v.disabled_at IS NULL
	LEFT JOIN organisation vo ON vo.id = v.organisation_id
	LEFT JOIN person p ON p.id = a.person_id
	LEFT JOIN organisation po ON po.id = p.organisation_id
	WHERE a.state = 'waiting'`

func scanWaiting(r db.Row) (w Waiting, err error) {
	w.Application, err = scanApplication(more{r, []any{&w.By.PersonID, &w.By.Name, &w.By.Function, &w.By.Organisation.Name, &w.Present.ID,
		&w.Present.Name}})
	return w, err
}

// more is a row of which the last columns are scanned into fields of their own.
type more struct {
	db.Row
	fields []any
}

func (m more) Scan(fields ...any) error { return m.Row.Scan(append(fields, m.fields...)...) }

// Queue returns the oldest applications that wait for a decision, and how many there
// are in all. Moderators and administrators only.
func (j *Joining) Queue(ctx context.Context, by account.Viewer) (list []Waiting, n int, err error) {
	if err := mayApprove(by); err != nil {
		return nil, 0, err
	}
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		if n, err = countWaiting(tx); err != nil {
			return err
		}
		list, err = db.List(tx, scanWaiting, `SELECT `+waitingColumns+waitingFrom+` ORDER BY a.confirmed_at, a.id LIMIT $1`, MaxQueue)
		return err
	})
	return list, n, err
}

// CountQueue counts the applications that wait for by to decide, 0 for those who decide
// on none.
func (j *Joining) CountQueue(ctx context.Context, by account.Viewer) (int, error) {
	if mayApprove(by) != nil {
		return 0, nil
	}
	return db.View(ctx, j.db, countWaiting)
}

// Waiting returns one application of the queue. Moderators and administrators
// only.
func (j *Joining) Waiting(ctx context.Context, by account.Viewer, id int64) (w Waiting, err error) {
	if err := mayApprove(by); err != nil {
		return w, err
	}
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		w, err = findWaiting(tx, id)
		return err
	})
	return w, err
}

func findWaiting(tx *db.Tx, id int64) (w Waiting, err error) {
	if w, err = db.One(tx, scanWaiting, `SELECT `+waitingColumns+waitingFrom+` AND a.id = $1`, id); err != nil {
		return w, err
	}
	w.Proposed, err = decides(tx, w.domain())
	return w, err
}

// Decision says for whom the admitted person works.
type Decision struct {
	Organisation string            // AGS or name
	Kind         organisation.Kind // of an organisation to create, "" for none
	State        string            // its Land
	Assign       bool              // assign the domain of the address to it from now on
}

// Admit puts an application into effect and tells the applicant by mail. An applicant
// with an address of free mail joins the organisation of the colleague who vouched.
// Moderators and administrators only; recorded in the audit log.
func (j *Joining) Admit(ctx context.Context, by account.Viewer, id int64, in Decision) error {
	if err := mayApprove(by); err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		w, err := findWaiting(tx, id)
		if err != nil {
			return err
		}
		if w.Changes() && w.Person == by.ID && !by.Admin() {
			return fault.Reject("Über Ihren eigenen Wechsel entscheidet jemand anderes.")
		}
		if !w.CanAdmit() {
			return fault.Reject("Die Adresse gehört zu keiner Organisation. Es fehlt noch, dass ein Mitglied der Organisation die " +
				"Zugehörigkeit bestätigt.")
		}
		o, err := organisationFor(tx, w, in)
		if err != nil {
			return err
		}
		if !w.Free() { // else a member of the organisation has vouched
			if err := j.mayPlaceTx(tx, by, o); err != nil {
				return err
			}
		}
		if owner, known, err := account.MailboxOwnerTx(tx, w.base); err != nil || known && owner != w.Person {
			if err == nil {
				err = fault.Reject("Zu dieser Adresse gibt es inzwischen ein Konto.")
			}
			return err
		}
		if in.Assign && !w.Free() {
			if err := assign(tx, by, w.domain(), o); err != nil {
				return err
			}
		}
		_, err = settle(tx, by.ID, w.Application, o.ID)
		return err
	})
}

// AdmittedTo reports whether an application that waits no more was admitted for the
// organisation, an AGS or a name, so that nothing is lost of a second decision for it; for
// "" it is true. Moderators and administrators only.
func (j *Joining) AdmittedTo(ctx context.Context, by account.Viewer, id int64, name string) (bool, error) {
	if err := mayApprove(by); err != nil {
		return false, err
	}
	name = textfield.Clean(name)
	if name == "" {
		return true, nil
	}
	return db.View(ctx, j.db, func(tx *db.Tx) (bool, error) {
		return db.Scalar[bool](tx, `
			SELECT EXISTS (
				SELECT 1
				FROM application a
				JOIN organisation o ON o.id = a.organisation_id
				WHERE a.id = $1 AND a.state = 'admitted' AND (o.name = $2 OR o.ags = $2))`, id, name)
	})
}

func organisationFor(tx *db.Tx, w Waiting, in Decision) (organisation.Organisation, error) {
	if w.Free() {
		v, err := account.PersonOfTx(tx, w.Vouching)
		return v.Organisation, err
	}
	return organisation.ResolveOrAddTx(tx, in.Organisation, in.Kind, in.State)
}

func assign(tx *db.Tx, by account.Viewer, domain string, o organisation.Organisation) error {
	if _, wrong := assignable(domain); wrong != "" {
		var c fault.Check
		c.Add("zuordnen", "%s", wrong)
		return c.Err()
	}
	added, err := insertDomain(tx, domain, o.ID, false)
	if err != nil || !added {
		return err
	}
	return audit.RecordTx(tx, by.ID, ActDomainAdd, "organisation", o.ID, domain)
}

// Refuse refuses an application and tells the applicant by mail why. A member keeps
// the current address. Moderators and administrators only; recorded in the audit log.
func (j *Joining) Refuse(ctx context.Context, by account.Viewer, id int64, reason string) error {
	if err := mayApprove(by); err != nil {
		return err
	}
	var c fault.Check
	textfield.Lines(&c, "ablehnung", "Grund der Ablehnung", &reason, minReason, maxReason)
	if err := c.Err(); err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		w, err := findWaiting(tx, id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`
			UPDATE application
			SET state = 'refused', verdict = $1, decided_at = $2, function = '', employer = '', reason = '', colleague = '',
				password = '', vouching_id = NULL
			WHERE id = $3`, reason, tx.Now, id)
		if err != nil {
			return err
		}
		if err := audit.RecordTx(tx, by.ID, ActRefuse, "application", id, reason); err != nil {
			return err
		}
		return outbox.EnqueueTx(tx, outbox.Mail{Recipient: w.Person, Kind: outbox.JoinRefused, Subject: id})
	})
}
