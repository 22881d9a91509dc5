package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/support"
)

// reusePlace is the service of an entry in the register of re-use; found is false if the
// entry is gone.
func reusePlace(tx *db.Tx, entry int64) (t target, found bool, err error) {
	service, found, err := db.Found(db.Scalar[int64](tx, `SELECT service_id FROM reuse WHERE id = $1`, entry))
	return target{place: Place{Kind: Service, ID: service}, item: entry}, found, err
}

// tellReuseEntered tells who follows the service and wants to hear everything of it.
func tellReuseEntered(tx *db.Tx, e event.Event) ([]story, error) {
	about, found, err := reusePlace(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	return []story{{about: about, subjects: []follow.Subject{{Kind: follow.Service, ID: about.place.ID}},
		followed: following{kind: FollowedReuse, about: about, level: follow.All}}}, nil
}

// tellReuseDue tells who keeps the entry that it is to be confirmed.
func tellReuseDue(tx *db.Tx, e event.Event) ([]story, error) {
	about, found, err := reusePlace(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	keeper, err := reuse.KeeperTx(tx, e.Subject)
	if err != nil || keeper == 0 {
		return nil, err
	}
	return []story{{about: about, direct: []audience{{kind: ReuseDue, people: []int64{keeper}}}}}, nil
}

// tellReuseRemoved tells who kept the entry that moderators removed it.
func tellReuseRemoved(tx *db.Tx, e event.Event) ([]story, error) {
	service, keeper, found, err := reuse.RemovedTx(tx, e.Subject)
	if err != nil || !found {
		return nil, err
	}
	return []story{{about: target{place: Place{Kind: Service, ID: service}, item: e.Subject},
		direct: []audience{{kind: Measure, people: []int64{keeper}}}}}, nil
}

// tellNoteRemoved tells who wrote a note for an organisation that moderators removed it.
func tellNoteRemoved(tx *db.Tx, e event.Event) ([]story, error) {
	s, people, err := support.NoteRemovedTx(tx, e.Subject)
	if err != nil || s.Kind != support.Thread {
		return nil, err
	}
	return []story{{about: target{place: Place{Kind: Thread, ID: s.ID}}, direct: []audience{{kind: Measure, people: people}}}}, nil
}
