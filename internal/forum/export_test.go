package forum

// The queries of feeds and of open pages, and what counts replies, for the test of their plans.
var (
	FeedOfBoardSQL   = questionsSQL(ofBoard)
	FeedOfServiceSQL = questionsSQL(ofService)
	PostsSinceSQL    = postsSince
	ThreadsSinceSQL  = threadsSince
	RepliesSQL       = refreshRepliesSQL
	AnswerersSQL     = answerersSQL
	SamePostSQL      = sameKey + samePost
	SameThreadSQL    = sameKey + sameThread
)

// What finds people to address, for the test of its plan.
var (
	TakingPartSQL = takingPartSQL
	BeginningSQL  = func(keys []string) (string, []any) {
		o := beginning(1, keys)
		return o.sql, o.args
	}
)

// sameKey stands for what package once puts before.
const sameKey = `WITH same (once_key) AS (SELECT CAST($2 AS TEXT))`
