package reuse

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/export/section"
)

// dueAtOnce is how many due entries one transaction hands to the event log.
const dueAtOnce = 200

// NoticeDue tells the event log of entries that nobody confirmed for ConfirmAfter and that
// are not ended, each once, and returns how many. It may be interrupted and called again
// at any time.
func (r *Register) NoticeDue(ctx context.Context) (noticed int, err error) {
	for {
		n := 0
		err := r.db.Write(ctx, func(tx *db.Tx) error {
			ids, err := db.Column[int64](tx, `
				SELECT id
				FROM reuse
				WHERE NOT reminded AND stage <> 'ended' AND confirmed_at <= $1
				ORDER BY confirmed_at, id
				LIMIT $2`, tx.Now.Add(-ConfirmAfter), dueAtOnce)
			if n = len(ids); err != nil || n == 0 {
				return err
			}
			for _, id := range ids {
				if err := event.AppendTx(tx, event.ReuseDue, id, 0); err != nil {
					return err
				}
			}
			list, args := db.In(1, ids)
			_, err = tx.Exec(`UPDATE reuse SET reminded = TRUE WHERE id IN `+list, args...)
			return err
		})
		if noticed += n; err != nil || n < dueAtOnce {
			return noticed, err
		}
	}
}

// KeeperTx returns who is to confirm an entry: its keeper, else its contact, else who of
// the organisation did something with it last; 0 if nobody is left.
func KeeperTx(tx *db.Tx, entry int64) (int64, error) {
	id, _, err := db.Found(db.Scalar[int64](tx, `
		SELECT p.id
		FROM (
			SELECT x.organisation_id, x.keeper_id AS person_id, 1 AS rank, x.id AS at
			FROM reuse x
			WHERE x.id = $1
			UNION ALL
			SELECT x.organisation_id, x.contact_id, 2, x.id
			FROM reuse x
			WHERE x.id = $1
			UNION ALL
			SELECT x.organisation_id, s.person_id, 3, s.id
			FROM reuse x
			JOIN reuse_step s ON s.reuse_id = x.id
			WHERE x.id = $1) c
		JOIN person p ON p.id = c.person_id AND p.organisation_id = c.organisation_id AND p.disabled_at IS NULL
		ORDER BY c.rank, c.at DESC
		LIMIT 1`, entry))
	return id, err
}

// PruneTx deletes up to limit entries that nobody confirmed for KeepFor, and returns how
// many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	ids, err := db.Column[int64](tx, `
		SELECT id
		FROM reuse
		WHERE confirmed_at <= $1
		ORDER BY confirmed_at, id
		LIMIT $2`, tx.Now.Add(-KeepFor), limit)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return int64(len(ids)), deleteEntries(tx, ids)
}

// PassOnTx transfers the entries of an organisation to another, such as its successor.
// Where that one has an entry of the product already, its own stays.
func PassOnTx(tx *db.Tx, from, to int64) error {
	twice, err := db.Column[int64](tx, `
		SELECT x.id
		FROM reuse x
		JOIN reuse y ON y.service_id = x.service_id AND y.product_key = x.product_key
		WHERE x.organisation_id = $1 AND y.organisation_id = $2`, from, to)
	if err != nil {
		return err
	}
	for len(twice) > 0 {
		n := min(len(twice), dueAtOnce)
		if err := deleteEntries(tx, twice[:n]); err != nil {
			return err
		}
		twice = twice[n:]
	}
	if _, err := tx.Exec(`UPDATE reuse_removal SET organisation_id = $1 WHERE organisation_id = $2`, to, from); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE reuse SET organisation_id = $1 WHERE organisation_id = $2`, to, from)
	return err
}

// EraseTx removes a person who leaves from the entries, which stay with the organisation.
func EraseTx(tx *db.Tx, person int64) error {
	for _, statement := range []string{
		`UPDATE reuse SET contact_id = NULL WHERE contact_id = $1`,
		`UPDATE reuse SET keeper_id = NULL WHERE keeper_id = $1`,
		`UPDATE reuse_step SET person_id = NULL WHERE person_id = $1`,
		`UPDATE reuse_removal SET keeper_id = NULL WHERE keeper_id = $1`,
	} {
		if _, err := tx.Exec(statement, person); err != nil {
			return err
		}
	}
	return nil
}

// FindMentionsTx returns up to limit entries that hold the name or the address. It reads all
// texts.
func FindMentionsTx(tx *db.Tx, t account.NameMatcher, limit int) ([]account.Mention, error) {
	phrases, _ := t.Phrases()
	return account.MentionedTx(tx, nil, t.Matches, limit, `
		WITH x AS (
			SELECT id, service_id, product || ' ' || provider || ' ' || operator || ' ' || experience || ' ' || financing || ' ' || integration
				|| ' ' || operation || ' ' || interfaces || ' ' || assistance || ' ' || mailbox AS text
			FROM reuse)
		SELECT x.id, COALESCE((
				SELECT MIN(b.id)
				FROM board b
				JOIN service s ON s.subject_area_id = b.subject_area_id
				WHERE s.id = x.service_id), 0), x.text
		FROM x
		WHERE `+db.Mentions("x.text", "$1"), phrases)
}

// ExportSections returns what the export of personal data says of the register.
func ExportSections() []section.Section {
	return []section.Section{{
		Key: "reuse_entries", Title: "Nachnutzungsregister: Einträge, die Sie pflegen oder zu denen Sie Fragen beantworten",
		Note: "Die Einträge gehören Ihrer Organisation.",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/leistungen/%v/nachnutzung"},
			{Key: "product", Label: "Onlinedienst"},
			{Key: "organisation", Label: "Organisation"},
			{Key: "confirmed_at", Label: "Zuletzt bestätigt", Kind: section.Moment},
			{Key: "keeper", Label: "Von Ihnen gepflegt"},
			{Key: "contact", Label: "Sie beantworten Fragen"},
		},
		Query: `
			SELECT x.service_id, x.product, o.name, x.confirmed_at, CASE WHEN x.keeper_id = $1 THEN 'ja' ELSE 'nein' END,
				CASE WHEN x.contact_id = $1 THEN 'ja' ELSE 'nein' END
			FROM reuse x
			JOIN organisation o ON o.id = x.organisation_id
			WHERE x.keeper_id = $1 OR x.contact_id = $1
			ORDER BY x.id`,
	}, {
		Key: "reuse_steps", Title: "Nachnutzungsregister: was Sie eingetragen, geändert und bestätigt haben",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/leistungen/%v/nachnutzung"},
			{Key: "act", Label: "Was"},
			{Key: "at", Label: "Zeitpunkt", Kind: section.Moment},
		},
		Query: `
			SELECT x.service_id, s.act, s.at
			FROM reuse_step s
			JOIN reuse x ON x.id = s.reuse_id
			WHERE s.person_id = $1
			ORDER BY s.id`,
	}, {
		Key: "reuse_removals", Title: "Nachnutzungsregister: Einträge, die Sie gepflegt haben und die die Moderation entfernt hat",
		Columns: []section.Column{
			{Key: "address", Label: "Adresse", Kind: section.Path, Format: "/leistungen/%v/nachnutzung"},
			{Key: "product", Label: "Onlinedienst"},
			{Key: "at", Label: "Zeitpunkt", Kind: section.Moment},
		},
		Query: `
			SELECT service_id, product, at
			FROM reuse_removal
			WHERE keeper_id = $1
			ORDER BY id`,
	}}
}
