package library

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

const entryColumns = `d.id, v.title, v.issuer, v.dated, v.reference, v.valid_from, v.valid_until, d.state, v.number, d.changed_at, ` + board.Columns

const entryJoins = `
	FROM document d
	JOIN document_version v ON v.id = d.version_id
	JOIN board b ON b.id = d.board_id`

// scanEntry reads entryColumns, and more behind them.
func scanEntry(today catalogue.Date, e *Entry, more ...any) func(db.Row) error {
	return func(r db.Row) error {
		boardFields, boardDone := board.Fields(&e.Board)
		targets := append([]any{&e.ID, &e.Title, &e.Issuer, &e.Dated, &e.Reference, &e.ValidFrom, &e.ValidUntil, &e.State, &e.Version,
			db.Instant(&e.ChangedAt)}, boardFields...)
		err := r.Scan(append(targets, more...)...)
		boardDone()
		e.Standing = standing(e.State, e.ValidFrom, e.ValidUntil, today)
		return err
	}
}

// standing returns how a document stands on a day.
func standing(s State, from, until, today catalogue.Date) Standing {
	switch {
	case s == Withdrawn:
		return IsWithdrawn
	case s == Replaced:
		return IsReplaced
	case until != "" && until.Before(today):
		return Expired
	case from != "" && from.After(today):
		return NotYet
	}
	return Holds
}

// outdatedSQL is Standing.Outdated on the day $4.
const outdatedSQL = `(d.state <> 'valid' OR (v.valid_until <> '' AND v.valid_until < $4))`

// listEntries returns the entries of a query over entryColumns.
func listEntries(tx *db.Tx, query string, args ...any) ([]Entry, error) {
	today := catalogue.DateOf(tx.Now)
	return db.List(tx, func(r db.Row) (e Entry, err error) { return e, scanEntry(today, &e)(r) }, query, args...)
}

// find returns a document that by may read, without versions.
func find(tx *db.Tx, by account.Viewer, id int64) (d Document, err error) {
	var successor int64
	d, err = db.One(tx, func(r db.Row) (d Document, err error) {
		return d, scanEntry(catalogue.DateOf(tx.Now), &d.Entry, &d.StateReason, &d.Revision, &successor)(r)
	}, `
		SELECT `+entryColumns+`, d.state_reason, d.revision, COALESCE(d.replaced_by, 0)`+entryJoins+`
		WHERE d.id = $4 AND `+board.VisibleSQL, append(board.Seen(by), id)...)
	if err != nil {
		return d, err
	}
	if d.Services, err = servicesOf(tx, id); err != nil || successor == 0 {
		return d, err
	}
	next, err := listEntries(tx, `
		SELECT `+entryColumns+entryJoins+`
		WHERE d.id = $4 AND `+board.VisibleSQL, append(board.Seen(by), successor)...)
	if len(next) == 1 {
		d.Successor = next[0]
	}
	return d, err
}

func servicesOf(tx *db.Tx, document int64) ([]Service, error) {
	return db.List(tx, func(r db.Row) (s Service, err error) { return s, r.Scan(&s.ID, &s.Name) }, `
		SELECT s.id, s.name
		FROM document_service ds
		JOIN service s ON s.id = ds.service_id
		WHERE ds.document_id = $1
		ORDER BY s.id`, document)
}

// addVersions adds the versions of a document, the present one first, with their files.
func addVersions(tx *db.Tx, by account.Viewer, d *Document) (err error) {
	d.Versions, err = db.List(tx, func(r db.Row) (v Version, err error) {
		fields := []any{&v.ID, &v.Number, &v.Title, &v.Issuer, &v.Dated, &v.Reference, &v.ValidFrom, &v.ValidUntil, &v.Link, &v.Source, &v.HTML,
			&v.News, db.Instant(&v.SavedAt)}
		err = r.Scan(append(fields, account.BylineFields(&v.By)...)...)
		v.By = v.By.For(by)
		return v, err
	}, `
		SELECT v.id, v.number, v.title, v.issuer, v.dated, v.reference, v.valid_from, v.valid_until, v.link, v.source, v.html, v.news, v.saved_at,
			`+account.BylineColumns+`
		FROM document_version v
		JOIN person p ON p.id = v.saved_by
		JOIN organisation o ON o.id = v.organisation_id
		WHERE v.document_id = $1
		ORDER BY v.number DESC`, d.ID)
	ids := make([]int64, len(d.Versions))
	for i, v := range d.Versions {
		ids[i] = v.ID
	}
	if err != nil {
		return err
	}
	files, err := attachment.Document.OfTx(tx, ids)
	for i, v := range d.Versions {
		d.Versions[i].Files = files[v.ID]
	}
	return err
}

// insertVersion makes the next version of a document, and makes it the present one.
func insertVersion(tx *db.Tx, by account.Viewer, document int64, number int, c content, once string) (id int64, err error) {
	id, err = tx.Insert(`
		INSERT INTO document_version (document_id, number, title, issuer, dated, reference, reference_key, valid_from, valid_until, link, source,
			html, pipeline, news, saved_by, organisation_id, saved_at, once_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		RETURNING id`, document, number, c.title, c.issuer, string(c.dated), c.reference, c.key(), string(c.validFrom), string(c.validUntil),
		c.link, c.text.Source, string(c.text.HTML), c.text.Version, c.news, by.ID, by.Organisation.ID, tx.Now, once)
	if err != nil {
		return 0, err
	}
	return id, tx.Queue(`UPDATE document SET version_id = $1 WHERE id = $2`, id, document)
}

// updateVersion changes what the present version says, and nothing of its files.
func updateVersion(tx *db.Tx, by account.Viewer, version int64, c content) error {
	_, err := tx.Exec(`
		UPDATE document_version
		SET title = $1, issuer = $2, dated = $3, reference = $4, reference_key = $5, valid_from = $6, valid_until = $7, link = $8, source = $9,
			html = $10, pipeline = $11, saved_by = $12, organisation_id = $13, saved_at = $14
		WHERE id = $15`, c.title, c.issuer, string(c.dated), c.reference, c.key(), string(c.validFrom), string(c.validUntil), c.link,
		c.text.Source, string(c.text.HTML), c.text.Version, by.ID, by.Organisation.ID, tx.Now, version)
	return err
}

// touch counts a change of a document.
func touch(tx *db.Tx, id, board int64) error {
	_, err := tx.Exec(`
		UPDATE document
		SET board_id = $1, revision = revision + 1, changed_at = $2
		WHERE id = $3`, board, tx.Now, id)
	return err
}

// setServices replaces the services of a document; all of them exist.
func setServices(tx *db.Tx, id int64, services []int64) error {
	if err := tx.Queue(`DELETE FROM document_service WHERE document_id = $1`, id); err != nil {
		return err
	}
	for _, s := range services {
		if err := tx.Queue(`INSERT INTO document_service (document_id, service_id) VALUES ($1, $2)`, id, s); err != nil {
			return err
		}
	}
	return nil
}
