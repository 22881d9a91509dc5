package cli

import (
	"io"
	"log/slog"
)

// Logging are the flags on the log of sub-commands that run for long.
type Logging struct {
	LogFormat string `enum:"text,json" default:"text" placeholder:"ART" help:"Form der Zeilen des Protokolls auf der Fehlerausgabe: text oder json."`
	LogLevel  string `enum:"debug,info,warn,error" default:"info" placeholder:"STUFE" help:"Ab welcher Stufe protokolliert wird: debug, info (mit einer Zeile je Anfrage), warn oder error."`
}

type logging interface{ logging() Logging }

func (l Logging) logging() Logging { return l }

// Level is the level from which lines are written.
func (l Logging) Level() slog.Level {
	var level slog.Level // info
	level.UnmarshalText([]byte(l.LogLevel))
	return level
}

// logFor returns the log that a sub-command asks for, and the variable with its level.
func logFor(command any, out io.Writer) (*slog.Logger, *slog.LevelVar) {
	var l Logging
	if c, ok := command.(logging); ok {
		l = c.logging()
	}
	level := new(slog.LevelVar)
	level.Set(l.Level())
	options := &slog.HandlerOptions{Level: level}
	if l.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, options)), level
	}
	return slog.New(slog.NewTextHandler(out, options)), level
}
