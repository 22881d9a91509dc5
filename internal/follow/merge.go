package follow

import (
	"time"

	"kommunalforum/internal/db"
)

// rankSQL orders levels of a thread, from least to most; ” is Default.
func rankSQL(level string) string {
	return `CASE ` + level + ` WHEN 'all' THEN 5 WHEN 'threads' THEN 4 WHEN 'official' THEN 3 WHEN '' THEN 2 WHEN 'none' THEN 1 ELSE 0 END`
}

// MergeTx lets everybody hear of the thread to as much as they did of either thread, and
// keeps under the number of the act what they had chosen.
func MergeTx(tx *db.Tx, act, from, to int64) error {
	_, err := tx.Exec(`
		INSERT INTO follow_merged (transfer_id, person_id, level, at, other_level, other_at, now_level)
		SELECT CAST($1 AS BIGINT), f.person_id, f.level, f.at, COALESCE(o.level, ''), COALESCE(o.at, 0),
			CASE WHEN `+rankSQL("f.level")+` > `+rankSQL("COALESCE(o.level, '')")+` THEN f.level ELSE COALESCE(o.level, '') END
		FROM follow f
		LEFT JOIN follow o ON o.person_id = f.person_id AND o.subject_kind = 'thread' AND o.subject_id = $3
		WHERE f.subject_kind = 'thread' AND f.subject_id = $2`, act, from, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
		SELECT m.person_id, 'thread', CAST($2 AS BIGINT), m.level, m.at
		FROM follow_merged m
		WHERE m.transfer_id = $1 AND m.now_level = m.level AND m.other_level <> m.level
		ON CONFLICT (person_id, subject_kind, subject_id) DO UPDATE SET level = excluded.level, at = excluded.at`, act, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM follow WHERE subject_kind = 'thread' AND subject_id = $1`, from)
	return err
}

// MergedTx returns up to limit people beyond the person after, by id, who heard of a thread
// when the act merged it into another one.
func MergedTx(tx *db.Tx, act, after int64, limit int) ([]int64, error) {
	return db.Column[int64](tx, `
		SELECT person_id
		FROM follow_merged
		WHERE transfer_id = $1 AND person_id > $2 AND level IN ('all', 'threads', 'official')
		ORDER BY person_id
		LIMIT $3`, act, after, limit)
}

// UnmergeTx takes MergeTx back. Whatever somebody chose since holds for both threads.
func UnmergeTx(tx *db.Tx, act, from, to int64) error {
	_, err := tx.Exec(`
		INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
		SELECT m.person_id, 'thread', CAST($2 AS BIGINT),
			CASE WHEN COALESCE(n.level, '') = m.now_level THEN m.level ELSE n.level END,
			CASE WHEN COALESCE(n.level, '') = m.now_level THEN m.at ELSE n.at END
		FROM follow_merged m
		LEFT JOIN follow n ON n.person_id = m.person_id AND n.subject_kind = 'thread' AND n.subject_id = $3
		WHERE m.transfer_id = $1 AND (n.level IS NOT NULL OR m.now_level = '')
		ON CONFLICT DO NOTHING`, act, from, to)
	if err != nil {
		return err
	}
	for _, query := range []string{`
		DELETE FROM follow
		WHERE subject_kind = 'thread' AND subject_id = $2 AND EXISTS (
			SELECT 1
			FROM follow_merged m
			WHERE m.transfer_id = $1 AND m.person_id = follow.person_id AND m.now_level = follow.level AND m.other_level = '')`, `
		UPDATE follow
		SET (level, at) = (
			SELECT m.other_level, m.other_at
			FROM follow_merged m
			WHERE m.transfer_id = $1 AND m.person_id = follow.person_id)
		WHERE subject_kind = 'thread' AND subject_id = $2 AND EXISTS (
			SELECT 1
			FROM follow_merged m
			WHERE m.transfer_id = $1 AND m.person_id = follow.person_id AND m.now_level = follow.level AND m.other_level <> '')`,
	} {
		if _, err := tx.Exec(query, act, to); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`DELETE FROM follow_merged WHERE transfer_id = $1`, act)
	return err
}

// CopyTx gives everybody who chose a level for the thread from, at the moment since or
// later, the same for the thread to, unless they chose one for that.
func CopyTx(tx *db.Tx, from, to int64, since time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO follow (person_id, subject_kind, subject_id, level, at)
		SELECT f.person_id, f.subject_kind, CAST($2 AS BIGINT), f.level, f.at
		FROM follow f
		WHERE f.subject_kind = 'thread' AND f.subject_id = $1 AND f.at >= $3
		ON CONFLICT DO NOTHING`, from, to, since)
	return err
}

// RemoveThreadTx deletes all levels for a thread that is one no more.
func RemoveThreadTx(tx *db.Tx, thread int64) error {
	_, err := tx.Exec(`DELETE FROM follow WHERE subject_kind = 'thread' AND subject_id = $1`, thread)
	return err
}
