// Package follow owns the tables follow, follow_ended, follow_merged, follow_setting
// and saved_search: what members follow, how much of it they want to hear, what they
// ended a short while ago or had chosen for threads that were merged, which acts make them follow, and the searches they saved.
//
// It promises: a level changes only when its member says so; following by acting
// never replaces a level; a member has at most MaxFollows of them, however many
// requests come at once. The caller checks who may see the subject; to end
// following nobody needs to see it.
package follow

import (
	"slices"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// MaxFollows is how many subjects a person can follow. As many again can be
// muted or left out.
const MaxFollows = 5000

// Kind is the kind of a subject.
type Kind string

// All kinds of subjects.
const (
	Board        Kind = "board"
	Thread       Kind = "thread"
	Service      Kind = "service"
	Inquiry      Kind = "inquiry"
	Article      Kind = "article"      // of the FAQ
	Organisation Kind = "organisation" // its questions
	Search       Kind = "search"       // a saved one
)

// Subject is something that can be followed.
type Subject struct {
	Kind Kind
	ID   int64
}

// Level says how much a person hears of a subject.
type Level string

// All levels, from most to least. Default is that of a subject without a row.
const (
	All      Level = "all"      // every reply and every official answer
	Threads  Level = "threads"  // new threads only
	Official Level = "official" // official answers only
	Default  Level = ""         // what concerns the person anyhow
	None     Level = "none"     // nothing but mentions
	Muted    Level = "muted"    // nothing, not even mentions
)

// Follows reports whether the level makes a person hear of what others do.
func (l Level) Follows() bool { return l == All || l == Threads || l == Official }

// Levels returns the levels that can be chosen for a subject of the kind, from
// most to least.
func (k Kind) Levels() []Level {
	switch k {
	case Board, Service, Organisation:
		return []Level{All, Threads, Official, None, Muted}
	case Thread, Inquiry:
		return []Level{All, Official, None, Muted}
	case Article, Search: // in which nobody is mentioned, so that nothing is left to be muted
		return []Level{All, None}
	}
	return nil
}

// Less reports whether somebody with the level other hears less of a subject of the
// kind than with l. Default is between what follows and what leaves out.
func (k Kind) Less(other, l Level) bool { return k.rank(other) > k.rank(l) }

func (k Kind) rank(l Level) int {
	levels := k.Levels()
	if l == Muted {
		return 2 * len(levels) // also where it was chosen while it was offered
	}
	if l == Default {
		l = None // which is just below
		return 2*slices.Index(levels, l) - 1
	}
	return 2 * slices.Index(levels, l)
}

// CheckLevel refuses a level that cannot be chosen for a subject of the kind.
func (k Kind) CheckLevel(l Level) error {
	var c fault.Check
	c.Require(slices.Contains(k.Levels(), l), "stufe", "Bitte wählen Sie eine der angebotenen Möglichkeiten.")
	return c.Err()
}

// Follows reads and changes what members follow.
type Follows struct{ db *db.DB }

// New returns the follows stored in d.
func New(d *db.DB) *Follows { return &Follows{db: d} }

var (
	errFull = fault.Reject("Sie folgen schon 5.000 Einträgen. Mehr sind nicht möglich; beenden Sie zuerst, was Sie nicht mehr brauchen.")

	errFullOfExceptions = fault.Reject("Sie haben schon 5.000 Einträge stumm geschaltet oder ausgenommen. Mehr sind nicht möglich.")
)

// SetTx sets the person's level for a subject; Default removes it. The same level
// again changes nothing. A level that the subject's kind does not offer is
// fault.Invalid, and so is one beyond MaxFollows. None always succeeds: where no
// more rows fit, it removes the row.
func SetTx(tx *db.Tx, person int64, s Subject, l Level) error {
	if l == Default {
		return removeTx(tx, person, s)
	}
	if err := s.Kind.CheckLevel(l); err != nil {
		return err
	}
	room, err := roomTx(tx, person, s, l)
	if err != nil {
		return err
	}
	switch {
	case !room && l == None:
		return removeTx(tx, person, s)
	case !room && l == Muted:
		return errFullOfExceptions
	case !room:
		return errFull
	}
	if s.Kind == Search && l == All {
		if err := beginTx(tx, person, s.ID); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`
		INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person_id, subject_kind, subject_id) DO UPDATE
		SET level = excluded.level, at = excluded.at
		WHERE follow.level <> excluded.level`, person, string(s.Kind), s.ID, string(l), tx.Now)
	return err
}

func removeTx(tx *db.Tx, person int64, s Subject) error {
	_, err := tx.Exec(`
		DELETE FROM follow
		WHERE person_id = $1 AND subject_kind = $2 AND subject_id = $3`, person, string(s.Kind), s.ID)
	return err
}

// roomTx reports whether the person has room for the level beside the levels of
// other subjects.
func roomTx(tx *db.Tx, person int64, s Subject, l Level) (bool, error) {
	n, err := db.Scalar[int](tx, `
		SELECT COUNT(*)
		FROM follow
		WHERE person_id = $1
		AND NOT (subject_kind = $2 AND subject_id = $3)
		AND (level IN ('none', 'muted')) = $4`, person, string(s.Kind), s.ID, !l.Follows())
	return n < MaxFollows, err
}

// LevelsTx returns the person's levels for the subjects that have one.
func LevelsTx(tx *db.Tx, person int64, subjects ...Subject) (map[Subject]Level, error) {
	if person == 0 || len(subjects) == 0 {
		return nil, nil
	}
	list, args := pairs(2, subjects)
	out := map[Subject]Level{}
	_, err := db.List(tx, func(r db.Row) (s Subject, err error) {
		var l Level
		if err = r.Scan(&s.Kind, &s.ID, &l); err == nil {
			out[s] = l
		}
		return s, err
	}, `
		SELECT subject_kind, subject_id, level
		FROM follow
		WHERE person_id = $1 AND (subject_kind, subject_id) IN `+list, append([]any{person}, args...)...)
	return out, err
}

// PassOnTx lets whoever follows a subject follow another in its place, such as the
// successor of an organisation. A level for that one stays.
func PassOnTx(tx *db.Tx, from, to Subject) error {
	_, err := tx.Exec(`
		INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
		SELECT person_id, $1, $2, level, at
		FROM follow
		WHERE subject_kind = $3 AND subject_id = $4
		ON CONFLICT DO NOTHING`, string(to.Kind), to.ID, string(from.Kind), from.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM follow WHERE subject_kind = $1 AND subject_id = $2`, string(from.Kind), from.ID)
	return err
}

// EraseTx deletes what a person who left followed and saved.
func EraseTx(tx *db.Tx, person int64) error {
	for _, table := range []string{"follow", "follow_ended", "follow_merged", "follow_setting", "saved_search"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE person_id = $1`, person); err != nil {
			return err
		}
	}
	return nil
}
