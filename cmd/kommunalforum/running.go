package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"kommunalforum/internal/app"
	"kommunalforum/internal/cli"
	"kommunalforum/internal/systemd"
	"kommunalforum/internal/web/path"
)

// tell tells systemd, if it started the program.
func tell(log *slog.Logger, lines ...string) {
	if err := systemd.Notify(lines...); err != nil {
		log.Warn("systemd was not told", "error", err)
	}
}

// watch tells systemd that the program answers, twice as often as it must, until ctx
// ends. A forum that does not even say that it is alive is started again.
func watch(ctx context.Context, a *app.App, log *slog.Logger) {
	every := systemd.Watchdog() / 2
	if every == 0 {
		return
	}
	for {
		if answers(ctx, a.Handler) {
			tell(log, systemd.Alive)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

// answers reports whether the site says that it is alive.
func answers(ctx context.Context, site http.Handler) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, path.Health, http.NoBody)
	if err != nil {
		return false
	}
	a := statusOnly{header: http.Header{}}
	site.ServeHTTP(&a, r)
	return a.status == http.StatusOK
}

// statusOnly keeps the status of an answer that goes nowhere.
type statusOnly struct {
	header http.Header
	status int
}

func (a *statusOnly) Header() http.Header { return a.header }

func (a *statusOnly) WriteHeader(status int) { a.status = status }

func (a *statusOnly) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return len(p), nil
}

// live are the settings that a reload changes.
var live = []string{"log-level", "tls-cert", "tls-key"}

// reload reads the settings again on every SIGHUP, until ctx ends. What is wrong with them
// changes nothing.
func (s serve) reload(ctx context.Context, p cli.Program) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGHUP)
	defer signal.Stop(asked)
	for {
		select {
		case <-ctx.Done():
			return
		case <-asked:
			tell(p.Log, systemd.Reloading())
			s.again(p)
			tell(p.Log, systemd.Ready)
		}
	}
}

// again applies what of the settings can change while the forum runs, and says what needs
// a new start.
func (s serve) again(p cli.Program) {
	command, settings, err := p.Again()
	if err != nil {
		p.Log.Error("settings were not reloaded", "error", err)
		return
	}
	now := command.(*serve)
	p.Level.Set(now.Level())
	if s.certificate != nil && now.Cert != "" {
		if err := s.certificate.load(now.tlsFlags, p.Log); err != nil {
			p.Log.Error("the certificate was not reloaded", "error", err)
		}
	}
	var changed, later []string
	for i, set := range settings {
		switch {
		case i < len(p.Settings) && set.Value == p.Settings[i].Value:
		case slices.Contains(live, set.Name):
			changed = append(changed, set.Name)
		default:
			later = append(later, set.Name)
		}
	}
	p.Log.Info("settings reloaded", "changed", changed)
	if len(later) > 0 {
		p.Log.Warn("settings that changed hold from the next start on", "settings", later)
	}
}
