package account

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

// Grant is a role within a scope.
type Grant struct {
	Role  Role
	Board int64 // 0: the whole site
}
