package view

import (
	"fmt"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// Role is a grant as pages show it.
type Role struct {
	account.Grant
	BoardName string // its name, "" for the whole forum
	Href      string
}

// Where says where the role holds; the board's name may follow.
func (h Role) Where() string {
	if h.BoardName == "" {
		return "im ganzen Forum"
	}
	return "im Bereich"
}

// Scope says where the role holds, with the board's name.
func (h Role) Scope() string { return strings.TrimSpace(h.Where() + " " + h.BoardName) }

// Roles names the boards of the grants, weakest role first.
func Roles(grants []account.Grant, boards []board.Board) []Role {
	var out []Role
	for _, g := range grants {
		h := Role{Grant: g}
		if i := slices.IndexFunc(boards, func(b board.Board) bool { return b.ID == g.Board }); i >= 0 {
			h.BoardName, h.Href = boards[i].Name, path.Board(boards[i].Slug)
		} else if g.Board != 0 {
			h.BoardName = fmt.Sprintf("Nr.\u00a0%d", g.Board)
		}
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(a, b Role) int {
		return slices.Index(account.Roles, a.Role) - slices.Index(account.Roles, b.Role)
	})
	return out
}

// EnrolledFactors names the second factors for administrators.
func EnrolledFactors(f signin.Factors) string {
	var out []string
	if f.App {
		out = append(out, "App")
	}
	if n := len(f.Summary.Passkeys); n > 0 {
		out = append(out, templates.Plural(n, "Passkey", "Passkeys"))
	}
	if len(out) == 0 {
		return "keiner"
	}
	return strings.Join(out, ", ")
}
