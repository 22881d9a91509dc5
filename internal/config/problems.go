package config

import (
	"errors"
	"strings"
)

// Problems is an error that names all settings that cannot work, one sentence each.
type Problems []string

func (p Problems) Error() string { return strings.Join(p, "\n") }

// Add adds what is wrong, if anything is, and reports whether all was well.
func (p *Problems) Add(err error) bool {
	var several Problems
	switch {
	case err == nil:
		return true
	case errors.As(err, &several):
		*p = append(*p, several...)
	default:
		*p = append(*p, err.Error())
	}
	return false
}

// Err returns the problems, nil if there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}
