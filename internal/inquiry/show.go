package inquiry

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/alias"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/support"
)

// Page is everything about an inquiry that one viewer may see.
type Page struct {
	Inquiry
	Services []catalogue.Service
	Similar  []Row // on the same services

	// From the question on.
	AskedBy account.Byline // the asking organisation, or its alias, without the person
	HTML    markdown.HTML
	Files   []attachment.File
	Answers []AnswerVersion // released ones, newest first

	// Of the whole.
	Background  markdown.HTML
	Asker       account.Byline // without the person's name once the asker left
	Escalated   account.Byline // who escalated the thread, with the organisation of that time; zero if asked directly
	Steps       []Step
	Messages    []Message
	MergedInto  *Row  // if the viewer may see it
	Merged      []Row // those merged into this one that the viewer may see
	Supporters  support.Supporters
	SupportedBy []account.Byline

	// Of the desk.
	Desk *DeskSide // nil for everybody else
}

// DeskSide is what only programme managers see of an inquiry.
type DeskSide struct {
	Assignee   Colleague
	Substitute Colleague
	Tickler    catalogue.Date
	Notes      []Note
	Draft      *Draft
	Former     *Draft           // the newest released version with its source, for the next one to begin with
	Staff      []Colleague      // to whom it can be assigned
	ReleasedBy map[int][]string // who wrote and released a version, by its number
}

// Draft is the version of the answer that is being written.
type Draft struct {
	AnswerVersion
	Source   string
	Drafters []string
}

// Note is a Vermerk.
type Note struct {
	ID     int64
	At     time.Time
	Author account.Byline // with the organisation of that time
	HTML   markdown.HTML
}

// Message is what the desk and the asking side wrote to each other. Those of
// the desk name nobody, except to the desk; those of an asking organisation
// that has left name the organisation alone.
type Message struct {
	ID   int64
	Kind MessageKind
	At   time.Time
	From account.Byline
	HTML markdown.HTML
}

// Step is a row of the history as the viewer may see it.
type Step struct {
	At       time.Time
	Act      Act
	From, To State
	Desk     bool // done by programme management
	System   bool // happened by itself
	Thread   bool // the question was entered from a thread of the forum
	// with the organisation of that time; zero for the system, and for the desk
	// except to the desk; without person once the asking organisation left
	Actor    account.Byline
	Reason   string
	Assignee string // to whom it was assigned; for the desk
	Other    string // file number of the inquiry it was merged into, if by may see it
}

// Show returns the inquiry with everything that by may see of it.
func (s *Inquiries) Show(ctx context.Context, by account.Viewer, number string) (p Page, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p.Inquiry, err = find(tx, by, number); err != nil {
			return err
		}
		if err := p.outline(tx, by); err != nil {
			return err
		}
		if p.Access >= Question {
			if err := p.question(tx, by); err != nil {
				return err
			}
		}
		if p.Access >= Whole {
			if err := p.whole(tx, by); err != nil {
				return err
			}
		}
		if by.Programme() {
			return p.desk(tx)
		}
		return nil
	})
	if err != nil {
		return Page{}, err
	}
	return p, nil
}

func (p *Page) outline(tx *db.Tx, by account.Viewer) (err error) {
	ids, err := db.Column[int64](tx, `SELECT service_id FROM inquiry_service WHERE inquiry_id = $1`, p.ID)
	if err != nil {
		return err
	}
	if p.Access < Question {
		return nil
	}
	if p.Services, err = catalogue.ServicesTx(tx, ids); err != nil {
		return err
	}
	p.Similar, err = db.List(tx, scanRow, query(rowColumns, `q.id <> $6 AND q.id IN (
			SELECT other.inquiry_id
			FROM inquiry_service mine
			JOIN inquiry_service other ON other.service_id = mine.service_id
			WHERE mine.inquiry_id = $6)
		AND q.state NOT IN ('merged', 'declined', 'withdrawn')`, `
		ORDER BY q.state = 'answered' DESC, q.id DESC
		LIMIT 5`), append(seen(by), p.ID)...)
	return err
}

