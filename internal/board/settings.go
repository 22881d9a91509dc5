package board

import (
	"context"
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

// Settings is what administrators decide about a board.
type Settings struct {
	Audience      Audience
	Kinds         []organisation.Kind // admitted to a restricted board
	Circles       []int64             // admitted too
	FourEyes      bool
	Indexable     bool
	FirstReview   bool
	SemiAnonymous bool
}

// Admits reports whether a kind of organisation is admitted.
func (s Settings) Admits(k organisation.Kind) bool { return slices.Contains(s.Kinds, k) }

// AdmitsCircle reports whether a circle is admitted.
func (s Settings) AdmitsCircle(id int64) bool { return slices.Contains(s.Circles, id) }

// Widens reports whether more people may read the board with in than with s. Two
// restrictions cannot be compared, so admitting anybody new counts as widening.
func (s Settings) Widens(in Settings) bool {
	if s.Audience != Restricted || in.Audience != Restricted {
		return reach[in.Audience] > reach[s.Audience]
	}
	return slices.ContainsFunc(in.Kinds, func(k organisation.Kind) bool { return !s.Admits(k) }) ||
		slices.ContainsFunc(in.Circles, func(id int64) bool { return !s.AdmitsCircle(id) })
}

// Narrows reports whether fewer people may read the board with in than with s.
// Admitting anybody no longer counts as narrowing, whoever is admitted instead.
func (s Settings) Narrows(in Settings) bool { return in.Widens(s) }

// ActAudience is the prefix of acts in the audit log that change who may read a
// board; the new audience follows.
const ActAudience = "board.audience:"

const (
	maxReason = 300 // characters
)

// All returns every board in the order of lists, restricted ones included, without
// their content. Administrators only.
func (s *Boards) All(ctx context.Context, by account.Viewer) ([]Board, error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, err
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Board, error) {
		return db.List(tx, scan, `
			SELECT `+Columns+`
			FROM board b
			ORDER BY `+inOrder)
	})
}

// Managed is a board with what its administrators can change.
type Managed struct {
	Board    Board
	Settings Settings
	Circles  []Circle // all there are, not only those that the board admits
}

// Managed returns the board with the slug and its settings. Administrators only.
func (s *Boards) Managed(ctx context.Context, by account.Viewer, slug string) (m Managed, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return m, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if m.Board, err = db.One(tx, scan, `SELECT `+Columns+` FROM board b WHERE b.slug = $1`, slug); err != nil {
			return err
		}
		if _, m.Settings, err = settings(tx, m.Board.ID); err != nil {
			return err
		}
		m.Circles, err = listCircles(tx, by)
		return err
	})
	return m, err
}

// CountTx counts all boards and all circles.
func CountTx(tx *db.Tx) (boards, circles int, err error) {
	_, err = db.One(tx, func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(&boards, &circles) }, `
		SELECT (SELECT COUNT(*) FROM board), (SELECT COUNT(*) FROM circle)`)
	return boards, circles, err
}

func settings(tx *db.Tx, id int64) (Kind, Settings, error) {
	var kind Kind
	s, err := db.One(tx, func(r db.Row) (s Settings, err error) {
		return s, r.Scan(&kind, &s.Audience, &s.FourEyes, &s.Indexable, &s.FirstReview, &s.SemiAnonymous)
	}, `
		SELECT kind, audience, four_eyes, indexable, first_review, semi_anonymous
		FROM board
		WHERE id = $1`, id)
	if err != nil {
		return "", Settings{}, err
	}
	if s.Kinds, err = db.Column[organisation.Kind](tx, `
		SELECT organisation_kind
		FROM board_admission
		WHERE board_id = $1 AND organisation_kind IS NOT NULL
		ORDER BY organisation_kind`, id); err != nil {
		return "", Settings{}, err
	}
	s.Circles, err = db.Column[int64](tx, `
		SELECT circle_id
		FROM board_admission
		WHERE board_id = $1 AND circle_id IS NOT NULL
		ORDER BY circle_id`, id)
	return kind, s, err
}

