package db

import "context"

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
	e, err := engineOf(source)
	if err != nil {
		return nil, err
	}
	return e.stage(ctx, source, folder)
}

// Place moves the finished database to the source in one step. It must be closed.
func (s *Staging) Place(ctx context.Context) error { return s.place(ctx) }

// Drop removes what was not placed, and must be called in the end.
func (s *Staging) Drop() error { return s.drop() }

// Exists reports whether there is a database at the source, without changing
// anything. It returns an error, in German, for one of another program and for a
// server that cannot be reached.
func Exists(ctx context.Context, source string) (bool, error) {
	e, err := engineOf(source)
	if err != nil {
		return false, err
	}
	return e.exists(ctx)
}

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
		return "--database"
	}
	return e.String()
}
