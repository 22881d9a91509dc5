// Package bookmark owns the table bookmark: posts that people want to find
// again, each with a note and a day of reminder if they like.
//
// It promises: nobody but its owner learns of a bookmark; its note and reminder stay
// with the owner, and it says nothing of a post or thread that the owner may not read;
// a reminder is told once, whatever crashes.
package bookmark

import (
	"context"
	"errors"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/textfield"
)

// Limits of bookmarks.
const (
	MaxNote     = 300  // characters
	MaxOfPerson = 1000 // bookmarks
	RowsPerPage = 25
	// ReminderDays is how far ahead a reminder may be.
	ReminderDays = 2 * 365
)

const tooFar = "Bitte wählen Sie einen Tag in den nächsten zwei Jahren."

// Loss says why the owner of a bookmark can no longer read its post.
type Loss string

// The losses.
const (
	Kept       Loss = ""           // the post can be read
	Withdrawn  Loss = "withdrawn"  // by its author; the thread can be read
	Withheld   Loss = "withheld"   // hidden or blackened; the thread can be read
	Unreadable Loss = "unreadable" // nor can the thread
)

// Bookmark is a post on somebody's list, with what the list shows of the post. Of a lost
// post only the thread's title and its board are known, of an unreadable one neither.
type Bookmark struct {
	ID       int64 // 0: the post is not on the list
	PostID   int64
	Loss     Loss
	Title    string // of the thread
	Question bool   // the post opened the thread
	Solution bool
	Author   account.Byline
	Board    string         // its name
	Note     string         // plain text
	RemindOn catalogue.Date // "" for no reminder
	At       time.Time
	due      bool
}

// Due reports whether the day of the reminder has come.
func (b Bookmark) Due() bool { return b.due }

// Input is what somebody writes to a bookmark.
type Input struct {
	Note     string
	RemindOn string // a day as it was typed, "" for no reminder
}

// Bookmarks reads and changes bookmarks.
type Bookmarks struct{ db *db.DB }

// New returns the bookmarks kept in d.
func New(d *db.DB) *Bookmarks { return &Bookmarks{db: d} }

// Find returns the viewer's bookmark of a post, or what there is to say of the
// post if there is none. A post that by may not read, and has not bookmarked, is
// fault.NotFound.
func (s *Bookmarks) Find(ctx context.Context, by account.Viewer, post int64) (Bookmark, error) {
	if err := by.MustBeMember(); err != nil {
		return Bookmark{}, err
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (Bookmark, error) { return findPost(tx, by, post) })
}

// Save puts a post on the viewer's list, or changes note and reminder of one
// that is there. A day that was there before may have passed; a new one may not.
func (s *Bookmarks) Save(ctx context.Context, by account.Viewer, post int64, in Input) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := findPost(tx, by, post)
		if err != nil {
			return err
		}
		day, err := in.check(known, catalogue.DateOf(tx.Now))
		if err != nil {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if known.ID != 0 {
			return update(tx, known, in.Note, day)
		}
		return insert(tx, by, post, in.Note, day)
	})
}

// Add puts a post on the viewer's list, without note or reminder; one that is
// there stays as it is.
func (s *Bookmarks) Add(ctx context.Context, by account.Viewer, post int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := findPost(tx, by, post)
		if err != nil || known.ID != 0 {
			return err
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		return insert(tx, by, post, "", "")
	})
}

// Remove takes a post off the viewer's list. It does not matter whether by may
// still read the post.
func (s *Bookmarks) Remove(ctx context.Context, by account.Viewer, post int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`DELETE FROM bookmark WHERE person_id = $1 AND post_id = $2`, by.ID, post)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

// Done takes the reminder from a bookmark of by, whose day has come. It does not matter
// whether by may still read the post. Without such a reminder it is fault.NotFound.
func (s *Bookmarks) Done(ctx context.Context, by account.Viewer, post int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(`
			UPDATE bookmark
			SET remind_on = ''
			WHERE person_id = $1 AND post_id = $2 AND remind_on <> '' AND remind_on <= $3`, by.ID, post, string(catalogue.DateOf(tx.Now)))
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

// check cleans the note, reads the day and reports all problems of the fields.
func (in *Input) check(known Bookmark, today catalogue.Date) (day catalogue.Date, err error) {
	var c fault.Check
	textfield.Line(&c, "notiz", "Notiz", &in.Note, 0, MaxNote)
	if in.RemindOn == "" {
		return "", c.Err()
	}
	day, err = catalogue.ParseDate(in.RemindOn)
	switch {
	case errors.Is(err, catalogue.ErrYear):
		c.Add("erinnerung", tooFar)
	case err != nil:
		c.Add("erinnerung", "%s", fault.SentenceOf(err))
	case day == known.RemindOn:
	case !day.After(today):
		c.Add("erinnerung", "Bitte wählen Sie einen Tag in der Zukunft.")
	case day.After(today.AddDays(ReminderDays)):
		c.Add("erinnerung", tooFar)
	}
	return day, c.Err()
}

// Page is a part of somebody's list, newest bookmark first.
type Page struct {
	Rows []Bookmark
	Next int64 // leads to the next part, 0 on the last one
}

// List returns a part of the viewer's list: up to limit bookmarks behind the one
// that Page.Next named, from the newest if after is 0.
func (s *Bookmarks) List(ctx context.Context, by account.Viewer, after int64, limit int) (p Page, err error) {
	if err := by.MustBeMember(); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p.Rows, err = db.List(tx, scan(tx, by), `
			SELECT `+columns+joins+`
			WHERE m.person_id = $2 AND ($4 = 0 OR m.id < $4)
			ORDER BY m.id DESC
			LIMIT $5`, append(board.Seen(by), after, limit+1)...)
		return err
	})
	if len(p.Rows) > limit {
		p.Rows = p.Rows[:limit]
		p.Next = p.Rows[limit-1].ID
	}
	return p, err
}

// DueOf returns up to limit of the viewer's bookmarks whose day of reminder has
// come, the longest due first.
func (s *Bookmarks) DueOf(ctx context.Context, by account.Viewer, limit int) ([]Bookmark, error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Bookmark, error) {
		return db.List(tx, scan(tx, by), `
			SELECT `+columns+joins+`
			WHERE m.person_id = $2 AND m.remind_on <> '' AND m.remind_on <= $4
			ORDER BY m.remind_on, m.id
			LIMIT $5`, append(board.Seen(by), string(catalogue.DateOf(tx.Now)), limit)...)
	})
}

// InThread returns which posts of a thread are on the viewer's list; of guests
// nothing is asked.
func (s *Bookmarks) InThread(ctx context.Context, by account.Viewer, thread int64) (map[int64]bool, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (map[int64]bool, error) {
		ids, err := db.Column[int64](tx, `
			SELECT m.post_id
			FROM bookmark m
			JOIN post e ON e.id = m.post_id
			WHERE m.person_id = $1 AND e.thread_id = $2`, by.ID, thread)
		out := make(map[int64]bool, len(ids))
		for _, id := range ids {
			out[id] = true
		}
		return out, err
	})
}
