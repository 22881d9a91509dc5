package support

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/alias"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/textfield"
)

// MaxNote is the maximum length of a note, in characters.
const MaxNote = 500

// Note says what exactly concerns an organisation.
type Note struct {
	Text     string // plain, of several lines; "" for none
	Revision int    // counts the edits
	Removed  string // why moderators removed it, "" if they did not
}

// Voice is an organisation, or an alias, that something concerns.
type Voice struct {
	account.Byline
	Inhabitants int64 // for how many people the organisation stands; 0 for an alias
	Placed      bool  // its position is known; never that of an alias
	Position    organisation.Position
	Note        Note
}

// VoicesTx returns who has a voice for the subject, by name, with their notes. Of an
// alias nothing but its words is known.
func VoicesTx(tx *db.Tx, s Subject) ([]Voice, error) {
	list, err := db.List(tx, func(r db.Row) (v Voice, err error) {
		fields := []any{&v.Note.Text, &v.Note.Revision, &v.Note.Removed, &v.Inhabitants}
		err = r.Scan(append(append(fields, organisation.Fields(&v.Organisation)...), alias.Fields(&v.Alias)...)...)
		if v.IsAlias() {
			v.Note, v.Inhabitants = Note{}, 0
		}
		if !v.Organisation.Kind.HasInhabitants() {
			v.Inhabitants = 0
		}
		return v, err
	}, `
		SELECT c.note, c.note_revision, c.note_removed, COALESCE(`+organisation.InhabitantsSQL+`, 0), `+organisation.OuterColumns+`, `+alias.Columns+`
		FROM concern c
		LEFT JOIN organisation o ON o.id = c.organisation_id
		LEFT JOIN alias a ON a.id = c.alias_id
		WHERE c.subject_kind = $1 AND c.subject_id = $2
		ORDER BY COALESCE(o.sort_key, a.sort_key), c.id`, string(s.Kind), s.ID)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, v := range list {
		if v.Organisation.ID != 0 {
			ids = append(ids, v.Organisation.ID)
		}
	}
	at, err := organisation.PositionsTx(tx, ids)
	for i := range list {
		list[i].Position, list[i].Placed = at[list[i].Organisation.ID]
	}
	return list, err
}

var (
	errNoVoice = fault.Reject("Eine Notiz ist möglich, sobald Ihre Organisation „Betrifft uns auch“ gesagt hat.")
	errStale   = fault.Of(fault.Conflict, "Die Notiz Ihrer Organisation wurde in der Zwischenzeit geändert. Was Sie geschrieben haben, ist noch da; "+
		"bitte gleichen Sie es mit der jetzigen Notiz ab.")
)

// SaveNoteTx replaces the note of by's organisation, which has a voice for the subject;
// the empty text removes it. If it was changed since the revision it is fault.Conflict.
func SaveNoteTx(tx *db.Tx, by account.Viewer, s Subject, revision int, text string) error {
	var c fault.Check
	textfield.Lines(&c, "notiz", "Notiz", &text, 0, MaxNote)
	n, found, err := findNote(tx, by.Organisation.ID, s)
	switch {
	case err != nil:
		return err
	case !found:
		return errNoVoice
	case n.Text == text && n.Removed == "":
		return c.Err() // sent twice, or nothing changed
	case n.Revision != revision:
		return errStale
	}
	if err := c.Err(); err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE concern
		SET note = $1, note_by = $2, note_revision = note_revision + 1, note_removed = ''
		WHERE subject_kind = $3 AND subject_id = $4 AND organisation_id = $5`, text, by.ID, string(s.Kind), s.ID, by.Organisation.ID)
	return err
}

func findNote(tx *db.Tx, organisation int64, s Subject) (n Note, found bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (n Note, err error) { return n, r.Scan(&n.Text, &n.Revision, &n.Removed) }, `
		SELECT note, note_revision, note_removed
		FROM concern
		WHERE subject_kind = $1 AND subject_id = $2 AND organisation_id = $3`, string(s.Kind), s.ID, organisation))
}

// RemoveNoteTx removes the note of an organisation with a reason, which its members read
// in its place, and tells who wrote it. Without a note it is fault.NotFound. The caller
// checks who may.
func RemoveNoteTx(tx *db.Tx, by account.Viewer, s Subject, organisation int64, reason string) error {
	voice, err := db.Scalar[int64](tx, `
		UPDATE concern
		SET note = '', note_revision = note_revision + 1, note_removed = $1
		WHERE subject_kind = $2 AND subject_id = $3 AND organisation_id = $4 AND note <> ''
		RETURNING id`, reason, string(s.Kind), s.ID, organisation)
	if err != nil {
		return err
	}
	return event.AppendTx(tx, event.NoteRemoved, voice, by.ID)
}

// NoteRemovedTx returns what the voice is for of which moderators removed the note, and who of
// its organisation wrote the note or raised the voice.
func NoteRemovedTx(tx *db.Tx, voice int64) (s Subject, people []int64, err error) {
	s, found, err := db.Found(db.One(tx, func(r db.Row) (s Subject, err error) { return s, r.Scan(&s.Kind, &s.ID) }, `
		SELECT subject_kind, subject_id
		FROM concern
		WHERE id = $1 AND note_removed <> ''`, voice))
	if err != nil || !found {
		return s, nil, err
	}
	people, err = db.Column[int64](tx, `
		SELECT p.id
		FROM concern c
		JOIN person p ON p.id IN (c.note_by, c.person_id) AND p.organisation_id = c.organisation_id
		WHERE c.id = $1
		ORDER BY p.id`, voice)
	return s, people, err
}

// WhyRemovedTx returns why moderators removed the note of by's organisation, "" if they did
// not.
func WhyRemovedTx(tx *db.Tx, by account.Viewer, s Subject) (string, error) {
	n, _, err := findNote(tx, by.Organisation.ID, s)
	return n.Removed, err
}
