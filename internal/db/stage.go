package db

import (
	"context"
	"fmt"
)

// Staging is a place for a database in the making. Nobody takes it for a finished
// one, whatever interrupts the work.
type Staging struct {
	Source string // for Open

	place func(context.Context) error
	drop  func() error
}

// Stage returns a place beside the source, which must hold no database. What an
// interrupted staging left there is removed. Engines that need files make them in
// the folder, which the caller removes in the end.
func Stage(ctx context.Context, source, folder string) (*Staging, error) {
	return stage(ctx, source, folder, false)
}

// StageCopy is Stage for a copy of a database that takes long to make. As long as there
// is an unfinished one, Exists returns an ErrUnfinished.
func StageCopy(ctx context.Context, source, folder string) (*Staging, error) {
	return stage(ctx, source, folder, true)
}

func stage(ctx context.Context, source, folder string, copying bool) (*Staging, error) {
	e, err := engineOf(source)
	if err != nil {
		return nil, err
	}
	return e.stage(ctx, source, folder, copying)
}

// ErrUnfinished means that there is an unfinished copy of a forum at the place. Drop
// says how to get rid of it; both are German.
type ErrUnfinished struct{ Place, Drop string }

func (e ErrUnfinished) Error() string {
	return fmt.Sprintf("%s steht eine unfertige Kopie eines Forums. Bitte wiederholen Sie „kommunalforum copy“: Es beginnt von vorn. "+
		"Brauchen Sie die Kopie nicht mehr, so löschen Sie %s.", e.Place, e.Drop)
}

// Place moves the finished database to the source in one step. It must be closed.
func (s *Staging) Place(ctx context.Context) error { return s.place(ctx) }

// Drop removes what was not placed, and must be called in the end.
func (s *Staging) Drop() error { return s.drop() }

// Exists reports whether there is a database at the source, without changing
// anything. It returns an error, in German, for one of another program, for a server
// that cannot be reached, and for an unfinished copy (ErrUnfinished).
func Exists(ctx context.Context, source string) (bool, error) {
	e, err := engineOf(source)
	if err != nil {
		return false, err
	}
	return e.exists(ctx)
}

// OnServer reports whether the source is an address, and not the path of a file.
func OnServer(source string) bool { return isPostgres(source) }

// CheckAddress refuses, in German, what is no address of a database on a server.
func CheckAddress(address string) error {
	if !isPostgres(address) {
		return errAddress
	}
	_, err := parsePostgres(address)
	return err
}

// Name names the source in sentences for the operator.
func Name(source string) string {
	e, err := engineOf(source)
	if err != nil {
		return "mit dieser Adresse"
	}
	return e.String()
}
