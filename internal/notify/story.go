package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
)

// story is what an event has to tell about one place.
type story struct {
	about      target
	subjects   []follow.Subject // whose levels count, the place itself first (see follow.FollowersTx)
	direct     []audience       // people who hear without following, by strength
	mentioning int64            // the post whose mentions nobody was told of yet; 0: none
	author     int64            // hears as an audience only, not as a follower
	followed   following
	searched   search // people who are looked for elsewhere, in place of followers
}

// more reports whether there are others to tell than those who hear directly.
func (s story) more() bool { return s.followed.kind != "" || s.searched != nil }

// search looks at up to limit people beyond the person after, by id, and returns those
// who hear, the last person whom it looked at, and whether there may be more.
type search func(tx *db.Tx, after int64, limit int) (found []audience, last int64, more bool, err error)

// target is what a notification is about.
type target struct {
	place    Place
	item     int64
	position int
}

// audience is who is told for one reason.
type audience struct {
	kind   Kind
	act    string
	via    follow.Subject // what they follow that makes them hear; zero: they hear anyhow
	people []int64
}

// following is what followers are told.
type following struct {
	kind  Kind // "": nothing
	act   string
	about target
	level follow.Level // that makes them hear
}

// tellers make the stories of events. Kinds of events without one tell nothing. They
// load what the event is about as it stands now, and tell nothing of what is gone.
var tellers = map[event.Kind]func(*db.Tx, event.Event) ([]story, error){
	event.ThreadOpened:   tellThreadOpened,
	event.ThreadPending:  tellThreadPending,
	event.ThreadRejected: tellThreadMeasure,
	event.ThreadLocked:   tellThreadMeasure,
	event.ThreadUnlocked: tellThreadMeasure,
	event.ThreadMoved:    tellThreadMoved,
	event.ThreadOutdated: tellThreadMeasure,
	event.ThreadMerged:   tellTransfer,
	event.ThreadSplit:    tellTransfer,
	event.TransferUndone: tellTransferUndone,
	event.ReplyPending:   tellReplyPending,
	event.ReplyRejected:  tellReplyRejected,

	event.PostAdded:     tellPostAdded,
	event.PostSolved:    tellPostSolved,
	event.PostHidden:    tellPostMeasure,
	event.PostUnhidden:  tellPostMeasure,
	event.PostBlackened: tellPostMeasure,
	event.PostMentioned: tellMentions,
	event.PostReported:  tellReported,
	event.ReportSettled: tellReportSettled,

	event.ArticlePublished: tellArticlePublished,
	event.ArticleRevised:   tellArticleChanged,
	event.ArticleOutdated:  tellArticleChanged,
	event.ArticleDue:       tellArticleDue,

	event.SuggestionMade:    tellSuggestionMade,
	event.SuggestionDecided: tellSuggestionDecided,

	event.ReuseEntered: tellReuseEntered,
	event.ReuseDue:     tellReuseDue,
	event.ReuseRemoved: tellReuseRemoved,
	event.NoteRemoved:  tellNoteRemoved,

	event.ConsultationOpened:  tellConsultationOpened,
	event.ConsultationStepped: tellConsultationStepped,
	event.ConsultationEnding:  tellConsultationEnding,

	event.InquiryStepped:  tellStep,
	event.AnswerReleased:  tellAnswer,
	event.AnswerWithdrawn: tellAnswer,
	event.AnswerExpired:   tellAnswer,

	event.BoardNarrowed: tellBoardNarrowed,
	event.BoardWidened:  tellBoardWidened,
	event.BoardBarred:   tellBoardBarred,
}

func storiesOf(tx *db.Tx, e event.Event) ([]story, error) { return tellers[e.Kind](tx, e) }

// heard reports whether somebody with the levels h hears of the kind without
// following. Measures against one's own posts, decisions about one's own suggestions and
// the work of a role are told whatever the levels say: the law demands a statement of
// reasons (Art. 17 DSA), and work is not a matter of interest.
func (k Kind) heard(h follow.Hears) bool {
	switch k {
	case Measure, ReportDecided, Review, Reported, NewInquiry, AssignedInquiry, DueArticle, Suggested, CitedAnswer, SuggestionDecided, Reminder,
		ReuseDue:
		return true
	case Mention:
		return h.Mentions
	case OfficialAnswer, CitedByPost:
		return h.Own || h.Official
	case FollowedReply: // who takes part, of a solution
		return h.All
	}
	return h.Own
}
