// Package fault describes what went wrong in terms of the domain: a kind, a
// German sentence for the user, and the form fields it concerns.
//
// It knows nothing of HTTP; package web turns kinds into pages and statuses.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind classifies a fault. Any other error counts as Internal.
type Kind int

const (
	Internal  Kind = iota // a bug or a broken machine; details go to the log only
	NotFound              // does not exist, or must look as if it did not
	Forbidden             // visible, but not allowed for this person
	Invalid               // the input needs correcting; Problems names the fields
	Conflict              // somebody else changed the same thing in the meantime
	TooMany               // a limit on attempts was reached
	Gone                  // existed once, such as a one-time link that was used
	Unready               // temporarily unavailable, try again
)

// Problem is one thing to correct in a form.
type Problem struct {
	Field    string // name of the form field, "" if it concerns the whole form
	Sentence string // a full sentence in German that says how to correct it
}

// Error is a fault of one kind.
type Error struct {
	Kind     Kind
	Sentence string // German, for the user
	Problems []Problem
	Wait     time.Duration // of TooMany and Busy: until another try is possible
}

func (e *Error) Error() string {
	if len(e.Problems) == 0 {
		return e.Sentence
	}
	parts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		parts[i] = p.Field + ": " + p.Sentence
	}
	return strings.Join(parts, "; ")
}

// Missing returns the NotFound fault for anything that does not exist or may not
// be seen. Both read alike, so that nobody can tell them apart.
func Missing() error {
	return &Error{Kind: NotFound, Sentence: "Diese Seite gibt es nicht, oder Sie dürfen sie nicht sehen."}
}

// Forbid returns a Forbidden fault for an act on something visible; sentence
// says who may do it.
func Forbid(sentence string) error { return &Error{Kind: Forbidden, Sentence: sentence} }

// Reject returns an Invalid fault that concerns no field, for a reason that lies
// in the matter itself, such as a closed thread.
func Reject(sentence string) error {
	return &Error{Kind: Invalid, Sentence: sentence, Problems: []Problem{{Sentence: sentence}}}
}

// RateLimited returns a TooMany fault. The next attempt is possible after wait,
// which is added to the sentence.
func RateLimited(wait time.Duration, sentence string) error {
	return &Error{Kind: TooMany, Sentence: sentence + " Bitte warten Sie noch " + German(wait) + ".", Wait: wait}
}

// Busy returns an Unready fault for lack of capacity; wait says when to retry.
func Busy(wait time.Duration, sentence string) error {
	return &Error{Kind: Unready, Sentence: sentence, Wait: wait}
}

// WaitOf returns how long to wait before the next attempt, 0 if err does not say.
func WaitOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.Wait
	}
	return 0
}

// Of returns a fault of kind k with the given sentence.
func Of(k Kind, sentence string) error { return &Error{Kind: k, Sentence: sentence} }

// KindOf returns the kind of the first fault in err's chain, Internal if there
// is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of kind k. It is false for a nil error.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// SentenceOf returns the sentence for the user, or a neutral one for internal errors.
func SentenceOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Sentence
	}
	return "Bei uns ist etwas schiefgegangen."
}

// ProblemsOf returns the problems of fields in err's chain, nil if there are none.
func ProblemsOf(err error) []Problem {
	var e *Error
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}

// Check collects the problems of one form. The zero value is ready to use.
type Check struct{ problems []Problem }

// Add records a problem of a field.
func (c *Check) Add(field, format string, args ...any) {
	c.problems = append(c.problems, Problem{Field: field, Sentence: fmt.Sprintf(format, args...)})
}

// Require records the sentence as a problem of the field unless ok is true.
func (c *Check) Require(ok bool, field, sentence string) {
	if !ok {
		c.problems = append(c.problems, Problem{Field: field, Sentence: sentence})
	}
}

// Err returns the collected problems as one Invalid fault, nil if there are none.
func (c *Check) Err() error {
	if len(c.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Sentence: "Bitte prüfen Sie Ihre Eingaben.", Problems: c.problems}
}
