package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/pressly/goose/v3"
)

// migrate brings the schema to this program's version. It copies a database that
// holds data before changing it, and refuses one of another or a newer program;
// with o.Existing also an empty one and one of an older program.
func migrate(ctx context.Context, e engine, writers *sql.DB, o Options) error {
	if err := checkOurs(ctx, e, writers, o.Existing); err != nil {
		return err
	}
	p, err := e.migrations(writers)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return e.translate(fmt.Errorf("read schema version: %w", err))
	}
	sources := p.ListSources()
	want := sources[len(sources)-1].Version
	switch {
	case have == want:
		return nil
	case have > want, o.Existing:
		return errSchema(e, have, want)
	case have > 0:
		begin := time.Now()
		if !o.NoCopy {
			if err := e.copyBefore(ctx, writers, want, o.Log); err != nil {
				return err
			}
		}
		announce(e, sources, have, time.Since(begin), o.Log)
	}
	if err := up(ctx, e, p, o.Log); err != nil {
		return e.translate(fmt.Errorf("migrate database: %w", err))
	}
	return nil
}

// announce says what is about to be done, and how long that may take: a step that writes all
// tables anew takes about twice as long as copying them. A kill in between does no harm, but
// is what people do who were not told.
func announce(e engine, sources []*goose.Source, have int64, copying time.Duration, log *slog.Logger) {
	steps := 0
	for _, s := range sources {
		if s.Version > have {
			steps++
		}
	}
	log.Info("migrating the database, please wait", "database", e.String(), "from", have, "to", sources[len(sources)-1].Version,
		"steps", steps, "at most about", (2*copying*time.Duration(steps)).Round(time.Second)+time.Second)
}

const (
	// migrationWait is how long a process waits for another that migrates, and then for
	// those who are in the way.
	migrationWait  = 10 * time.Minute
	migrationRetry = 2 * time.Second // in between they can all go on
)

// up runs the migrations that are missing.
func up(ctx context.Context, e engine, p *goose.Provider, log *slog.Logger) error {
	for end := time.Now().Add(migrationWait); ; {
		_, err := p.Up(ctx)
		if err == nil || !e.inTheWay(err) || time.Now().After(end) {
			return err
		}
		log.Warn("the migration waits for somebody who reads for long, such as a backup", "database", e.String(), "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(migrationRetry):
		}
	}
}

// errSchema refuses a database that does not have the schema of this program.
func errSchema(e engine, have, want int64) error {
	if have > want {
		return fmt.Errorf("Die Datenbank %s gehört zu einer neueren Fassung des Programms (Schema %d, dieses Programm kennt %d). Bitte "+
			"starten Sie die neuere Fassung.", e, have, want)
	}
	return fmt.Errorf("Die Datenbank %s hat das Schema %d, dieses Programm braucht %d. Bitte starten Sie zuerst „serve“ in dieser "+
		"Fassung: Es stellt die Datenbank um.", e, have, want)
}

// checkOurs refuses a damaged database and one of another program, and with
// mustExist one without a schema.
func checkOurs(ctx context.Context, e engine, conns *sql.DB, mustExist bool) error {
	ours, err := e.ours(ctx, conns)
	if err == nil && !ours && mustExist {
		err = errForeign(e)
	}
	return err
}

func errForeign(e engine) error {
	return fmt.Errorf("%s ist eine Datenbank, aber keine dieses Programms. Sie bleibt unverändert.", e)
}
