package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"kommunalforum/internal/config"
)

// TryStart opens the forum in a folder as a server does and lets it answer one request. No
// worker runs, so no mail leaves.
func TryStart(ctx context.Context, c config.Config, log *slog.Logger) (err error) {
	release, err := Lock(c.Data)
	if err != nil {
		return err
	}
	defer release()
	a, err := New(ctx, c, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.BaseURL.URL("/"), http.NoBody)
	if err != nil {
		return err
	}
	got := answer{header: http.Header{}, code: http.StatusOK}
	a.Handler.ServeHTTP(&got, r)
	if got.code != http.StatusOK {
		return fmt.Errorf("Die Startseite antwortet mit %d.", got.code)
	}
	return nil
}

// answer keeps only the status of what is answered.
type answer struct {
	header http.Header
	code   int
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(code int) { a.code = code }

func (a *answer) Write(p []byte) (int, error) { return len(p), nil }
