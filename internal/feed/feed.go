// Package feed writes what is new somewhere as an Atom document (RFC 4287) or as a
// JSON Feed (version 1.1). It owns no table and knows nothing of who may read what.
//
// It promises: a document is valid whatever characters its texts hold; two feeds with
// the same content are the same bytes.
package feed

import (
	"crypto/sha256"
	"fmt"
	"time"
)

// MaxEntries is how many entries a feed has at most, so that its cost does not grow
// with the forum.
const MaxEntries = 30

// Format is a kind of document.
type Format struct {
	Name string // the end of its address: feed.atom
	Type string // Content-Type
	// Write returns the feed as a document of this format.
	Write func(Feed) ([]byte, error)
}

// The formats, the more widely read one first.
var (
	Atom = Format{"feed.atom", "application/atom+xml; charset=utf-8", writeAtom}
	JSON = Format{"feed.json", "application/feed+json; charset=utf-8", writeJSON}
)

// Formats lists all formats.
var Formats = []Format{Atom, JSON}

// Feed is a list of entries, newest first. All addresses are absolute.
type Feed struct {
	ID      string // an IRI that never changes
	Title   string
	Home    string    // address of the page that the feed belongs to
	Self    string    // address of this document
	Author  string    // who publishes it
	Changed time.Time // the least that it says of when it was changed: entries may have gone since
	Entries []Entry
}

// Entry is one thing in a feed. Texts are plain but for HTML.
type Entry struct {
	ID        string // an IRI that never changes, whatever becomes of title, text and place
	Title     string
	Link      string // address of its page
	Author    string // "" for none
	Category  string // what it is, in a word
	Published time.Time
	Updated   time.Time // last meaningful change
	Summary   string
	HTML      string // the whole content with absolute addresses, "" where there is only the summary
}

// Updated returns when the feed or one of its entries was last changed.
func (f Feed) Updated() time.Time {
	newest := f.Changed
	if newest.IsZero() {
		newest = time.Unix(0, 0)
	}
	for _, e := range f.Entries {
		if e.Updated.After(newest) {
			newest = e.Updated
		}
	}
	return newest
}

// ID returns an IRI for a thing of a forum, such as "post/123" of the forum with a
// random id of its own: a UUID of version 8 (RFC 9562). It depends on neither the
// address of the forum nor that of the thing, so that both may change without every
// feed reader taking all entries for new (RFC 4287, 4.2.6).
func ID(forum, thing string) string {
	sum := sha256.Sum256([]byte(forum + " " + thing))
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// stamp writes a moment as both formats want it (RFC 3339), in whole seconds.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
