package library

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
)

// Add takes a document into the library, with its first version. The same form again
// leads to the same document.
func (s *Documents) Add(ctx context.Context, by account.Viewer, in Input) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	if !CanKeepSomewhere(by) {
		return 0, ErrNotKeeper
	}
	in.News = ""
	c, problems := prepare(ctx, in)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		found := *problems
		files, err := chosen(tx, by, in, &found)
		if err != nil {
			return err
		}
		earlier, again, err := once.EarlierTx[int64](tx, by.ID, in.form(files), `SELECT id FROM document WHERE created_by = $1 AND once_key = $2`)
		if again || err != nil {
			id = earlier
			return err
		}
		if err := c.settle(tx, by, &found, board.Board{}); err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
			return err
		}
		key := richtext.Once(in.Once)
		id, err = tx.Insert(`
			INSERT INTO document (board_id, state, revision, created_by, organisation_id, created_at, changed_at, once_key)
			VALUES ($1, 'valid', 1, $2, $3, $4, $4, $5)
			RETURNING id`, c.board, by.ID, by.Organisation.ID, tx.Now, key)
		if err != nil {
			return err
		}
		if err := addVersion(tx, by, id, 1, c, key, files); err != nil {
			return err
		}
		if err := setServices(tx, id, c.services); err != nil {
			return err
		}
		return record(tx, by, "document.add", id)
	})
	return id, err
}

// chosen returns the files of a version, which has at least one or a link.
func chosen(tx *db.Tx, by account.Viewer, in Input, c *fault.Check) (attachment.Chosen, error) {
	c.Require(len(in.Files) > 0 || strings.TrimSpace(in.Link) != "", "dateien",
		"Bitte fügen Sie eine Datei hinzu, oder nennen Sie die Adresse der amtlichen Quelle.")
	return attachment.ChosenTx(tx, by.ID, in.Files)
}

// addVersion makes a version with its files.
func addVersion(tx *db.Tx, by account.Viewer, document int64, number int, c content, once string, files attachment.Chosen) error {
	version, err := insertVersion(tx, by, document, number, c, once)
	if err != nil {
		return err
	}
	return files.TakeTx(tx, by.ID, attachment.Subject{Kind: attachment.Document, ID: version})
}

// record tells the search and the audit log of a change. Why a document ended stands with
// it alone: administrators read the log who may not read the board.
func record(tx *db.Tx, by account.Viewer, act string, id int64) error {
	if err := event.AppendTx(tx, event.DocumentSaved, id, by.ID); err != nil {
		return err
	}
	return audit.RecordTx(tx, by.ID, act, "document", id, "")
}

// change runs an act on a document that by may change.
func (s *Documents) change(ctx context.Context, by account.Viewer, id int64, act func(*db.Tx, Document) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		d, err := find(tx, by, id)
		if err != nil {
			return err
		}
		if !d.CanKeep(by) {
			return ErrNotKeeper
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		return act(tx, d)
	})
}

// Edit corrects what the present version says, without a new one. Files stay as they are.
func (s *Documents) Edit(ctx context.Context, by account.Viewer, id int64, in Input) error {
	in.News, in.Files = "", nil
	c, problems := prepare(ctx, in)
	return s.change(ctx, by, id, func(tx *db.Tx, d Document) error {
		found := *problems
		if err := addVersions(tx, by, &d); err != nil {
			return err
		}
		present := d.Present()
		if found.Err() == nil && c.same(d, present) {
			return nil // sent twice, or nothing changed
		}
		if d.Revision != in.Revision {
			return ErrConflict
		}
		found.Require(c.link != "" || len(present.Files) > 0, "quelle", "Ohne Datei braucht das Dokument die Adresse der amtlichen Quelle.")
		if err := c.settle(tx, by, &found, d.Board); err != nil {
			return err
		}
		if err := updateVersion(tx, by, present.ID, c); err != nil {
			return err
		}
		if err := touch(tx, id, c.board); err != nil {
			return err
		}
		if err := setServices(tx, id, c.services); err != nil {
			return err
		}
		return record(tx, by, "document.edit", id)
	})
}

// same reports whether saving would change nothing.
func (o content) same(d Document, v Version) bool {
	ids := make([]int64, len(d.Services))
	for i, s := range d.Services {
		ids[i] = s.ID
	}
	return o.board == d.Board.ID && o.title == v.Title && o.issuer == v.Issuer && o.dated == v.Dated && o.reference == v.Reference &&
		o.validFrom == v.ValidFrom && o.validUntil == v.ValidUntil && o.link == v.Link && o.text.Source == v.Source &&
		once.Ids(o.services) == once.Ids(ids)
}

