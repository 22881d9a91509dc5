// Package section describes what the export of personal data holds: packages
// declare which of their rows are about a person, and package export writes
// them. It owns no table.
package section

import "os"

// Kind says how the values of a column are read.
type Kind int

// Kinds of columns. Moments are Unix milliseconds in the database and RFC 3339
// in JSON; prose is Markdown of many lines; the value of a path is put into the
// column's Format, which makes it an address on the site.
const (
	Text Kind = iota
	Prose
	Moment
	Bool
	Number
	Path
)

// Column is one value of each record.
type Column struct {
	Key    string // in JSON
	Label  string // on the page
	Kind   Kind
	Format string // of a Path, such as "/beitrag/%v"
}

// Section is a part of the export: the records of one kind on a person. It
// holds what the person wrote or did and what is about them, nothing that
// somebody else wrote. Package privacy lists which columns of the schema are in
// which section.
type Section struct {
	Key     string // in JSON
	Title   string // on the page
	Note    string // what the records are, and what is left out
	Columns []Column
	// Query selects the columns in their order. $1 is the person's id, or, with
	// ByAddress, the hash of their email address.
	Query     string
	ByAddress bool
	// File is the name of a file beside the page with the content that FileQuery
	// selects, whose $1 is the person's id; without a row there is no file.
	File      string
	FileQuery string
	// FilesQuery selects the names of more files and what Open opens them by; $1 is the
	// person's id. One that Open does not find is left out.
	FilesQuery string
	Open       func(key string) (*os.File, error)
}
