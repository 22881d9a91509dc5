package path

// Documents of the library.
const (
	Library         = "/bibliothek"
	NewDocument     = "/bibliothek/neu"
	DocumentPage    = "/bibliothek/:id"
	EditDocument    = "/bibliothek/:id/bearbeiten"
	RenewDocument   = "/bibliothek/:id/neue-fassung"
	EndDocument     = "/bibliothek/:id/beenden"
	RestoreDocument = "/bibliothek/:id/wiederherstellen"
)

// LibraryDocument is the address of a document, with its title in words.
func LibraryDocument(id int64, title string) string { return To(DocumentPage, idAndSlug(id, title)) }
