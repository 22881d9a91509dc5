package templates

import (
	"context"
	"time"
)

// DraftState is what the forms of a page know of drafts.
type DraftState struct {
	NewTab     func() string // draws what names a page that shows a form
	Person     int64         // who looks at the page
	Address    string        // where the form was sent that the page shows again, "" for none
	Tab        string        // of that form
	Revision   string        // of the draft with which it was opened, "" for none
	Unfinished bool          // the form is a draft: what is wrong with it is not said yet
}

type draftStateKey struct{}

// WithDraftState returns a context under which forms can be kept as drafts.
func WithDraftState(ctx context.Context, s *DraftState) context.Context {
	return context.WithValue(ctx, draftStateKey{}, s)
}

// draftOf returns the state for the form that is sent to the address; its Tab is ""
// where nobody is signed in.
func draftOf(ctx context.Context, address string) (out DraftState) {
	s, ok := ctx.Value(draftStateKey{}).(*DraftState)
	if !ok {
		return out
	}
	out = *s
	if s.Address != address {
		out.Tab, out.Revision = "", ""
	}
	if out.Tab == "" {
		out.Tab = s.NewTab()
	}
	return out
}

// unfinished reports whether the page shows a draft.
func unfinished(ctx context.Context) bool {
	s, ok := ctx.Value(draftStateKey{}).(*DraftState)
	return ok && s.Unfinished
}

// toldOf returns the problem with a field as far as it is told.
func toldOf(ctx context.Context, problem string) string {
	if unfinished(ctx) {
		return ""
	}
	return problem
}

// DraftNote is a draft in a list of its owner.
type DraftNote struct {
	Href    string // opens it
	Discard string // address of the page that asks whether to delete it
	Form    string // what it is to become, such as „Antwort“
	Begin   string // how the text begins
	At      time.Time
}
