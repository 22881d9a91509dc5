package consultation

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

const positionColumns = `x.id, x.section, x.stance, x.proposal, x.reasons, x.wording, x.revision, COALESCE(p.name, ''), x.changed_at, ` +
	organisation.Columns

const positionJoins = `
	FROM consultation_position x
	JOIN organisation o ON o.id = x.organisation_id
	LEFT JOIN person p ON p.id = x.author_id`

func scanPosition(r db.Row) (p Position, err error) {
	fields := []any{&p.ID, &p.Section, &p.Stance, &p.Proposal, &p.Reasons, &p.Wording, &p.Revision, &p.By, db.Instant(&p.ChangedAt)}
	return p, r.Scan(append(fields, organisation.Fields(&p.Organisation)...)...)
}

// ownPositions returns the positions of an organisation by section, withdrawn ones too.
func ownPositions(tx *db.Tx, consultation, organisation int64) (map[int]Position, error) {
	list, err := db.List(tx, scanPosition, `SELECT `+positionColumns+positionJoins+`
		WHERE x.consultation_id = $1 AND x.organisation_id = $2`, consultation, organisation)
	out := map[int]Position{}
	for _, p := range list {
		out[p.Section] = p
	}
	return out, err
}

// savePosition stores what an organisation says from now on, in place of the present
// position, which is zero for none.
func savePosition(tx *db.Tx, by account.Viewer, consultation int64, present, p Position) (err error) {
	id, revision := present.ID, present.Revision+1
	if id == 0 {
		id, err = tx.Insert(`
			INSERT INTO consultation_position (consultation_id, section, organisation_id, stance, proposal, reasons, wording, revision, author_id,
				changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			RETURNING id`, consultation, p.Section, by.Organisation.ID, string(p.Stance), p.Proposal, p.Reasons, p.Wording, revision, by.ID, tx.Now)
	} else {
		_, err = tx.Exec(`
			UPDATE consultation_position
			SET stance = $1, proposal = $2, reasons = $3, wording = $4, revision = $5, author_id = $6, changed_at = $7
			WHERE id = $8`, string(p.Stance), p.Proposal, p.Reasons, p.Wording, revision, by.ID, tx.Now, id)
	}
	if err != nil {
		return err
	}
	return tx.Queue(`
		INSERT INTO consultation_position_step (position_id, revision, stance, proposal, reasons, wording, person_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, revision, string(p.Stance), p.Proposal, p.Reasons, p.Wording, by.ID, tx.Now)
}

// listHistory returns what a position of a consultation says and said, newest first.
func listHistory(tx *db.Tx, consultation, position int64) ([]Position, error) {
	return db.List(tx, func(r db.Row) (p Position, err error) {
		fields := []any{&p.ID, &p.Section, &p.Stance, &p.Proposal, &p.Reasons, &p.Wording, &p.Revision, &p.By, db.Instant(&p.ChangedAt)}
		return p, r.Scan(append(fields, organisation.Fields(&p.Organisation)...)...)
	}, `
		SELECT x.id, x.section, h.stance, h.proposal, h.reasons, h.wording, h.revision, COALESCE(p.name, ''), h.at, `+organisation.Columns+`
		FROM consultation_position x
		JOIN consultation_position_step h ON h.position_id = x.id
		JOIN organisation o ON o.id = x.organisation_id
		LEFT JOIN person p ON p.id = h.person_id
		WHERE x.consultation_id = $1 AND x.id = $2
		ORDER BY h.revision DESC`, consultation, position)
}
