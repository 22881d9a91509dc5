package demo

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
)

// Presence says whether a forum holds the demo world.
type Presence int

const (
	Nothing  Presence = iota // no account yet
	Whole                    // the demo world
	Part                     // a demo world whose loading was interrupted
	Somebody                 // accounts of other people
)

// actLoaded is recorded in the audit log once the demo world is complete.
const actLoaded = "demo.load"

// Find says what the forum holds.
func Find(ctx context.Context, d *db.DB, accounts *account.Accounts) (Presence, error) {
	people, err := accounts.List(ctx)
	if err != nil || len(people) == 0 {
		return Nothing, err
	}
	var loaded bool
	err = d.Read(ctx, func(tx *db.Tx) error {
		loaded, err = audit.HappenedTx(tx, actLoaded)
		return err
	})
	if err != nil || loaded {
		return Whole, err
	}
	for _, p := range people {
		if !strings.HasSuffix(p.Email, "@demo.example") {
			return Somebody, nil
		}
	}
	return Part, nil
}
