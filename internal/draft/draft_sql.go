package draft

import (
	"net/url"

	"kommunalforum/internal/db"
	"kommunalforum/internal/once"
)

// selectKept selects what person $1 keeps: drafts saved since $2, forms of ended sessions
// of the browser $4 since $3, and none of a form that has been sent.
const selectKept = `
	SELECT d.id, d.path, d.fields, d.revision, d.kept_at, d.once_key
	FROM interrupted_form d
	WHERE d.person_id = $1 AND d.kept_at > CASE WHEN d.browser = '' THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END
	AND d.browser IN ('', $4) AND NOT EXISTS (
		SELECT 1
		FROM sent_form s
		WHERE s.person_id = d.person_id AND s.once_key = d.once_key)`

func scan(r db.Row) (d Draft, err error) {
	var fields string
	if err := r.Scan(&d.ID, &d.Path, &fields, &d.Revision, db.Instant(&d.SavedAt), &d.key); err != nil {
		return d, err
	}
	d.Fields, err = url.ParseQuery(fields)
	return d, err
}

// knownTx returns the draft that the page goes on with. If there is none the result is
// one that was not stored yet: with the page's key, or with a new one if another page
// has gone on with the draft.
func knownTx(tx *db.Tx, person int64, p Page) (Draft, error) {
	var tab string
	d, found, err := db.Found(db.One(tx, func(r db.Row) (d Draft, err error) {
		return d, r.Scan(&d.ID, &d.Revision, &d.key, &tab)
	}, `
		SELECT id, revision, once_key, tab
		FROM interrupted_form
		WHERE person_id = $1 AND browser = '' AND (once_key = $2 OR tab = $3) AND NOT EXISTS (
			SELECT 1
			FROM sent_form s
			WHERE s.person_id = $1 AND s.once_key = interrupted_form.once_key)
		ORDER BY tab = $3 DESC
		LIMIT 1`, person, p.Key, p.Tab))
	switch {
	case err != nil || found && (tab == p.Tab || d.Revision == p.Revision):
		return d, err
	case found:
		return Draft{key: once.NewKey()}, nil
	}
	return Draft{key: p.Key}, nil
}

// checkRoom refuses one more draft of the person, or one that has grown to size bytes,
// when that would be too much. Known is the draft that is replaced, 0 for none.
func checkRoom(tx *db.Tx, person, known int64, size int) error {
	var others, total int
	_, err := db.One(tx, func(r db.Row) (struct{}, error) { return struct{}{}, r.Scan(&others, &total) }, `
		SELECT COUNT(*), COALESCE(SUM(bytes), 0)
		FROM interrupted_form
		WHERE person_id = $1 AND browser = '' AND id <> $2`, person, known)
	switch {
	case err != nil:
		return err
	case known == 0 && others >= MaxDrafts:
		return errTooMany
	case total+size > MaxTotal:
		return errTooLarge
	}
	return nil
}

// store writes the draft that a page saves.
func (d *Draft) store(tx *db.Tx, person int64, tab string, size int) (err error) {
	d.Revision++
	d.Fields.Set("einmal", d.key)
	if d.ID == 0 {
		d.ID, err = tx.Insert(`
			INSERT INTO interrupted_form (person_id, browser, path, fields, kept_at, once_key, tab, revision, bytes)
			VALUES ($1, '', $2, $3, $4, $5, $6, $7, $8)
			RETURNING id`, person, d.Path, d.Fields.Encode(), d.SavedAt, d.key, tab, d.Revision, size)
		return err
	}
	_, err = tx.Exec(`
		UPDATE interrupted_form
		SET path = $1, fields = $2, kept_at = $3, tab = $4, revision = $5, bytes = $6
		WHERE id = $7`, d.Path, d.Fields.Encode(), d.SavedAt, tab, d.Revision, size, d.ID)
	return err
}

// PruneTx deletes up to limit drafts that were not saved for Life, or whose form was
// sent, and returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM interrupted_form
		WHERE id IN (
			SELECT d.id
			FROM interrupted_form d
			LEFT JOIN sent_form s ON s.person_id = d.person_id AND s.once_key = d.once_key
			WHERE d.browser = '' AND d.kept_at <= $1 OR s.person_id IS NOT NULL
			LIMIT $2)`, tx.Now.Add(-Life), limit)
}

// PruneInterruptedTx deletes up to limit forms of ended sessions older than
// InterruptedLife and returns how many.
func PruneInterruptedTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM interrupted_form
		WHERE id IN (
			SELECT id
			FROM interrupted_form
			WHERE browser <> '' AND kept_at <= $1
			LIMIT $2)`, tx.Now.Add(-InterruptedLife), limit)
}

// EraseTx deletes what a person kept.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM interrupted_form WHERE person_id = $1`, person)
	return err
}
