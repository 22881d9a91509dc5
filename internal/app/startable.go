package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/node"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/secret"
)

// Startable tells, in German and without changing anything, what a server would find in
// a folder with this forum before it begins to serve. defects keep it from starting. hints
// are what it would do on its own, and what depends on the account under which it runs.
// The key is compared with the database d; nil leaves that out.
func Startable(ctx context.Context, c config.Config, d *db.DB) (defects, hints []string, err error) {
	note := func(err error) {
		if err != nil {
			defects = append(defects, err.Error())
		}
	}
	id, err := node.ReadID(c.Data)
	note(err)
	_, err = privacy.NewMemory(c.Data).Read()
	note(err)
	lost, err := checkKey(ctx, c, d, id)
	note(err)
	if lost {
		hints = append(hints, fmt.Sprintf("Der Schlüssel fehlt (%s). Der nächste Start legt einen neuen an, mit dem sich nicht lesen lässt, was "+
			"unter dem bisherigen verschlüsselt ist.", KeyPath(c)))
	}
	loose, err := looseFiles(c)
	if err != nil {
		return nil, nil, err
	}
	return defects, append(append(hints, unwritable(c)...), loose...), nil
}

// checkKey returns the error with which openKeyring would refuse the key of the node with
// this id. lost says that it would replace the one that belongs to the database.
func checkKey(ctx context.Context, c config.Config, d *db.DB, id string) (lost bool, err error) {
	v, err := secret.ReadKeyring(KeyPath(c))
	missing := errors.Is(err, fs.ErrNotExist)
	if d == nil || err != nil && !missing {
		if missing {
			err = nil
		}
		return false, err
	}
	var prints []string
	if !missing {
		prints = v.Fingerprints()
	}
	err = d.Read(ctx, func(tx *db.Tx) (err error) {
		lost, err = node.CheckKeyTx(tx, id, prints, missing)
		return err
	})
	if err != nil {
		err = refusedKey(c, err)
	}
	return lost && err == nil, err
}

// unwritable says into what this account may not write, though a server has to.
func unwritable(c config.Config) (hints []string) {
	const write = 2 // W_OK
	paths := []string{AttachmentsPath(c)}
	for _, name := range []string{"", lockName, databaseName, databaseName + "-wal", databaseName + "-shm"} {
		paths = append(paths, filepath.Join(c.Data, name))
	}
	for _, path := range paths {
		if err := syscall.Access(path, write); err != nil && !errors.Is(err, fs.ErrNotExist) {
			hints = append(hints, fmt.Sprintf("Das Konto, unter dem Sie prüfen, darf nicht schreiben, was „serve“ schreiben muss: %s (%v)",
				path, err))
		}
	}
	return hints
}

// looseFiles says which files are open to others: the next start closes them, or refuses.
func looseFiles(c config.Config) (hints []string, err error) {
	var loose, stuck []string
	err = eachPrivate(c, func(path string) error {
		mode, own, err := openToOthers(path)
		switch {
		case err != nil || mode == 0:
		case own:
			loose = append(loose, path)
		default:
			stuck = append(stuck, path)
		}
		return err
	})
	if len(loose) > 0 {
		hints = append(hints, "Auch andere Konten dieses Rechners dürfen öffnen, was der nächste Start einschränkt: "+strings.Join(loose, ", "))
	}
	if len(stuck) > 0 {
		hints = append(hints, "Auch andere Konten dieses Rechners dürfen öffnen, was einem anderen Konto gehört als dem, unter dem Sie prüfen; "+
			"nur unter jenem startet „serve“: "+strings.Join(stuck, ", "))
	}
	return hints, err
}
