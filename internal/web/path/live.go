package path

import "strconv"

// Live says what is new on a page since it was shown.
const Live = "/neues"

// The pages that ask what is new on them.
const (
	LiveThread = "thema"
	LiveBoard  = "bereich"
	LiveDesk   = "schreibtisch"
)

// LiveOf is where a page asks what is new since, which means what its kind counts by:
// a position, milliseconds, the number of a step.
func LiveOf(kind string, id, since int64) string {
	return WithQuery(Live, "seite", kind, "id", strconv.FormatInt(id, 10), "seit", strconv.FormatInt(since, 10))
}
