package profile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

const portraitSide = 320 // pixels of what is kept, twice of what is shown

// SetPortrait replaces the viewer's picture. Only its pixels are kept: cropped to a
// square, turned upright, scaled down and encoded as a new JPEG, so that place, time
// and device recorded in the file are gone.
func (s *Profiles) SetPortrait(ctx context.Context, by account.Viewer, file []byte) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error { return account.CountActivityTx(tx, by, account.Editing) }) // before the work
	if err != nil {
		return err
	}
	small, err := s.portrait(ctx, by, file)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(small)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO portrait (person_id, sha256, picture, at)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (person_id) DO UPDATE
			SET sha256 = excluded.sha256, picture = excluded.picture, at = excluded.at`,
			by.ID, hex.EncodeToString(sum[:16]), small, tx.Now)
		return err
	})
}

// RemovePortrait removes the viewer's picture, if there is one.
func (s *Profiles) RemovePortrait(ctx context.Context, by account.Viewer) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM portrait WHERE person_id = $1`, by.ID)
		return err
	})
}

// Portrait returns the picture of a member as JPEG. Members only; a former
// picture, and that of a closed account, is missing.
func (s *Profiles) Portrait(ctx context.Context, by account.Viewer, person int64, hash string) (picture []byte, err error) {
	if !by.SignedIn() {
		return nil, fault.Missing()
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		picture, err = db.Scalar[[]byte](tx, `
			SELECT i.picture
			FROM portrait i
			JOIN person p ON p.id = i.person_id
			WHERE i.person_id = $1 AND i.sha256 = $2 AND p.disabled_at IS NULL`, person, hash)
		return err
	})
	return picture, err
}

// portrait makes what is kept of a picture. What is wrong with the file is told
// at its field.
func (s *Profiles) portrait(ctx context.Context, by account.Viewer, file []byte) ([]byte, error) {
	out, err := s.pictures.Square(ctx, by.ID, file, portraitSide)
	if found := fault.ProblemsOf(err); len(found) > 0 {
		var c fault.Check
		c.Add("bild", "%s", found[0].Sentence)
		return nil, c.Err()
	}
	return out, err
}
