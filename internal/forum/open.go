package forum

import (
	"context"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
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

// Question is the input of OpenThread.
type Question struct {
	Board    int64 // 0 if not known; moderators sort it then
	Title    string
	Text     string  // Markdown
	Services []int64 // OZG-IDs
	Once     string  // key of the form; the same key again leads to the same thread
	// SemiAnonymous lets everybody see an alias in place of person and organisation,
	// if the board allows it.
	SemiAnonymous bool
	Files         []attachment.Choice // uploads of the asker that the question takes with it
}

// check cleans the title, renders the text and reports all problems of fields that can
// be found without the database.
func (in Question) check(ctx context.Context) (Question, markdown.Text, error) {
	var c fault.Check
	textfield.Line(&c, "titel", "Titel", &in.Title, MinTitle, MaxTitle)
	text := renderPost(ctx, &c, in.Text)
	c.Require(len(in.Services) <= MaxServices, "leistungen", "Bitte wählen Sie höchstens zehn Leistungen.")
	return in, text, c.Err()
}

// Check reports what OpenThread would refuse in the fields, for a form that
// comes back before anything is stored.
func (in Question) Check(ctx context.Context) error {
	_, _, err := in.check(ctx)
	return err
}

const noSuchBoard = "Diesen Bereich gibt es nicht."

// OpenThread asks a question and returns the thread's id. If the board has first posts
// reviewed, that of a new member waits for a moderator.
func (f *Forum) OpenThread(ctx context.Context, by account.Viewer, in Question) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	in, text, err := in.check(ctx)
	if err != nil {
		return 0, err
	}
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		files, err := attachment.ChosenTx(tx, by.ID, in.Files)
		if err != nil {
			return err
		}
		earlier, again, err := once.EarlierTx[int64](tx, by.ID, in.form(files), sameThread)
		if again || err != nil {
			id = earlier
			return err
		}
		b, err := board.ChosenTx(tx, by, in.Board, "bereich", noSuchBoard)
		if err != nil {
			return err
		}
		w, err := askerOn(tx, by, b, in.SemiAnonymous)
		if err != nil {
			return err
		}
		return tx.Within(rowsOfBoard(b.ID), func() error { // and of no thread that was there before
			id, err = ask(tx, by, w, b, in, text, files)
			return err
		})
	})
	return id, err
}

// ask writes the thread of a question that by may ask on the board in the name of w.
func ask(tx *db.Tx, by account.Viewer, w writer, b board.Board, in Question, text markdown.Text, files attachment.Chosen) (id int64, err error) {
	if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
		return 0, err
	}
	if id, err = insertThread(tx, w, b.ID, in); err != nil {
		return 0, err
	}
	wait, err := mustWait(tx, by, b)
	if err != nil {
		return 0, err
	}
	if wait {
		if err := holdThread(tx, id); err != nil {
			return 0, err
		}
	}
	if err := tag(tx, id, in.Services); err != nil {
		return 0, err
	}
	if err := support.AddForTx(tx, w.as, Thread{ID: id}.subject()); err != nil {
		return 0, err
	}
	if err := follow.AutoTx(tx, by.ID, follow.Subject{Kind: follow.Thread, ID: id}, follow.Asking); err != nil {
		return 0, err
	}
	post, err := insertPost(tx, w, id, 1, text, richtext.Once(in.Once))
	if err != nil {
		return 0, err
	}
	if err := attach(tx, by, post, files); err != nil {
		return 0, err
	}
	if err := count(tx, id); err != nil {
		return 0, err
	}
	if wait { // others hear of it when it is published
		return id, event.AppendTx(tx, event.ThreadPending, id, by.ID)
	}
	return id, event.AppendTx(tx, event.ThreadOpened, id, by.ID)
}

// WasAsked reports whether by has sent a question with this form before, which
// OpenThread would lead to.
func (f *Forum) WasAsked(ctx context.Context, by account.Viewer, key string) (was bool, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		_, was, err = db.Found(db.Scalar[int64](tx, earlierThread, by.ID, key))
		return err
	})
	return was, err
}

// earlierThread finds the thread that the person $1 opened with the form $2.
const earlierThread = `
	SELECT id
	FROM thread
	WHERE (author_id = $1 AND once_key = $2) OR (asker_id = $1 AND once_key = $2)`

// sameThread also finds one that was opened with the same question just now, unless it
// was withdrawn.
const sameThread = `
	SELECT MAX((
		SELECT t.id
		FROM thread t
		WHERE ((t.author_id = $1 AND t.once_key = s.once_key) OR (t.asker_id = $1 AND t.once_key = s.once_key))
		AND (t.once_key = $2 OR NOT EXISTS (SELECT 1 FROM post q WHERE q.thread_id = t.id AND q.position = 1 AND q.state = 'withdrawn'))
		LIMIT 1))
	FROM same s`

