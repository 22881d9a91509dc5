package usecase

import (
	"context"
	"regexp"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/suggestion"
)

// original is what an article is taken from.
type original struct {
	board     board.Board
	input     faq.Input
	source    faq.Source
	suggested suggestion.Subject // whose suggestions are taken with it, beside those of the source
	answered  int64              // the suggestion whose author shall read the answer, 0 for none
	answer    string
}

// TakeIntoFAQ starts a draft of an FAQ article from a post and returns its id: the
// thread's title as the question, the post's text without people's names, board,
// services, and links in both directions. For a question it takes the text of the
// official answer, or of the solution. key is that of the form. If by may edit a
// draft made from the same post, that one is returned instead of a second.
func (a *Acts) TakeIntoFAQ(ctx context.Context, by account.Viewer, post int64, key string) (article int64, err error) {
	return a.take(ctx, by, key, func(tx *db.Tx) (original, error) { return fromPost(tx, by, post) })
}

// fromPost returns a post for the FAQ: for a question the official answer, or the
// solution.
func fromPost(tx *db.Tx, by account.Viewer, post int64) (original, error) {
	s, err := forum.ForFAQTx(tx, by, post)
	if err != nil {
		return original{}, err
	}
	suggested := suggestion.Subject{Kind: suggestion.Post, ID: post}
	if s.Question {
		if o, found, err := officialOf(tx, by, s.ThreadID); found || err != nil {
			o.suggested = suggested
			return o, err
		}
	}
	return original{
		board:     s.Board,
		input:     faq.Input{Board: s.Board.ID, Title: s.Title, Text: s.Text, Services: s.Services},
		source:    faq.Source{Kind: faq.FromPost, ID: s.PostID, Thread: s.ThreadID, Board: s.Board.ID, Audience: board.ToBoard},
		suggested: suggested,
	}, nil
}

// officialOf returns the official answer to a thread for the FAQ; found is false
// if there is none that holds and that by may take over.
func officialOf(tx *db.Tx, by account.Viewer, thread int64) (o original, found bool, err error) {
	answers, err := inquiry.AnswersForTx(tx, by, thread)
	if err != nil {
		return o, false, err
	}
	for _, v := range answers {
		if v.Outdated() || v.Audience == inquiry.ToAsker {
			continue
		}
		if o, err = fromAnswer(tx, by, v.Number); err == nil {
			return o, true, nil
		}
		if !fault.Is(err, fault.Forbidden) { // of a board whose FAQ others edit
			return o, false, err
		}
	}
	return o, false, nil
}

// TakeAnswerIntoFAQ does the same with the newest version of the official answer with
// the number. Short answer and scope are cut to the FAQ's limits.
func (a *Acts) TakeAnswerIntoFAQ(ctx context.Context, by account.Viewer, number, key string) (article int64, err error) {
	return a.take(ctx, by, key, func(tx *db.Tx) (original, error) { return fromAnswer(tx, by, number) })
}

// TakeSuggestion does the same with what somebody suggested, and the question as they
// put it. All open suggestions of the same source are taken with it. Who made this one
// reads the answer, which may be empty. One about which somebody has decided is
// fault.Conflict.
func (a *Acts) TakeSuggestion(ctx context.Context, by account.Viewer, id int64, answer, key string) (article int64, err error) {
	return a.take(ctx, by, key, func(tx *db.Tx) (o original, err error) {
		s, err := suggestion.TakeableTx(tx, by, id)
		if err != nil {
			return o, err
		}
		words := answer // a write may run again
		if err := s.CheckAnswer(&words); err != nil {
			return o, err
		}
		switch s.Source.Kind {
		case suggestion.Post:
			o, err = fromPost(tx, by, s.Source.ID)
		case suggestion.Answer:
			o, err = fromAnswer(tx, by, s.Source.Number)
		default:
			err = fault.Reject("Ein Hinweis zu einem Artikel lässt sich nicht übernehmen. Ändern Sie den Artikel.")
		}
		o.input.Title, o.answered, o.answer = s.Title, id, words
		return o, err
	})
}

// DiscardArticle deletes the draft of an article. Suggestions that were taken for it are
// open again.
func (a *Acts) DiscardArticle(ctx context.Context, by account.Viewer, id int64) error {
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := suggestion.ReopenTx(tx, id); err != nil {
			return err
		}
		return faq.DiscardTx(tx, by, id)
	})
}

