package inquiry

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/support"
	"kommunalforum/internal/textfield"
)

// AskInput is a question to programme management.
type AskInput struct {
	Board      int64 // 0: not known; the desk finds the board
	Title      string
	Text       string  // Markdown
	Background string  // Markdown, what the desk needs to know besides; may be empty
	Services   []int64 // OZG-IDs
	Files      []attachment.Choice
	DeskOnly   bool   // nobody but the asking side and the desk shall see it
	Once       string // key of the form; the same key again leads to the same inquiry
}

// Entry is a question that was checked and rendered, ready to be entered.
type Entry struct {
	in         AskInput
	text       markdown.Text
	background markdown.Text
	term       int
}

// Prepare checks the question and renders its texts, outside of a transaction.
func (s *Inquiries) Prepare(ctx context.Context, in AskInput) (Entry, error) {
	var c fault.Check
	textfield.Line(&c, "titel", "Frage", &in.Title, MinTitle, MaxTitle)
	c.Require(len(in.Services) <= MaxServices, "leistungen", "Bitte wählen Sie höchstens zehn Leistungen.")
	e := Entry{in: in, term: s.Term}
	e.text = richtext.Render(ctx, &c, "text", "Erläuterung", in.Text, true)
	e.background = richtext.Render(ctx, &c, "hintergrund", "Hintergrund", in.Background, false)
	return e, c.Err()
}

// Ask puts a question to programme management and returns its file number.
func (s *Inquiries) Ask(ctx context.Context, by account.Viewer, in AskInput) (number string, err error) {
	if err := by.MustBeMember(); err != nil {
		return "", err
	}
	e, err := s.Prepare(ctx, in)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := board.ChosenTx(tx, by, in.Board, "themenfeld", "Diesen Bereich gibt es nicht.")
		if err != nil {
			return err
		}
		number, err = enter(tx, by, e, Origin{Board: b, Asker: account.Byline{PersonID: by.ID, Organisation: by.Organisation}})
		return err
	})
	return number, err
}

// Origin is where a question comes from.
type Origin struct {
	Thread int64          // 0: asked directly
	Board  board.Board    // the thread's; its restriction passes on
	Asker  account.Byline // the author of the thread, with the organisation of that time
}

// AskTx enters the question of a thread that by escalates; the caller has asked
// whether by may. A thread waits for one answer at a time, and what it says is
// known: such a question cannot be for the desk alone.
func AskTx(tx *db.Tx, by account.Viewer, e Entry, o Origin) (number string, err error) {
	earlier, pending, err := db.Found(db.Scalar[string](tx, `
		SELECT number
		FROM inquiry
		WHERE thread_id = $1 AND state NOT IN ('declined', 'withdrawn')
		AND NOT (entered_by = $2 AND once_key = $3)`, o.Thread, by.ID, e.in.Once))
	if err != nil {
		return "", err
	}
	if pending {
		return "", fault.Reject("Dieses Thema liegt dem Programmmanagement schon vor: " + earlier + ".")
	}
	if o.Thread != 0 {
		e.in.DeskOnly = false
	}
	return enter(tx, by, e, o)
}

func enter(tx *db.Tx, by account.Viewer, e Entry, o Origin) (number string, err error) {
	files, err := attachment.ChosenTx(tx, by.ID, e.in.Files)
	if err != nil {
		return "", err
	}
	form := once.Form{Key: e.in.Once, Content: append([]string{e.in.Title, e.in.Text, e.in.Background, once.Ids(e.in.Services),
		strconv.FormatInt(o.Thread, 10), strconv.FormatBool(e.in.DeskOnly)}, files.Content()...)}
	earlier, again, err := once.EarlierTx[string](tx, by.ID, form, `
		SELECT number
		FROM inquiry
		WHERE entered_by = $1 AND once_key IN (SELECT once_key FROM same) AND (once_key = $2 OR state <> 'withdrawn')`)
	if again || err != nil {
		return earlier, err
	}
	if e.in.Once == "" {
		e.in.Once = rand.Text()
	}
	if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
		return "", err
	}
	id, number, err := insertInquiry(tx, by, e, o)
	if err != nil {
		return "", err
	}
	if err := tag(tx, id, e.in.Services); err != nil {
		return "", err
	}
	if err := files.TakeTx(tx, by.ID, attachment.Subject{Kind: attachment.Inquiry, ID: id}); err != nil {
		return "", err
	}
	if err := support.AddForTx(tx, o.Asker, support.Subject{Kind: support.Inquiry, ID: id}); err != nil {
		return "", err
	}
	if err := follow.AutoTx(tx, by.ID, follow.Subject{Kind: follow.Inquiry, ID: id}, follow.Asking); err != nil {
		return "", err
	}
	if err := addStep(tx, id, step{act: ActEnter, to: Received, actor: by.ID}); err != nil {
		return "", err
	}
	if o.Thread != 0 {
		if err := audit.RecordTx(tx, by.ID, "inquiry.escalate", "inquiry", id, ""); err != nil {
			return "", err
		}
	}
	return number, event.AppendTx(tx, event.InquirySaved, id, by.ID)
}

func insertInquiry(tx *db.Tx, by account.Viewer, e Entry, o Origin) (id int64, number string, err error) {
	today := catalogue.DateOf(tx.Now)
	year, err := strconv.Atoi(string(today[:4]))
	if err != nil {
		return 0, "", err
	}
	// One writer at a time: the next number is free, and no number is lost.
	serial, err := db.Scalar[int](tx, `SELECT COALESCE(MAX(serial), 0) + 1 FROM inquiry WHERE year = $1`, year)
	if err != nil {
		return 0, "", err
	}
	number = fmt.Sprintf("FPM-%d-%04d", year, serial)
	calendar := o.Asker.Land()
	id, err = tx.Insert(`
		INSERT INTO inquiry (number, year, serial, board_id, title, source, html, background, background_html, pipeline,
			asker_id, organisation_id, alias_id, asker_left, entered_by, thread_id, desk_only, state, former_state,
			competent_body, calendar, due, stopped_on, asked_back_on, reminded_on, tickler, answered_on, followed_up,
			asked_at, changed_at, revision, once_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, FALSE, $14, $15, $16, $17, '',
			'', $18, $19, '', '', '', '', '', FALSE, $20, $20, 1, $21)
		RETURNING id`,
		number, year, serial, o.Board.ID, e.in.Title, e.text.Source, string(e.text.HTML), e.background.Source, string(e.background.HTML),
		markdown.Version,
		db.Null(o.Asker.PersonID), db.Null(o.Asker.Organisation.ID), db.Null(o.Asker.Alias.ID), by.ID,
		db.Null(o.Thread), e.in.DeskOnly, string(Received),
		calendar, string(catalogue.AddWorkingDays(today, e.term, calendar)), tx.Now, e.in.Once)
	if err != nil {
		return 0, "", fmt.Errorf("insert inquiry: %w", err)
	}
	_, err = tx.Exec(`UPDATE inquiry SET lead_id = id WHERE id = $1`, id)
	return id, number, err
}

func tag(tx *db.Tx, inquiry int64, services []int64) error {
	known, err := catalogue.ServicesTx(tx, services)
	if err != nil {
		return err
	}
	for _, s := range known {
		_, err := tx.Exec(`INSERT INTO inquiry_service (inquiry_id, service_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, inquiry, s.ID)
		if err != nil {
			return err
		}
	}
	return nil
}