// tidy sorts the admitted, drops what is named twice, and leaves out what the
// audience makes meaningless.
func (s Settings) tidy() Settings {
	s.Kinds = slices.Compact(slices.Sorted(slices.Values(s.Kinds)))
	s.Circles = slices.Compact(slices.Sorted(slices.Values(s.Circles)))
	if s.Audience != Restricted {
		s.Kinds, s.Circles = nil, nil
	}
	s.Indexable = s.Indexable && s.Audience == Public
	return s
}

func (s Settings) equal(o Settings) bool {
	return s.Audience == o.Audience && s.FourEyes == o.FourEyes && s.Indexable == o.Indexable &&
		s.FirstReview == o.FirstReview && s.SemiAnonymous == o.SemiAnonymous &&
		slices.Equal(s.Kinds, o.Kinds) && slices.Equal(s.Circles, o.Circles)
}

// Check refuses settings that cannot be, and a reason that is none.
func (s Settings) Check(reason string) error {
	var c fault.Check
	s.tidy().check(&c, reason)
	return c.Err()
}

// check notes what cannot be, and returns the reason without white space
// around it.
func (s Settings) check(c *fault.Check, reason string) string {
	c.Require(s.Audience == Public || s.Audience == Members || s.Audience == Restricted, "sichtbar", "Bitte wählen Sie, wer den Bereich lesen darf.")
	for _, k := range s.Kinds {
		c.Require(k.Valid(), "arten", "Diese Art von Organisation gibt es nicht: "+string(k))
	}
	c.Require(!s.SemiAnonymous || len(s.Circles) == 0, "verdeckt", "Wo eine Gruppe zugelassen ist, könnten zu wenige gefragt haben: Dort "+
		"wäre zu erkennen, wer teilanonym fragt.")
	return checkReason(c, reason)
}

// Configure changes who may read a board and how people write there. Administrators
// only; recorded in the audit log with the reason. The search index follows; until it
// has, searches leave out a board whose audience was narrowed. A call that changes
// nothing records nothing.
func (s *Boards) Configure(ctx context.Context, by account.Viewer, id int64, in Settings, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	in = in.tidy()
	var c fault.Check
	reason = in.check(&c, reason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		kind, before, err := settings(tx, id)
		if err != nil || before.equal(in) {
			return err
		}
		if kind == Unsorted && in.Audience == Public {
			c.Add("sichtbar", "Noch nicht zugeordnete Fragen bleiben den Mitgliedern vorbehalten.")
			return c.Err()
		}
		_, err = tx.Exec(`
			UPDATE board
			SET audience = $1, four_eyes = $2, indexable = $3, first_review = $4, semi_anonymous = $5
			WHERE id = $6`, string(in.Audience), in.FourEyes, in.Indexable, in.FirstReview, in.SemiAnonymous, id)
		if err != nil {
			return err
		}
		if err := admit(tx, id, in); err != nil {
			return err
		}
		act := "board.configure"
		if before.Audience != in.Audience {
			act = ActAudience + string(in.Audience)
		}
		if err := audit.RecordTx(tx, by.ID, act, "board", id, reason); err != nil {
			return err
		}
		if err := event.AppendTx(tx, event.BoardChanged, id, by.ID); err != nil {
			return err
		}
		if err := noteNarrowing(tx, id, before.Audience, in.Audience); err != nil {
			return err
		}
		return noteReaders(tx, id, by.ID, before, in)
	})
}

func admit(tx *db.Tx, id int64, in Settings) error {
	if _, err := tx.Exec(`DELETE FROM board_admission WHERE board_id = $1`, id); err != nil {
		return err
	}
	for _, k := range in.Kinds {
		if _, err := tx.Exec(`INSERT INTO board_admission (board_id, organisation_kind) VALUES ($1, $2)`, id, string(k)); err != nil {
			return err
		}
	}
	for _, c := range in.Circles {
		n, err := tx.Exec(`
			INSERT INTO board_admission (board_id, circle_id)
			SELECT $1, id
			FROM circle
			WHERE id = $2`, id, c)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Reject("Diese Gruppe gibt es nicht mehr.")
		}
	}
	return nil
}
