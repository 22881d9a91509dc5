package path

import "strconv"

// Following.
const (
	Following     = "/konto/folgen"
	Follow        = "/folgen"
	EndFollowing  = "/konto/folgen/beenden"
	UndoEnding    = "/konto/folgen/rueckgaengig"
	FollowSetting = "/konto/folgen/einstellung"
	SavedSearches = "/konto/suchen"
	SavedSearch   = "/konto/suchen/:id" // leads to its hits
	ForgetSearch  = "/konto/suchen/:id/loeschen"
	SaveSearch    = "/suche/speichern"
)

// SearchAgain is the address of a saved search, by its query.
func SearchAgain(query string) string { return Search + "?" + query }

// FollowingEnded leads to the list, which offers to undo what a batch ended.
func FollowingEnded(batch int64) string {
	return Following + "?beendet=" + strconv.FormatInt(batch, 10)
}
