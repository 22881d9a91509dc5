package consultation

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
)

// Doc is a consultation as the search knows it: the whole with introduction and outcome,
// or one of its sections.
type Doc struct {
	Entry
	Section int    // 0 for the whole
	Heading string // of the section
	Plain   string // the text without markup
	At      time.Time
}

// docsEach is how many numbers of documents a consultation has: more than MaxSections.
const docsEach = 64

// DocID is the number of the document, by which what no longer is can be deleted without
// knowing which sections there were.
func (d Doc) DocID() int64 { return d.ID*docsEach + int64(d.Section) }

// DocIDs returns the numbers of all documents that a consultation may have.
func DocIDs(consultation int64) (out []int64) {
	for n := range int64(MaxSections + 1) {
		out = append(out, consultation*docsEach+n)
	}
	return out
}

// listDocs returns the documents of consultations that are no drafts, by id and section.
func listDocs(tx *db.Tx, where string, args ...any) (out []Doc, err error) {
	type whole struct {
		entry  Entry
		plain  string
		opened time.Time
	}
	today := catalogue.DateOf(tx.Now)
	found, err := db.List(tx, func(r db.Row) (w whole, err error) {
		var intro, outcome string
		err = scanEntry(today, &w.entry, &intro, &outcome, db.Instant(&w.opened))(r)
		w.plain = markdown.PlainText(intro) + "\n" + markdown.PlainText(outcome) + "\n" + w.entry.Issuer
		return w, err
	}, `SELECT `+docColumns+`, c.intro, c.outcome, c.opened_at`+entryJoins+` WHERE c.state <> 'draft' AND `+where, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]int64, len(found))
	for i, w := range found {
		ids[i] = w.entry.ID
	}
	parts := map[int64][]Doc{}
	in, more := db.In(1, ids)
	err = db.Each(tx, func(r db.Row) error {
		var d Doc
		var source string
		if err := r.Scan(&d.ID, &d.Section, &d.Heading, &source); err != nil {
			return err
		}
		d.Plain = markdown.PlainText(source)
		parts[d.ID] = append(parts[d.ID], d)
		return nil
	}, `
		SELECT consultation_id, number, heading, source
		FROM consultation_section
		WHERE consultation_id IN `+in+`
		ORDER BY consultation_id, number`, more...)
	for _, w := range found {
		out = append(out, Doc{Entry: w.entry, Plain: w.plain, At: w.opened})
		for _, d := range parts[w.entry.ID] {
			d.Entry, d.At = w.entry, w.opened
			out = append(out, d)
		}
	}
	return out, err
}

// DocsAfterTx returns the documents of up to limit consultations with ids above after, by
// id.
func DocsAfterTx(tx *db.Tx, after int64, limit int) ([]Doc, error) {
	return listDocs(tx, `c.id > $1 ORDER BY c.id LIMIT $2`, after, limit)
}

// DocsTx returns the documents of a consultation.
func DocsTx(tx *db.Tx, id int64) ([]Doc, error) { return listDocs(tx, `c.id = $1`, id) }

// OfBoardAfterTx returns up to limit ids of a board's consultations beyond id.
func OfBoardAfterTx(tx *db.Tx, b, id int64, limit int) ([]int64, error) {
	return db.Column[int64](tx, `SELECT id FROM consultation WHERE board_id = $1 AND id > $2 ORDER BY id LIMIT $3`, b, id, limit)
}

// HitsTx loads found documents, by their numbers, through the rule of visibility.
func HitsTx(tx *db.Tx, by account.Viewer, docs []int64) (out []Doc, err error) {
	wanted := map[int64]bool{}
	var ids []int64
	for _, n := range docs {
		wanted[n] = true
		ids = append(ids, n/docsEach)
	}
	in, args := db.In(4, ids)
	all, err := listDocs(tx, `c.id IN `+in+` AND `+board.VisibleSQL, append(board.Seen(by), args...)...)
	for _, d := range all {
		if wanted[d.DocID()] {
			out = append(out, d)
		}
	}
	return out, err
}
