package testkit

import (
	"io"
	"log/slog"
	"net/http"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/resume"
	"kommunalforum/internal/web"
)

// Site builds the site a second time on the world, with another configuration that
// no stored settings override. Everything it logs, debug lines too, goes to log.
func (w *World) Site(c config.Config, log io.Writer) http.Handler {
	w.T.Helper()
	handler, _, err := web.New(w.T.Context(), web.Deps{
		Config:    c,
		Log:       slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		DB:        w.DB,
		Accounts:  w.Accounts,
		SignIn:    w.SignIn,
		Joining:   w.Joining,
		Boards:    w.Boards,
		Catalogue: catalogue.New(w.DB),
		Forum:     w.Forum,
		FAQ:       w.FAQ,
		Inquiries: w.Inquiry,
		Acts:      w.Acts,
		Profiles:  w.Profiles,
		Privacy:   w.Privacy,
		Export:    w.Export,
		Search:    w.Search,
		Folder:    w.Folder,
		Resume:    resume.New(w.DB),
	})
	if err != nil {
		w.T.Fatal(err)
	}
	return handler
}
