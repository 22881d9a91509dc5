// Package draft owns the table interrupted_form: what people typed into forms and
// have not sent.
//
// A draft is kept while its person is signed in, again and again. A form that was
// refused because they no longer were is kept, too, but belongs to the browser that
// sent it, since only a field of the form tells whose it is.
//
// It promises: only the person reads it, whatever role others have, and a form of an
// ended session only in the same browser; no draft replaces what another page wrote;
// in the transaction that sends a form all drafts of it end; each person keeps a
// limited number of them, for a limited time.
package draft

import (
	"context"
	"net/url"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/secret"
)

// AttachmentField is the field of forms that names uploads, by their ids: they live as
// long as the draft.
const AttachmentField = "anhang"

// Limits of what is kept.
const (
	Life            = 90 * 24 * time.Hour // of a draft, since it was saved last
	InterruptedLife = 12 * time.Hour      // of a form of an ended session

	MaxDrafts      = 50      // of a person
	MaxBytes       = 400_000 // of the fields of a draft, URL-encoded
	MaxTotal       = 4 << 20 // of those of a person, in bytes
	MaxInterrupted = 5       // forms of a person; a new one replaces the oldest
)

// ErrSent is returned for a draft of a form that has been sent.
var ErrSent = fault.Of(fault.Conflict, "Dieser Text ist schon abgeschickt.")

// Draft is a form as somebody left it.
type Draft struct {
	ID       int64
	Path     string // where the form is sent, with its query
	Fields   url.Values
	Revision int // counts how often it was saved
	SavedAt  time.Time
	key      string
}

// Page says which page of a browser shows a form.
type Page struct {
	Key      string // by which the form is known when it is sent, see package once
	Tab      string // random, of the page
	Revision int    // of the draft with which the page was opened, 0 for none
}

// Drafts stores drafts.
type Drafts struct{ db *db.DB }

// New returns the drafts stored in d.
func New(d *db.DB) *Drafts { return &Drafts{d} }

// Save keeps a form of by as a draft. It replaces what the same page saved before, or
// the draft with which the page was opened. If another page has saved that one since,
// the form becomes a draft of its own, with a new key in its field „einmal“: both stay.
// Of a form that has been sent it keeps nothing and returns ErrSent.
func (s *Drafts) Save(ctx context.Context, by account.Viewer, p Page, path string, fields url.Values) (saved Draft, err error) {
	if err := by.MustBeMember(); err != nil {
		return saved, err
	}
	if p.Key == "" || p.Tab == "" {
		return saved, fault.Reject("Dieses Formular lässt sich nicht als Entwurf speichern.")
	}
	size := len(fields.Encode())
	if size > MaxBytes {
		return saved, fault.Reject("Der Text ist zu lang für einen Entwurf.")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		sent, err := once.WasSentTx(tx, by.ID, p.Key)
		if err != nil {
			return err
		}
		if sent {
			return ErrSent
		}
		known, err := knownTx(tx, by.ID, p)
		if err != nil {
			return err
		}
		if err := checkRoom(tx, by.ID, known.ID, size); err != nil {
			return err
		}
		if err := attachment.KeepUntilTx(tx, by.ID, fields[AttachmentField], tx.Now.Add(Life)); err != nil {
			return err
		}
		saved = known
		saved.Path, saved.Fields, saved.SavedAt = path, fields, tx.Now
		return saved.store(tx, by.ID, p.Tab, size)
	})
	return saved, err
}

// Key is by which the form is known when it is sent.
func (d Draft) Key() string { return d.key }

