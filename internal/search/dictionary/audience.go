package dictionary

import (
	"slices"

	"kommunalforum/internal/board"
)

// Audience is a class of viewers who share the statistics of texts: the mean
// lengths of fields, and the weights of trigrams. They are computed from the texts
// that the whole audience may read, so they reveal nothing of any other text.
type Audience int

// The audiences. Each may also read what those before it may read.
const (
	Guests    Audience = iota // may read what is public
	Members                   // and what is for all members
	Audiences                 // their number
)

// AudienceOf returns the audience of a viewer who may read texts with these
// keywords. Restricted boards make no audience: their texts are counted only for
// those who may read them.
func AudienceOf(acls []board.ACL) Audience {
	if slices.Contains(acls, board.ACLMembers) {
		return Members
	}
	return Guests
}

// reads reports whether the whole audience may read texts with the keyword.
func (a Audience) reads(acl board.ACL) bool {
	return acl == board.ACLPublic || acl == board.ACLMembers && a == Members
}
