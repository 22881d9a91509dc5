// Package cli holds what all commands of this module share: running a command line,
// the flags that name a data folder, and reporting errors to the operator. It owns
// no table.
package cli

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

// Program is passed to the Run method of every sub-command: where it reads and
// writes, and its log.
type Program struct {
	In  io.Reader
	Out io.Writer
	Log *slog.Logger
}

// Tool is a command with sub-commands. Every flag can also be given as an
// environment variable: KOMMUNALFORUM_DATA for --data.
type Tool struct {
	Name        string
	Description string
	Commands    func() any // returns a pointer to an empty kong grammar
}

// Main runs the command line of the process and exits. An interrupt or SIGTERM
// cancels the context of the sub-command; a second one ends the process.
func (t Tool) Main() {
	app.Sandbox()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(t.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Run runs a command line and returns the exit status: 0, 1 when the
// sub-command failed, or 2 when the line is wrong.
func (t Tool) Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	syscall.Umask(0o077) // the database, the index and the mails are the owner's only
	exit := -1           // the status that kong asks for after --help
	parser, err := kong.New(t.Commands(), kong.Name(t.Name), kong.Description(t.Description),
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
		fmt.Fprintln(errOut, t.Name+":", err)
		return 2
	}
	line.BindTo(ctx, (*context.Context)(nil))
	if err := line.Run(Program{In: in, Out: out, Log: slog.New(slog.NewTextHandler(errOut, nil))}); err != nil {
		fmt.Fprintln(errOut, t.Name+":", sentence(err))
		return 1
	}
	return 0
}
