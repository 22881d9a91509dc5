package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/clamd"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/node"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/index"
)

type check struct {
	cli.SettingsFile
	Data string `placeholder:"ORDNER" help:"Ordner für Datenbank, Suchindex und Sperre."`
	cli.Beside
	Backup   string `placeholder:"ORT" help:"Eine Sicherung prüfen: ihre Prüfsummen, und die Datenbank darin. Mit --data auch den Datenordner."`
	Contents bool   `help:"Liest alle Anhänge und vergleicht ihren Inhalt mit der Prüfsumme; das dauert bei vielen."`
	Clamd    string `placeholder:"ADRESSE" help:"Virenscanner, den „serve“ fragt; wird mitgeprüft."`
}

var errDefects = errors.New("Der Datenordner hat Mängel.")

// Config returns the configuration of the folder.
func (c check) Config() config.Config { return cli.Folder{Data: c.Data, Beside: c.Beside}.Config() }

// Run checks a backup, the whole data folder, or both.
func (c check) Run(ctx context.Context, p cli.Program) error {
	if c.Data == "" && c.Backup == "" {
		return errors.New("Bitte geben Sie mit --data den Datenordner an, oder mit --backup eine Sicherung.")
	}
	if c.Backup != "" {
		if err := c.backup(ctx, p); err != nil || c.Data == "" {
			return err
		}
	}
	return c.folder(ctx, p)
}

// folder checks the whole data folder and says what it could not look at. It
// changes nothing: no migration, no repair, no lock.
func (c check) folder(ctx context.Context, p cli.Program) error {
	forum, err := app.HasForum(ctx, c.Config())
	if err != nil {
		return err
	}
	if !forum {
		return app.ErrNoForum(c.Config())
	}
	running, err := app.Locked(c.Data)
	if err != nil {
		return err
	}
	d, made, err := db.OpenReadOnly(ctx, app.Source(c.Config()), running)
	if err != nil {
		return err
	}
	defer d.Close()
	if made != "" {
		fmt.Fprintf(p.Out, "Hinweis: Um das Protokoll der Datenbank zu lesen, wurde %s angelegt.\n", made)
	}
	sound, current, err := c.database(ctx, p, d)
	if err != nil {
		return err
	}
	starts, err := c.start(ctx, p, d, current)
	if err != nil {
		return err
	}
	indexSound, err := c.index(ctx, p, d, current)
	if err != nil {
		return err
	}
	filesSound, err := c.attachments(ctx, p, d, current)
	if err != nil {
		return err
	}
	scans, err := c.scanner(ctx, p)
	if err != nil {
		return err
	}
	if !indexSound || !sound || !starts || !filesSound || !scans {
		return errDefects
	}
	return nil
}

// start says what would keep a server from starting.
func (c check) start(ctx context.Context, p cli.Program, d *db.DB, current bool) (starts bool, err error) {
	if !current { // what an older schema lacks cannot be asked
		d = nil
	}
	defects, hints, err := app.Startable(ctx, c.Config(), d)
	for _, line := range defects {
		fmt.Fprintln(p.Out, "Start: „serve“ würde nicht starten:", line)
	}
	for _, line := range hints {
		fmt.Fprintln(p.Out, "Hinweis:", line)
	}
	return len(defects) == 0, err
}

// database checks the database. One of an older schema is no defect: the next
// start migrates it; current says that it is not.
func (c check) database(ctx context.Context, p cli.Program, d *db.DB) (sound, current bool, err error) {
	have, known, err := d.SchemaVersion(ctx)
	if err != nil {
		return false, false, err
	}
	switch {
	case have > known:
		return false, false, fmt.Errorf("Die Datenbank gehört zu einer neueren Fassung des Programms (Schema %d, dieses Programm kennt "+
			"%d). Bitte prüfen Sie sie mit der neueren Fassung.", have, known)
	case have < known:
		fmt.Fprintf(p.Out, "Datenbank: Schema %d, der nächste Start stellt sie auf %d um\n", have, known)
	}
	defects, err := d.Check(ctx)
	if err != nil {
		return false, false, err
	}
	for _, line := range defects {
		fmt.Fprintln(p.Out, "Datenbank:", line)
	}
	if len(defects) == 0 {
		fmt.Fprintln(p.Out, "Datenbank: in Ordnung")
	}
	warnings, err := d.Warnings(ctx)
	if err != nil {
		return false, false, err
	}
	for _, line := range warnings {
		fmt.Fprintln(p.Out, "Hinweis:", line)
	}
	return len(defects) == 0, have == known, nil
}

// index checks every index of the search and reports whether all may stay as
// they are. None at all, an unfinished one and one of another database are no
// defects: the next start builds it.
func (c check) index(ctx context.Context, p cli.Program, d *db.DB, current bool) (sound bool, err error) {
	all := index.Inspect(app.SearchPath(c.Data))
	if len(all) == 0 {
		fmt.Fprintln(p.Out, "Suchindex: fehlt, wird beim nächsten Start aufgebaut")
	}
	sound = true
	for _, g := range all {
		said, ok := "in Ordnung", true
		switch {
		case errors.Is(g.Err, engine.ErrLocked):
			said = "nicht geprüft, ein laufendes Forum hält ihn offen"
		case g.Err != nil:
			said, ok = fmt.Sprintf("beschädigt, wird beim nächsten Start neu aufgebaut: %v", g.Err), false
		case current:
			if said, ok, err = related(ctx, d, g); err != nil {
				return false, err
			}
		}
		sound = sound && ok
		fmt.Fprintf(p.Out, "Suchindex: %s (%s)\n", said, filepath.Base(g.Path))
	}
	if !current {
		return sound, nil
	}
	complete, err := c.losses(ctx, p, d)
	if err == nil {
		err = c.untold(ctx, p, d)
	}
	if err == nil {
		err = c.nodes(ctx, p, d)
	}
	return sound && complete, err
}

