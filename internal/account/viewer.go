package account

import (
	"time"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

// Viewer is the person acting, as a value. The zero value is the guest, so a
// forgotten check fails closed. It is loaded for every request.
type Viewer struct {
	ID              int64
	Name            string
	Email           string
	Organisation    organisation.Organisation
	Session         string // id of the session that the request came with
	grants          []Grant
	pending         *Pending
	authenticatedAt time.Time // when they last authenticated; zero: no session
	createdAt       time.Time // when the account was created
	secondFactorAt  time.Time // when they last did so by a second factor; zero: not in this session
}

// NewViewer returns the viewer with the given grants.
func NewViewer(id int64, name string, org organisation.Organisation, grants ...Grant) Viewer {
	return Viewer{ID: id, Name: name, Organisation: org, grants: grants}
}

// SignedIn reports whether this is a member and no guest.
func (v Viewer) SignedIn() bool { return v.ID != 0 }

// Has reports whether the role was granted for the whole site.
func (v Viewer) Has(role Role) bool { return v.has(role, 0) }

func (v Viewer) has(role Role, board int64) bool {
	for _, g := range v.grants {
		if g.Role == role && (g.Board == 0 || g.Board == board) {
			return true
		}
	}
	return false
}

// Admin reports whether the viewer runs the site.
func (v Viewer) Admin() bool { return v.Has(Admin) }

// Programme reports whether the viewer is a programme manager.
func (v Viewer) Programme() bool { return v.Has(Programme) }

// Moderates reports whether the viewer moderates the board.
func (v Viewer) Moderates(board int64) bool { return v.has(Moderator, board) || v.Admin() }

// ModeratesSomewhere reports whether the viewer moderates any board.
func (v Viewer) ModeratesSomewhere() bool {
	for _, g := range v.grants {
		if g.Role == Moderator {
			return true
		}
	}
	return v.Admin()
}

// Edits reports whether the viewer may write FAQ articles of the board.
func (v Viewer) Edits(board int64) bool { return v.has(FAQEditor, board) || v.Moderates(board) }

// EditsSomewhere reports whether the viewer may write any FAQ article.
func (v Viewer) EditsSomewhere() bool {
	for _, g := range v.grants {
		if g.Role == FAQEditor {
			return true
		}
	}
	return v.ModeratesSomewhere()
}

// Grants returns a copy of the viewer's grants.
func (v Viewer) Grants() []Grant { return append([]Grant(nil), v.grants...) }

// MustBeMember is the answer to a guest who tries what members may do; nil for members.
func (v Viewer) MustBeMember() error {
	if v.SignedIn() {
		return nil
	}
	if _, ok := v.Pending(); ok {
		return fault.Forbid("Bevor es weitergeht, fehlt noch ein Schritt. Er steht oben auf jeder Seite.")
	}
	return fault.Forbid("Bitte melden Sie sich an, um mitzumachen.")
}

// MustBeAdmin is the answer to anybody who tries what administrators may do; nil
// for administrators.
func (v Viewer) MustBeAdmin() error {
	if v.Admin() {
		return nil
	}
	return fault.Forbid("Das ist der Administration vorbehalten.")
}
