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

	"kommunalforum/internal/event"
)

// lockWait is how long opening waits for another process that holds an index.
const lockWait = time.Second

// ErrLocked means that another process holds the index open.
var ErrLocked = errors.New("held by another process")

// Report is what Inspect found out about one index.
type Report struct {
	Path string
	// Unfinished says that it is being built, or was when the process ended.
	// Nothing about it is a defect: the next start builds another.
	Unfinished bool
	// Err is nil for a sound one, ErrLocked for one that a running forum holds,
	// and otherwise what is wrong with it.
	Err error
	At  event.Position // how far it follows the log; of no log when it is not known
}

// Inspect reads every byte of every index below dir, newest first, and changes
// nothing.
func Inspect(dir string) (all []Report) {
	for _, path := range folders(dir) {
		g := Report{Path: path}
		found, err := contentsOf(path)
		if err == nil {
			g.At = found.at
			err = guard(func() error { return verify(path, found) })
		}
		g.Unfinished = !errors.Is(err, ErrLocked) && (err == nil && !found.complete || isUnfinished(path) && !found.complete)
		if g.Err = err; g.Unfinished {
			g.Err = nil
		}
		all = append(all, g)
	}
	return all
}

// isUnfinished reports whether the index was begun and not finished.
func isUnfinished(path string) bool {
	_, err := os.Lstat(path + unfinishedSuffix)
	return err == nil
}

// verify reads every byte of the index in folder before bleve does. bleve
// trusts its files: it reads them in goroutines of its own, where damage ends
// the whole process, and bad numbers become bad answers or the memory of a
// machine. Reading costs about as much as copying the files.
func verify(folder string, found contents) error {
	for _, name := range found.segments {
		if err := verifySegment(filepath.Join(folder, "store", name)); err != nil {
			return err
		}
	}
	return nil
}

// contents is what the table of contents of an index says.
type contents struct {
	segments []string // files of its newest snapshot
	at       event.Position
	complete bool // it was built to its end
}

// contentsOf walks over all of the table of contents of the index in folder.
func contentsOf(folder string) (found contents, err error) {
	err = guard(func() error {
		found, err = readContents(filepath.Join(folder, "store", "root.bolt"))
		return err
	})
	return found, err
}

func readContents(path string) (found contents, err error) {
	db, err := bolt.Open(path, 0, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return found, ErrLocked
	case err != nil:
		return found, fmt.Errorf("open table of contents: %w", err)
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
			found = contents{} // the last one is the newest
			return walk(snapshots.Bucket(epoch), found.take)
		})
	})
	return found, err
}

// insert takes in one entry of a snapshot.
func (c *contents) take(k, v []byte) {
	switch string(k) {
	case string(util.BoltPathKey):
		c.segments = append(c.segments, filepath.Base(string(v)))
	case string(keyLog):
		c.at.Log = string(v)
	case string(keyCursor):
		c.at.Event = numberOf(v)
	case string(keyNonce):
		c.at.Nonce = numberOf(v)
	case string(keyVersion):
		c.complete = true
	}
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

// verifySegment compares a segment with the checksum in its last four bytes.
func verifySegment(path string) error {
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
