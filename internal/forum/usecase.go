package forum

import (
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
)

// Source is what another domain takes over from a thread or post. The
// functions below are called by package usecase only.
type Source struct {
	ThreadID int64
	PostID   int64 // 0 for the thread as a whole
	Question bool  // somebody asked for the post that opened the thread
	Board    board.Board
	Title    string
	Text     string // Markdown of the question or post, without the names of people whom it mentions
	Services []int64
	Asker    account.Byline // who opened the thread, with the organisation of that time
}

// ForEscalationTx returns the thread's question for an inquiry, if by may escalate
// it. Days are the working days without a solution after which the asker may.
func ForEscalationTx(tx *db.Tx, by account.Viewer, thread int64, days int) (Source, error) {
	t, err := findThread(tx, by, thread)
	if err != nil {
		return Source{}, err
	}
	if !t.CanEscalate(by, t.Overdue(tx.Now, days)) {
		return Source{}, fault.Forbid("An das Programmmanagement geben Themen die Moderation des Bereichs und das Programmmanagement weiter. Wer " +
			"gefragt hat, kann es, wenn die Frage " + strconv.Itoa(days) + " Arbeitstage ohne Lösung geblieben ist.")
	}
	question, err := db.One(tx, scanPost, `SELECT `+postColumns+postJoins+` WHERE e.thread_id = $1 AND e.position = 1`, thread)
	if err != nil {
		return Source{}, err
	}
	return source(t, question, 0), nil
}

// ForFAQTx returns a post for the FAQ, if by edits the FAQ of its board. For a
// question it is the first reply that is marked as its solution, if there is
// one: what is asked is no answer.
func ForFAQTx(tx *db.Tx, by account.Viewer, post int64) (Source, error) {
	e, t, err := findPost(tx, by, post)
	if err != nil {
		return Source{}, err
	}
	if !by.Edits(t.Board.ID) {
		return Source{}, fault.Forbid("Nur die FAQ-Redaktion und die Moderation des Bereichs übernehmen Beiträge in die häufigen Fragen.")
	}
	if e.State != Visible || t.Hidden {
		return Source{}, fault.Reject("Dieser Beitrag ist nicht sichtbar und lässt sich nicht übernehmen.")
	}
	s := source(t, e, post)
	if !e.Question() {
		return s, nil
	}
	solution, found, err := db.Found(db.One(tx, scanPost, `
		SELECT `+postColumns+postJoins+`
		WHERE e.thread_id = $1 AND e.solution_at IS NOT NULL AND e.state = 'visible'
		ORDER BY e.position
		LIMIT 1`, t.ID))
	if found {
		s = source(t, solution, solution.ID)
	}
	s.Question = true
	return s, err
}

func source(t Thread, e Post, post int64) Source {
	s := Source{ThreadID: t.ID, PostID: post, Board: t.Board, Title: t.Title, Asker: t.Author,
		Text: markdown.HideMentions(e.Source, e.mentions.list())}
	for _, x := range t.Services {
		s.Services = append(s.Services, x.ID)
	}
	return s
}

// SetOfficialAnswerTx notes that an official answer settles the thread; answer
// 0 takes it away.
func SetOfficialAnswerTx(tx *db.Tx, thread, answer int64) error {
	err := change(tx, thread, func() error {
		if _, err := tx.Exec(`UPDATE thread SET official_answer_id = $1 WHERE id = $2`, db.Null(answer), thread); err != nil {
			return err
		}
		return refreshState(tx, thread)
	})
	if err != nil {
		return err
	}
	return event.AppendTx(tx, event.ThreadChanged, thread, 0)
}

// answerOutdated is the reason that stands on a thread whose official answer
// no longer holds.
const answerOutdated = "Die offizielle Antwort gilt nicht mehr."

// NoteAnswerOutdatedTx notes that the thread's official answer no longer holds,
// or holds (again). What somebody else gave as a reason stays.
func NoteAnswerOutdatedTx(tx *db.Tx, thread int64, outdated bool) error {
	err := change(tx, thread, func() error {
		_, err := tx.Exec(`
			UPDATE thread
			SET outdated_reason = CASE WHEN $1 THEN COALESCE(outdated_reason, $2) ELSE NULLIF(outdated_reason, $2) END
			WHERE id = $3`, outdated, answerOutdated, thread)
		if err != nil {
			return err
		}
		return refreshState(tx, thread)
	})
	if err != nil {
		return err
	}
	return event.AppendTx(tx, event.ThreadChanged, thread, 0)
}
