// Package fault says what went wrong in terms of the domain: a kind, a
// sentence for the person at the screen, and the fields it concerns.
//
// It knows nothing of HTTP; package web turns kinds into pages and statuses.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind is the class of a fault. Errors that are no fault are Internal.
type Kind int

const (
	Internal  Kind = iota // our own mistake or a broken machine; details only in the log
	NotFound              // does not exist, or must look as if it did not
	Forbidden             // visible, but not allowed for this person
	Invalid               // the input needs mending; Problems names the fields
	Conflict              // somebody else changed the same thing in the meantime
	TooMany               // a limit on attempts was reached
	Gone                  // was here, is not any more (a used link)
	Unready               // cannot be served right now, try again
)

// Problem is one thing to mend in a form.
type Problem struct {
	Field    string // the form field's name, "" when it concerns the whole form
	Sentence string // German, complete, says how to mend it
}

// Error is a fault of a known kind.
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

// Missing is the answer for everything that does not exist or may not be seen.
// All of them read alike, so that nobody can tell the two apart.
func Missing() error {
	return &Error{Kind: NotFound, Sentence: "Diese Seite gibt es nicht, oder Sie dürfen sie nicht sehen."}
}

// Forbid refuses an act on something visible; sentence says who may.
func Forbid(sentence string) error { return &Error{Kind: Forbidden, Sentence: sentence} }

// Reject rejects an act for a reason in the matter itself, such as a closed thread.
func Reject(sentence string) error {
	return &Error{Kind: Invalid, Sentence: sentence, Problems: []Problem{{Sentence: sentence}}}
}

// RateLimited refuses one try too many; the next one is possible after wait, which is
// added to the sentence.
func RateLimited(wait time.Duration, sentence string) error {
	return &Error{Kind: TooMany, Sentence: sentence + " Bitte warten Sie noch " + German(wait) + ".", Wait: wait}
}

// Busy refuses for want of capacity; it is worth trying again after wait.
func Busy(wait time.Duration, sentence string) error {
	return &Error{Kind: Unready, Sentence: sentence, Wait: wait}
}

// WaitOf returns after how long another try is possible, 0 when err says
// nothing about it.
func WaitOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.Wait
	}
	return 0
}

// Of returns an error of kind k with the given sentence.
func Of(k Kind, sentence string) error { return &Error{Kind: k, Sentence: sentence} }

// KindOf finds the kind in err's chain; Internal when there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of kind k. A nil error is of no kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// SentenceOf returns the sentence for the user, or a neutral one for internal errors.
func SentenceOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Sentence
	}
	return "Bei uns ist etwas schiefgegangen."
}

// ProblemsOf returns the field problems in err's chain, nil when there are none.
func ProblemsOf(err error) []Problem {
	var e *Error
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}

// Check gathers the problems of one form.
type Check struct{ problems []Problem }

// Add notes a problem at a field.
func (c *Check) Add(field, format string, args ...any) {
	c.problems = append(c.problems, Problem{Field: field, Sentence: fmt.Sprintf(format, args...)})
}

// Require notes the sentence at the field unless ok.
func (c *Check) Require(ok bool, field, sentence string) {
	if !ok {
		c.problems = append(c.problems, Problem{Field: field, Sentence: sentence})
	}
}

// Err returns the gathered problems as an Invalid fault, or nil.
func (c *Check) Err() error {
	if len(c.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Sentence: "Bitte prüfen Sie Ihre Eingaben.", Problems: c.problems}
}
