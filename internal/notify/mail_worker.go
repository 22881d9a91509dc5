package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/outbox"
)

const (
	// mailBatch is how many notifications a pass looks at from either end of those
	// that are due, so that a long list of one event does not hold up what is new.
	mailBatch = 100
	// maxWaiting is how many mails about notifications may wait in the outbox. The
	// others wait in the table, so that account mails never queue behind thousands.
	maxWaiting = 200
	// stale is how late a mail may be that was to leave at once. Later only the inbox
	// tells of it.
	stale = 3 * 24 * time.Hour
	// mailRhythm is how often the worker looks without being woken, digestRhythm how
	// often it looks for digests.
	mailRhythm   = 15 * time.Second
	digestRhythm = 5 * time.Minute
	// mailPause is how long a mail waits that could not be put into the outbox.
	mailPause = time.Hour
)

// RunMail puts mails about notifications into the outbox until ctx ends. What is owed
// stands in the rows themselves, so nothing is lost or sent twice when it is
// interrupted.
func (n *Notifications) RunMail(ctx context.Context, log *slog.Logger) {
	nudge := n.db.Listen(ctx)
	var digests time.Time
	for ctx.Err() == nil {
		err := n.Mail(ctx)
		if now := time.Now(); now.Sub(digests) >= digestRhythm {
			more, failed := n.Digests(ctx)
			if err = errors.Join(err, failed); !more {
				digests = now
			}
		}
		if err != nil && ctx.Err() == nil {
			log.Error("mails about notifications failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-nudge:
		case <-time.After(mailRhythm):
		}
	}
}

// Mail puts what is due into the outbox, in passes of a limited size, until nothing
// is due or enough mails wait there.
func (n *Notifications) Mail(ctx context.Context) error {
	for ctx.Err() == nil {
		if more, err := n.mailPass(ctx); err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}

// mailPass decides about a batch and reports whether there may be more. The decisions
// are made in a read, where no writer waits, and carried out only on rows that still
// owe a mail.
func (n *Notifications) mailPass(ctx context.Context) (more bool, err error) {
	var moves []move
	err = n.db.Read(ctx, func(tx *db.Tx) error {
		waiting, err := outbox.NoticesTx(tx, maxWaiting)
		if err != nil || waiting >= maxWaiting {
			return err
		}
		rows, err := listDue(tx)
		moves = decide(rows, tx.Now)
		return err
	})
	if err != nil || len(moves) == 0 {
		return false, err
	}
	err = n.carryOut(ctx, moves)
	if err != nil && ctx.Err() == nil {
		err = n.carryOutEach(ctx, moves)
	}
	return true, err
}

func (n *Notifications) carryOut(ctx context.Context, moves []move) error {
	return n.db.Write(ctx, func(tx *db.Tx) error {
		for _, m := range moves {
			if err := m.apply(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// carryOutEach carries the moves out one by one, because one of them fails: its rows
// are put off, and the others leave. Its error is returned.
func (n *Notifications) carryOutEach(ctx context.Context, moves []move) (failed error) {
	for _, m := range moves {
		err := n.carryOut(ctx, []move{m})
		if err == nil {
			continue
		}
		later := move{ids: m.ids, until: n.db.Now(ctx).Add(mailPause)}
		failed = errors.Join(failed, fmt.Errorf("mail of notifications %v: %w", m.ids, err), n.carryOut(ctx, []move{later}))
	}
	return failed
}

// dueEnd selects what is due, the longest first; DESC behind it turns that round.
const dueEnd = `
		SELECT id
		FROM (
			SELECT id
			FROM notification
			WHERE delivery = 'now' AND due_at <= $1
			ORDER BY due_at`

// dueSQL selects the ids of what is due longest, and of what is due since shortly.
const dueSQL = dueEnd + ` LIMIT $2) longest
		UNION ` + dueEnd + ` DESC LIMIT $2) shortly`

// listDue returns the notifications that are due longest, and those due since shortly.
// Mostly there are none, and what decides about them is a query that takes longer to
// plan than to run: it is asked by id.
func listDue(tx *db.Tx) ([]owed, error) {
	ids, err := db.Column[int64](tx, dueSQL, tx.Now, mailBatch)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, args := db.In(1, ids)
	return listOwed(tx, ` WHERE n.id IN `+list+` ORDER BY n.id`, args...)
}

// move is what becomes of some notifications of a person.
type move struct {
	ids    []int64
	person int64
	at     Place
	mail   int64     // the notification whose mail tells of all that is due at the place; 0: none
	until  time.Time // they may leave then; zero: no longer now
	hold   bool      // they wait for the digest after an absence
}

// decide says what becomes of the notifications that are due.
func decide(rows []owed, now time.Time) (moves []move) {
	type group struct {
		person int64
		at     Place
	}
	groups, later := map[group]int{}, map[time.Time]int{}
	for _, o := range rows {
		open := nextOpen(now, o.state, "")
		switch {
		case o.closed || o.read || now.Sub(o.due) > stale:
			moves = append(moves, move{ids: []int64{o.id}})
		case o.away(now):
			moves = append(moves, move{ids: []int64{o.id}, hold: true})
		case !open.Equal(now):
			i, ok := later[open]
			if !ok {
				i, later[open] = len(moves), len(moves)
				moves = append(moves, move{until: open})
			}
			moves[i].ids = append(moves[i].ids, o.id)
		default:
			g := group{o.person, o.at}
			i, ok := groups[g]
			if !ok {
				i, groups[g] = len(moves), len(moves)
				moves = append(moves, move{person: o.person, at: o.at})
			}
			moves[i].ids = append(moves[i].ids, o.id)
			if moves[i].mail == 0 && o.wanted() {
				moves[i].mail = o.id
			}
		}
	}
	return moves
}

// apply carries the move out on the rows that still owe a mail. The mail and the mark
// that it is no longer owed are one transaction.
func (m move) apply(tx *db.Tx) error {
	list, args := db.In(3, m.ids)
	set := func(delivery string, due any) error {
		_, err := tx.Exec(`
			UPDATE notification
			SET delivery = $1, due_at = $2
			WHERE delivery = 'now' AND id IN `+list, append([]any{delivery, due}, args...)...)
		return err
	}
	switch {
	case m.mail == 0 && m.hold:
		return set("daily", nil)
	case m.mail == 0 && !m.until.IsZero():
		return set("now", m.until)
	case m.mail == 0:
		return set("done", nil)
	}
	left, err := tx.Exec(`
		UPDATE notification
		SET delivery = 'done', due_at = NULL, mail_id = $1
		WHERE person_id = $2 AND place_kind = $3 AND place_id = $4 AND delivery = 'now' AND due_at <= $5`,
		m.mail, m.person, string(m.at.Kind), m.at.ID, tx.Now)
	if err != nil || left == 0 {
		return err
	}
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: m.person, Kind: outbox.NoticeMail, Subject: m.mail})
}
