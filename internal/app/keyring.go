package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/factor"
	"kommunalforum/internal/job"
	"kommunalforum/internal/node"
	"kommunalforum/internal/secret"
)

// keyName is the name of the key in the data folder.
const keyName = "schluessel.txt"

// KeyPath returns the path of the key that seals secrets in the database.
func KeyPath(c config.Config) string {
	if c.KeyFile != "" {
		return c.KeyFile
	}
	return filepath.Join(c.Data, keyName)
}

// readKeyring reads the key if there is one. Commands never create it, because they
// may not know where the server keeps it.
func (a *App) readKeyring() error {
	v, err := secret.ReadKeyring(KeyPath(a.Config))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		a.SignIn.Keyring, a.Notify.Keyring, a.Feeds.Keyring = v, v, v
	}
	return err
}

// refusedKey says in German why a node does not start with its key.
func refusedKey(c config.Config, err error) error {
	path := KeyPath(c)
	switch {
	case errors.Is(err, node.ErrNoKey):
		return fmt.Errorf("In der Datenbank %s arbeiten schon andere Knoten mit einem Schlüssel, hier aber fehlt er (%s). Bitte kopieren Sie "+
			"die Schlüsseldatei eines anderen Knotens hierher, oder geben Sie sie mit --key-file an. Ist sie verloren, steht in "+
			"OPERATING.md, was zu tun ist.", db.Name(Source(c)), path)
	case errors.Is(err, node.ErrOtherKey):
		return fmt.Errorf("Der Schlüssel in %s ist nicht der, unter dem die Geheimnisse in der Datenbank verschlüsselt sind. Bitte geben Sie "+
			"die richtige Schlüsseldatei mit --key-file an, oder setzen Sie den richtigen Schlüssel als Zeile unter den anderen. Ist er "+
			"verloren, steht in OPERATING.md, was zu tun ist.", path)
	}
	return fmt.Errorf("seal secrets: %w", err)
}

// openKeyring reads the key, or creates it at the first start, and seals what is not
// sealed under it. A database whose key is lost is served nevertheless; the people
// concerned are told at sign-in what to do instead. A node whose key is not that of the
// database is refused, in German.
func (a *App) openKeyring(ctx context.Context) error {
	path := KeyPath(a.Config)
	v, made, err := secret.OpenKeyring(path)
	if err != nil {
		return err
	}
	var done, lost int
	var replaced bool
	err = a.DB.Write(ctx, func(tx *db.Tx) (err error) {
		if replaced, err = node.CheckKeyTx(tx, a.Self.ID(), v.Fingerprints(), made); err != nil {
			return err
		}
		if err := a.Self.AgreeOnKeyTx(tx, v.Fingerprints(), made); err != nil {
			return err
		}
		if done, lost, err = factor.SealTx(tx, v); err != nil || done == 0 {
			return err
		}
		return job.RequestTx(tx, job.Scrub) // what was there in clear goes from the disk
	})
	if errors.Is(err, node.ErrNoKey) || errors.Is(err, node.ErrOtherKey) {
		if err := a.Self.Leave(ctx); err != nil {
			return err
		}
	}
	if errors.Is(err, node.ErrNoKey) {
		os.Remove(path) // nothing was sealed under it
	}
	if err != nil {
		return refusedKey(a.Config, err)
	}
	if replaced {
		a.Log.Warn("the key was missing, so a new one was made: what was sealed under the former key cannot be read, such as secrets of "+
			"apps for codes and links to unsubscribe in mails; if you have the former key, add it as a line below the new one and start again",
			"file", path)
	}
	if lost > 0 {
		a.Log.Warn("apps for codes cannot be checked: the key is missing under which their secrets were sealed; put it back as a line "+
			"of the key file, or reset these factors", "apps", lost, "new key made", made)
	}
	a.Self.KeepKeys(v.Fingerprints())
	a.SignIn.Keyring, a.Notify.Keyring, a.Feeds.Keyring = v, v, v
	return nil
}
