package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// MaxPressing is how many threads Pressing returns.
const MaxPressing = 50

// PressingTx returns the open threads past the threshold on the boards that by
// moderates, those that concern most organisations first. Whether a thread was
// passed on already is for the caller to ask.
func PressingTx(tx *db.Tx, by account.Viewer) ([]Row, error) {
	return db.List(tx, scanRow(by), `
		SELECT `+rowColumns+threadJoins+`
		JOIN (
			SELECT c.subject_id AS id, COUNT(*) AS voices
			FROM concern c
			LEFT JOIN organisation v ON v.id = c.organisation_id
			LEFT JOIN alias va ON va.id = c.alias_id
			WHERE c.subject_kind = 'thread'
			GROUP BY c.subject_id
			HAVING COUNT(*) >= $4 AND COUNT(DISTINCT NULLIF(COALESCE(v.state, va.land), '')) >= $5) pressing ON pressing.id = t.id
		WHERE t.state = 'open' AND NOT t.hidden AND `+board.VisibleSQL+` AND `+board.ModeratesSQL+`
		ORDER BY pressing.voices DESC, t.id
		LIMIT $6`, append(board.Seen(by), ThresholdOrganisations, ThresholdStates, MaxPressing)...)
}
