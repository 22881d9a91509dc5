// Package cli holds what all commands of this module share: running a command line,
// settings from the line, the environment and a file, the flags that name a data folder,
// and reporting errors to the operator. It owns no table.
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
	"kommunalforum/internal/config"
)

// Program is passed to the Run method of every sub-command: where it reads and
// writes, its log, and what it was told.
type Program struct {
	In       io.Reader
	Out      io.Writer
	Log      *slog.Logger
	Level    *slog.LevelVar // of the log
	Settings []Setting
	File     string   // with settings; "" for none
	Unknown  []string // variables of the environment that look like settings and are none
	// Again reads the same command line again, with the environment and the file as they
	// are now, and returns the sub-command with its flags, and the settings.
	Again func() (any, []Setting, error)
}

// Tool is a command with sub-commands. Every flag can also be given as an
// environment variable, KOMMUNALFORUM_DATA for --data, and those of one sub-command in a
// TOML file, under their names. The line goes before the environment, and that before
// the file.
type Tool struct {
	Name        string
	Description string
	Commands    func() any // returns a pointer to an empty kong grammar
	InFile      string     // the sub-command whose flags may stand in the file
	Secrets     []string   // variables of the environment that are no flags
}

const envPrefix = "KOMMUNALFORUM"

// judging are sub-commands that know more of what cannot work than the kinds of values.
type judging interface{ Judge() error }

// Main runs the command line of the process and exits. An interrupt or SIGTERM
// cancels the context of the sub-command; a second one ends the process.
func (t Tool) Main() {
	app.Sandbox()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(t.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Run runs a command line and returns the exit status: 0, 1 when the
// sub-command failed or its settings cannot work, or 2 when the line is wrong.
func (t Tool) Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	syscall.Umask(0o077) // the database, the index and the mails are the owner's only
	l, err := t.read(args, out, errOut)
	if err != nil {
		fmt.Fprintln(errOut, t.Name+":", err)
		return 2
	}
	if l.asked >= 0 {
		return l.asked
	}
	if err := l.judge(); err != nil {
		fmt.Fprintln(errOut, t.Name+":", sentence(err))
		if len(l.problems) > 0 {
			return 2
		}
		return 1
	}
	l.kong.BindTo(ctx, (*context.Context)(nil))
	if err := l.kong.Run(t.program(l, args, in, out, errOut)); err != nil {
		fmt.Fprintln(errOut, t.Name+":", sentence(err))
		return 1
	}
	return 0
}

// program returns what the sub-command works with.
func (t Tool) program(l line, args []string, in io.Reader, out, errOut io.Writer) Program {
	p := Program{In: in, Out: out, Settings: l.all, File: l.file, Unknown: l.unknown}
	p.Log, p.Level = logFor(l.command(), errOut)
	p.Again = func() (any, []Setting, error) {
		again, err := t.read(args, io.Discard, io.Discard)
		if err != nil {
			return nil, nil, err
		}
		return again.command(), again.all, again.judge()
	}
	return p
}

// line is a command line that was read, with the settings that go with it.
type line struct {
	settings
	kong    *kong.Context
	unknown []string
	asked   int // the status that kong asks for after --help; -1 for none
}

// read reads a command line, the environment and the file. What is wrong with the line
// itself is an error; the settings that cannot be read are in the line's problems.
func (t Tool) read(args []string, out, errOut io.Writer) (line, error) {
	l := line{asked: -1}
	// Of its own: tracing marks values as set, which some are then not read again.
	if tracer, err := kong.New(t.Commands(), kong.Name(t.Name), kong.DefaultEnvars(envPrefix), kong.Writers(io.Discard, io.Discard)); err == nil {
		if traced, err := kong.Trace(tracer, args); err == nil && traced.Error == nil {
			l.settings = gather(traced, fileKeys(tracer.Model, t.InFile))
			l.unknown = strangers(tracer.Model, envPrefix, t.Secrets)
		}
	}
	parser, err := kong.New(t.Commands(), kong.Name(t.Name), kong.Description(t.Description), kong.DefaultEnvars(envPrefix),
		kong.Writers(out, errOut), kong.Exit(func(status int) { l.asked = status }),
		kong.Resolvers(kong.ResolverFunc(func(c *kong.Context, p *kong.Path, f *kong.Flag) (any, error) { return l.resolve(c, p, f) })))
	if err != nil {
		return l, err
	}
	l.kong, err = parser.Parse(args)
	if l.asked >= 0 {
		return l, nil
	}
	return l, err
}

// command returns the sub-command with its flags.
func (l line) command() any { return l.kong.Selected().Target.Addr().Interface() }

// judge returns all that cannot work.
func (l line) judge() error {
	p := config.Problems(l.problems)
	if c, ok := l.command().(judging); ok && !l.unread() {
		p.Add(c.Judge())
	}
	return p.Err()
}