// samePost finds what the person wrote with the form, or the same text just now. For
// each key it looks by an index; joined, PostgreSQL reads all that the person wrote.
const samePost = `
	SELECT MAX((
		SELECT e.id
		FROM post e
		WHERE ((e.author_id = $1 AND e.once_key = s.once_key) OR (e.asker_id = $1 AND e.once_key = s.once_key))
		AND (e.once_key = $2 OR e.state <> 'withdrawn')
		LIMIT 1))
	FROM same s`

// form returns the question as a form.
func (in Question) form(files attachment.Chosen) once.Form {
	return once.Form{Key: in.Once, Content: append([]string{in.Title, in.Text, once.Ids(in.Services),
		strconv.FormatInt(in.Board, 10), strconv.FormatBool(in.SemiAnonymous)}, files.Content()...)}
}

// askerOn returns in whose name by asks on the board.
func askerOn(tx *db.Tx, by account.Viewer, b board.Board, semiAnonymous bool) (writer, error) {
	if !semiAnonymous {
		return openly(by), nil
	}
	if !b.SemiAnonymous {
		var c fault.Check
		c.Add("verdeckt", "Im Bereich „%s“ kann man nicht teilanonym fragen.", b.Name)
		return writer{}, c.Err()
	}
	return aliasOf(tx, by)
}

// Reply is the input of Reply.
type Reply struct {
	Text  string              // Markdown
	Once  string              // key of the form; the same key again leads to the same post
	Files []attachment.Choice // uploads of the author that the reply takes with it
}

// Reply answers in a thread and returns the post's id. It is 0 if the board has first
// posts reviewed and the reply of a new member waits.
func (f *Forum) Reply(ctx context.Context, by account.Viewer, thread int64, in Reply) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	var c fault.Check
	text := renderPost(ctx, &c, in.Text)
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		files, err := attachment.ChosenTx(tx, by.ID, in.Files)
		if err != nil {
			return err
		}
		form := once.Form{Key: in.Once, Content: append([]string{strconv.FormatInt(thread, 10), in.Text}, files.Content()...)}
		var t Thread
		var earlier int64
		var again, sent bool
		err = tx.Together(
			func(tx *db.Tx) (err error) { t, err = findLed(tx, by, thread); return err },
			func(tx *db.Tx) (err error) { sent, err = once.WasSentTx(tx, by.ID, in.Once); return err },
			func(tx *db.Tx) (err error) {
				earlier, again, err = once.EarlierTx[int64](tx, by.ID, form, samePost)
				return err
			})
		if again || err != nil {
			id = earlier
			return err
		}
		if !t.CanReply(by) {
			return t.Closed()
		}
		if err := c.Err(); err != nil {
			return err
		}
		return tx.Within(rowsWritten(t.ID, t.Board.ID), func() error {
			id, err = reply(tx, by, t, text, richtext.Once(in.Once), sent, files)
			return err
		})
	})
	return id, err
}

// reply writes a reply of by to a thread that takes one and returns its id, 0 if it
// waits for a moderator. sent says that its form was sent before.
func reply(tx *db.Tx, by account.Viewer, t Thread, text markdown.Text, key string, sent bool, files attachment.Chosen) (id int64, err error) {
	if t.pending > 0 {
		again, err := db.Scalar[bool](tx, `SELECT EXISTS (
			SELECT 1
			FROM held_reply
			WHERE author_id = $1 AND (once_key = $2 OR $5 AND thread_id = $3 AND source = $4 AND state = 'waiting'))`,
			by.ID, key, t.ID, text.Source, len(files) == 0)
		if again || err != nil {
			return 0, err
		}
	}
	if sent && t.Board.FirstReview { // and taken back since
		return 0, once.ErrRemoved
	}
	if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
		return 0, err
	}
	if err := follow.AutoTx(tx, by.ID, follow.Subject{Kind: follow.Thread, ID: t.ID}, follow.Replying); err != nil {
		return 0, err
	}
	wait, err := mustWait(tx, by, t.Board)
	if err != nil {
		return 0, err
	}
	w, err := t.writerOf(tx, by)
	if err != nil {
		return 0, err
	}
	// Who asked here semi-anonymously does not wait: what waits stands under its
	// author's name, and moderators have seen the question.
	if wait && w.asker == 0 {
		return 0, hold(tx, by, t.ID, text, key, files)
	}
	if id, err = insertPost(tx, w, t.ID, t.next(), text, key); err != nil {
		return 0, err
	}
	if err := attach(tx, by, id, files); err != nil {
		return 0, err
	}
	if err := addReply(tx, t, id); err != nil {
		return 0, err
	}
	return id, event.AppendTx(tx, event.PostAdded, id, by.ID)
}
