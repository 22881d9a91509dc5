package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/util"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// lockTimeout is how long opening waits for another process that holds an index.
const lockTimeout = time.Second

// ErrLocked means that another process holds the index open.
var ErrLocked = errors.New("held by another process")

// Contents is what the files of an index say without opening it.
type Contents struct {
	folder   string
	segments []string          // files of the newest snapshot
	values   map[string][]byte // of that snapshot, by name
}

// ReadContents reads all of the table of contents of the index in a folder. The
// error is ErrLocked if another process holds the index.
func ReadContents(folder string) (c Contents, err error) {
	err = guard(func() error {
		c, err = readContents(folder)
		return err
	})
	return c, err
}

func readContents(folder string) (c Contents, err error) {
	path := filepath.Join(storePath(folder), "root.bolt")
	db, err := bolt.Open(path, 0, &bolt.Options{ReadOnly: true, Timeout: lockTimeout})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return c, ErrLocked
	case err != nil:
		return c, fmt.Errorf("open table of contents: %w", err)
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
			c = Contents{folder: folder, values: map[string][]byte{}} // the last one is the newest
			return forEachEntry(snapshots.Bucket(epoch), c.add)
		})
	})
	return c, err
}

// add takes an entry of the snapshot.
func (c *Contents) add(k, v []byte) {
	if string(k) == string(util.BoltPathKey) {
		c.segments = append(c.segments, filepath.Base(string(v)))
	}
	if name, ok := strings.CutPrefix(string(k), valuePrefix); ok {
		c.values[name] = append([]byte(nil), v...)
	}
}

func forEachEntry(b *bolt.Bucket, fn func(k, v []byte)) error {
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			return forEachEntry(b.Bucket(k), fn)
		}
		fn(k, v)
		return nil
	})
}

// Has reports whether a value was stored under the name.
func (c Contents) Has(name string) bool {
	_, ok := c.values[name]
	return ok
}

// Text returns the value that was stored under a name as text.
func (c Contents) Text(name string) string { return string(c.values[name]) }

// Number returns the number that was stored under a name, 0 if none was.
func (c Contents) Number(name string) int64 { return decodeNumber(c.values[name]) }

// Verify reads every byte of the index before bleve does, and compares segments
// with their checksums. bleve trusts its files: it reads them in goroutines of its
// own, where damage ends the whole process, and bad numbers become bad answers or
// exhaust the memory. Verifying costs about as much as copying the files.
func (c Contents) Verify() error {
	return guard(func() error {
		for _, name := range c.segments {
			if err := verifySegment(filepath.Join(storePath(c.folder), name)); err != nil {
				return err
			}
		}
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
