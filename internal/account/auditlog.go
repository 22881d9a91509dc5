package account

import (
	"context"
	"strings"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
)

// AuditLogPerPage is how many acts Protocol returns at most.
const AuditLogPerPage = 50

// AuditEntry is an entry of the audit log with the names of the people in it.
type AuditEntry struct {
	audit.Entry
	ActorName   string // "" for the operator, the system and erased accounts
	Employer    string // the actor's organisation at that time, "" without an actor
	SubjectName string // of a person acted upon, "" otherwise
}

// AuditLog returns a page of the audit log, newest first: entries older than
// before (0: from the newest), and whether there are more. Administrators only.
func (a *Accounts) AuditLog(ctx context.Context, by Viewer, before int64) (list []AuditEntry, more bool, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, false, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		entries, err := audit.ListTx(tx, before, AuditLogPerPage+1)
		if err != nil {
			return err
		}
		if more = len(entries) > AuditLogPerPage; more {
			entries = entries[:AuditLogPerPage]
		}
		var ids, organisations []int64
		for _, e := range entries {
			ids, organisations = append(ids, e.Actor), append(organisations, e.For)
			if e.Subject == "person" {
				ids = append(ids, e.SubjectID)
			}
		}
		names, err := namesOf(tx, ids)
		if err != nil {
			return err
		}
		employers, err := organisationNames(tx, organisations)
		for _, e := range entries {
			d := AuditEntry{Entry: e, ActorName: names[e.Actor], Employer: employers[e.For]}
			if e.Subject == "person" {
				d.SubjectName = names[e.SubjectID]
			}
			list = append(list, d)
		}
		return err
	})
	return list, more, err
}

// namesOf returns the names of the people, without erased accounts, by id.
func namesOf(tx *db.Tx, ids []int64) (map[int64]string, error) {
	return namesFrom(tx, `person WHERE erased_at IS NULL AND id IN `, ids)
}

// organisationNames returns the names of the organisations by id.
func organisationNames(tx *db.Tx, ids []int64) (map[int64]string, error) {
	return namesFrom(tx, `organisation WHERE id IN `, ids)
}

func namesFrom(tx *db.Tx, table string, ids []int64) (map[int64]string, error) {
	type named struct {
		id   int64
		name string
	}
	in, args := db.In(1, ids)
	all, err := db.List(tx, func(r db.Row) (n named, err error) { return n, r.Scan(&n.id, &n.name) }, `
		SELECT id, name
		FROM `+table+in, args...)
	out := make(map[int64]string, len(all))
	for _, n := range all {
		out[n.id] = n.name
	}
	return out, err
}

// DidLast reports whether by did the act to the subject for the reason, as it is recorded:
// alone, or at the end of what was done; and whether it is the last act on the subject.
func (a *Accounts) DidLast(ctx context.Context, by Viewer, act, subject string, id int64, reason string) (did bool, err error) {
	if err := by.MustBeMember(); err != nil {
		return false, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		last, found, err := db.Found(audit.LastTx(tx, subject, id))
		did = found && last.Actor == by.ID && last.Act == act && strings.HasSuffix(last.Reason, reason)
		return err
	})
	return did, err
}
