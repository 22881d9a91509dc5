package attachment

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"kommunalforum/internal/blob"
	"kommunalforum/internal/db"
)

const (
	rhythm   = time.Hour   // after which Run looks without being woken
	heldWait = time.Minute // after which it does so while files are backed up
	perRead  = 200
	orphaned = time.Hour // after which a blob that no row names belongs to nobody
)

// Run removes the blobs of attachments that were removed, as soon as they are, until ctx
// ends.
func (s *Attachments) Run(ctx context.Context, log *slog.Logger) {
	woken := s.db.Listen(ctx)
	for {
		pause := rhythm
		switch _, err := s.RemoveBlobs(ctx); {
		case errors.Is(err, blob.ErrHeld):
			pause = heldWait
		case err != nil && ctx.Err() == nil:
			log.Error("removing files of attachments failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-woken:
		case <-time.After(pause):
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
		err = s.db.Write(ctx, func(tx *db.Tx) error {
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
// interrupted, and returns how many. While files are backed up it leaves them for the next
// time.
func (s *Attachments) Sweep(ctx context.Context) (int, error) {
	n, err := s.blobs.Sweep(time.Now().Add(-orphaned), s.needed(ctx))
	if errors.Is(err, blob.ErrHeld) {
		err = nil
	}
	return n, err
}

// BlobsTx returns the names of all blobs that attachments have, small pictures too.
func BlobsTx(tx *db.Tx) ([]string, error) {
	return db.Column[string](tx, `
		SELECT sha256 FROM attachment WHERE sha256 <> ''
		UNION
		SELECT thumbnail FROM attachment WHERE thumbnail <> ''
		ORDER BY 1`)
}

// Check compares all attachments with the folder and returns how many there are, and those
// whose file is missing or of another size. With content it reads all files, small pictures
// too, and compares their hashes.
func (s *Attachments) Check(ctx context.Context, content bool) (all int, defects []File, err error) {
	list, err := db.View(ctx, s.db, func(tx *db.Tx) ([]File, error) {
		return db.List(tx, scan, `SELECT `+columns+` FROM attachment a WHERE a.sha256 <> '' ORDER BY a.id`)
	})
	for _, f := range list {
		sound, err := s.isSound(ctx, f, content)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, nil, err
		}
		if !sound {
			defects = append(defects, f)
		}
	}
	return len(list), defects, err
}

// isSound reports whether the content of an attachment is what its row says.
func (s *Attachments) isSound(ctx context.Context, f File, content bool) (bool, error) {
	size, err := s.blobs.Size(f.Hash)
	if err != nil || size != f.Size || !content {
		return err == nil && size == f.Size, err
	}
	for _, hash := range []string{f.Hash, f.Thumbnail} {
		if hash == "" {
			continue
		}
		if sound, err := s.blobs.Intact(ctx, hash); !sound || err != nil {
			return false, err
		}
	}
	return true, nil
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
