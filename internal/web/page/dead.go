package page

import (
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
)

// deadLink is the answer at an address that carries a secret and opens nothing: signing
// in would not make it open anything.
type deadLink struct {
	error
	title, text string
	onward      templates.Link
}

func (e *deadLink) Unwrap() error { return e.error }

// DeadLink returns the error that answers a fault.NotFound with a page of its own: title
// and text say what happened, onward leads to where it can be put right, also by signing
// in first. Other errors, and none, are returned as they are.
func DeadLink(err error, title, text string, onward templates.Link) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	return &deadLink{err, title, text, onward}
}
