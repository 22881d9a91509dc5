package consultation

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/export/section"
)

// RemindDays is how many days before the last one organisations are reminded.
const RemindDays = 5

// remindAfter is how long a consultation is open before anybody is reminded of it: who
// just heard of it needs no reminder.
const remindAfter = 48 * time.Hour

// endingAtOnce is how many consultations one transaction hands to the event log.
const endingAtOnce = 200

// NoticeEnding tells the event log of consultations whose last day is near, each once for
// each last day, and returns how many. It may be interrupted and called again at any time.
func (s *Consultations) NoticeEnding(ctx context.Context) (noticed int, err error) {
	for {
		n := 0
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			today := catalogue.DateOf(tx.Now)
			ids, err := db.Column[int64](tx, `
				UPDATE consultation
				SET reminded_for = ends_on
				WHERE id IN (
					SELECT id
					FROM consultation
					WHERE state = 'open' AND ends_on >= $1 AND ends_on <= $2 AND reminded_for <> ends_on AND opened_at <= $3
					ORDER BY ends_on, id
					LIMIT $4)
				RETURNING id`, string(today), string(today.AddDays(RemindDays)), tx.Now.Add(-remindAfter), endingAtOnce)
			if n = len(ids); err != nil {
				return err
			}
			for _, id := range ids {
				if err := event.AppendTx(tx, event.ConsultationEnding, id, 0); err != nil {
					return err
				}
			}
			return nil
		})
		if noticed += n; err != nil || n < endingAtOnce {
			return noticed, err
		}
	}
}

// PassOnTx transfers the positions of an organisation on open consultations to another,
// such as its successor, whose people may change them from then on. Where that one has
// said something about the same section itself, both stay, as in consultations that have
// ended.
func PassOnTx(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`
		UPDATE consultation_position
		SET organisation_id = $2
		WHERE organisation_id = $1
		AND consultation_id IN (SELECT id FROM consultation WHERE state = 'open' AND ends_on >= $3)
		AND NOT EXISTS (
			SELECT 1
			FROM consultation_position y
			WHERE y.organisation_id = $2 AND y.consultation_id = consultation_position.consultation_id
			AND y.section = consultation_position.section)`, from, to, string(catalogue.DateOf(tx.Now)))
	return err
}

// EraseTx removes a person who leaves from the positions, which stay with the organisation.
// Called by package usecase only.
func EraseTx(tx *db.Tx, e account.Erasure) error {
	for _, statement := range []string{
		`UPDATE consultation_position SET author_id = NULL WHERE author_id = $1`,
		`UPDATE consultation_position_step SET person_id = NULL WHERE person_id = $1`,
	} {
		if _, err := tx.Exec(statement, e.Person); err != nil {
			return err
		}
	}
	if e.Organisation == 0 {
		return nil
	}
	_, err := tx.Exec(`UPDATE consultation SET organisation_id = $1 WHERE created_by = $2`, e.Organisation, e.Person)
	return err
}

// FindMentionsTx returns up to limit consultations that hold the name or the address in
// any of their texts, or in what an organisation says or said about them. It reads all
// texts.
func FindMentionsTx(tx *db.Tx, t account.NameMatcher, limit int) ([]account.Mention, error) {
	phrases, _ := t.Phrases()
	return account.MentionedTx(tx, nil, t.Matches, limit, `
		WITH x AS (
			SELECT id, title || ' ' || issuer || ' ' || intro || ' ' || outcome AS text
			FROM consultation
			UNION ALL
			SELECT consultation_id, heading || ' ' || source || ' ' || correction || ' ' || answer
			FROM consultation_section
			UNION ALL
			SELECT s.consultation_id, w.heading || ' ' || w.source
			FROM consultation_wording w
			JOIN consultation_section s ON s.id = w.section_id
			UNION ALL
			SELECT consultation_id, reason
			FROM consultation_step
			UNION ALL
			SELECT p.consultation_id, h.proposal || ' ' || h.reasons
			FROM consultation_position_step h
			JOIN consultation_position p ON p.id = h.position_id)
		SELECT x.id, c.board_id, x.text
		FROM x
		JOIN consultation c ON c.id = x.id
		WHERE `+db.Mentions("x.text", "$1"), phrases)
}

// ExportSections returns what the export of personal data says of consultations.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "consultations", Title: "Beteiligungen, die Sie angelegt haben",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/beteiligungen/%v"},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Angelegt", Kind: section.Moment},
		},
		Query: `
			SELECT c.id, o.name, c.created_at
			FROM consultation c
			JOIN organisation o ON o.id = c.organisation_id
			WHERE c.created_by = $1
			ORDER BY c.id`,
	}, {
		Key: "positions", Title: "Beteiligungen: Stellungnahmen, die Sie für Ihre Organisation gespeichert haben",
		Note: "Die Stellungnahmen gehören der Organisation und bleiben bei ihr.",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/beteiligungen/%v"},
			{Key: "section", Label: "Abschnitt", Kind: section.Number},
			{Key: "organisation", Label: "Organisation"},
			{Key: "at", Label: "Gespeichert", Kind: section.Moment},
			{Key: "stance", Label: "Haltung"},
			{Key: "proposal", Label: "Gewünschte Fassung", Kind: section.Prose},
			{Key: "reasons", Label: "Begründung", Kind: section.Prose},
		},
		Query: `
			SELECT x.consultation_id, x.section, o.name, h.at, h.stance, h.proposal, h.reasons
			FROM consultation_position_step h
			JOIN consultation_position x ON x.id = h.position_id
			JOIN organisation o ON o.id = x.organisation_id
			WHERE h.person_id = $1
			ORDER BY x.consultation_id, x.section, h.revision`,
	}}
}

// SpeakersTx returns who is told of a consultation on behalf of the organisations that have
// taken positions, on the section or, with 0, on any: who wrote them and still belongs to
// the organisation; where nobody does, everybody who belongs to it now.
func SpeakersTx(tx *db.Tx, consultation int64, section int) ([]int64, error) {
	return db.Column[int64](tx, `
		WITH o AS (
			SELECT DISTINCT organisation_id AS id
			FROM consultation_position
			WHERE consultation_id = $1 AND stance <> '' AND ($2 = 0 OR section = $2)),
		a AS (
			SELECT DISTINCT p.id, p.organisation_id
			FROM consultation_position x
			JOIN consultation_position_step h ON h.position_id = x.id
			JOIN person p ON p.id = h.person_id AND p.organisation_id = x.organisation_id AND p.disabled_at IS NULL
			WHERE x.consultation_id = $1 AND x.stance <> '' AND ($2 = 0 OR x.section = $2))
		SELECT id FROM a
		UNION
		SELECT p.id
		FROM o
		JOIN person p ON p.organisation_id = o.id AND p.disabled_at IS NULL
		WHERE NOT EXISTS (SELECT 1 FROM a WHERE a.organisation_id = o.id)`, consultation, section)
}
