package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"kommunalforum/internal/search/engine"
)

// CopyTo copies the index into a folder, which it replaces. The index may be in use.
func (ix *Index) CopyTo(folder string) (err error) {
	g := ix.Acquire()
	if g == nil {
		return errNoIndex
	}
	defer g.Release()
	if !g.Complete() {
		return errNoIndex
	}
	fresh := folder + unfinishedSuffix
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	defer os.RemoveAll(fresh) // no effect once it was renamed
	if err := g.Store.CopyTo(fresh); err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return os.Rename(fresh, folder)
}

var errNoIndex = errors.New("there is no complete index")

// Adopt takes over a copy of an index in place of the own one, as far as it can follow
// the log from where it stands. The folder holds one, or is the dir of another node's
// Index, which is closed: then it is the newest there. It stays as it is. No Run and no
// consumer may be at work.
func (ix *Index) Adopt(ctx context.Context, folder string) (err error) {
	ix.building.Lock()
	defer ix.building.Unlock()
	from := folder
	if all := folders(folder); len(all) > 0 {
		from = all[0]
	}
	if _, err := engine.ReadContents(from); err != nil { // also keeps a held one from being copied
		return err
	}
	path := ix.newFolder()
	if err := markUnfinished(path); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			ix.remove(path)
		}
	}()
	if err := os.CopyFS(path, os.DirFS(from)); err != nil {
		return err
	}
	g, err := open(path, ix.version, ix.log)
	if err != nil {
		return err
	}
	if err := ix.checkAdopted(ctx, g); err != nil {
		return errors.Join(err, g.Close())
	}
	if err := os.Remove(path + unfinishedSuffix); err != nil {
		return errors.Join(err, g.Close())
	}
	ix.opened = true
	ix.swap(g)
	ix.removeOthers()
	return nil
}

// checkAdopted checks that the log leads on from the index, and that nobody asked for a
// rebuild since it was begun.
func (ix *Index) checkAdopted(ctx context.Context, g *Generation) error {
	if err := ix.checkPosition(ctx, g); err != nil {
		return err
	}
	old, err := ix.begunTooEarly(ctx, g)
	if err == nil && old {
		err = fmt.Errorf("a rebuild was asked for since %s was begun", filepath.Base(g.Path()))
	}
	return err
}
