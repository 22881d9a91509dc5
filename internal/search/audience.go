package search

import (
	"slices"

	"kommunalforum/internal/board"
)

// audience is a class of viewers who share the statistics of texts: mean lengths
// and how much groups of letters tell. They are taken from what all of the class
// may read, so that they say nothing of anything else.
type audience int

const (
	guests  audience = iota // may read what is public
	members                 // and what is for members
	audiences
)

// audience returns the class of the viewer. Restricted boards make no class: what
// stands there is counted only for those who may read it.
func (v view) audience() audience {
	if slices.Contains(v.acls, board.ACLMembers) {
		return members
	}
	return guests
}

// reads reports whether all of the audience may read texts with the keyword.
func (a audience) reads(acl board.ACL) bool {
	return acl == board.ACLPublic || acl == board.ACLMembers && a == members
}
