package notify

import (
	"context"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// FailWhen makes the telling of those events fail for which fail returns an error or
// panics. It must be called before n is used.
func (n *Notifications) FailWhen(fail func(event.Event) error) {
	n.stories = func(tx *db.Tx, e event.Event) ([]story, error) {
		if err := fail(e); err != nil {
			return nil, err
		}
		return storiesOf(tx, e)
	}
}

// DigestsOf makes the digests of the people for whom something waits, as they stood
// before meanwhile was called.
func (n *Notifications) DigestsOf(ctx context.Context, meanwhile func()) error {
	people, err := db.View(ctx, n.db, func(tx *db.Tx) ([]digestee, error) { return listDigestees(tx, 0) })
	meanwhile()
	for _, p := range people {
		if err == nil {
			err = n.digest(ctx, p)
		}
	}
	return err
}

// RestAfter is the pace of the fan-out.
var RestAfter = restAfter

// The queries of the worker that sends mails, for the test of their plans.
var (
	DueSQL        = dueSQL
	WaitingForSQL = waitingFor
	OwedSQL       = owedSQL
)
