package testkit

import (
	"io"
	"log/slog"
	"net/http"

	"kommunalforum/internal/config"
	"kommunalforum/internal/web"
)

// Site builds the site a second time on the world, with another configuration that
// no stored settings override. Everything it logs, debug lines too, goes to log.
func (w *World) Site(c config.Config, log io.Writer) http.Handler {
	w.T.Helper()
	d, err := w.PageDeps(w.T.Context())
	if err != nil {
		w.T.Fatal(err)
	}
	d.Config, d.Settings = c, nil
	d.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	handler, _, err := web.New(w.T.Context(), d)
	if err != nil {
		w.T.Fatal(err)
	}
	return handler
}
