package backup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/db"
	"kommunalforum/internal/disk"
)

// Need says how much room a backup takes, and how much there is.
type Need struct {
	Bytes int64 // at most, while it is made
	Free  int64
	Files int // of attachments
	place string
}

// Spare is what has to be left over, for manifest and folders.
const Spare = 16 << 20

// Enough returns an error, in German, when there is not enough room.
func (n Need) Enough() error {
	if n.Bytes+Spare <= n.Free {
		return nil
	}
	return fmt.Errorf("Auf dem Datenträger von %s ist zu wenig Platz: Die Sicherung braucht bis zu %s, weitere %s sollen frei bleiben, "+
		"und frei sind %s. Es wurde nichts angelegt.", n.place, disk.SizeText(n.Bytes), disk.SizeText(Spare), disk.SizeText(n.Free))
}

// Estimate says how much room Make needs; before is as there.
func Estimate(ctx context.Context, f Forum, to, before string) (Need, error) {
	to = filepath.Clean(to)
	m, _ := readBefore(ctx, to, before)
	return estimate(ctx, f, to, m)
}

func estimate(ctx context.Context, f Forum, to string, before Manifest) (n Need, err error) {
	n.place = to
	space, err := disk.Near(filepath.Dir(to))
	if err != nil {
		return n, err
	}
	n.Free = space.Free
	size, err := f.DB.FileSize(ctx)
	if errors.Is(err, db.ErrNoFile) {
		err = nil
	}
	if n.Bytes = size; isArchive(to) {
		n.Bytes *= 2 // it is copied beside the archive first
	}
	if err != nil {
		return n, err
	}
	have, _, err := f.DB.SchemaVersion(ctx)
	if err != nil || have < firstWithFiles {
		return n, err
	}
	names, err := db.View(ctx, f.DB, attachment.BlobsTx)
	n.Files = len(names)
	for _, hash := range names {
		if _, there := before.Find(blobFile(hash)); !there {
			size, _ := f.Blobs.Size(hash)
			n.Bytes += size
		}
	}
	return n, err
}
