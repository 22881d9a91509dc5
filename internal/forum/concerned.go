package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/support"
	"kommunalforum/internal/textfield"
)

// Concerned is whom a thread concerns.
type Concerned struct {
	Thread     Thread
	Supporters support.Supporters
	Voices     []support.Voice // by name
}

// CanNote reports whether by's organisation may say what exactly concerns it.
func (c Concerned) CanNote(by account.Viewer) bool {
	return c.Supporters.Own && c.Thread.CanSupport(by) && !(c.Thread.SemiAnonymous() && c.Thread.AskedBy(by))
}

// Concerned returns whom a thread that by may read concerns, with their notes. Why
// moderators removed a note only its organisation and moderators read.
func (f *Forum) Concerned(ctx context.Context, by account.Viewer, id int64) (out Concerned, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, id)
		if err != nil {
			return err
		}
		if out.Supporters, err = support.CountTx(tx, by, t.subject()); err != nil {
			return err
		}
		if out.Voices, err = support.VoicesTx(tx, t.subject()); err != nil {
			return err
		}
		for i, v := range out.Voices {
			if !by.SignedIn() || v.Organisation.ID != by.Organisation.ID && !by.Moderates(t.Board.ID) {
				out.Voices[i].Note.Removed = ""
			}
		}
		out.Thread = t.forGuests(by)
		return nil
	})
	return out, err
}

// SaveNote says what exactly concerns by's organisation, which says „Betrifft uns auch“;
// the empty text takes that back. If a colleague changed it since the revision it is
// fault.Conflict.
func (f *Forum) SaveNote(ctx context.Context, by account.Viewer, id int64, revision int, text string) error {
	return f.support(ctx, by, id, func(tx *db.Tx, t Thread) error {
		if t.SemiAnonymous() && t.AskedBy(by) {
			return fault.Reject(selfAsked) // the note would name who asked
		}
		return support.SaveNoteTx(tx, by, t.subject(), revision, text)
	})
}

// RemoveNote removes the note of an organisation. Moderators only, with a reason that the
// organisation reads and that goes into the audit log.
func (f *Forum) RemoveNote(ctx context.Context, by account.Viewer, id, organisation int64, reason string) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, id)
		if err != nil {
			return err
		}
		if !by.Moderates(t.Board.ID) {
			return fault.Forbid("Das kann nur die Moderation dieses Bereichs.")
		}
		var c fault.Check
		textfield.Line(&c, "grund", "Grund", &reason, 3, 300)
		if err := c.Err(); err != nil {
			return err
		}
		if err := support.RemoveNoteTx(tx, by, t.subject(), organisation, reason); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "support.note.remove", "thread", id, reason)
	})
}
