package board

import (
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// VisibleSQL is the one rule of who may read what is on a board b: everybody reads
// public boards, every member those for members; restricted boards are read by those
// whose kind of organisation or circle is admitted, or who hold a grant there. Its
// parameters are always $1 to $3; Seen fills them.
const VisibleSQL = `(b.audience = 'public'
	OR ($1 AND b.audience = 'members')
	OR ($1 AND b.audience = 'restricted' AND (
		EXISTS (
			SELECT 1
			FROM board_admission ba
			LEFT JOIN circle_member cm ON cm.circle_id = ba.circle_id AND cm.person_id = $2
			WHERE ba.board_id = b.id AND (ba.organisation_kind = $3 OR cm.person_id IS NOT NULL))
		OR EXISTS (
			SELECT 1
			FROM role_grant rg
			WHERE rg.board_id = b.id AND rg.person_id = $2))))`

// ModeratesSQL is true for the moderators of a board b. Its parameters are those of
// VisibleSQL.
const ModeratesSQL = `EXISTS (
	SELECT 1
	FROM role_grant mg
	WHERE mg.person_id = $2
	AND (mg.role = 'admin' OR (mg.role = 'moderator' AND (mg.board_id IS NULL OR mg.board_id = b.id OR b.kind = 'unsorted'))))`

// Seen returns the first three arguments of every query that uses VisibleSQL.
func Seen(by account.Viewer) []any {
	return []any{by.SignedIn(), by.ID, string(by.Organisation.Kind)}
}

// Release says for whom an FAQ article or official answer was released. ToBoard
// follows the audience of its board.
type Release string

const (
	ToPublic  Release = "public"
	ToMembers Release = "members"
	ToBoard   Release = "board"
)

// Valid reports whether r is a known release.
func (r Release) Valid() bool { return r == ToPublic || r == ToMembers || r == ToBoard }

// German says who may read it.
func (r Release) German() string {
	switch r {
	case ToPublic:
		return "Öffentlich"
	case ToMembers:
		return "Für alle Mitglieder"
	}
	return "Für alle, die den Bereich lesen dürfen"
}

// ReleasedSQL is the visibility rule for a thing x with columns audience (a Release)
// and board_id, in a query that joins its board b. Its parameters are those of
// VisibleSQL.
const ReleasedSQL = `(x.audience = 'public'
	OR ($1 AND x.audience = 'members')
	OR (x.audience = 'board' AND ` + VisibleSQL + `))`

// Widest returns the release that reaches exactly the readers of the board: the
// preset for what is taken from it.
func (b Board) Widest() Release {
	switch b.Audience {
	case Public:
		return ToPublic
	case Members:
		return ToMembers
	}
	return ToBoard
}

// Widens reports whether releasing to r reaches people who may not read the board.
func (b Board) Widens(r Release) bool {
	switch r {
	case ToPublic:
		return b.Audience != Public
	case ToMembers:
		return b.Audience == Restricted
	}
	return false
}

// OtherReaders says who else reads what goes from one board to another, or perhaps no
// longer; "" for nobody.
func OtherReaders(from, to Board) string {
	switch {
	case from.ID == to.ID:
		return ""
	case from.Widens(to.Widest()):
		return "„" + to.Name + "“ können mehr Menschen lesen als „" + from.Name + "“."
	case to.Audience != Restricted:
		return ""
	case from.Audience == Restricted:
		return "„" + to.Name + "“ lesen andere Menschen als „" + from.Name + "“. Wer dort nicht lesen darf, sieht dann nichts mehr davon, auch " +
			"nichts Eigenes."
	}
	return "„" + to.Name + "“ ist beschränkt. Wer dort nicht lesen darf, sieht dann nichts mehr davon, auch nichts Eigenes."
}

// ACL is the keyword that tells the search index who may find a document: "public",
// "members" or a restricted board.
type ACL string

// The keywords of what everybody and what every member may find. All others are
// those of restricted boards.
const (
	ACLPublic  ACL = "public"
	ACLMembers ACL = "members"
)

// ACL returns the keyword of what is on the board itself.
func (b Board) ACL() ACL {
	switch b.Audience {
	case Public:
		return ACLPublic
	case Members:
		return ACLMembers
	}
	return ACL("board-" + strconv.FormatInt(b.ID, 10))
}

// ACLOf returns the keyword of something that belongs to b and was released to r.
func (b Board) ACLOf(r Release) ACL {
	switch r {
	case ToPublic:
		return ACLPublic
	case ToMembers:
		return ACLMembers
	}
	return b.ACL()
}

// ACLsOfTx returns the keywords of what by may find.
func ACLsOfTx(tx *db.Tx, by account.Viewer) ([]ACL, error) {
	if !by.SignedIn() {
		return []ACL{ACLPublic}, nil
	}
	ids, err := db.Column[int64](tx, `
		SELECT b.id
		FROM board b
		WHERE b.audience = 'restricted' AND `+VisibleSQL, Seen(by)...)
	out := []ACL{ACLPublic, ACLMembers}
	for _, id := range ids {
		out = append(out, Board{ID: id, Audience: Restricted}.ACL())
	}
	return out, err
}

// AdmitsKindTx reports whether any restricted board admits organisations of the kind,
// so that belonging to one grants access that others do not have.
func AdmitsKindTx(tx *db.Tx, kind organisation.Kind) (bool, error) {
	return db.Scalar[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM board_admission ba
			JOIN board b ON b.id = ba.board_id
			WHERE b.audience = 'restricted' AND ba.organisation_kind = $1)`, string(kind))
}
