package main

import (
	"context"
	"errors"
	"os"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
)

// folder are the flags that all commands on a data folder share.
type folder struct {
	Data    string `required:"" placeholder:"ORDNER" help:"Ordner für Datenbank, Suchindex und Sperre."`
	KeyFile string `placeholder:"DATEI" help:"Datei mit dem Schlüssel, unter dem Geheimnisse in der Datenbank verschlüsselt sind; ohne Angabe schluessel.txt im Datenordner. Fehlt sie, legt „serve“ sie an."`
}

// founding is the flag of the commands that may make a new forum.
type founding struct {
	New bool `help:"Ein neues Forum anlegen, auch wenn der Ordner nicht leer ist; was ein früheres Forum dort hinterlassen hat, kommt in einen Unterordner."`
}

// config is the configuration of commands that do not serve.
func (f folder) config() config.Config {
	return config.Config{Data: f.Data, KeyFile: f.KeyFile, BaseURL: "http://localhost:8080"}
}

// open opens the forum of the folder for a command that does not serve.
func (f folder) open(ctx context.Context, p program) (*app.App, error) {
	return app.Open(ctx, f.config(), p.log)
}

// found makes a new forum in the folder with what fill writes, if there is none
// yet; otherwise made is false. If it fails, the folder is as it was.
func (f folder) found(ctx context.Context, p program, anew bool, c config.Config, fill func(*app.App) error) (made bool, err error) {
	if forum, err := f.mayFound(anew); err != nil || forum {
		return false, err
	}
	folderThere, lockThere := exists(f.Data), exists(app.LockPath(f.Data))
	if err := app.EnsureFolder(f.Data); err != nil {
		return false, err
	}
	release, err := lock(f.Data)
	if err != nil {
		return false, err
	}
	defer release()
	err = f.foundLocked(ctx, p, anew, c, fill)
	if err != nil && !lockThere {
		os.Remove(app.LockPath(f.Data))
	}
	if err != nil && !folderThere {
		os.Remove(f.Data) // unless something else came into it
	}
	return err == nil, err
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, os.ErrNotExist)
}

// foundLocked is found for the holder of the lock.
func (f folder) foundLocked(ctx context.Context, p program, anew bool, c config.Config, fill func(*app.App) error) error {
	if forum, err := f.mayFound(anew); err != nil || forum { // another command may have been faster
		return err
	}
	return app.Found(ctx, c, p.log, fill)
}

// mayFound reports whether there is a forum; an error when there is none and
// none may be made either.
func (f folder) mayFound(anew bool) (forum bool, err error) {
	if err := app.MayFound(f.Data, anew); err != nil {
		return false, err
	}
	if anew {
		return false, nil
	}
	return app.Look(f.Data)
}
