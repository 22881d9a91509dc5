package path

// Search.
const (
	Search         = "/suche"
	CompleteSearch = "/suche/vorschlaege"
)
