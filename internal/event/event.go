// Package event owns the tables event, cursor, event_log and event_loss: the log
// of changes that consumers follow. Rows hold ids only, never text, names or
// addresses.
//
// It promises: an event is appended in the transaction of its change, and a
// consumer reads beyond its cursor in order, so no event is lost in a crash and
// none is seen of a change that was rolled back. Ids have the order of commits,
// without gaps: they are counted in the row of the log, which a transaction that
// appends keeps locked until it ends.
package event

import (
	"math/rand/v2"
	"time"

	"kommunalforum/internal/db"
)

// Kind says what happened; the word before the dot names the subject.
type Kind string

// Kinds of events that the search follows, and of what happens to accounts. The
// subject of an event is the id of the noun before the dot, unless noted otherwise.
// A consumer passes over the kinds that it does not know.
const (
	ThreadOpened  Kind = "thread.opened"
	ThreadChanged Kind = "thread.changed" // title, state, board, visibility, tags
	PostAdded     Kind = "post.added"
	PostChanged   Kind = "post.changed" // text, solution, withdrawal, visibility
	ArticleSaved  Kind = "article.saved"
	InquirySaved  Kind = "inquiry.saved"
	AnswerSaved   Kind = "answer.saved" // an official answer was released or withdrawn
	DocumentSaved Kind = "document.saved"
	// ConsultationSaved: its text, its state, or that it was deleted
	ConsultationSaved Kind = "consultation.saved"
	BoardChanged      Kind = "board.changed"
	PersonChanged     Kind = "person.changed"
	PasswordSet       Kind = "person.password" // somebody's password was replaced
	FileRead          Kind = "attachment.read" // the text of a post's file is known
	FileRemoved       Kind = "attachment.removed"
	IndexOutdated     Kind = "index.outdated" // every search index is to be built again; no subject
)

// Kinds of events that say more precisely what was done, for those who notify
// people. Where one of the kinds above is due too, both are appended.
const (
	ThreadPending  Kind = "thread.pending"  // a first question waits for review, or waits again
	ThreadRejected Kind = "thread.rejected" // it was refused
	ThreadLocked   Kind = "thread.locked"
	ThreadUnlocked Kind = "thread.unlocked"
	ThreadMoved    Kind = "thread.moved"
	ThreadMerged   Kind = "thread.merged"          // subject: forum.Transfer
	ThreadSplit    Kind = "thread.split"           // subject: forum.Transfer, of posts to a thread that was there, too
	TransferUndone Kind = "thread.transfer.undone" // subject: forum.Transfer
	ThreadOutdated Kind = "thread.outdated"        // marked as überholt by hand
	ReplyPending   Kind = "reply.pending"          // the subject is a held reply
	ReplyRejected  Kind = "reply.rejected"         // the subject is a held reply

	PostSolved    Kind = "post.solved"
	PostUnsolved  Kind = "post.unsolved"
	PostHidden    Kind = "post.hidden"
	PostUnhidden  Kind = "post.unhidden"
	PostBlackened Kind = "post.blackened"
	PostMentioned Kind = "post.mentioned" // an edit mentions somebody who was not mentioned before
	PostReported  Kind = "post.reported"  // a member reports it to the moderators
	ReportSettled Kind = "report.settled" // moderators decided about a report, or its post is gone

	ArticlePublished Kind = "article.published" // released for the first time
	ArticleRevised   Kind = "article.revised"   // a published article has another text
	ArticleOutdated  Kind = "article.outdated"
	ArticleDue       Kind = "article.due" // its review date is reached

	SuggestionMade    Kind = "suggestion.made"    // for the FAQ, or a hint at an article
	SuggestionDecided Kind = "suggestion.decided" // declined, or looked into; not: taken

	InquiryStepped  Kind = "inquiry.stepped"  // the subject is a row of the inquiry's history
	AnswerReleased  Kind = "answer.released"  // the subject is a version of an official answer
	AnswerWithdrawn Kind = "answer.withdrawn" // the subject is a version of an official answer
	AnswerExpired   Kind = "answer.expired"   // the subject is a version of an official answer

	ReuseEntered Kind = "reuse.entered" // an organisation says that it uses a service
	ReuseDue     Kind = "reuse.due"     // nobody confirmed that for a year
	ReuseRemoved Kind = "reuse.removed" // by moderators; the subject is a reuse.Removal

	NoteRemoved Kind = "concern.note" // by moderators, of an organisation that something concerns

	ConsultationOpened  Kind = "consultation.opened"
	ConsultationStepped Kind = "consultation.stepped"  // the subject is a row of the consultation's history
	ConsultationEnding  Kind = "consultation.ending"   // its last day is near
	PositionTaken       Kind = "consultation.position" // an organisation took, changed or withdrew positions

	BoardNarrowed Kind = "board.narrowed" // there are people who can no longer read it
	BoardWidened  Kind = "board.widened"  // there are people who can now
	BoardBarred   Kind = "board.barred"   // one person can no longer read it, for what ended that admitted them
)

// Event is one row of the log.
type Event struct {
	ID      int64
	Kind    Kind
	Subject int64
	Actor   int64 // who did it; 0: the system, or an account that was erased since
	At      time.Time
	Nonce   int64 // distinguishes it from the event of the same id in another copy of the database
}

// AppendTx appends an event in the transaction of the change and wakes the
// consumers after the commit. The person by did it; 0 is the system.
func AppendTx(tx *db.Tx, kind Kind, subject, by int64) error {
	if err := tx.Queue(`UPDATE event_log SET head = head + 1`); err != nil {
		return err
	}
	tx.Nudge()
	return tx.Queue(`
		INSERT INTO event (id, kind, subject, actor_id, at, nonce)
		SELECT head, $1, $2, $3, $4, $5
		FROM event_log`, string(kind), subject, db.Null(by), tx.Now, rand.Int64())
}

// EraseTx forgets what the person did. Called by package usecase only.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`UPDATE event SET actor_id = NULL WHERE actor_id = $1`, person)
	return err
}

// HeadTx returns the id of the newest event ever appended, 0 for an empty log.
func HeadTx(tx *db.Tx) (int64, error) {
	return db.Scalar[int64](tx, `SELECT head FROM event_log`) // not MAX(id): rows are deleted in time
}

// AfterTx returns up to limit events after the cursor, oldest first.
func AfterTx(tx *db.Tx, cursor int64, limit int) ([]Event, error) {
	return db.List(tx, func(r db.Row) (e Event, err error) {
		return e, r.Scan(&e.ID, &e.Kind, &e.Subject, db.OrZero(&e.Actor), db.Instant(&e.At), &e.Nonce)
	}, `
		SELECT id, kind, subject, actor_id, at, nonce
		FROM event
		WHERE id > $1
		ORDER BY id
		LIMIT $2`, cursor, limit)
}
