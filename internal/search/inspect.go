package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/blevesearch/bleve/v2/util"
)

// lockWait is how long opening waits for another process that holds an index.
const lockWait = time.Second

// ErrLocked means that another process holds the index open.
var ErrLocked = errors.New("held by another process")

// ErrNone means that there is no index.
var ErrNone = errors.New("there is no index")

// Inspect reads every byte of the newest index below dir. It returns nil for a
// sound one, ErrLocked for one that a running forum holds, ErrNone when there is
// none, and otherwise what is wrong with it.
func Inspect(dir string) error {
	all := generations(dir)
	if len(all) == 0 {
		return ErrNone
	}
	return guard(func() error { return inspect(all[0]) })
}

// inspect reads every byte of the index in folder before bleve does. bleve
// trusts its files: it reads them in goroutines of its own, where damage ends
// the whole process, and bad numbers become bad answers or the memory of a
// machine. Reading costs about as much as copying the files.
func inspect(folder string) error {
	store := filepath.Join(folder, "store")
	segments, err := segmentsIn(filepath.Join(store, "root.bolt"))
	if err != nil {
		return err
	}
	for _, name := range segments {
		if err := inspectSegment(filepath.Join(store, name)); err != nil {
			return err
		}
	}
	return nil
}

// segmentsIn walks over all of the table of contents and returns the files
// that its newest snapshot is made of.
func segmentsIn(path string) (names []string, err error) {
	db, err := bolt.Open(path, 0, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, ErrLocked
	case err != nil:
		return nil, fmt.Errorf("open table of contents: %w", err)
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("table of contents has %d of its %d bytes", info.Size(), tx.Size())
		}
		snapshots := tx.Bucket(util.BoltSnapshotsBucket)
		if snapshots == nil {
			return errors.New("no snapshot")
		}
		return snapshots.ForEachBucket(func(epoch []byte) error {
			names = names[:0] // the last one is the newest
			return walk(snapshots.Bucket(epoch), func(k, v []byte) {
				if string(k) == string(util.BoltPathKey) {
					names = append(names, filepath.Base(string(v)))
				}
			})
		})
	})
	return names, err
}

func walk(b *bolt.Bucket, fn func(k, v []byte)) error {
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			return walk(b.Bucket(k), fn)
		}
		fn(k, v)
		return nil
	})
}

// inspectSegment compares a segment with the checksum in its last four bytes.
func inspectSegment(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < 4 {
		return fmt.Errorf("segment %s is cut off", filepath.Base(path))
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-4); err != nil {
		return err
	}
	var want [4]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if sum.Sum32() != binary.BigEndian.Uint32(want[:]) {
		return fmt.Errorf("segment %s does not match its checksum", filepath.Base(path))
	}
	return nil
}
