package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
)

// demo prepares the demo world and tells how to sign in to it.
func (s serve) demo(ctx context.Context, p cli.Program, a *app.App) error {
	begin := time.Now()
	world, err := a.Demo(ctx, s.DemoPassword)
	if err != nil {
		return err
	}
	if len(world.Logins) == 0 {
		where := "--data " + s.Data
		if s.Database != "" {
			where += " --database " + s.Database
		}
		fmt.Fprintf(p.Out, "Die Demo-Welt gibt es hier schon. Es gilt das Passwort vom ersten Start. Neu setzen lässt es sich je Konto:\n"+
			"  echo NEUES-PASSWORT | kommunalforum user password %s --email mitglied@demo.example\n", where)
		return nil
	}
	fmt.Fprintf(p.Out, "Demo-Welt angelegt in %s Sekunden. Alle Personen und Texte sind erfunden.\n\n", seconds(begin))
	if err := printLogins(p.Out, world); err != nil {
		return err
	}
	if s.DemoPassword != "" {
		_, err = fmt.Fprintf(p.Out, "\nDas Passwort aller Konten ist das angegebene.\n\n")
	} else {
		_, err = fmt.Fprintf(p.Out, "\nDas Passwort aller Konten ist  %s  und wird nur dieses eine Mal angezeigt.\n\n", world.Password)
	}
	return err
}

func printLogins(out io.Writer, world app.DemoWorld) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "E-Mail\tName\tRolle\tOrganisation")
	for _, l := range world.Logins {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Email, l.Name, l.Roles, l.Organisation)
	}
	return w.Flush()
}