func (p *Page) question(tx *db.Tx, by account.Viewer) (err error) {
	_, err = db.One(tx, func(r db.Row) (struct{}, error) {
		targets := append(organisation.Fields(&p.AskedBy.Organisation), alias.Fields(&p.AskedBy.Alias)...)
		return struct{}{}, r.Scan(append(targets, &p.HTML)...)
	}, `
		SELECT `+organisation.OuterColumns+`, `+alias.Columns+`, q.html
		FROM inquiry q
		LEFT JOIN organisation o ON o.id = q.organisation_id
		LEFT JOIN alias a ON a.id = q.alias_id
		WHERE q.id = $1`, p.ID)
	if err != nil {
		return err
	}
	// A merged question is answered by the one at its head.
	p.Answers, err = listVersions(tx, by, `q.id = (SELECT lead_id FROM inquiry WHERE id = $6)`, `ORDER BY x.version DESC`, p.ID)
	if err != nil {
		return err
	}
	files, err := attachment.Inquiry.OfTx(tx, []int64{p.ID})
	if err != nil {
		return err
	}
	p.Files = files[p.ID]
	return addFiles(tx, p.Answers)
}

func (p *Page) whole(tx *db.Tx, by account.Viewer) (err error) {
	if err := p.people(tx); err != nil {
		return err
	}
	if p.Steps, err = listSteps(tx, by, p.ID); err != nil {
		return err
	}
	if p.Messages, err = listMessages(tx, by, p.ID); err != nil {
		return err
	}
	rows, err := db.List(tx, scanRow, query(rowColumns, `q.id = (SELECT merged_into FROM inquiry WHERE id = $6)`, ``), append(seen(by), p.ID)...)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		p.MergedInto = &rows[0]
	}
	if p.Merged, err = db.List(tx, scanRow, query(rowColumns, `q.lead_id = $6 AND q.id <> $6`, `ORDER BY q.id`),
		append(seen(by), p.ID)...); err != nil {
		return err
	}
	subjects, err := listSubjects(tx, p.ID)
	if err != nil {
		return err
	}
	if p.Supporters, err = support.CountTx(tx, by, subjects...); err != nil {
		return err
	}
	p.SupportedBy, err = support.ListTx(tx, subjects...)
	return err
}

func (p *Page) desk(tx *db.Tx) (err error) {
	d := &DeskSide{}
	_, err = db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&d.Assignee.ID, &d.Assignee.Name, &d.Substitute.ID, &d.Substitute.Name, &d.Tickler)
	}, `
		SELECT COALESCE(a.id, 0), COALESCE(a.name, ''), COALESCE(v.id, 0), COALESCE(v.name, ''), q.tickler
		FROM inquiry q
		LEFT JOIN person a ON a.id = q.assignee_id
		LEFT JOIN person v ON v.id = q.substitute_id
		WHERE q.id = $1`, p.ID)
	if err != nil {
		return err
	}
	if d.Notes, err = listNotes(tx, p.ID); err != nil {
		return err
	}
	if d.Staff, err = listStaff(tx); err != nil {
		return err
	}
	if d.ReleasedBy, err = listHands(tx, p.ID); err != nil {
		return err
	}
	for _, place := range []struct {
		which string
		in    **Draft
	}{{isDraft, &d.Draft}, {isLatest, &d.Former}} {
		v, found, err := db.Found(findVersion(tx, p.ID, place.which))
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		shown := []AnswerVersion{v.shown()}
		if err := addFiles(tx, shown); err != nil {
			return err
		}
		*place.in = &Draft{AnswerVersion: shown[0], Source: v.source, Drafters: d.ReleasedBy[v.Version]}
	}
	p.Desk = d
	return nil
}