// related compares a sound or unfinished index with the database.
func related(ctx context.Context, d *db.DB, g index.Report) (said string, ok bool, err error) {
	var relation event.Relation
	var head int64
	err = d.Read(ctx, func(tx *db.Tx) (err error) {
		relation, head, err = event.RelateTx(tx, g.At)
		return err
	})
	switch {
	case err != nil:
		return "", false, err
	case relation == event.Ahead:
		return fmt.Sprintf("weiter als die Datenbank (Ereignis %d, sie endet bei %d): %s", g.At.Event, head, app.LossAdvice), false, nil
	case g.Unfinished:
		return "halb fertig, wird beim nächsten Start neu aufgebaut", true, nil
	case relation == event.Foreign:
		return "gehört zu einer anderen Datenbank oder einer früheren Fassung, wird beim nächsten Start neu aufgebaut", true, nil
	}
	return "in Ordnung", true, nil
}

// attachments reports whether all attachments have their files. What those hold is
// compared by their size, and with --contents by their hash.
func (c check) attachments(ctx context.Context, p cli.Program, d *db.DB, current bool) (sound bool, err error) {
	if !current {
		return true, nil
	}
	files := attachment.New(d, blob.New(app.AttachmentsPath(c.Config())), nil, c.Config().Attachments)
	all, defects, err := files.Check(ctx, c.Contents)
	for _, f := range defects {
		fmt.Fprintf(p.Out, "Anhänge: Von Anhang %d fehlt die Datei oder ein Teil davon, oder ihr Inhalt ist verändert (%s)\n", f.ID, f.Hash)
	}
	if err == nil && len(defects) == 0 {
		fmt.Fprintf(p.Out, "Anhänge: in Ordnung (%d)\n", all)
	}
	return len(defects) == 0, err
}

// scanner asks the virus scanner, if there is one, whether it answers.
func (c check) scanner(ctx context.Context, p cli.Program) (answers bool, err error) {
	at, err := config.ParseClamd(c.Clamd)
	if err != nil || !at.On() {
		return true, err
	}
	version, err := clamd.New(at.Network, at.Address, p.Log).Version(ctx)
	if err != nil {
		fmt.Fprintln(p.Out, "Virenscanner: antwortet nicht, Anhänge werden nicht angenommen:", err)
		return false, nil
	}
	fmt.Fprintln(p.Out, "Virenscanner:", version)
	return true, nil
}

// losses says which losses nobody has dealt with yet.
func (c check) losses(ctx context.Context, p cli.Program, d *db.DB) (none bool, err error) {
	var all []event.Loss
	err = d.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = event.LossesTx(tx)
		return err
	})
	for _, l := range all {
		fmt.Fprintf(p.Out, "Datenbank: Der Suchindex kannte Ereignis %d, die Datenbank endete bei %d: %s\n", l.Event, l.Head, app.LossAdvice)
	}
	return len(all) == 0, err
}

// untold says of how many events nobody could be told. That is no defect of the folder.
func (c check) untold(ctx context.Context, p cli.Program, d *db.DB) error {
	t, err := db.View(ctx, d, notify.TroubleTx)
	if err == nil && t.Events > 0 {
		events := "einem Ereignis"
		if t.Events > 1 {
			events = strconv.Itoa(t.Events) + " Ereignissen"
		}
		fmt.Fprintf(p.Out, "Hinweis: Zu %s ließen sich keine Mitteilungen anlegen. Warum, steht im Protokoll des Programms; "+
			"der nächste Start versucht es noch einmal.\n", events)
	}
	return err
}

// nodes says which nodes there are, where there are several, and how they are.
func (c check) nodes(ctx context.Context, p cli.Program, d *db.DB) error {
	all, err := db.View(ctx, d, func(tx *db.Tx) ([]node.Info, error) { return node.AllTx(tx, index.ConsumerName) })
	if err != nil || len(all) < 2 {
		return err
	}
	own, err := node.ReadID(c.Data)
	now := d.Now(ctx)
	for _, n := range all {
		here, state := "", "bereit"
		if n.ID == own {
			here = ", dieser Datenordner"
		}
		switch {
		case n.Gone(now):
			state = "zuletzt gesehen vor " + ago(now.Sub(n.Seen))
		case !n.Ready:
			state = "nicht bereit"
		}
		fmt.Fprintf(p.Out, "Knoten %s (%s%s): %s, Suchindex %d Ereignisse zurück\n", n.ID, n.Machine, here, state, n.Behind)
	}
	return err
}

// ago writes a time that was more than a minute ago, in the dative.
func ago(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "Tagen"}, {time.Hour, "Stunden"}, {time.Minute, "Minuten"}} {
		if d >= 2*unit.length {
			return fmt.Sprintf("%d %s", d/unit.length, unit.name)
		}
	}
	return fmt.Sprintf("%d Sekunden", d/time.Second)
}
