package forum

import (
	"context"
	"slices"
	"strconv"
	"unicode/utf8"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/mention"
)

// Limits of what is offered behind an "@".
const (
	MinAddressing = 2  // letters of a name
	MaxAddressing = 60 // characters that are looked at
	MaxOffered    = 8  // people

	maxBeginning = 1000 // people with the beginning of a name of whom it is asked who may read
	maxRecent    = 500  // posts of a thread whose authors are offered first
)

// Destination is where a text will stand: in a thread, or, where Thread is 0, in a new one on
// the board, "" for questions without a board.
type Destination struct {
	Thread int64
	Board  string // slug
}

// boardOf returns the board of a place that by may read.
func boardOf(tx *db.Tx, by account.Viewer, at Destination) (board.Board, error) {
	switch {
	case at.Thread != 0:
		t, err := findThread(tx, by, at.Thread)
		return t.Board, err
	case at.Board == "":
		return board.UnsortedBoardTx(tx)
	}
	return board.FindTx(tx, by, at.Board)
}

// Addressable returns up to MaxOffered people, without by, whose names begin as typed and
// who may read the place: first those who wrote in the thread, by any word of their names,
// then others by name. It is empty for fewer than MinAddressing letters. A place that by
// may not read is fault.NotFound. Members only.
func (f *Forum) Addressable(ctx context.Context, by account.Viewer, at Destination, typed string) (out []mention.Addressee, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		b, err := boardOf(tx, by, at)
		key := folding.SortPrefix(typed)
		if err != nil || utf8.RuneCountInString(key) < MinAddressing || utf8.RuneCountInString(typed) > MaxAddressing {
			return err
		}
		list := []int64{by.ID}
		for _, q := range []offer{takingPart(b.ID, at.Thread, key), beginning(b.ID, mention.Beginnings(typed))} {
			found, err := q.list(tx, list)
			if err != nil {
				return err
			}
			for _, a := range found {
				out, list = append(out, a), append(list, a.ID)
			}
		}
		out = out[:min(len(out), MaxOffered)]
		return nil
	})
	return out, err
}

// offer is a query for people p.
type offer struct {
	sql  string
	args []any
}

// list returns the first of the people by name, without those in but, as they can be
// addressed.
func (o offer) list(tx *db.Tx, but []int64) ([]mention.Addressee, error) {
	in, ids := db.In(len(o.args)+1, but)
	found, err := db.List(tx, func(r db.Row) (a mention.Addressee, err error) { return a, r.Scan(&a.ID, &a.Name, &a.Organisation) },
		o.sql+` AND p.id NOT IN `+in+`
		ORDER BY p.sort_key, p.id
		LIMIT `+strconv.Itoa(MaxOffered), append(o.args, ids...)...)
	if err != nil {
		return nil, err
	}
	return mention.SpellTx(tx, found)
}

// offeredSQL leaves of people p those who may read the board $1.
var offeredSQL = `
	JOIN organisation po ON po.id = p.organisation_id
	JOIN board b ON b.id = $1
	WHERE ` + board.ReadersSQL

// takingPart finds who wrote lately in the thread and has a word in their name that begins
// with the key.
func takingPart(at, thread int64, key string) offer {
	return offer{takingPartSQL, []any{at, thread, "% " + key + "%"}}
}

var takingPartSQL = `
	SELECT p.id, p.name, po.name
	FROM (
		SELECT DISTINCT r.author_id
		FROM (
			SELECT author_id
			FROM post
			WHERE thread_id = $2 AND state = 'visible'
			ORDER BY position DESC
			LIMIT ` + strconv.Itoa(maxRecent) + `) r
		WHERE r.author_id IS NOT NULL) w
	JOIN person p ON p.id = w.author_id` + offeredSQL + ` AND ` + db.Like("' ' || p.sort_key", "$3")

// beginning finds whose sort keys begin with one of the keys.
func beginning(at int64, keys []string) offer {
	args := []any{at}
	arms := ""
	for i, key := range keys {
		if i > 0 {
			arms += `
			UNION ALL`
		}
		n := len(args)
		args = append(args, key, key+"\U0010FFFF")
		arms += `
			SELECT * FROM (
				SELECT id, name, sort_key, organisation_id, disabled_at
				FROM person
				WHERE sort_key >= $` + strconv.Itoa(n+1) + ` AND sort_key < $` + strconv.Itoa(n+2) + ` AND disabled_at IS NULL
				ORDER BY sort_key, id
				LIMIT ` + strconv.Itoa(maxBeginning) + `) a` + strconv.Itoa(i)
	}
	return offer{`
	SELECT p.id, p.name, po.name
	FROM (` + arms + `) p` + offeredSQL, args}
}

// Addressing says whom a text that is being written will address.
type Addressing struct {
	mention.Found
	Blind []string // those of its Names who may not read the place
}

// Addressing returns whom a text by by, rendered, will address at the place. A place that
// by may not read is fault.NotFound. Members only.
func (f *Forum) Addressing(ctx context.Context, by account.Viewer, at Destination, text markdown.HTML) (out Addressing, err error) {
	if err := by.MustBeMember(); err != nil {
		return out, err
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		b, err := boardOf(tx, by, at)
		if err != nil {
			return err
		}
		out, err = addressing(tx, by, b.ID, markdown.Text{HTML: text})
		return err
	})
	return out, err
}

// addressing finds whom a text addresses, and who of them may not read the board.
func addressing(tx *db.Tx, by account.Viewer, at int64, text markdown.Text) (out Addressing, err error) {
	if out.Found, err = mention.FindTx(tx, by.ID, text); err != nil || len(out.People) == 0 {
		return out, err
	}
	in, args := db.In(2, out.People)
	readers, err := db.Column[int64](tx, `
		SELECT p.id
		FROM person p
		JOIN organisation po ON po.id = p.organisation_id
		JOIN board b ON b.id = $1
		WHERE p.id IN `+in+` AND `+board.ReadersSQL, append([]any{at}, args...)...)
	for i, p := range out.People {
		if !slices.Contains(readers, p) {
			out.Blind = append(out.Blind, out.Names[i])
		}
	}
	return out, err
}
