package inquiry

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// AnswerPage is one version of an official answer with what belongs around it.
type AnswerPage struct {
	AnswerVersion
	Versions []AnswerVersion // all that the viewer may read, newest first
	Services []catalogue.Service
	Inquiry  bool // the viewer may see the inquiry
}

// AnswerPage returns a version of the official answer with the number; version
// 0 is the newest that by may read.
func (s *Inquiries) AnswerPage(ctx context.Context, by account.Viewer, number string, version int) (p AnswerPage, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Versions, err = listVersions(tx, by, `oa.number = $6`, `ORDER BY x.version DESC`, number)
		if err == nil {
			err = addFiles(tx, p.Versions)
		}
		if err != nil {
			return err
		}
		found := false
		for _, v := range p.Versions {
			if v.Version == version || version == 0 {
				p.AnswerVersion, found = v, true
				break
			}
		}
		if !found {
			return fault.Missing()
		}
		p.Newest = p.Versions[0].Version
		ids, err := db.Column[int64](tx, `
			SELECT service_id
			FROM inquiry_service
			WHERE inquiry_id = (SELECT inquiry_id FROM official_answer WHERE id = $1)`, p.AnswerID)
		if err != nil {
			return err
		}
		if p.Services, err = catalogue.ServicesTx(tx, ids); err != nil {
			return err
		}
		_, p.Inquiry, err = db.Found(find(tx, by, number))
		return err
	})
	if err != nil {
		return AnswerPage{}, err
	}
	return p, nil
}

// newest keeps of an answer the newest released version, if it was not
// withdrawn: for lists of what holds.
const newest = `x.id = oa.latest_id AND x.state = 'released'`

// LatestAnswers returns up to limit of the newest official answers that by may read.
func (s *Inquiries) LatestAnswers(ctx context.Context, by account.Viewer, limit int) ([]AnswerVersion, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]AnswerVersion, error) {
		return listVersions(tx, by, newest, `ORDER BY x.released_at DESC, x.id DESC LIMIT $6`, limit)
	})
}

// AnswersSince returns up to limit of the official answers that by may read and that
// were released since a moment, the newest first, beginning after the answer with the
// id, or with the newest for 0.
func (s *Inquiries) AnswersSince(ctx context.Context, by account.Viewer, since time.Time, after int64, limit int) ([]AnswerVersion, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]AnswerVersion, error) {
		return listVersions(tx, by, newest+` AND x.released_at >= $6 AND ($7 = 0 OR (x.released_at, x.id) < (
			SELECT a.released_at, a.id
			FROM official_answer o
			JOIN answer_version a ON a.id = o.latest_id
			WHERE o.id = $7))`, `ORDER BY x.released_at DESC, x.id DESC LIMIT $8`, since, after, limit)
	})
}

// AnswersOfBoard returns up to limit of the newest official answers of a
// board that by may read.
func (s *Inquiries) AnswersOfBoard(ctx context.Context, by account.Viewer, board int64, limit int) ([]AnswerVersion, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]AnswerVersion, error) { return answersOfBoard(tx, by, board, limit) })
}

// answersOfBoard returns the newest official answers of a board.
func answersOfBoard(tx *db.Tx, by account.Viewer, board int64, limit int) ([]AnswerVersion, error) {
	type key struct {
		reader string
		board  int64
		limit  int
		today  catalogue.Date
	}
	return db.Cached(tx, key{fmt.Sprint(seen(by)...), board, limit, catalogue.DateOf(tx.Now)}, func(tx *db.Tx) ([]AnswerVersion, error) {
		return listVersions(tx, by, newest+` AND oa.board_id = $6`, `ORDER BY x.released_at DESC, x.id DESC LIMIT $7`, board, limit)
	})
}

// AnswersOfServices returns up to limit of the newest official answers on each
// of the OZG services that by may read, service by service.
func (s *Inquiries) AnswersOfServices(ctx context.Context, by account.Viewer, limit int, services ...int64) (out []AnswerVersion, err error) {
	if len(services) == 0 {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		for _, id := range services {
			found, err := answersOfService(tx, by, id, limit)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		return nil
	})
	return out, err
}

// answersOfService returns the newest official answers on an OZG service.
func answersOfService(tx *db.Tx, by account.Viewer, service int64, limit int) ([]AnswerVersion, error) {
	return listVersions(tx, by, newest+` AND q.id IN (SELECT inquiry_id FROM inquiry_service WHERE service_id = $6)`,
		`ORDER BY x.released_at DESC, x.id DESC LIMIT $7`, service, limit)
}

// LastWithdrawal returns when an official answer that by may read was last withdrawn, on
// a board and on an OZG service; 0 stands for all of either. It is zero for never.
func (s *Inquiries) LastWithdrawal(ctx context.Context, by account.Viewer, board, service int64) (time.Time, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (time.Time, error) {
		return db.One(tx, func(r db.Row) (t time.Time, err error) { return t, r.Scan(db.Instant(&t)) }, `
			SELECT MAX(x.withdrawn_at)`+versionJoins+`
			WHERE `+versionSeen+` AND x.state = 'withdrawn' AND ($6 = 0 OR oa.board_id = $6)
			AND ($7 = 0 OR q.id IN (SELECT inquiry_id FROM inquiry_service WHERE service_id = $7))`, append(seen(by), board, service)...)
	})
}

// ServicesWithAnswers returns the OZG-IDs of the services on which by can read
// an official answer.
func (s *Inquiries) ServicesWithAnswers(ctx context.Context, by account.Viewer) ([]int64, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]int64, error) {
		return db.List(tx, func(r db.Row) (id int64, err error) { return id, r.Scan(&id) }, `
			SELECT DISTINCT qs.service_id`+versionJoins+`
			JOIN inquiry_service qs ON qs.inquiry_id = q.id
			WHERE `+versionSeen+` AND `+newest, seen(by)...)
	})
}

// AnswersForTx returns the official answers that settle a thread: of the
// inquiries it was escalated to, or of those they were merged into. Withdrawn
// and expired ones are among them, with their banner.
func AnswersForTx(tx *db.Tx, by account.Viewer, thread int64) ([]AnswerVersion, error) {
	list, err := listVersions(tx, by, `x.id = oa.latest_id
		AND q.id IN (SELECT COALESCE(led.inquiry_id, m.id)
			FROM inquiry m
			LEFT JOIN official_answer led ON led.inquiry_id = m.lead_id AND led.latest_id IS NOT NULL
			WHERE m.thread_id = $6)`, `ORDER BY x.released_at DESC, x.id DESC`, thread)
	if err != nil {
		return nil, err
	}
	return list, addFiles(tx, list)
}