func fromAnswer(tx *db.Tx, by account.Viewer, number string) (original, error) {
	s, err := inquiry.AnswerForFAQTx(tx, by, number)
	return original{
		board: s.Board,
		input: faq.Input{Board: s.Board.ID, Title: s.Question, Short: markdown.Excerpt(s.Short, faq.MaxShort), Text: s.Text,
			Scope: markdown.Excerpt(s.Scope, faq.MaxScope), Services: s.Services},
		source: faq.Source{Kind: faq.FromAnswer, ID: s.AnswerID, Thread: s.Thread, Board: s.Board.ID, Audience: s.Audience},
	}, err
}

// take reads the original, prepares the draft outside of the transaction that
// writes it, and reads the original again within.
func (a *Acts) take(ctx context.Context, by account.Viewer, key string, load func(*db.Tx) (original, error)) (article int64, err error) {
	var o original
	var names []string
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if o, err = load(tx); err != nil {
			return err
		}
		names, err = namesIn(tx, o.input)
		return err
	})
	if err != nil {
		return 0, err
	}
	if o.board.Kind == board.Unsorted {
		return 0, fault.Reject("Das Thema ist noch keinem Bereich zugeordnet. Ordnen Sie es zuerst zu, dann lässt sich der Beitrag übernehmen.")
	}
	input := o.input
	input.Once = key
	for _, text := range []*string{&input.Title, &input.Short, &input.Text} {
		*text = withoutNames(*text, names)
	}
	draft := faq.Prepare(ctx, input)
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		now, err := load(tx)
		if err != nil {
			return err
		}
		if now.input.Text != o.input.Text || now.board.ID != o.board.ID || now.source != o.source {
			return fault.Of(fault.Conflict, "Das wurde gerade geändert. Bitte versuchen Sie es noch einmal.")
		}
		if article, err = draftOf(tx, by, draft, now.source, key); err != nil {
			return err
		}
		if now.answered != 0 {
			if err := suggestion.AnswerTx(tx, now.answered, now.answer); err != nil {
				return err
			}
		}
		return suggestion.TakeTx(tx, article, now.suggested, suggestion.Subject{Kind: suggestion.Kind(now.source.Kind), ID: now.source.ID})
	})
	return article, err
}

// draftOf returns the draft that there is of the source and by may edit, or begins one by
// the form with the key.
func draftOf(tx *db.Tx, by account.Viewer, draft faq.Prepared, source faq.Source, key string) (article int64, err error) {
	article, err = faq.DraftFromTx(tx, by, source.Kind, source.ID)
	if article != 0 || err != nil {
		return article, err
	}
	sent, err := once.SentTx(tx, by.ID, key)
	if err != nil {
		return 0, err
	}
	return faq.DraftTx(tx, by, draft, sent, source)
}

// namesIn returns the names of people with an account that stand in the input.
func namesIn(tx *db.Tx, in faq.Input) ([]string, error) {
	return db.Column[string](tx, `
		SELECT name
		FROM person
		WHERE search <> '' AND $1 LIKE '%' || search || '%'
		ORDER BY LENGTH(search) DESC, sort_key, id`, folding.Column(in.Title, in.Short, in.Text))
}

// noName replaces a name.
const noName = "N. N."

var (
	// addressed finds people as they are spoken of: a form of address, perhaps a
	// degree, and one or two capitalised names.
	addressed = regexp.MustCompile(`\b(Frau|Herrn?|Kolleg(?:e|in))((?:[ \t]+(?:Dr\.|Prof\.))*)[ \t]+\p{Lu}[\p{L}-]+(?:[ \t]+\p{Lu}[\p{L}-]+)?`)

	// addresses finds mail addresses of people, such as
	// anna.beispiel@stadt.example; those of offices have no dot before the @.
	addresses = regexp.MustCompile(`\p{L}[\p{L}-]*\.[\p{L}.-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)

	// mentioned finds people as they are called in a text: @Anna or @anna.beispiel.
	mentioned = regexp.MustCompile(`(^|[\s(])@\p{L}[\p{L}\d.-]*`)
)

// withoutNames removes names of members, their mail addresses, mentions, and names after
// a form of address. The editor checks the draft; this only removes the obvious ones.
func withoutNames(text string, names []string) string {
	// These first: a name can stand in them.
	text = addresses.ReplaceAllString(text, noName)
	text = mentioned.ReplaceAllString(text, "${1}"+noName)
	for _, name := range names {
		if len(strings.Fields(name)) < 2 {
			continue // a single word may as well be a place or a thing
		}
		text = folding.NewPhrases(name).Replace(text, noName, false)
	}
	return addressed.ReplaceAllString(text, "$1 "+noName)
}
