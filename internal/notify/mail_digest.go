package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
)

// digestBatch is how many people a pass looks at.
const digestBatch = 100

// Digests puts the digests that are due into the outbox: the daily one for what
// happened before today, the weekly one for what happened before this week, and after
// an absence one for all of it. Where no mail may leave now it puts none there. more
// is true if it stopped because enough mails wait in the outbox. A digest that fails
// keeps nobody from theirs; the errors of all are returned together.
func (n *Notifications) Digests(ctx context.Context) (more bool, err error) {
	if !isOpen(n.db.Now(ctx), "", "") {
		return false, nil // nowhere: its holidays are those that all Länder keep
	}
	var after int64
	var failed error
	for ctx.Err() == nil {
		var people []digestee
		err := n.db.Read(ctx, func(tx *db.Tx) error {
			waiting, err := outbox.NoticesTx(tx, maxWaiting)
			if more = waiting >= maxWaiting; more || err != nil {
				return err
			}
			people, err = listDigestees(tx, after)
			return err
		})
		if err != nil || len(people) == 0 {
			return more, errors.Join(failed, err)
		}
		for _, p := range people {
			after = p.person
			if e := fault.Guard(func() error { return n.digest(ctx, p) }); e != nil {
				failed = errors.Join(failed, fmt.Errorf("digest of person %d: %w", p.person, e))
			}
		}
	}
	return false, errors.Join(failed, ctx.Err())
}

// digestee is somebody to whom a digest may be owed.
type digestee struct {
	person        int64
	daily, weekly time.Time // of the oldest notification that waits for either; zero for none
	last          time.Time // of the last digest
	recipient
}

// due returns whose notifications go into a digest now, and since when the person was
// absent before, "" if they were not.
func (d digestee) due(now time.Time) (rhythms []Rhythm, since catalogue.Date) {
	today := catalogue.DateOf(now)
	if d.closed || !isOpen(now, d.state, d.Until) || catalogue.DateOf(d.last) == today {
		return nil, ""
	}
	if d.Until != "" { // it is over
		return []Rhythm{Daily, Weekly}, d.From
	}
	if !d.daily.IsZero() && d.daily.Before(today.Begin()) {
		rhythms = append(rhythms, Daily)
	}
	if !d.weekly.IsZero() && d.weekly.Before(monday(today).Begin()) {
		rhythms = append(rhythms, Weekly)
	}
	return rhythms, ""
}

// monday returns the Monday of the week in which the day is.
func monday(d catalogue.Date) catalogue.Date {
	for d.Begin().Weekday() != time.Monday {
		d = d.AddDays(-1)
	}
	return d
}

