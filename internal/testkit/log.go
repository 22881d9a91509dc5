package testkit

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
)

// Log keeps what a world logs, once it is told to.
type Log struct {
	mu   sync.Mutex
	kept bool
	text bytes.Buffer
}

// Keep keeps all lines from now on, those for debugging too.
func (l *Log) Keep() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = true
}

// Text is what was logged since.
func (l *Log) Text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Write appends a line.
func (l *Log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

// logger returns one that formats nothing until its lines are kept.
func (l *Log) logger() *slog.Logger {
	return slog.New(whenKept{slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}), l})
}

type whenKept struct {
	slog.Handler
	log *Log
}

func (h whenKept) Enabled(context.Context, slog.Level) bool {
	h.log.mu.Lock()
	defer h.log.mu.Unlock()
	return h.log.kept
}
