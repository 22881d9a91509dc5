package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
)

type drill struct {
	From string `required:"" placeholder:"ORT" help:"Die Sicherung, ein Ordner oder eine Datei. Aus einem Ordner mit mehreren wird die neueste vollständige genommen."`
	In   string `placeholder:"ORDNER" help:"Wo das Forum zur Probe entsteht; ohne Angabe im Ordner für vorübergehende Dateien. Es braucht so viel Platz wie die Sicherung."`
	Data string `placeholder:"ORDNER" help:"Datenordner des Forums, auf dessen Seite der Verwaltung stehen soll, dass geprobt wurde."`
}

// Run restores a backup for a trial, checks the forum, lets it answer a request, and
// removes it.
func (d drill) Run(ctx context.Context, p cli.Program) (err error) {
	from, err := backup.Newest(ctx, d.From)
	if err != nil {
		return err
	}
	m, err := backup.Read(ctx, from)
	if err != nil {
		return err
	}
	if m.Server {
		return errors.New("In der Sicherung ist keine Datenbank, weil sie auf einem Server lag. Proben Sie bitte mit den Werkzeugen des Servers; " +
			"ob die Dateien stimmen, sagt „check --backup“.")
	}
	if d.Data == "" {
		return d.try(ctx, p, from)
	}
	forum, err := db.Open(ctx, app.DatabasePath(d.Data), db.Options{Existing: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, forum.Close()) }()
	note := app.NoteRun(ctx, forum, true, backup.Drilled, from)
	err = d.try(ctx, p, from)
	if hint := note(m.Size(), nil, err); hint != "" {
		fmt.Fprintln(p.Out, "Hinweis:", hint)
	}
	return err
}

// try is the drill itself, in a folder that goes again.
func (d drill) try(ctx context.Context, p cli.Program, from string) (err error) {
	began := time.Now()
	dir, remove, err := app.TrialFolder(d.In)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	folder := cli.Folder{Data: dir}
	trial := restore{Folder: folder, From: from}
	quiet := slog.New(slog.DiscardHandler) // what fails is returned, and the rest is none of a running forum
	restoring := trial.restoring(p, from)
	restoring.Trial = true
	out, err := app.Restore(ctx, folder.Config(), quiet, restoring)
	if err != nil {
		return err
	}
	restored := seconds(began)
	if err := app.TryStart(ctx, d.config(dir), quiet); err != nil {
		return fmt.Errorf("Das wiederhergestellte Forum startet nicht: %w", err)
	}
	fmt.Fprintln(p.Out, "Das wiederhergestellte Forum startet und zeigt seine Startseite.")
	if err := (check{Data: dir, Contents: true}).Run(ctx, p); err != nil {
		return fmt.Errorf("Die Probe ist misslungen: %w", err)
	}
	if !out.Whole() {
		return fmt.Errorf("Die Sicherung lässt sich wiederherstellen, ist aber nicht vollständig: %s", firstOf(out.Defects))
	}
	fmt.Fprintf(p.Out, "Die Probe ist gelungen. Wiederherstellen dauerte %s Sekunden, alles zusammen %s. Der Ordner der Probe wird entfernt.\n",
		restored, seconds(began))
	return nil
}

// config is that of a server which sends no mail.
func (d drill) config(dir string) config.Config {
	c := cli.Folder{Data: dir}.Config()
	c.Site = config.Site{Name: "Kommunalforum", Claim: config.DefaultClaim}
	return c
}
