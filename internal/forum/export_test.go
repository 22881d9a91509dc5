package forum

// The queries of feeds and of open pages, and what counts replies, for the test of their plans.
var (
	FeedOfBoardSQL   = questionsSQL(ofBoard)
	FeedOfServiceSQL = questionsSQL(ofService)
	PostsSinceSQL    = postsSince
	ThreadsSinceSQL  = threadsSince
	RepliesSQL       = refreshRepliesSQL
)
