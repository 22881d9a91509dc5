package board

import "strings"

// Readers turns a rule of who may read something, written for a viewer as VisibleSQL
// is, into one for a person p of the organisation po, whose account is open: who of
// many may read it. A rule that goes on to $4 and $5 takes the viewer's organisation
// and whether they are a programme manager for these.
func Readers(rule string) string {
	return `(p.disabled_at IS NULL AND (` + readers.Replace(rule) + `))`
}

var readers = strings.NewReplacer("$1", "TRUE", "$2", "p.id", "$3", "po.kind", "$4", "p.organisation_id",
	"$5", `EXISTS (
		SELECT 1
		FROM role_grant dg
		WHERE dg.person_id = p.id AND dg.role = 'programme' AND dg.board_id IS NULL)`)

// ReadersSQL is true for the people p of an organisation po who may read a board b.
var ReadersSQL = Readers(VisibleSQL)

// ModeratorsSQL is true for the people p of an organisation po who moderate a board b
// and may read it.
var ModeratorsSQL = Readers(VisibleSQL + ` AND ` + ModeratesSQL)
