// Package resume owns the table interrupted_form: what somebody typed into a form
// that was refused because they were no longer signed in.
//
// It promises: only the person for whom the form was shown can read it, after
// signing in again in the same browser; it is deleted after Life, or once it has
// been sent.
package resume

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

const (
	// Life is how long a form is kept.
	Life = 12 * time.Hour

	// MaxForms is the maximum number of forms kept for a person; a new one replaces
	// the oldest.
	MaxForms = 5
)

// Form is a form that was sent and refused.
type Form struct {
	ID     int64
	Path   string // where the form is sent, with its query
	Fields string // URL-encoded
	KeptAt time.Time
}

// Forms stores interrupted forms.
type Forms struct{ db *db.DB }

// New returns the forms stored in d.
func New(d *db.DB) *Forms { return &Forms{d} }

// Keep stores a form of the person for the browser that holds the token, and returns
// its id. It returns fault.NotFound if the account is suspended or erased. The
// caller must have made sure that the form was shown to the person.
func (f *Forms) Keep(ctx context.Context, person int64, token, path, fields string) (id int64, err error) {
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		id, err = tx.Insert(`
			INSERT INTO interrupted_form (person_id, browser, path, fields, kept_at)
			SELECT id, $1, $2, $3, $4
			FROM person
			WHERE id = $5 AND disabled_at IS NULL AND erased_at IS NULL
			RETURNING id`, secret.Hash(token), path, fields, tx.Now, person)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`
			DELETE FROM interrupted_form
			WHERE person_id = $1 AND id NOT IN (
				SELECT id
				FROM interrupted_form
				WHERE person_id = $1
				ORDER BY id DESC
				LIMIT $2)`, person, MaxForms)
		return err
	})
	return id, err
}

// Find returns the form with the id if it belongs to by and to the browser that
// holds the token.
func (f *Forms) Find(ctx context.Context, by account.Viewer, id int64, token string) (form Form, err error) {
	if !by.SignedIn() || token == "" {
		return Form{}, fault.Missing()
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		form, err = db.One(tx, scanForm, `
			SELECT id, path, fields, kept_at
			FROM interrupted_form
			WHERE id = $1 AND person_id = $2 AND browser = $3 AND kept_at > $4`,
			id, by.ID, secret.Hash(token), tx.Now.Add(-Life))
		return err
	})
	return form, err
}

func scanForm(r db.Row) (f Form, err error) {
	return f, r.Scan(&f.ID, &f.Path, &f.Fields, db.Instant(&f.KeptAt))
}

// Sent deletes the kept forms of by with this path and browser, because the form has
// been sent.
func (f *Forms) Sent(ctx context.Context, by account.Viewer, token, path string) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			DELETE FROM interrupted_form
			WHERE person_id = $1 AND browser = $2 AND path = $3`, by.ID, secret.Hash(token), path)
		return err
	})
}

// PruneTx deletes up to limit forms older than Life and returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM interrupted_form
		WHERE id IN (
			SELECT id
			FROM interrupted_form
			WHERE kept_at <= $1
			LIMIT $2)`, tx.Now.Add(-Life), limit)
}

// EraseTx deletes the forms of a person.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM interrupted_form WHERE person_id = $1`, person)
	return err
}
