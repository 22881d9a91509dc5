package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// OwnReport is one's own report with where its post stands.
type OwnReport struct {
	Report
	Title string // of the thread; "" where by may no longer see it
	Again bool   // moderators showed the post again after they had hidden it
}

// German says in a sentence what became of the report, or in two.
func (r OwnReport) German() string {
	if r.Again {
		return r.Outcome.German() + " Inzwischen ist er wieder zu sehen."
	}
	return r.Outcome.German()
}

const ownReportColumns = reportColumns + `, CASE WHEN ` + visibleThread + ` THEN t.title ELSE '' END,
	r.outcome = 'hidden' AND e.state = 'visible' AND NOT t.hidden`

func scanOwnReport(row db.Row) (r OwnReport, err error) {
	return r, row.Scan(append(r.fields(), &r.Title, &r.Again)...)
}

// OwnReport returns a report of by; anybody else's is fault.NotFound.
func (f *Forum) OwnReport(ctx context.Context, by account.Viewer, id int64) (r OwnReport, err error) {
	if err := by.MustBeMember(); err != nil {
		return r, err
	}
	return db.View(ctx, f.db, func(tx *db.Tx) (OwnReport, error) {
		return db.One(tx, scanOwnReport, `
			SELECT `+ownReportColumns+reportedJoins+`
			WHERE r.id = $4 AND r.person_id = $2`, append(board.Seen(by), id)...)
	})
}

// OwnReports are a part of what the viewer reported, the newest first.
type OwnReports struct {
	Rows []OwnReport
	Next int64 // leads to the next part, 0 on the last one
}

// OwnReports returns up to limit of the reports that by made, those behind the one that
// OwnReports.Next named, from the newest if after is 0. Members only.
func (f *Forum) OwnReports(ctx context.Context, by account.Viewer, after int64, limit int) (out OwnReports, err error) {
	if err := by.MustBeMember(); err != nil {
		return out, err
	}
	out.Rows, err = db.View(ctx, f.db, func(tx *db.Tx) ([]OwnReport, error) {
		return db.List(tx, scanOwnReport, `
			SELECT `+ownReportColumns+reportedJoins+`
			WHERE r.person_id = $2 AND ($4 = 0 OR r.id < $4)
			ORDER BY r.id DESC
			LIMIT $5`, append(board.Seen(by), after, limit+1)...)
	})
	if len(out.Rows) > limit {
		out.Rows = out.Rows[:limit]
		out.Next = out.Rows[limit-1].ID
	}
	return out, err
}