// Find returns the draft with the id if it belongs to by; a form of an ended session
// also has to belong to the browser that holds the token. It returns fault.Forbidden if
// it does, and belongs to somebody else.
func (s *Drafts) Find(ctx context.Context, by account.Viewer, id int64, token string) (Draft, error) {
	if !by.SignedIn() {
		return Draft{}, fault.Missing()
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (Draft, error) {
		d, err := db.One(tx, scan, selectKept+`
			AND d.id = $5`, by.ID, tx.Now.Add(-Life), tx.Now.Add(-InterruptedLife), hashOf(token), id)
		if !fault.Is(err, fault.NotFound) || token == "" {
			return d, err
		}
		foreign, failed := db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM interrupted_form WHERE id = $1 AND browser = $2 AND person_id <> $3)`,
			id, hashOf(token), by.ID)
		if failed != nil {
			return d, failed
		}
		if foreign {
			err = errForeign
		}
		return d, err
	})
}

// List returns the drafts of by, the one that was saved last first, and among them the
// forms of ended sessions of the browser that holds the token.
func (s *Drafts) List(ctx context.Context, by account.Viewer, token string) ([]Draft, error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Draft, error) {
		return db.List(tx, scan, selectKept+`
			ORDER BY d.kept_at DESC, d.id DESC`, by.ID, tx.Now.Add(-Life), tx.Now.Add(-InterruptedLife), hashOf(token))
	})
}

// Of returns what List does for the form that is sent to path, without what is known by
// key.
func (s *Drafts) Of(ctx context.Context, by account.Viewer, token, path, key string) ([]Draft, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Draft, error) {
		return db.List(tx, scan, selectKept+`
			AND d.path = $5 AND d.once_key <> $6
			ORDER BY d.kept_at DESC, d.id DESC`, by.ID, tx.Now.Add(-Life), tx.Now.Add(-InterruptedLife), hashOf(token), path, key)
	})
}

// Discard deletes what Find returns for good.
func (s *Drafts) Discard(ctx context.Context, by account.Viewer, id int64, token string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		kept, err := db.Scalar[string](tx, `
			DELETE FROM interrupted_form
			WHERE id = $1 AND person_id = $2 AND (browser = '' OR browser = $3)
			RETURNING fields`, id, by.ID, hashOf(token))
		if err != nil {
			return err
		}
		fields, err := url.ParseQuery(kept)
		if err != nil {
			return err
		}
		return attachment.KeepUntilTx(tx, by.ID, fields[AttachmentField], tx.Now.Add(attachment.Life))
	})
}

// Interrupt keeps a form of the person, sent from the page p after their session had
// ended, for the browser that holds the token, and returns its id. It returns
// fault.NotFound if the account is suspended or erased. The caller must have made sure
// that the form was shown to the person.
func (s *Drafts) Interrupt(ctx context.Context, person int64, token string, p Page, path string, fields url.Values) (id int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		// It goes on from what the page had saved before.
		known, err := knownTx(tx, person, p)
		if err != nil {
			return err
		}
		text := fields.Encode()
		id, err = tx.Insert(`
			INSERT INTO interrupted_form (person_id, browser, path, fields, kept_at, once_key, tab, revision, bytes)
			SELECT id, $1, $2, $3, $4, $5, $6, $7, $8
			FROM person
			WHERE id = $9 AND disabled_at IS NULL AND erased_at IS NULL
			RETURNING id`, hashOf(token), path, text, tx.Now, p.Key, p.Tab, known.Revision, len(text), person)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`
			DELETE FROM interrupted_form
			WHERE person_id = $1 AND browser <> '' AND id NOT IN (
				SELECT id
				FROM interrupted_form
				WHERE person_id = $1 AND browser <> ''
				ORDER BY id DESC
				LIMIT $2)`, person, MaxInterrupted)
		return err
	})
	return id, err
}

// Clear deletes what is left of a form of by that was sent just now to path: the drafts
// that are known by its key, and what the browser that holds the token kept for the path.
func (s *Drafts) Clear(ctx context.Context, by account.Viewer, token, path, key string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			DELETE FROM interrupted_form
			WHERE person_id = $1 AND ($2 <> '' AND browser = $2 AND path = $3 OR $4 <> '' AND once_key = $4)`,
			by.ID, hashOf(token), path, key)
		return err
	})
}

func hashOf(token string) string {
	if token == "" {
		return ""
	}
	return secret.Hash(token)
}

var errForeign = fault.Forbid("Diesen Text hat jemand mit einem anderen Konto geschrieben, in diesem Browser. Bitte melden Sie sich mit " +
	"dem Konto an, mit dem er geschrieben wurde. Bis zu zwölf Stunden danach ist er dort unter „Meine Entwürfe“.")

var errTooMany = fault.Reject("Sie haben schon 50 Entwürfe. Bitte schicken Sie zuerst einige ab, oder löschen Sie sie unter „Meine Seite“.")

var errTooLarge = fault.Reject("Ihre Entwürfe sind zusammen zu lang. Bitte schicken Sie zuerst einige ab, oder löschen Sie sie " +
	"unter „Meine Seite“.")

// HoldersTx returns who keeps a draft of the form that is sent to path, to remind them of
// it.
func HoldersTx(tx *db.Tx, path string) ([]int64, error) {
	return db.Column[int64](tx, `SELECT DISTINCT person_id FROM interrupted_form WHERE path = $1 AND kept_at > $2`, path, tx.Now.Add(-Life))
}
