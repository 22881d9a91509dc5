package node

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// FileName is the name of the file in the data folder that holds the node's id.
const FileName = "knoten.txt"

func identityPath(folder string) string { return filepath.Join(folder, FileName) }

// identity is the content of the file: an id, and when a process with this folder last
// registered under it. The table node holds the same. So a copy of the folder is told
// from its original by whoever starts first: the time in the other file is older than
// that in the table.
type identity struct {
	id      string
	started time.Time
}

// next returns the identity of a process that starts now. The id was last taken at
// found, zero if it is not in the database. An older time there is that of a database
// that was restored.
func (i identity) next(now, found time.Time) identity {
	if i.id == "" || found.After(i.started) {
		return identity{newID(), now}
	}
	if !now.After(i.started) {
		now = i.started.Add(time.Millisecond)
	}
	return identity{i.id, now}
}

// ReadID returns the id of the node with the data folder, "" if it never served.
func ReadID(folder string) (string, error) {
	i, err := readIdentity(identityPath(folder))
	return i.id, err
}

// readIdentity returns the zero identity where there is no file. A file that cannot be
// understood counts as none: another id costs little.
func readIdentity(path string) (i identity, err error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return i, nil
	}
	if err != nil {
		return i, fmt.Errorf("Die Kennung dieses Knotens lässt sich nicht lesen: %w", err)
	}
	words := strings.Fields(string(content))
	if len(words) != 2 {
		return i, nil
	}
	millis, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil {
		return i, nil
	}
	return identity{words[0], time.UnixMilli(millis).UTC()}, nil
}

// write replaces the file. What a crash leaves is either of both, or none.
func (i identity) write(path string) error {
	err := os.WriteFile(path+".neu", fmt.Appendf(nil, "%s %d\n", i.id, i.started.UnixMilli()), 0o600)
	if err == nil {
		err = os.Rename(path+".neu", path)
	}
	if err != nil {
		return fmt.Errorf("Die Kennung dieses Knotens lässt sich nicht schreiben: %w", err)
	}
	return nil
}
