// Command kommunalforum is the forum as one program: it serves the site and
// holds the operator's commands. Run it with --help.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"kommunalforum/internal/app"
)

// program is what every command gets: where to read and write, and the log.
type program struct {
	in  io.Reader
	out io.Writer
	log *slog.Logger
}

// commands is the command line. Every flag can be given as an environment
// variable too: KOMMUNALFORUM_DATA for --data.
type commands struct {
	Serve    serve          `cmd:"" help:"Das Forum ausliefern."`
	User     user           `cmd:"" help:"Konten anlegen, auflisten und sperren."`
	Reindex  reindex        `cmd:"" help:"Den Suchindex neu aufbauen; ein laufendes Forum tut das im Hintergrund."`
	Rerender rerender       `cmd:"" help:"Texte neu aufbereiten, deren Aufbereitung veraltet ist."`
	Loadgen  loadgenCommand `cmd:"" help:"Einen leeren Datenordner für Lastproben füllen."`
	Check    check          `cmd:"" help:"Den Datenordner prüfen; der Rückgabewert sagt, ob er in Ordnung ist."`
	Eval     searchEval     `cmd:"" name:"search-eval" help:"Die Güte der Suche an Anfragen mit bekannten Treffern messen."`
}

func main() {
	app.Sandbox()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes the command line and returns the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	syscall.Umask(0o077) // the database, the index and the mails are the owner's only
	var c commands
	exit := -1 // the status that kong asks for after --help
	parser, err := kong.New(&c, kong.Name("kommunalforum"), kong.Description("Das Forum der Kommunen für OZG-Umsetzung und Verwaltungsdigitalisierung."),
		kong.DefaultEnvars("KOMMUNALFORUM"), kong.Writers(out, errOut), kong.Exit(func(status int) { exit = status }))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 2
	}
	line, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintln(errOut, "kommunalforum:", err)
		return 2
	}
	p := program{in: in, out: out, log: slog.New(slog.NewTextHandler(errOut, nil))}
	line.BindTo(ctx, (*context.Context)(nil))
	if err := line.Run(p); err != nil {
		fmt.Fprintln(errOut, "kommunalforum:", sentence(err))
		return 1
	}
	return 0
}
