package notify

import (
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
