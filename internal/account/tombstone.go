package account

import (
	"context"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// Tombstone is what is left of an erased account.
type Tombstone struct {
	Person           int64
	At               time.Time
	OrganisationKept bool
}

// Tombstones returns all erased accounts by number.
func (a *Accounts) Tombstones(ctx context.Context) (out []Tombstone, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		out, err = db.List(tx, func(r db.Row) (t Tombstone, err error) {
			return t, r.Scan(&t.Person, db.Instant(&t.At), &t.OrganisationKept)
		}, `
			SELECT p.id, p.erased_at, o.kind <> $1
			FROM person p
			JOIN organisation o ON o.id = p.organisation_id
			WHERE p.erased_at IS NOT NULL
			ORDER BY p.id`, string(organisation.Unnamed))
		return err
	})
	return out, err
}

// Restored returns those of the tombstones whose accounts are there again, for
// the database is older than they are: it was restored from a backup. An
// account made after the tombstone is somebody else's.
func (a *Accounts) Restored(ctx context.Context, all []Tombstone) (out []Tombstone, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		for len(all) > 0 {
			chunk := all[:min(len(all), 200)]
			all = all[len(chunk):]
			there, err := stillThere(tx, chunk)
			if err != nil {
				return err
			}
			out = append(out, there...)
		}
		return nil
	})
	return out, err
}

func stillThere(tx *db.Tx, chunk []Tombstone) (out []Tombstone, err error) {
	ids := make([]int64, len(chunk))
	for i, t := range chunk {
		ids[i] = t.Person
	}
	in, args := db.In(1, ids)
	type account struct {
		id   int64
		made time.Time
	}
	list, err := db.List(tx, func(r db.Row) (x account, err error) { return x, r.Scan(&x.id, db.Instant(&x.made)) }, `
		SELECT id, created_at
		FROM person
		WHERE erased_at IS NULL AND id IN `+in, args...)
	made := map[int64]time.Time{}
	for _, x := range list {
		made[x.id] = x.made
	}
	for _, t := range chunk {
		if at, ok := made[t.Person]; ok && !at.After(t.At) {
			out = append(out, t)
		}
	}
	return out, err
}