// listDigestees returns the next people by id for whom something waits, or whose
// absence is over.
func listDigestees(tx *db.Tx, after int64) ([]digestee, error) {
	ids, err := db.Column[int64](tx, `
		SELECT person_id
		FROM notify_person
		WHERE person_id > $1 AND absent_until <> ''
		ORDER BY person_id
		LIMIT $2`, after, digestBatch)
	if err != nil {
		return nil, err
	}
	for _, walk := range []string{waitingFor("daily"), waitingFor("weekly")} {
		more, err := db.Column[int64](tx, walk, after, digestBatch)
		if err != nil {
			return nil, err
		}
		ids = append(ids, more...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return digesteesOf(tx, ids[:min(len(ids), digestBatch)])
}

// digesteesOf returns the people with the ids, in their order.
func digesteesOf(tx *db.Tx, ids []int64) ([]digestee, error) {
	list, args := db.In(1, ids)
	return db.List(tx, func(r db.Row) (d digestee, err error) {
		return d, r.Scan(&d.person, &d.closed, &d.state, &d.From, &d.Until, db.Instant(&d.daily), db.Instant(&d.weekly), db.Instant(&d.last))
	}, `
		SELECT p.id, p.disabled_at IS NOT NULL, po.state, COALESCE(np.absent_from, ''), COALESCE(np.absent_until, ''),
			(SELECT n.at FROM notification n WHERE `+waiting+`n.delivery = 'daily' AND n.person_id = p.id ORDER BY n.id LIMIT 1),
			(SELECT n.at FROM notification n WHERE `+waiting+`n.delivery = 'weekly' AND n.person_id = p.id ORDER BY n.id LIMIT 1),
			(SELECT MAX(d.at) FROM digest d WHERE d.person_id = p.id)
		FROM person p
		JOIN organisation po ON po.id = p.organisation_id
		LEFT JOIN notify_person np ON np.person_id = p.id
		WHERE p.id IN `+list+`
		ORDER BY p.id`, args...)
}

// waiting is the condition of the index of what waits for digests; SQLite takes the
// index only where it stands as it is.
const waiting = `delivery IN ('daily', 'weekly') AND `

// waitingFor walks from person to person along the index of what waits for a digest,
// so that many notifications of one person cost no more than one.
func waitingFor(rhythm string) string {
	const next = `(SELECT MIN(person_id) FROM notification WHERE ` + waiting + `delivery = '`
	return `
		WITH RECURSIVE w (person) AS (
			SELECT ` + next + rhythm + `' AND person_id > $1)
			UNION ALL
			SELECT ` + next + rhythm + `' AND person_id > w.person)
			FROM w
			WHERE w.person IS NOT NULL)
		SELECT person
		FROM w
		WHERE person IS NOT NULL
		LIMIT $2`
}

// digest puts the digest into the outbox that is owed to the person now, if there is
// anything to tell. All of it is one transaction.
func (n *Notifications) digest(ctx context.Context, d digestee) error {
	if rhythms, _ := d.due(n.db.Now(ctx)); len(rhythms) == 0 {
		return nil // looking is cheap, writing is not
	}
	return n.db.Write(ctx, func(tx *db.Tx) error {
		now, err := digesteesOf(tx, []int64{d.person}) // another node may have made it since
		if err != nil || len(now) == 0 {
			return err
		}
		d := now[0]
		rhythms, since := d.due(tx.Now)
		if len(rhythms) == 0 {
			return nil
		}
		wanted, err := anyWanted(tx, d.person, rhythms)
		if err != nil {
			return err
		}
		var id any // of no digest
		if wanted {
			made, err := tx.Insert(`INSERT INTO digest (person_id, rhythms, since, at) VALUES ($1, $2, $3, $4) RETURNING id`,
				d.person, joined(rhythms), string(since), tx.Now)
			if err != nil {
				return err
			}
			id = made
			err = outbox.EnqueueTx(tx, outbox.Mail{Recipient: d.person, Kind: outbox.NoticeDigest, Subject: made})
			if err != nil {
				return err
			}
		}
		_, err = tx.Exec(`
			UPDATE notification
			SET delivery = 'done', digest_id = $1
			WHERE person_id = $2 AND delivery IN `+deliveries(rhythms), id, d.person)
		if err != nil || d.Until == "" {
			return err
		}
		_, err = tx.Exec(`UPDATE notify_person SET absent_from = '', absent_until = '' WHERE person_id = $1`, d.person)
		return err
	})
}

// deliveries is the list of rhythms for SQL; it is no parameter, so that the index of
// what waits for digests serves.
func deliveries(rhythms []Rhythm) string {
	if len(rhythms) == 2 {
		return `('daily', 'weekly')`
	}
	return `('daily', 'weekly') AND delivery = '` + string(rhythms[0]) + `'`
}

// anyWanted reports whether a digest of the rhythms would tell the person anything.
func anyWanted(tx *db.Tx, person int64, rhythms []Rhythm) (bool, error) {
	var before int64
	for {
		rows, err := listOwed(tx, `
			WHERE n.person_id = $1 AND n.delivery IN `+deliveries(rhythms)+` AND n.id > $2
			ORDER BY n.id
			LIMIT $3`, person, before, mailBatch)
		if err != nil || len(rows) == 0 {
			return false, err
		}
		if slices.ContainsFunc(rows, owed.wanted) {
			return true, nil
		}
		before = rows[len(rows)-1].id
	}
}

// EraseDigestsTx deletes which digests the person got.
func EraseDigestsTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM digest WHERE person_id = $1`, person)
	return err
}

// KeepDigests is how long it is known which digests somebody got.
const KeepDigests = outbox.KeepTroubled

// PruneDigestsTx deletes up to limit digests older than KeepDigests and returns how
// many they were.
func PruneDigestsTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM digest
		WHERE id IN (SELECT id FROM digest WHERE at < $1 ORDER BY id LIMIT $2)`, tx.Now.Add(-KeepDigests), limit)
}
