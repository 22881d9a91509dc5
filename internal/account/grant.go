package account

import (
	"context"
	"slices"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// Lengths of the reasons that administrators give, in characters.
const (
	minReason = 3
	maxReason = 300
)

// CheckReason cleans the reason that an administrator gives, in place, and notes
// what is wrong with it.
func CheckReason(c *fault.Check, reason *string) {
	textfield.Line(c, "grund", "Grund", reason, minReason, maxReason)
}

const siteWideOnly = "Diese Rolle gilt immer für das ganze Forum."

// Acts of the audit log on roles; the grant follows, as Grant.String writes it.
const (
	ActGrant  = "role.grant:"
	ActRevoke = "role.revoke:"
)

// Grant gives a person a role. Their sessions end, so that nobody goes on with a
// session that was begun with other rights; an administrator's own present one
// stays. The board, if any, must exist. Administrators only; recorded in the
// audit log.
func (a *Accounts) Grant(ctx context.Context, by Viewer, person int64, g Grant, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	c.Require(g.Role.Valid(), "rolle", "Bitte wählen Sie eine Rolle.")
	c.Require(g.Board == 0 || g.Role.PerBoard(), "bereich", siteWideOnly)
	CheckReason(&c, &reason)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := RequireReauthTx(tx, by, GuardGrant); err != nil {
			return err
		}
		p, err := findPerson(tx, person)
		if err != nil {
			return err
		}
		if p.has(g) {
			c.Add("rolle", "Diese Rolle hat %s schon.", p.Name)
			return c.Err()
		}
		if err := insertGrants(tx, person, []Grant{g}); err != nil {
			return err
		}
		boards, err := restricted(tx, g)
		if err != nil {
			return err
		}
		if err := UnbarTx(tx, by.ID, boards); err != nil {
			return err
		}
		if err := credential.EndSessionsTx(tx, person, by.Session); err != nil {
			return err
		}
		return recordPerson(tx, by.ID, ActGrant+g.String(), person, reason)
	})
}

// Revoke takes a role from a person and ends their sessions, as Grant does. Nobody takes
// the administration from themselves, so that somebody always has it; being a
// member ends only with the account. Administrators only; recorded in the
// audit log.
func (a *Accounts) Revoke(ctx context.Context, by Viewer, person int64, g Grant, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	c.Require(g.Role != Member, "", "Die Mitgliedschaft endet mit dem Sperren des Kontos.")
	c.Require(g.Role != Admin || person != by.ID, "",
		"Die eigene Administration lässt sich nicht abgeben. Das übernimmt eine andere Person der Administration.")
	CheckReason(&c, &reason)
	if err := c.Err(); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := RequireReauthTx(tx, by, GuardRevoke); err != nil {
			return err
		}
		p, err := findPerson(tx, person)
		if err != nil {
			return err
		}
		if !p.has(g) {
			return fault.Reject("Diese Rolle hat " + p.Name + " nicht mehr.")
		}
		_, err = tx.Exec(`
			DELETE FROM role_grant
			WHERE person_id = $1 AND role = $2 AND COALESCE(board_id, 0) = $3`, person, string(g.Role), g.Board)
		if err != nil {
			return err
		}
		if err := requireAdmin(tx); err != nil {
			return err
		}
		boards, err := restricted(tx, g)
		if err != nil {
			return err
		}
		if err := BarTx(tx, by.ID, person, boards); err != nil {
			return err
		}
		if err := credential.EndSessionsTx(tx, person, by.Session); err != nil {
			return err
		}
		return recordPerson(tx, by.ID, ActRevoke+g.String(), person, reason)
	})
}

// SyncRolesTx gives and takes the roles that a provider of identities manages, with an entry in
// the audit log each. The last administrator stays one.
func SyncRolesTx(tx *db.Tx, person int64, managed, wanted []Role, reason string) error {
	p, err := findPerson(tx, person)
	if err != nil {
		return err
	}
	for _, role := range managed {
		g := Grant{Role: role}
		wants := slices.Contains(wanted, role)
		switch {
		case wants && !p.has(g):
			if err := insertGrants(tx, person, []Grant{g}); err != nil {
				return err
			}
			err = recordPerson(tx, 0, ActGrant+g.String(), person, reason)
		case !wants && p.has(g):
			_, err = tx.Exec(`DELETE FROM role_grant WHERE person_id = $1 AND role = $2 AND board_id IS NULL`, person, string(role))
			if err == nil && role == Admin {
				err = requireAdmin(tx)
			}
			if fault.Is(err, fault.Invalid) {
				if err := insertGrants(tx, person, []Grant{g}); err != nil {
					return err
				}
				continue
			}
			if err == nil {
				err = recordPerson(tx, 0, ActRevoke+g.String(), person, reason)
			}
		default:
			continue
		}
		if err != nil {
			return err
		}
		if err := credential.EndSessionsTx(tx, person, ""); err != nil {
			return err
		}
	}
	return nil
}

// CanLose reports whether by may take the grant from the person.
func (p Person) CanLose(by Viewer, g Grant) bool {
	return by.Admin() && g.Role != Member && (g.Role != Admin || p.ID != by.ID)
}

// has reports whether the person has exactly this grant.
func (p Person) has(g Grant) bool {
	for _, h := range p.Grants {
		if h == g {
			return true
		}
	}
	return false
}

// recordPerson notes an act on a person and tells the others of it.
func recordPerson(tx *db.Tx, actor int64, act string, person int64, reason string) error {
	if err := audit.RecordTx(tx, actor, act, "person", person, reason); err != nil {
		return err
	}
	return event.AppendTx(tx, event.PersonChanged, person, actor)
}

// requireAdmin refuses what has left the site without an active
// administrator: two of them may act against each other at the same moment.
func requireAdmin(tx *db.Tx) error {
	n, err := db.Scalar[int](tx, `
		SELECT COUNT(*)
		FROM role_grant g
		JOIN person p ON p.id = g.person_id
		WHERE g.role = 'admin' AND g.board_id IS NULL AND p.disabled_at IS NULL`)
	if err == nil && n == 0 {
		return fault.Reject("Das Forum braucht mindestens eine Person in der Administration.")
	}
	return err
}
