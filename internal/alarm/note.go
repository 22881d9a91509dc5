package alarm

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/outbox"
)

const (
	// Silence is the least time between two mails about a kind that is not well.
	Silence = 24 * time.Hour
	// patience is how long something must not be well before anybody gets a mail: an
	// index is behind for a moment after every start.
	patience = 2 * time.Minute
	// keepNotices is how long is remembered what administrators were told.
	keepNotices = 90 * 24 * time.Hour
)

// notedTx returns everything that is not well, by kind.
func notedTx(tx *db.Tx) ([]State, error) {
	return db.List(tx, func(r db.Row) (s State, err error) {
		return s, r.Scan(&s.Kind, &s.Node, &s.Level, &s.Sentence, db.Instant(&s.Since))
	}, `SELECT kind, node, level, sentence, since FROM alarm ORDER BY kind, node`)
}

// noteTx notes how checks stand, and tells administrators what they must know.
func noteTx(tx *db.Tx, states []State) error {
	noted, err := notedTx(tx)
	if err != nil {
		return err
	}
	for _, s := range states {
		if err := noteOneTx(tx, s, noted); err != nil {
			return err
		}
	}
	for _, s := range states {
		if err := tellTx(tx, s.Kind); err != nil {
			return err
		}
	}
	return nil
}

func noteOneTx(tx *db.Tx, s State, noted []State) error {
	for _, n := range noted {
		if n.Kind != s.Kind || n.Node != s.Node {
			continue
		}
		switch {
		case s.Level == Fine:
			_, err := tx.Exec(`DELETE FROM alarm WHERE kind = $1 AND node = $2`, string(s.Kind), s.Node)
			return err
		case n.Level != s.Level || n.Sentence != s.Sentence:
			_, err := tx.Exec(`UPDATE alarm SET level = $1, sentence = $2 WHERE kind = $3 AND node = $4`,
				string(s.Level), s.Sentence, string(s.Kind), s.Node)
			return err
		}
		return nil
	}
	if s.Level == Fine {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO alarm (kind, node, level, sentence, since) VALUES ($1, $2, $3, $4, $5)`,
		string(s.Kind), s.Node, string(s.Level), s.Sentence, tx.Now)
	return err
}

// forgetNodesTx forgets what was not well on nodes that are away for good: nobody else
// can say that it is well again.
func forgetNodesTx(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM alarm WHERE node <> '' AND node NOT IN (SELECT id FROM node)`)
	return err
}

// Notice is what administrators are told of a kind.
type Notice struct {
	ID       int64
	Kind     Kind
	Over     bool
	Sentence string
	Since    time.Time
	At       time.Time
}

const noticeColumns = `id, kind, over, sentence, since, at`

func scanNotice(r db.Row) (n Notice, err error) {
	return n, r.Scan(&n.ID, &n.Kind, &n.Over, &n.Sentence, db.Instant(&n.Since), db.Instant(&n.At))
}

// NoticeTx returns the notice with the id.
func NoticeTx(tx *db.Tx, id int64) (Notice, error) {
	return db.One(tx, scanNotice, `SELECT `+noticeColumns+` FROM alarm_notice WHERE id = $1`, id)
}

// lastTx returns the last notice of a kind, or with raised the last one that it is not
// well.
func lastTx(tx *db.Tx, kind Kind, raised bool) (n Notice, found bool, err error) {
	condition := ``
	if raised {
		condition = ` AND NOT over`
	}
	return db.Found(db.One(tx, scanNotice, `
		SELECT `+noticeColumns+`
		FROM alarm_notice
		WHERE kind = $1`+condition+`
		ORDER BY id DESC
		LIMIT 1`, string(kind)))
}

// worstTx returns the worst state of a kind that has lasted for long enough, and whether
// there is any.
func worstTx(tx *db.Tx, kind Kind) (s State, lasting, any bool, err error) {
	all, err := db.List(tx, func(r db.Row) (s State, err error) {
		return s, r.Scan(&s.Level, &s.Sentence, db.Instant(&s.Since))
	}, `SELECT level, sentence, since FROM alarm WHERE kind = $1 ORDER BY level, since`, string(kind)) // danger, warning
	for _, one := range all {
		if !lasting && one.Since.Add(patience).Compare(tx.Now) <= 0 {
			s, lasting = one, true
		}
	}
	return s, lasting, len(all) > 0, err
}

// tellTx tells administrators that a kind is not well, once in a day at most, or that it
// is well again.
func tellTx(tx *db.Tx, kind Kind) error {
	worst, lasting, any, err := worstTx(tx, kind)
	if err != nil {
		return err
	}
	last, told, err := lastTx(tx, kind, false)
	if err != nil {
		return err
	}
	switch {
	case lasting:
		raised, before, err := lastTx(tx, kind, true)
		if err != nil || before && raised.At.Add(Silence).After(tx.Now) && !raised.At.After(tx.Now) {
			return err
		}
		return noticeTx(tx, Notice{Kind: kind, Sentence: worst.Sentence, Since: worst.Since})
	case !any && told && !last.Over:
		return noticeTx(tx, Notice{Kind: kind, Over: true, Since: last.Since})
	}
	return nil
}

// noticeTx adds a notice and the mails that tell of it, and forgets old ones.
func noticeTx(tx *db.Tx, n Notice) error {
	if _, err := tx.Exec(`
		DELETE FROM alarm_notice
		WHERE at < $1 AND id < (SELECT MAX(id) FROM alarm_notice AS newer WHERE newer.kind = alarm_notice.kind AND NOT newer.over)`,
		tx.Now.Add(-keepNotices)); err != nil {
		return err
	}
	id, err := tx.Insert(`INSERT INTO alarm_notice (kind, over, sentence, since, at) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		string(n.Kind), n.Over, n.Sentence, n.Since, tx.Now)
	if err != nil {
		return err
	}
	admins, err := db.Column[int64](tx, `
		SELECT DISTINCT person_id
		FROM role_grant
		WHERE role = 'admin' AND board_id IS NULL
		ORDER BY person_id`)
	if err != nil {
		return err
	}
	for _, person := range admins {
		if err := outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.Alarm, Subject: id}); err != nil {
			return err
		}
	}
	return nil
}
