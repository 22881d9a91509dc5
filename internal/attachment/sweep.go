package attachment

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"kommunalforum/internal/db"
)

const (
	rhythm   = time.Hour // after which Run looks without being woken
	perRead  = 200
	orphaned = time.Hour // after which a blob that no row names belongs to nobody
)

// Run removes the blobs of attachments that were removed, as soon as they are, until ctx
// ends.
func (s *Attachments) Run(ctx context.Context, log *slog.Logger) {
	woken := s.db.Listen(ctx)
	for {
		if _, err := s.RemoveBlobs(ctx); err != nil && ctx.Err() == nil {
			log.Error("removing files of attachments failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-woken:
		case <-time.After(rhythm):
		}
	}
}

// removal is a blob that may go.
type removal struct {
	hash string
	at   time.Time
}

// RemoveBlobs removes the blobs of attachments that were removed, unless another one has
// them, and returns how many it looked at. It may be interrupted and called again.
func (s *Attachments) RemoveBlobs(ctx context.Context) (total int, err error) {
	for {
		list, err := db.View(ctx, s.db, func(tx *db.Tx) ([]removal, error) {
			return db.List(tx, func(r db.Row) (x removal, err error) { return x, r.Scan(&x.hash, db.Instant(&x.at)) },
				`SELECT sha256, at FROM blob_removal ORDER BY at LIMIT $1`, perRead)
		})
		if err != nil || len(list) == 0 {
			return total, err
		}
		for _, x := range list {
			if err := s.blobs.Remove(x.hash, s.needed(ctx)); err != nil {
				return total, err
			}
			total++
		}
		err = s.db.Write(db.Aside(ctx), func(tx *db.Tx) error {
			for _, x := range list { // not those that were noted again meanwhile
				if err := tx.Queue(`DELETE FROM blob_removal WHERE sha256 = $1 AND at = $2`, x.hash, x.at); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return total, err
		}
	}
}

// Sweep removes blobs that belong to nobody, such as of uploads that a crash
// interrupted, and returns how many.
func (s *Attachments) Sweep(ctx context.Context) (int, error) {
	return s.blobs.Sweep(time.Now().Add(-orphaned), s.needed(ctx))
}

// Check compares all attachments with the folder and returns how many there are, and those
// whose file is missing or of another size.
func (s *Attachments) Check(ctx context.Context) (all int, defects []File, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Each(tx, func(r db.Row) error {
			f, err := scan(r)
			if err != nil {
				return err
			}
			all++
			size, err := s.blobs.Size(f.Hash)
			if errors.Is(err, fs.ErrNotExist) || err == nil && size != f.Size {
				defects = append(defects, f)
				return nil
			}
			return err
		}, `SELECT `+columns+` FROM attachment a WHERE a.sha256 <> '' ORDER BY a.id`)
	})
	return all, defects, err
}

// needed reports whether an attachment has the blob.
func (s *Attachments) needed(ctx context.Context) func(hash string) (bool, error) {
	return func(hash string) (bool, error) {
		return db.View(ctx, s.db, func(tx *db.Tx) (bool, error) {
			return db.Scalar[bool](tx, `
				SELECT EXISTS (SELECT 1 FROM attachment WHERE sha256 = $1) OR EXISTS (SELECT 1 FROM attachment WHERE thumbnail = $1)`, hash)
		})
	}
}
