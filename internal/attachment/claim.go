package attachment

import (
	"slices"
	"strconv"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

const columns = `a.id, a.name, a.media_type, a.size, a.sha256, a.thumbnail, a.width, a.height, a.alt, ` + subjectSQL + `,
	COALESCE(a.person_id, 0), a.since, a.until`

func scan(r db.Row) (f File, err error) {
	return f, r.Scan(&f.ID, &f.Name, &f.Media, &f.Size, &f.Hash, &f.Thumbnail, &f.Width, &f.Height, &f.Alt, &f.Subject.Kind, &f.Subject.ID,
		&f.Owner, &f.since, &f.until)
}

// FindTx returns a file that was received completely. Whoever calls it asks whether it
// may be read.
func FindTx(tx *db.Tx, id int64) (File, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM attachment a WHERE a.id = $1 AND a.sha256 <> ''`, id)
}

// OfTx returns the files of the subjects with these ids, by id, in the order of their
// authors. Those of former versions are among them, see Of.
func (k Kind) OfTx(tx *db.Tx, ids []int64) (map[int64][]File, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(1, ids)
	list, err := db.List(tx, scan, `
		SELECT `+columns+`
		FROM attachment a
		WHERE a.`+k.column()+` IN `+in+k.condition()+`
		ORDER BY a.position, a.id`, args...)
	out := map[int64][]File{}
	for _, f := range list {
		out[f.Subject.ID] = append(out[f.Subject.ID], f)
	}
	return out, err
}

// ownTx returns the files of the ids that the person uploaded, in their order.
func ownTx(tx *db.Tx, person int64, ids []int64) ([]File, error) {
	return selected(tx, ids, `a.person_id = $1`, person)
}

// selected returns the files of the ids for which a condition holds, in their order.
func selected(tx *db.Tx, ids []int64, where string, with ...any) ([]File, error) {
	in, args := db.In(len(with)+1, ids)
	list, err := db.List(tx, scan, `
		SELECT `+columns+`
		FROM attachment a
		WHERE (`+where+`) AND a.sha256 <> '' AND a.subject <> 'evidence' AND a.id IN `+in, append(with, args...)...)
	slices.SortFunc(list, func(a, b File) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return list, err
}

// Chosen are the files that a text takes with it, as its author chose them.
type Chosen []File

// ChosenTx returns the uploads of the person that a text is to take. One that is gone, or
// too many, is fault.Invalid.
func ChosenTx(tx *db.Tx, person int64, choices []Choice) (Chosen, error) {
	return choose(choices, func(ids []int64) ([]File, error) { return ownTx(tx, person, ids) })
}

// ChosenForTx is ChosenTx for a version of a text on which several people work: it may
// keep what the version before had, whoever uploaded it.
func ChosenForTx(tx *db.Tx, person int64, s Subject, version int, choices []Choice) (Chosen, error) {
	return choose(choices, func(ids []int64) ([]File, error) {
		return selected(tx, ids, `a.person_id = $1 AND a.expires_at IS NOT NULL
			OR a.subject_id = $2 AND a.subject = $3 AND a.until IN (0, $4)`, person, s.ID, string(s.Kind), version)
	})
}

func choose(choices []Choice, find func(ids []int64) ([]File, error)) (Chosen, error) {
	if len(choices) == 0 {
		return nil, nil
	}
	var c fault.Check
	c.Require(len(choices) <= MaxPerPost, "dateien", TooMany)
	ids := make([]int64, len(choices))
	for i := range choices {
		ids[i] = choices[i].ID
		textfield.Line(&c, "alternativtext", "Was ist zu sehen?", &choices[i].Alt, 0, MaxAlt)
	}
	if c.Err() != nil {
		return nil, c.Err()
	}
	list, err := find(ids)
	if err == nil && len(list) < len(ids) {
		c.Add("dateien", "Ein Anhang ist nicht mehr da. Bitte wählen Sie die Datei noch einmal aus.")
		err = c.Err()
	}
	for i := range list {
		list[i].Alt = choices[slices.Index(ids, list[i].ID)].Alt
	}
	return list, err
}

// Content returns what tells the files from others when the same form is sent again:
// their content and not their ids, since browsers send the files again.
func (c Chosen) Content() (out []string) {
	for _, f := range c {
		out = append(out, f.Name+" "+f.Hash+" "+f.Alt)
	}
	return out
}

// TakeTx gives the files of the person to what they wrote, in this order. A file that
// another text has taken meanwhile is fault.Invalid.
func (c Chosen) TakeTx(tx *db.Tx, person int64, s Subject) error {
	for i, f := range c {
		n, err := tx.Exec(`
			UPDATE attachment
			SET `+s.Kind.assignment()+`, position = $2, alt = $3, expires_at = NULL
			WHERE id = $4 AND (person_id = $5 AND `+unsentSQL+` OR `+s.Kind.column()+` = $1`+s.Kind.condition()+`)`,
			s.ID, i+1, f.Alt, f.ID, person)
		if err != nil {
			return err
		}
		if n == 0 {
			var c fault.Check
			c.Add("dateien", "„%s“ steht schon in einem anderen Text. Bitte wählen Sie die Datei noch einmal aus.", f.Name)
			return c.Err()
		}
	}
	return nil
}

// KeepOnlyTx removes those files of a subject that are not among the chosen.
func (c Chosen) KeepOnlyTx(tx *db.Tx, s Subject) error {
	others, args := c.others(s)
	_, err := removeTx(tx, others, args...)
	return err
}

// others is the condition for those files of a subject that are not among the chosen.
func (c Chosen) others(s Subject) (where string, args []any) {
	ids := []int64{0}
	for _, f := range c {
		ids = append(ids, f.ID)
	}
	in, args := db.In(2, ids)
	return s.Kind.column() + ` = $1` + s.Kind.condition() + ` AND id NOT IN ` + in, append([]any{s.ID}, args...)
}

// SetTx gives a version of a subject these files of the person, or of the version before,
// and no others. What former versions had stays theirs.
func (c Chosen) SetTx(tx *db.Tx, person int64, s Subject, version int) error {
	others, args := c.others(s)
	n := "$" + strconv.Itoa(len(args)+1)
	args = append(args, version)
	if _, err := removeTx(tx, others+` AND since >= `+n, args...); err != nil {
		return err
	}
	if err := tx.Queue(`UPDATE attachment SET until = `+n+` WHERE until = 0 AND `+others, args...); err != nil {
		return err
	}
	if len(c) == 0 {
		return nil
	}
	ids := make([]int64, len(c))
	for i, f := range c {
		ids[i] = f.ID
	}
	in, given := db.In(2, ids)
	err := tx.Queue(`
		UPDATE attachment
		SET since = CASE WHEN expires_at IS NULL THEN since ELSE CAST($1 AS BIGINT) END, until = 0
		WHERE id IN `+in, append([]any{version}, given...)...)
	if err != nil {
		return err
	}
	return c.TakeTx(tx, person, s)
}

// SameAs reports whether the files are those of a list, as they stand there.
func (c Chosen) SameAs(list []File) bool { return slices.Equal([]File(c), list) }

// PublishTx makes the files of a reply that waited those of its post, and returns how
// many there are.
func PublishTx(tx *db.Tx, reply, post int64) (int64, error) {
	return tx.Exec(`UPDATE attachment SET post_id = $1, held_reply_id = NULL WHERE held_reply_id = $2`, post, reply)
}

// RemoveTx removes the files of a subject for good.
func (s Subject) RemoveTx(tx *db.Tx) error {
	_, err := removeTx(tx, s.Kind.column()+` = $1`+s.Kind.condition(), s.ID)
	return err
}

// KeepUntilTx lets uploads of the person live as long as a draft that names them.
func KeepUntilTx(tx *db.Tx, person int64, ids []string, until time.Time) error {
	var known []int64
	for _, text := range ids {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil && len(known) < MaxUnsent {
			known = append(known, id)
		}
	}
	if len(known) == 0 {
		return nil
	}
	in, args := db.In(3, known)
	_, err := tx.Exec(`
		UPDATE attachment
		SET expires_at = $2
		WHERE person_id = $1 AND expires_at IS NOT NULL AND id IN `+in, append([]any{person, until}, args...)...)
	return err
}

// removed is an attachment that is no more.
type removed struct {
	id     int64
	hashes [2]string
	read   bool // the search may know it
}

// removeTx deletes the attachments that match, with their text, and notes that their
// blobs may go.
func removeTx(tx *db.Tx, where string, args ...any) (n int, err error) {
	_, err = tx.Exec(`DELETE FROM attachment_page WHERE attachment_id IN (SELECT id FROM attachment WHERE `+where+`)`, args...)
	if err != nil {
		return 0, err
	}
	all, err := db.List(tx, func(r db.Row) (x removed, err error) { return x, r.Scan(&x.id, &x.hashes[0], &x.hashes[1], &x.read) },
		`DELETE FROM attachment WHERE `+where+` RETURNING id, sha256, thumbnail, chunks IS NOT NULL`, args...)
	if err != nil {
		return 0, err
	}
	for _, x := range all {
		if x.read {
			if err := event.AppendTx(tx, event.FileRemoved, x.id, 0); err != nil {
				return 0, err
			}
		}
		for _, hash := range x.hashes {
			if hash == "" {
				continue
			}
			err := tx.Queue(`
				INSERT INTO blob_removal (sha256, at)
				VALUES ($1, $2)
				ON CONFLICT (sha256) DO UPDATE
				SET at = excluded.at`, hash, tx.Now)
			if err != nil {
				return 0, err
			}
		}
	}
	if len(all) > 0 {
		tx.Nudge()
	}
	return len(all), nil
}

// EraseTx deletes what the person uploaded and nothing that was published has or had, and
// forgets who uploaded the rest. It runs before package forum deletes the replies that wait.
func EraseTx(tx *db.Tx, person int64) error {
	if _, err := removeTx(tx, `person_id = $1 AND subject <> 'evidence' AND NOT (`+givenSQL+`)`, person); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE attachment SET person_id = NULL, organisation_id = NULL WHERE person_id = $1`, person)
	return err
}

// PruneTx removes up to limit uploads that expired, and returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	n, err := removeTx(tx, `id IN (SELECT id FROM attachment WHERE expires_at <= $1 LIMIT $2)`, tx.Now, limit)
	return int64(n), err
}
