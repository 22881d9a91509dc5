package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// Titled is an inquiry by number and title.
type Titled struct {
	ID            int64
	Number, Title string
}

// TitlesTx returns those of the inquiries of which by may see the title.
func TitlesTx(tx *db.Tx, by account.Viewer, inquiries []int64) ([]Titled, error) {
	if len(inquiries) == 0 {
		return nil, nil
	}
	list, args := db.In(6, inquiries)
	return db.List(tx, func(r db.Row) (t Titled, err error) {
		return t, r.Scan(&t.ID, &t.Number, &t.Title)
	}, query(`q.id, q.number, q.title`, `q.id IN `+list, ``), append(seen(by), args...)...)
}

// NumberedTx returns those of the inquiries with these file numbers of which by may see
// the title.
func NumberedTx(tx *db.Tx, by account.Viewer, numbers []string) ([]Titled, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	list, args := db.In(6, numbers)
	return db.List(tx, func(r db.Row) (t Titled, err error) {
		return t, r.Scan(&t.ID, &t.Number, &t.Title)
	}, query(`q.id, q.number, q.title`, `q.number IN `+list, ``), append(seen(by), args...)...)
}

// AnswersOfVersionsTx returns the official answers to which the versions belong. The
// caller asks who may see them.
func AnswersOfVersionsTx(tx *db.Tx, versions []int64) (map[int64]int64, error) {
	if len(versions) == 0 {
		return nil, nil
	}
	out := make(map[int64]int64, len(versions))
	list, args := db.In(1, versions)
	_, err := db.List(tx, func(r db.Row) (id int64, err error) {
		var answer int64
		err = r.Scan(&id, &answer)
		out[id] = answer
		return id, err
	}, `SELECT id, answer_id FROM answer_version WHERE id IN `+list, args...)
	return out, err
}

// ConcernsTx reports whether by may hear of an inquiry without a level for it: because
// they have one for its board, one of its services or the organisation that asked,
// because it is their side's, or because they work at the desk.
func ConcernsTx(tx *db.Tx, by account.Viewer, inquiry int64) (bool, error) {
	concerns, _, err := db.Found(db.Scalar[bool](tx, query(`s.side OR $5 OR EXISTS (
			SELECT 1
			FROM follow o
			WHERE o.person_id = $2 AND o.level <> 'none' AND (
				o.subject_kind = 'board' AND o.subject_id = q.board_id
				OR o.subject_kind = 'organisation' AND o.subject_id = q.organisation_id
				OR o.subject_kind = 'service' AND o.subject_id IN (SELECT x.service_id FROM inquiry_service x WHERE x.inquiry_id = q.id)))`,
		`q.id = $6`, ``), append(seen(by), inquiry)...))
	return concerns, err
}
