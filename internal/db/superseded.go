package db

import (
	"log/slog"
	"sync"
	"time"

	"kommunalforum/internal/fault"
)

// ErrNewerSchema is what Write returns once a newer program migrated the database,
// which several nodes may share: nothing was changed, and nothing will be until this
// program is replaced. Reading goes on. It is a fault of kind Unready.
var ErrNewerSchema = fault.Busy(30*time.Second, "Das Forum wird gerade erneuert. Lesen können Sie weiter, Schreiben ist in ein paar Minuten "+
	"wieder möglich.")

// Superseded returns a channel that is closed as soon as a Write met ErrNewerSchema.
func (d *DB) Superseded() <-chan struct{} { return d.newer.met }

// superseding remembers that a newer program migrated the database.
type superseding struct {
	once *sync.Once
	met  chan struct{}
}

func newSuperseding() superseding { return superseding{new(sync.Once), make(chan struct{})} }

// note closes the channel and says so in the log, once.
func (s superseding) note(log *slog.Logger, err error) {
	s.once.Do(func() {
		close(s.met)
		log.Error("a newer program migrated the database: this one goes on reading but writes no more; replace it", "error", err)
	})
}
