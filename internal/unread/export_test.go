package unread

// The queries whose plans a test looks at, and limits that it fills.
var (
	CountSQL     = countSQL
	ExceptionSQL = exceptionSQL
	StateSQL     = stateSQL
	UnseenSQL    = func(ids string) string { return unseenThreadsSQL + ids + ` AND ` + unseenSQL + ` AND ` + heardSQL }
	VersionsSQL  = versionsSQL
)

const (
	MaxOfOne = maxOfOne
	MaxInAll = maxInAll
)

// Count returns how many positions are noted.
func (u *Unread) Count() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.count
}
