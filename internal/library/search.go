package library

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// Doc is a document as the search knows it, by its present version.
type Doc struct {
	Entry
	VersionID int64
	Plain     string // the description without markup
	Services  []int64
	At        time.Time // day of the document
}

const docColumns = entryColumns + `, v.id, v.source`

func listDocs(tx *db.Tx, where string, args ...any) ([]Doc, error) {
	today := catalogue.DateOf(tx.Now)
	docs, err := db.List(tx, func(r db.Row) (d Doc, err error) {
		var source string
		err = scanEntry(today, &d.Entry, &d.VersionID, &source)(r)
		d.Plain, d.At = markdown.PlainText(source), d.Dated.Begin()
		return d, err
	}, `SELECT `+docColumns+entryJoins+` WHERE `+where, args...)
	if err != nil || len(docs) == 0 {
		return docs, err
	}
	at := map[int64]int{}
	ids := make([]int64, len(docs))
	for i, d := range docs {
		ids[i], at[d.ID] = d.ID, i
	}
	in, more := db.In(1, ids)
	err = db.Each(tx, func(r db.Row) error {
		var document, service int64
		err := r.Scan(&document, &service)
		docs[at[document]].Services = append(docs[at[document]].Services, service)
		return err
	}, `SELECT document_id, service_id FROM document_service WHERE document_id IN `+in+` ORDER BY document_id, service_id`, more...)
	return docs, err
}

// DocsAfterTx returns up to limit documents with ids above after, by id.
func DocsAfterTx(tx *db.Tx, after int64, limit int) ([]Doc, error) {
	return listDocs(tx, `d.id > $1 ORDER BY d.id LIMIT $2`, after, limit)
}

// DocsTx returns the documents with these ids.
func DocsTx(tx *db.Tx, ids []int64) ([]Doc, error) {
	in, args := db.In(1, ids)
	return listDocs(tx, `d.id IN `+in, args...)
}

// OfBoardAfterTx returns up to limit ids of a board's documents beyond id.
func OfBoardAfterTx(tx *db.Tx, b, id int64, limit int) ([]int64, error) {
	return db.Column[int64](tx, `SELECT id FROM document WHERE board_id = $1 AND id > $2 ORDER BY id LIMIT $3`, b, id, limit)
}

// OfVersionsTx returns the ids of the documents of versions, by version.
func OfVersionsTx(tx *db.Tx, versions []int64) (map[int64]int64, error) {
	out := map[int64]int64{}
	if len(versions) == 0 {
		return out, nil
	}
	in, args := db.In(1, versions)
	err := db.Each(tx, func(r db.Row) error {
		var version, document int64
		err := r.Scan(&version, &document)
		out[version] = document
		return err
	}, `SELECT id, document_id FROM document_version WHERE id IN `+in, args...)
	return out, err
}

// VersionsTx returns the ids of all versions of a document.
func VersionsTx(tx *db.Tx, document int64) ([]int64, error) {
	return db.Column[int64](tx, `SELECT id FROM document_version WHERE document_id = $1 ORDER BY id`, document)
}

// HitsTx loads found documents through the rule of visibility.
func HitsTx(tx *db.Tx, by account.Viewer, ids []int64) ([]Doc, error) {
	in, args := db.In(4, ids)
	return listDocs(tx, `d.id IN `+in+` AND `+board.VisibleSQL, append(board.Seen(by), args...)...)
}