// Renew makes a new version of a document, which holds again if it did not.
func (s *Documents) Renew(ctx context.Context, by account.Viewer, id int64, in Input) error {
	c, problems := prepare(ctx, in)
	return s.change(ctx, by, id, func(tx *db.Tx, d Document) error {
		found := *problems
		files, err := chosen(tx, by, in, &found)
		if err != nil {
			return err
		}
		_, again, err := once.EarlierTx[int64](tx, by.ID, in.form(files), `
			SELECT v.id
			FROM document_version v
			WHERE v.document_id = $5 AND v.once_key = $2 AND $1 <> 0`, id)
		if again || err != nil {
			return err
		}
		if d.Revision != in.Revision {
			return ErrConflict
		}
		found.Require(c.news != "", "neuerung", "Bitte schreiben Sie, was an dieser Fassung neu ist.")
		found.Require(d.Version < MaxVersions, "dateien", "Ein Dokument kann höchstens 100 Fassungen haben.")
		if err := c.settle(tx, by, &found, d.Board); err != nil {
			return err
		}
		if err := addVersion(tx, by, id, d.Version+1, c, richtext.Once(in.Once), files); err != nil {
			return err
		}
		if err := touch(tx, id, c.board); err != nil {
			return err
		}
		if err := tx.Queue(`UPDATE document SET state = 'valid', state_reason = '', replaced_by = NULL WHERE id = $1`, id); err != nil {
			return err
		}
		if err := setServices(tx, id, c.services); err != nil {
			return err
		}
		return record(tx, by, "document.renew", id)
	})
}

// End says that a document no longer holds, and why: it was withdrawn, or replaced by
// another one. By which, successor says, 0 for one that the library does not have.
func (s *Documents) End(ctx context.Context, by account.Viewer, id int64, to State, successor int64, why string) error {
	return s.change(ctx, by, id, func(tx *db.Tx, d Document) error {
		why, err := reason(why)
		if err != nil {
			return err
		}
		var c fault.Check
		c.Require(to == Replaced || to == Withdrawn, "zustand", "Bitte wählen Sie, was mit dem Dokument ist.")
		if to == Replaced && successor != 0 {
			if err := checkSuccessor(tx, by, id, successor, &c); err != nil {
				return err
			}
		} else {
			successor = 0
		}
		if err := c.Err(); err != nil {
			return err
		}
		if d.State == to && d.StateReason == why && d.Successor.ID == successor {
			return nil // a second click
		}
		if d.State != Valid {
			return fault.Of(fault.Conflict, "Das Dokument gilt schon nicht mehr. Laden Sie die Seite neu, um den jetzigen Stand zu sehen.")
		}
		_, err = tx.Exec(`
			UPDATE document
			SET state = $1, state_reason = $2, replaced_by = $3, revision = revision + 1, changed_at = $4
			WHERE id = $5`, string(to), why, db.Null(successor), tx.Now, id)
		if err != nil {
			return err
		}
		return record(tx, by, "document.end", id)
	})
}

// checkSuccessor refuses what cannot replace a document: itself, what by may not read, and
// what no longer holds either.
func checkSuccessor(tx *db.Tx, by account.Viewer, id, successor int64, c *fault.Check) error {
	next, ok, err := db.Found(find(tx, by, successor))
	if err != nil {
		return err
	}
	c.Require(ok && next.ID != id, "nachfolger", "Ein anderes Dokument mit dieser Nummer gibt es nicht.")
	c.Require(!ok || next.State == Valid, "nachfolger", "Das andere Dokument gilt selbst nicht mehr.")
	return nil
}

// Restore lets a document hold again that was withdrawn or replaced.
func (s *Documents) Restore(ctx context.Context, by account.Viewer, id int64) error {
	return s.change(ctx, by, id, func(tx *db.Tx, d Document) error {
		if d.State == Valid {
			return nil // a second click
		}
		_, err := tx.Exec(`
			UPDATE document
			SET state = 'valid', state_reason = '', replaced_by = NULL, revision = revision + 1, changed_at = $1
			WHERE id = $2`, tx.Now, id)
		if err != nil {
			return err
		}
		return record(tx, by, "document.restore", id)
	})
}

// Boards returns the boards on which by may keep documents, in the order of the start page.
func (s *Documents) Boards(ctx context.Context, by account.Viewer) (out []board.Board, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := board.ListedTx(tx, by)
		for _, b := range all {
			if CanKeepOn(by, b) && b.Readable(by) {
				out = append(out, b)
			}
		}
		return err
	})
	return out, err
}

// NoticeExpired tells the event log of documents whose last day has passed since the last
// call, and returns how many there were. A worker should call it at least once a day.
func (s *Documents) NoticeExpired(ctx context.Context) (noticed int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		ids, err := db.Column[int64](tx, `
			UPDATE document
			SET expired = (SELECT v.valid_until FROM document_version v WHERE v.id = document.version_id)
			WHERE EXISTS (
				SELECT 1
				FROM document_version v
				WHERE v.id = document.version_id AND v.valid_until <> '' AND v.valid_until < $1 AND v.valid_until <> document.expired)
			RETURNING id`, string(catalogue.DateOf(tx.Now)))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := event.AppendTx(tx, event.DocumentSaved, id, 0); err != nil {
				return err
			}
		}
		noticed = len(ids)
		return nil
	})
	return noticed, err
}
