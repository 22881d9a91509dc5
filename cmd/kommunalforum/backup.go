package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/db"
	"kommunalforum/internal/disk"
	"kommunalforum/templates"
)

type backingUp struct {
	cli.Folder
	To      string `required:"" placeholder:"ORT" help:"Wohin: ein Ordner, oder eine Datei, deren Name auf .tar endet. Eine frühere Sicherung dort wird ersetzt, sobald die neue fertig ist."`
	WithKey bool   `help:"Auch die Schlüsseldatei sichern. Wer die Sicherung hat, kann dann Codes für den zweiten Faktor erzeugen."`
}

// Run backs the forum up, also while it serves, and says whether the backup is whole.
func (b backingUp) Run(ctx context.Context, p cli.Program) (err error) {
	c := b.Config()
	forum, err := app.HasForum(ctx, c)
	if err != nil {
		return err
	}
	if !forum {
		return app.ErrNoForum(c)
	}
	if err := app.OutsideData(c, b.To); err != nil {
		return err
	}
	d, current, err := openToBackUp(ctx, app.Source(c))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	note := app.NoteRun(ctx, d, current, backup.Made, b.To)
	made, err := b.make(ctx, p, d)
	if hint := note(made.Size(), made.Defects, err); hint != "" {
		fmt.Fprintln(p.Out, "Hinweis:", hint)
	}
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("Die Sicherung wurde abgebrochen. Was vorher unter %s stand, ist unverändert. (%w)", b.To, err)
	}
	return err
}

// openToBackUp opens the database: for writing, too, so that the backup can be noted,
// unless its schema is that of another version. current says that it is not.
func openToBackUp(ctx context.Context, source string) (d *db.DB, current bool, err error) {
	d, _, err = db.OpenReadOnly(ctx, source, true)
	if err != nil {
		return nil, false, err
	}
	have, known, err := d.SchemaVersion(ctx)
	if err != nil {
		return nil, false, errors.Join(err, d.Close())
	}
	if have != known {
		return d, false, nil
	}
	if writable, err := db.Open(ctx, source, db.Options{Existing: true}); err == nil {
		return writable, true, d.Close()
	}
	return d, false, nil // a full or read-only disk keeps nobody from backing up
}

func (b backingUp) make(ctx context.Context, p cli.Program, d *db.DB) (made backup.Result, err error) {
	f := app.BackupOf(b.Config(), d, b.WithKey)
	need, err := backup.Estimate(ctx, f, b.To, "")
	if err != nil {
		return made, err
	}
	if need.Free > 0 { // else what kind of place it is comes first
		fmt.Fprintf(p.Out, "Die Sicherung braucht bis zu %s, weitere %s sollen frei bleiben, und frei sind %s.\n", disk.SizeText(need.Bytes),
			disk.SizeText(backup.Spare), disk.SizeText(need.Free))
	}
	made, err = backup.Make(ctx, f, b.To, "", telling(p.Out, "Gesichert"))
	if err != nil {
		return made, err
	}
	printBackup(p.Out, b.To, made.Manifest)
	fmt.Fprintf(p.Out, "Geschrieben: %s in %s Sekunden\n", disk.SizeText(made.Copied), seconds(time.Now().Add(-made.Took)))
	if !b.WithKey {
		fmt.Fprintf(p.Out, "Der Schlüssel (%s) ist nicht in der Sicherung. Bitte bewahren Sie ihn getrennt von ihr auf.\n",
			app.KeyPath(b.Config()))
	}
	if made.Server {
		fmt.Fprintf(p.Out, "Die Datenbank %s ist nicht in der Sicherung: Sichern Sie sie mit den Werkzeugen ihres Servers, und zwar "+
			"vorher. Wie, steht in OPERATING.md.\n", db.Name(b.Database))
	}
	if !made.Whole() {
		return made, fmt.Errorf("Die Sicherung liegt unter %s, aber sie ist nicht vollständig: %s", b.To, firstOf(made.Defects))
	}
	fmt.Fprintln(p.Out, "Die Sicherung ist vollständig.")
	return made, nil
}

// printBackup says what is in a backup.
func printBackup(out io.Writer, path string, m backup.Manifest) {
	fmt.Fprintf(out, "Sicherung: %s, Stand %s\n", path, templates.MomentText(m.Made))
	if !m.Server {
		var rows int64
		for _, n := range m.Rows {
			rows += n
		}
		fmt.Fprintf(out, "Datenbank: Schema %d, %d Tabellen mit %s Zeilen\n", m.Schema, len(m.Rows), grouped(rows))
	}
	fmt.Fprintf(out, "Dateien von Anhängen: %s, Vorschaubilder mitgezählt\n", grouped(int64(m.Attachments())))
	fmt.Fprintf(out, "Verzeichnis gelöschter Konten: %d\n", m.Erased)
}

// firstOf names the first few of what is wrong.
func firstOf(what []string) string {
	const most = 5
	if len(what) > most {
		return fmt.Sprintf("%s und %d weitere Mängel", strings.Join(what[:most], "; "), len(what)-most)
	}
	return strings.Join(what, "; ")
}

// telling says now and then how far something is that takes long.
func telling(out io.Writer, what string) backup.Progress {
	told := time.Now()
	return func(done, all int64) {
		if time.Since(told) < tellEvery {
			return
		}
		told = time.Now()
		if all > 0 {
			fmt.Fprintf(out, "%s: %s von %s\n", what, disk.SizeText(done), disk.SizeText(all))
			return
		}
		fmt.Fprintf(out, "%s: %s\n", what, disk.SizeText(done))
	}
}
