package follow

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// Reason is an act by which members follow what it is about.
type Reason string

// All reasons; each is a column of follow_setting.
const (
	Asking     Reason = "asking"
	Replying   Reason = "replying"
	Supporting Reason = "supporting" // „Betrifft uns auch“
)

// Setting says which acts make a member follow.
type Setting struct{ Asking, Replying, Supporting bool }

// AutoTx makes the person follow a subject because of an act, if their setting
// says so. It never changes a level that is there. Beyond MaxFollows it does
// nothing, because the act itself must not fail.
func AutoTx(tx *db.Tx, person int64, s Subject, why Reason) error {
	return tx.Queue(autoSQL(why), person, string(s.Kind), s.ID, tx.Now, MaxFollows)
}

func autoSQL(why Reason) string {
	switch why {
	case Asking:
		return autoAsking
	case Replying:
		return autoReplying
	}
	return autoSupporting
}

const (
	autoAsking     = autoHead + `asking` + autoTail
	autoReplying   = autoHead + `replying` + autoTail
	autoSupporting = autoHead + `supporting` + autoTail

	autoHead = `
		INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
		SELECT $1, $2, $3, 'all', $4
		WHERE NOT EXISTS (SELECT 1 FROM follow WHERE person_id = $1 AND subject_kind = $2 AND subject_id = $3)
		AND NOT EXISTS (SELECT 1 FROM follow_setting WHERE person_id = $1 AND NOT `
	autoTail = `)
		AND (SELECT COUNT(*) FROM follow WHERE person_id = $1 AND level NOT IN ('none', 'muted')) < $5`
)

// Setting returns by's setting; without one every act makes by follow.
func (f *Follows) Setting(ctx context.Context, by account.Viewer) (Setting, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (Setting, error) {
		s, found, err := db.Found(db.One(tx, func(r db.Row) (s Setting, err error) {
			return s, r.Scan(&s.Asking, &s.Replying, &s.Supporting)
		}, `SELECT asking, replying, supporting FROM follow_setting WHERE person_id = $1`, by.ID))
		if !found {
			s = Setting{Asking: true, Replying: true, Supporting: true}
		}
		return s, err
	})
}

// SetSetting replaces by's setting. What by follows already stays.
func (f *Follows) SetSetting(ctx context.Context, by account.Viewer, s Setting) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return f.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO follow_setting (person_id, asking, replying, supporting)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (person_id) DO UPDATE
			SET asking = excluded.asking, replying = excluded.replying, supporting = excluded.supporting`,
			by.ID, s.Asking, s.Replying, s.Supporting)
		return err
	})
}
