// Package path holds every address of the site: the patterns under which pages
// are mounted, and functions that fill them.
//
// It promises: a link and its route come from the same pattern, so they cannot
// differ; no other package spells an address out.
package path

import (
	"net/url"
	"strconv"
	"strings"

	"kommunalforum/internal/fault"
)

// Segment is what fills a parameter of a pattern.
type Segment interface{ int64 | int | string }

// To fills the parameters of a pattern in their order: To(EditPost, 456) is
// /beitrag/456/bearbeiten. It panics when there are too few values or too many,
// which is a mistake of the program.
func To[S Segment](pattern string, values ...S) string {
	var space [128]byte // most addresses fit, and pages build hundreds of them
	filled := space[:0]
	for rest := pattern; rest != ""; {
		before, after, more := strings.Cut(rest, "/:")
		filled, rest = append(filled, before...), ""
		if !more {
			break
		}
		if len(values) == 0 {
			panic("path: too few values for " + pattern)
		}
		filled = appendSegment(append(filled, '/'), values[0])
		values = values[1:]
		if end := strings.IndexByte(after, '/'); end >= 0 {
			rest = after[end:]
		}
	}
	if len(values) > 0 {
		panic("path: too many values for " + pattern)
	}
	return string(filled)
}

func appendSegment[S Segment](filled []byte, value S) []byte {
	switch v := any(value).(type) {
	case int64:
		return strconv.AppendInt(filled, v, 10)
	case int:
		return strconv.AppendInt(filled, int64(v), 10)
	case string:
		return append(filled, v...)
	}
	return filled
}

// ID reads the number that begins a segment such as 123-titel. Without one it
// returns a NotFound fault: nothing has that address.
func ID(segment string) (int64, error) {
	digits, _, _ := strings.Cut(segment, "-")
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id < 1 {
		return 0, fault.Missing()
	}
	return id, nil
}

// Local returns the address if it stays on this site, "/" otherwise. Browsers
// take backslashes for slashes and drop tabs and line breaks.
func Local(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\t\r\n\x00") {
		return Start
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "//") {
		return Start
	}
	return address
}

// WithQuery is the address, which has no query yet, with those of the names and
// values that have a value.
func WithQuery(address string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return address
	}
	return address + "?" + q.Encode()
}

// Back leads to address and from there back to the page back.
func Back(address, back string) string {
	return address + "?weiter=" + url.QueryEscape(Local(back))
}

// SignInAndBack leads to the sign-in page and from there back to the page back.
func SignInAndBack(back string) string { return Back(SignIn, back) }
