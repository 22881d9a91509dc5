package crossing

import (
	"context"
	"regexp"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
)

// TakeIntoFAQ begins a draft of an FAQ article from a post and returns its id:
// the thread's title as the question, the post's text without people's names,
// board, services, and a link both ways. Once is the key of the form. A draft
// of the same post that by may edit is taken up again instead of a second one.
func (a *Acts) TakeIntoFAQ(ctx context.Context, by account.Viewer, post int64, once string) (article int64, err error) {
	var source forum.Source
	var names []string
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if source, err = forum.ForFAQIn(tx, by, post); err != nil {
			return err
		}
		names, err = namesIn(tx, source.Text)
		return err
	})
	if err != nil {
		return 0, err
	}
	if source.Board.Kind == board.Unsorted {
		return 0, fault.Refuse("Das Thema ist noch keinem Themenfeld zugeordnet. Ordnen Sie es zuerst zu, dann lässt sich der Beitrag übernehmen.")
	}
	draft := faq.Prepare(ctx, faq.Input{
		Board:    source.Board.ID,
		Title:    source.Title,
		Text:     withoutNames(source.Text, names),
		Services: source.Services,
		Once:     once,
	})
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		now, err := forum.ForFAQIn(tx, by, post)
		if err != nil {
			return err
		}
		if now.Text != source.Text || now.Board.ID != source.Board.ID {
			return fault.Of(fault.Conflict, "Der Beitrag wurde gerade geändert. Bitte versuchen Sie es noch einmal.")
		}
		if article, err = faq.DraftFromIn(tx, by, faq.FromPost, post); article != 0 || err != nil {
			return err
		}
		article, err = faq.DraftIn(tx, by, draft, faq.Source{
			Kind: faq.FromPost, ID: post, Thread: source.ThreadID, Board: source.Board.ID, Audience: board.ToBoard})
		return err
	})
	return article, err
}

// namesIn returns the names of people with an account that stand in the text.
func namesIn(tx *db.Tx, text string) ([]string, error) {
	return db.Column[string](tx, `
		SELECT name
		FROM person
		WHERE LOWER($1) LIKE '%' || LOWER(name) || '%'
		ORDER BY LENGTH(name) DESC, name`, text)
}

// noName stands where a name stood.
const noName = "N. N."

// addressed finds people as they are spoken of: a form of address, perhaps a
// degree, and one or two capitalised names.
var addressed = regexp.MustCompile(`\b(Frau|Herrn?|Kolleg(?:e|in))((?:[ \t]+(?:Dr\.|Prof\.))*)[ \t]+\p{Lu}[\p{L}-]+(?:[ \t]+\p{Lu}[\p{L}-]+)?`)

// addresses finds mail addresses of people, such as anna.beispiel@stadt.example;
// those of offices have no dot before the @.
var addresses = regexp.MustCompile(`\p{L}[\p{L}-]*\.[\p{L}.-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)

// mentioned finds people as they are called in a text: @Anna or @anna.beispiel.
var mentioned = regexp.MustCompile(`(^|[\s(])@[\p{L}][\p{L}\d.-]*`)

// withoutNames removes the names of members, their mail addresses, mentions, and
// names behind a form of address. The editor reads the draft; this only spares the obvious ones.
func withoutNames(text string, names []string) string {
	for _, name := range names {
		if len(strings.Fields(name)) < 2 {
			continue // a single word may as well be a place or a thing
		}
		text = regexp.MustCompile(`(?i)`+regexp.QuoteMeta(name)).ReplaceAllString(text, noName)
	}
	text = addresses.ReplaceAllString(text, noName)
	text = addressed.ReplaceAllString(text, "$1 "+noName)
	return mentioned.ReplaceAllString(text, "${1}"+noName)
}
