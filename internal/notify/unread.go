package notify

import (
	"context"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// MaxUnread is where Unread stops counting; the bell shows "99+" then.
const MaxUnread = 100

// Unread counts the places with something unread that by may see, MaxUnread at
// most. Seen are positions up to which by has read threads and which are not
// written yet. Guests have none. The count stands on every page: without such positions,
// and where it is 0, it is kept until somebody is told something.
func (n *Notifications) Unread(ctx context.Context, by account.Viewer, seen map[int64]int) (int, error) {
	if !by.SignedIn() {
		return 0, nil
	}
	return db.View(ctx, n.db, func(tx *db.Tx) (int, error) {
		all, err := db.Cached(tx, bell{by.ID}, func(tx *db.Tx) (int, error) { return countUnread(tx, by.ID, nil) })
		if err != nil || all == 0 || len(seen) == 0 { // what was seen makes it only less
			return all, err
		}
		return countUnread(tx, by.ID, seen)
	})
}

// bell is the key of what Unread returns for a person.
type bell struct{ person int64 }

func countUnread(tx *db.Tx, person int64, seen map[int64]int) (int, error) {
	query, args := unreadQuery(person, seen)
	return db.Scalar[int](tx, query, args...)
}

// unreadQuery walks from place to place along the index of what is unread, so that
// many entries of one place cost no more than one.
func unreadQuery(person int64, seen map[int64]int) (string, []any) {
	args := []any{person, MaxUnread}
	if len(seen) == 0 {
		return unreadAll, args
	}
	var arms strings.Builder
	for thread, position := range seen {
		args = append(args, thread, position)
		arms.WriteString(" WHEN $" + strconv.Itoa(len(args)-1) + " THEN $" + strconv.Itoa(len(args)))
	}
	return unreadHead + `CASE WHEN w.kind <> 'thread' THEN -1 ELSE CASE w.place` + arms.String() + ` ELSE -1 END END` + unreadTail, args
}

var unreadAll = unreadHead + `-1` + unreadTail

const unreadHead = `
	WITH RECURSIVE w (kind, place) AS (
		SELECT place_kind, place_id
		FROM (
			SELECT place_kind, place_id
			FROM notification
			WHERE person_id = $1 AND read_at IS NULL
			ORDER BY place_kind, place_id
			LIMIT 1) first
		UNION ALL
		SELECT m.place_kind, m.place_id
		FROM w
		JOIN notification m ON m.id = COALESCE((
			SELECT id
			FROM notification
			WHERE person_id = $1 AND read_at IS NULL AND place_kind = w.kind AND place_id > w.place
			ORDER BY place_id
			LIMIT 1), (
			SELECT id
			FROM notification
			WHERE person_id = $1 AND read_at IS NULL AND place_kind > w.kind
			ORDER BY place_kind, place_id
			LIMIT 1)))
	SELECT COUNT(*)
	FROM (
		SELECT 1
		FROM w
		JOIN person p ON p.id = $1
		JOIN organisation po ON po.id = p.organisation_id
		WHERE EXISTS (
			SELECT 1
			FROM notification n
			WHERE n.person_id = $1 AND n.read_at IS NULL AND n.place_kind = w.kind AND n.place_id = w.place
			AND n.position > `

var unreadTail = `
			AND ` + VisibleSQL + `)
		LIMIT $2) places`
