package forum

import (
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
	"kommunalforum/internal/support"
	"kommunalforum/internal/textfield"
)

// MaxChosen is how many posts can be chosen for another thread at once.
const MaxChosen = 100

// Split is the input of SplitTx.
type Split struct {
	Posts    []int64 // replies of the thread
	Into     int64   // the thread that takes them; 0: a new one, of what follows
	Title    string
	Board    int64
	Services []int64
	Reason   string
	Confirm  bool   // needed when other people read the thread that takes the posts
	Once     string // key of the form; the same key again leads to the same result
}

// SplitTx takes chosen replies out of a thread. They become a new thread, whose question is
// the first of them, or stand behind the posts of another one. Moderators of both boards.
func SplitTx(tx *db.Tx, by account.Viewer, id int64, in Split) (x Transfer, err error) {
	form := once.Form{Key: in.Once, Content: []string{"teilen", strconv.FormatInt(id, 10), strconv.FormatInt(in.Into, 10), once.Ids(in.Posts),
		in.Title, strconv.FormatInt(in.Board, 10), once.Ids(in.Services)}}
	earlier, again, err := once.EarlierTx[int64](tx, by.ID, form, earlierTransfer)
	if again && err == nil {
		return sentBefore(tx, earlier)
	}
	if err != nil {
		return x, err
	}
	from, err := findThread(tx, by, id)
	if err != nil {
		return x, err
	}
	if err := from.mustTransfer(by); err != nil {
		return x, err
	}
	reason, err := reasonOrNone(in.Reason)
	if err != nil {
		return x, err
	}
	chosen, err := chosenPosts(tx, from, in)
	if err != nil {
		return x, err
	}
	x = Transfer{Kind: Shifted, From: from.ID}
	var to Thread
	if in.Into == 0 {
		x.Kind = SplitOff
		to, err = openSplit(tx, by, from, chosen[0], in)
	} else {
		to, err = target(tx, by, from, in.Into)
		if err == nil {
			var c fault.Check
			confirmed(&c, from.Board, to.Board, in.Confirm)
			err = c.Err()
		}
	}
	if err != nil {
		return x, err
	}
	x.To, x.answer = to.ID, to.OfficialAnswer
	ids, args := db.In(4, in.Posts)
	if err := x.begin(tx, by, richtext.Once(in.Once), to.next(), `e.id IN `+ids, args...); err != nil {
		return x, err
	}
	if err := x.carry(tx, from, to, func() error { return nil }); err != nil {
		return x, err
	}
	if x.Kind == SplitOff {
		if err := follow.CopyTx(tx, from.ID, to.ID, from.CreatedAt.AddDate(-100, 0, 0)); err != nil {
			return x, err
		}
	}
	return x, x.record(tx, by, reason)
}

// chosenPosts returns the posts that are to go to another thread, by position.
func chosenPosts(tx *db.Tx, from Thread, in Split) ([]Post, error) {
	var c fault.Check
	c.Require(len(in.Posts) > 0, "beitrag", "Bitte wählen Sie mindestens einen Beitrag.")
	c.Require(len(in.Posts) <= MaxChosen, "beitrag", "Bitte wählen Sie höchstens hundert Beiträge.")
	if c.Err() != nil {
		return nil, c.Err()
	}
	ids, args := db.In(2, in.Posts)
	posts, err := db.List(tx, scanPost, `
		SELECT `+postColumns+postJoins+`
		WHERE e.thread_id = $1 AND e.position > 1 AND e.id IN `+ids+`
		ORDER BY e.position`, append([]any{from.ID}, args...)...)
	if err != nil {
		return nil, err
	}
	if len(posts) != distinct(in.Posts) {
		c.Add("beitrag", "Nicht alle gewählten Beiträge sind noch Antworten in diesem Thema. Bitte wählen Sie neu.")
		return nil, c.Err()
	}
	if in.Into != 0 {
		return posts, nil
	}
	switch {
	case posts[0].State != Visible:
		c.Add("beitrag", "Der erste gewählte Beitrag wird die Frage des neuen Themas. Er ist zurückgezogen, ausgeblendet oder geschwärzt.")
	case posts[0].Solution:
		c.Add("beitrag", "Der erste gewählte Beitrag wird die Frage des neuen Themas. Er ist aber als Lösung markiert. Nehmen Sie die "+
			"Markierung zuerst zurück.")
	}
	return posts, c.Err()
}

func distinct(ids []int64) int {
	seen := map[int64]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	return len(seen)
}

// newThread cleans and checks what a new thread needs, and returns its board.
func (in Split) newThread(tx *db.Tx, by account.Viewer) (Split, board.Board, error) {
	var c fault.Check
	textfield.Line(&c, "titel", "Titel", &in.Title, MinTitle, MaxTitle)
	c.Require(len(in.Services) <= MaxServices, "leistungen", "Bitte wählen Sie höchstens zehn Leistungen.")
	c.Require(in.Board != 0, "bereich", "Bitte wählen Sie den Bereich.")
	if c.Err() != nil {
		return in, board.Board{}, c.Err()
	}
	to, err := board.ChosenTx(tx, by, in.Board, "bereich", noSuchBoard)
	if err == nil && !to.CanModerate(by) {
		c.Add("bereich", "„%s“ moderieren Sie nicht. Bitte wählen Sie einen anderen Bereich.", to.Name)
		err = c.Err()
	}
	return in, to, err
}

// openSplit makes the thread whose question the post becomes. It names its author as the
// post does, and is as old.
func openSplit(tx *db.Tx, by account.Viewer, from Thread, question Post, in Split) (t Thread, err error) {
	in, to, err := in.newThread(tx, by)
	if err != nil {
		return t, err
	}
	var c fault.Check
	if confirmed(&c, from.Board, to, in.Confirm); c.Err() != nil {
		return t, c.Err()
	}
	id, err := tx.Insert(`
		INSERT INTO thread (board_id, title, state, author_id, organisation_id, alias_id, asker_id, created_at, last_post_at, last_post_id,
			replies, pinned, hidden, once_key)
		SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), 'open', e.author_id, e.organisation_id, e.alias_id, e.asker_id, e.created_at, e.created_at,
			0, 0, FALSE, FALSE, CAST($3 AS TEXT)
		FROM post e
		WHERE e.id = $4
		RETURNING id`, to.ID, in.Title, once.NewKey(), question.ID)
	if err != nil {
		return t, err
	}
	if err := tag(tx, id, in.Services); err != nil {
		return t, err
	}
	if err := count(tx, id); err != nil {
		return t, err
	}
	return Thread{ID: id, Board: to}, support.AddForTx(tx, question.Author, Thread{ID: id}.subject())
}
