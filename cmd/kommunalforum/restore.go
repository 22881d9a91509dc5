package main

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/cli"
)

type restore struct {
	cli.Folder
	From           string `required:"" placeholder:"ORT" help:"Die Sicherung, ein Ordner oder eine Datei. Aus einem Ordner mit mehreren wird die neueste vollständige genommen."`
	Erased         string `placeholder:"DATEI" help:"Ein neueres Verzeichnis der gelöschten Konten (geloescht.txt) als das der Sicherung, wenn es noch da ist."`
	WithoutDamaged bool   `help:"Auch wiederherstellen, wenn in der Sicherung Anhänge beschädigt sind; sie fehlen dann."`
}

// Run makes the forum of a backup in an empty folder.
func (r restore) Run(ctx context.Context, p cli.Program) error {
	began := time.Now()
	from, err := backup.Newest(ctx, r.From)
	if err != nil {
		return err
	}
	out, err := app.Restore(ctx, r.Config(), p.Log, r.restoring(p, from))
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("Das Wiederherstellen wurde abgebrochen. Am Ziel steht kein Forum. (%w)", err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "\nDas Forum in %s ist wiederhergestellt, mit %s Dateien von Anhängen; alle Prüfsummen stimmen. Das dauerte %s "+
		"Sekunden.\n", r.Data, grouped(int64(out.Attachments()-out.Left)), seconds(began))
	switch {
	case out.Left == 1:
		fmt.Fprintln(p.Out, "Es fehlt ein Anhang, der in der Sicherung beschädigt ist.")
	case out.Left > 1:
		fmt.Fprintf(p.Out, "Es fehlen %d Anhänge, die in der Sicherung beschädigt sind.\n", out.Left)
	}
	fmt.Fprint(p.Out, r.next(out))
	return nil
}

func (r restore) restoring(p cli.Program, from string) app.Restoring {
	return app.Restoring{From: from, Erased: r.Erased, Damaged: r.WithoutDamaged,
		Begin:    func(m backup.Manifest) { printBackup(p.Out, from, m) },
		Say:      func(format string, args ...any) { fmt.Fprintf(p.Out, format+"\n", args...) },
		Progress: func(what string) backup.Progress { return telling(p.Out, what) }}
}

// next says what the operator has to do now.
func (r restore) next(out app.Restored) string {
	said := ""
	if !out.Whole() {
		said = "Diese Mängel hatte das Forum schon, als es gesichert wurde: " + firstOf(out.Defects) + "\n"
	}
	if !out.HasKey() {
		said += fmt.Sprintf("Bitte legen Sie vor dem Start die Schlüsseldatei nach %s, oder geben Sie sie mit --key-file an.\n",
			app.KeyPath(r.Config()))
	}
	return said + "Starten Sie dann „serve“: Es baut den Suchindex auf.\n"
}
