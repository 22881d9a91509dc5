package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
)

// Added is a notification that no event of the log makes: what it is about, and what
// is followed that made it.
type Added struct {
	Kind     Kind
	Act      string
	Place    Place
	Item     int64
	Position int
	Via      follow.Subject
}

// AddTx notifies a person of something that no event tells, such as a reminder, if they
// may see what it is about. The caller makes sure, in the same transaction, that it does
// so once.
func AddTx(tx *db.Tx, person int64, a Added) error {
	return insert(tx, event.Event{At: tx.Now}, a.Kind, a.Act, target{place: a.Place, item: a.Item, position: a.Position}, a.Via, []int64{person})
}
