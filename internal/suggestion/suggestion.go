// Package suggestion owns the table faq_suggestion: posts and official answers that
// members suggest for the FAQ, and their hints that an article no longer holds.
//
// It promises: only those editors of the FAQ learn of a suggestion who may read what it
// is about, asked each time; its author finds it again with what became of it, and
// nothing else of what they can no longer read; a person has one for each thing at a
// time, and of several decisions the first one counts.
package suggestion

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/textfield"
)

// Limits of a suggestion, in characters. What a hint says is needed to check it.
const (
	MaxWhy      = 1000
	MinHint     = 10
	RowsPerPage = 25
)

// Kind is what a suggestion is about.
type Kind string

const (
	Post    Kind = "post"    // to be taken into the FAQ; the first post of a thread stands for its question
	Answer  Kind = "answer"  // an official answer, to be taken into the FAQ
	Article Kind = "article" // that no longer holds: a hint
)

// Subject is the thing that a suggestion is about.
type Subject struct {
	Kind Kind
	ID   int64
}

// State is how far the editors are.
type State string

const (
	Open     State = "open"
	Taken    State = "taken"    // an article, perhaps still a draft, was made of it
	Settled  State = "settled"  // what a hint says was looked into
	Declined State = "declined" // with a reason
)

// Source is what a suggestion is about, as somebody may read it.
type Source struct {
	Subject
	Title     string // of the thread, the official answer or the article; "" if it may not be read
	Number    string // of an official answer
	Board     string // name of the board whose editors decide; only for them
	SuggestID int64  // the viewer's own suggestion of it that was not declined, 0 for none
}

// Suggestion is a suggestion for the FAQ, or a hint at an article.
type Suggestion struct {
	ID      int64
	Source  Source
	Title   string // the question as it should stand
	Why     string // plain text
	State   State
	Reason  string // why it was declined, or what the editors answered to a hint, which may be empty
	Article int64  // that was made of it, 0 if there is none that the viewer may read
	By      account.Byline
	At      time.Time
	Gone    bool // the post is hidden, withdrawn or blackened: those who moderate its board decide
	edits   bool // the viewer edits the FAQ of the board and may read the source
	own     bool
}

// Hint reports whether it is about an article that no longer holds.
func (s Suggestion) Hint() bool { return s.Source.Kind == Article }

// Own reports whether the viewer made the suggestion.
func (s Suggestion) Own() bool { return s.own }

// CanDecide reports whether the viewer may decide about it now.
func (s Suggestion) CanDecide() bool { return s.edits && s.State == Open }

// CanTake reports whether the viewer may make an article of it now.
func (s Suggestion) CanTake() bool { return s.CanDecide() && !s.Hint() && !s.Gone }

// CanWithdraw reports whether the viewer may take it back.
func (s Suggestion) CanWithdraw() bool { return s.own && s.State == Open }

// Input is what somebody suggests.
type Input struct {
	Subject
	Title string // the question as it should stand; not of hints
	Why   string // needed for hints
	Once  string // key of the form; the same key again leads to the same suggestion
}

// Suggestions reads and changes suggestions.
type Suggestions struct{ db *db.DB }

// New returns the suggestions kept in d.
func New(d *db.DB) *Suggestions { return &Suggestions{db: d} }

// Source returns what by wants to suggest or to give a hint at. What by may not read,
// and a draft, is fault.NotFound; what holds no more is fault.Invalid. Members only.
func (s *Suggestions) Source(ctx context.Context, by account.Viewer, x Subject) (Source, error) {
	if err := by.MustBeMember(); err != nil {
		return Source{}, err
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (Source, error) { return findSource(tx, by, x) })
}

// errKnown is the answer to another text about what by has suggested before.
var errKnown = fault.Reject("Das haben Sie schon vorgeschlagen. Was hier steht, ist nicht abgeschickt. Sie können den ersten Vorschlag " +
	"zurückziehen, solange niemand über ihn entschieden hat.")

// Suggest makes a suggestion and returns its id. The same once more leads to the first
// one, whatever the form; another text while there is one is fault.Invalid, and so is the
// form of one that was withdrawn. Members only.
func (s *Suggestions) Suggest(ctx context.Context, by account.Viewer, in Input) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		form := once.Form{Key: in.Once, Content: []string{string(in.Kind), once.Ids([]int64{in.ID}), in.Title, in.Why}}
		sent, err := once.WasSentTx(tx, by.ID, in.Once)
		if err != nil {
			return err
		}
		earlier, again, err := once.EarlierTx[int64](tx, by.ID, form, `
			SELECT id
			FROM faq_suggestion
			WHERE person_id = $1 AND once_key = $2`)
		if id = earlier; again || err != nil {
			return err
		}
		id, err = suggest(tx, by, in, sent)
		return err
	})
	return id, err
}

// suggest makes a suggestion, or returns the one there is that says the same. sent says
// that the form was sent before.
func suggest(tx *db.Tx, by account.Viewer, in Input, sent bool) (int64, error) {
	source, err := findSource(tx, by, in.Subject)
	if err != nil {
		return 0, err
	}
	if in.Kind == Article {
		in.Title = source.Title
	}
	if err := in.check(); err != nil {
		return 0, err
	}
	if source.SuggestID != 0 {
		return same(tx, source.SuggestID, in)
	}
	if sent { // and withdrawn since
		return 0, once.ErrRemoved
	}
	if err := account.CountActivityTx(tx, by, account.Suggesting); err != nil {
		return 0, err
	}
	return insert(tx, by, in)
}

// check cleans the fields and reports all problems of them.
func (in *Input) check() error {
	var c fault.Check
	label, least := "Begründung", 0
	if in.Kind == Article {
		label, least = "Was stimmt nicht mehr?", MinHint
	} else {
		textfield.Line(&c, "titel", "Frage", &in.Title, faq.MinTitle, faq.MaxTitle)
	}
	textfield.Lines(&c, "begruendung", label, &in.Why, least, MaxWhy)
	return c.Err()
}

// Show returns a suggestion to who made it and to those who may decide about it; to
// others it is fault.NotFound.
func (s *Suggestions) Show(ctx context.Context, by account.Viewer, id int64) (Suggestion, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (Suggestion, error) { return find(tx, by, id) })
}

// Withdraw deletes a suggestion of by. One about which the editors have decided is
// fault.Conflict, with what they decided.
func (s *Suggestions) Withdraw(ctx context.Context, by account.Viewer, id int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		x, err := find(tx, by, id)
		switch {
		case err != nil:
			return err
		case !x.own:
			return fault.Missing()
		case x.State != Open:
			return fault.Of(fault.Conflict, "Die FAQ-Redaktion hat "+x.decision()+". Zurückziehen geht nicht mehr.")
		}
		_, err = tx.Exec(`DELETE FROM faq_suggestion WHERE id = $1`, id)
		return err
	})
}

// decision says what the editors have done with it.
func (s Suggestion) decision() string {
	what := "den Vorschlag"
	if s.Hint() {
		what = "den Hinweis"
	}
	switch s.State {
	case Taken:
		return what + " inzwischen in einen Entwurf übernommen"
	case Settled:
		return what + " inzwischen erledigt"
	}
	return what + " inzwischen abgelehnt"
}
