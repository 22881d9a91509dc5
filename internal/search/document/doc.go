// Package document describes what can be found: threads, replies, FAQ articles, official
// answers, services, documents of the library, consultations, and the files of all these, each
// as one document with an id, but files as several, and consultations as one and one for each
// section. It owns no table.
//
// It promises: a document says in one keyword who may find it, and names nobody:
// its author and their organisation are numbers.
package document

import (
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/organisation"
)

// Document is what the index knows of one thing.
type Document struct {
	Kind        Kind
	ID          int64  // the number of its row; of a file that of attachment.ChunkID, of a consultation that of its DocID
	Thread      int64  // of a reply or file: its thread
	Whole       int64  // of a file of an article, an answer or a document of the library: that
	Gone        bool   // it must not be found any more; apart from Kind, ID and Thread nothing is set
	Title       string // of a reply "": its thread is found by the title, not every reply; of the first chunk of a file its name
	Body        string // plain text
	ThreadTitle string // of a reply or file: the title of its thread
	Board       int64  // 0 for none
	ACL         board.ACL
	State       string    // of a thread or reply: the thread's; of an article or answer: see Validity
	At          time.Time // when it was written or released; zero for services
	Services    []int64   // OZG-IDs

	// About the author; 0 and "" for articles, answers and services, which speak
	// for more than one organisation.
	Author           int64
	Organisation     int64
	Land             string
	OrganisationKind organisation.Kind
}

// EntryID returns the id of the document as which d is listed: a reply or file is
// listed as its thread, another file as what has it, everything else as itself.
func (d Document) EntryID() string {
	switch d.Kind.Listed() {
	case d.Kind:
		return ID(d.Kind, d.ID)
	case Thread:
		return ID(Thread, d.Thread)
	default:
		return ID(d.Kind.Listed(), d.Whole)
	}
}

// States of articles and answers. StateOutdated is also one of threads.
const (
	StateValid    = "valid"
	StateOutdated = "outdated"
)

// Validity returns the state of an article or answer.
func Validity(outdated bool) string {
	if outdated {
		return StateOutdated
	}
	return StateValid
}
