package membership

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// Vouchings returns the applications about which the viewer was asked as a colleague
// and has not answered, oldest first.
func (j *Joining) Vouchings(ctx context.Context, by account.Viewer) (list []Application, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	err = j.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanApplication, `
			SELECT `+applicationColumns+`
			FROM application a
			WHERE a.vouching_id = $1 AND a.state = 'waiting' AND a.vouched IS NULL
			ORDER BY a.id
			LIMIT 50`, by.ID)
		return err
	})
	return list, err
}

// Vouch records whether the applicant works for the viewer's organisation. Only the
// colleague who was asked may answer, and only once; whoever decides sees the answer.
func (j *Joining) Vouch(ctx context.Context, by account.Viewer, id int64, yes bool) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return j.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Insert(`
			UPDATE application
			SET vouched = $1
			WHERE id = $2 AND vouching_id = $3 AND state = 'waiting' AND vouched IS NULL
			RETURNING id`, yes, id, by.ID)
		return err
	})
}

// CountVouchings counts the applications that Vouchings returns.
func (j *Joining) CountVouchings(ctx context.Context, by account.Viewer) (int, error) {
	return db.View(ctx, j.db, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `SELECT COUNT(*) FROM application WHERE vouching_id = $1 AND state = 'waiting' AND vouched IS NULL`, by.ID)
	})
}

// unvouch withdraws a colleague's answers, and the questions to them, about
// applications that still wait.
func unvouch(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`UPDATE application SET vouching_id = NULL, vouched = NULL WHERE vouching_id = $1 AND state = 'waiting'`, person)
	return err
}
