package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
)

// Added is a notification that the consumer of the log does not make: what it is about,
// and what is followed that made it. It may be of an event of the log and of who did
// it: whoever was told of the event, or did it, is not told.
type Added struct {
	Event, Actor int64
	Kind         Kind
	Act          string
	Place        Place
	Item         int64
	Position     int
	Via          follow.Subject
}

// AddTx notifies a person of something that no event tells alone, such as a reminder or a
// hit of a saved search, if they may see what it is about. The caller makes sure, in the same transaction, that it does
// so once.
func AddTx(tx *db.Tx, person int64, a Added) error {
	e := event.Event{ID: a.Event, Actor: a.Actor, At: tx.Now}
	return insert(tx, e, a.Kind, a.Act, target{place: a.Place, item: a.Item, position: a.Position}, a.Via, []int64{person})
}
