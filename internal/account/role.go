package account

import (
	"strconv"
	"strings"
)

// Role is what somebody may do, on the whole site or for one board.
type Role string

const (
	Member    Role = "member"
	Moderator Role = "moderator"
	FAQEditor Role = "faq-editor"
	Programme Role = "programme"
	Admin     Role = "admin"
)

// Roles lists all roles, weakest first.
var Roles = []Role{Member, FAQEditor, Moderator, Programme, Admin}

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool {
	for _, known := range Roles {
		if r == known {
			return true
		}
	}
	return false
}

// German returns the role's name on pages.
func (r Role) German() string {
	switch r {
	case Member:
		return "Mitglied"
	case Moderator:
		return "Moderation"
	case FAQEditor:
		return "FAQ-Redaktion"
	case Programme:
		return "Programmmanagement"
	case Admin:
		return "Administration"
	}
	return string(r)
}

// PerBoard reports whether the role may be given for a single board. The others
// always hold for the whole site.
func (r Role) PerBoard() bool { return r == Moderator || r == FAQEditor }

// Grant is a role within a scope.
type Grant struct {
	Role  Role
	Board int64 // 0: the whole site
}

// String writes the grant as „moderator“ or „moderator@12“: in forms and in
// the audit log, where the board's name could change.
func (g Grant) String() string {
	if g.Board == 0 {
		return string(g.Role)
	}
	return string(g.Role) + "@" + strconv.FormatInt(g.Board, 10)
}

// ParseGrant reads what Grant.String wrote.
func ParseGrant(s string) (g Grant, ok bool) {
	role, board, scoped := strings.Cut(s, "@")
	g.Role = Role(role)
	if scoped {
		n, err := strconv.ParseInt(board, 10, 64)
		if err != nil || n < 1 {
			return Grant{}, false
		}
		g.Board = n
	}
	return g, g.Role.Valid()
}
