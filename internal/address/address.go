// Package address defines what an e-mail address is for this forum: how it is
// written, which mailbox it belongs to, and whether its domain says where somebody
// works. It knows no people and owns no table.
//
// It promises: an address returned by Parse is lower-case ASCII that every mail
// server can send to; all addresses of a mailbox have the same Base.
package address

import (
	"errors"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Address is a parsed mail address.
type Address struct {
	Local  string // before the @, lower case
	Domain string // after it: lower-case ASCII, without a trailing dot
}

// Limits of RFC 5321 in octets.
const (
	maxLocal   = 64
	maxAddress = 254
	maxDomain  = 253
)

var (
	errAddress = errors.New("no mail address")
	errDomain  = errors.New("no domain")
)

// Parse parses what somebody typed. Surrounding white space and case do not matter,
// and the domain may contain umlauts. It refuses what the standards allow but
// nobody has at work, or what can hide a second address: quoted local parts,
// comments, display names, IP addresses, non-ASCII local parts, and domains of a
// single label.
func Parse(s string) (Address, error) {
	s = strings.TrimSpace(s)
	at := strings.LastIndexByte(s, '@')
	if at < 1 || len(s) > maxAddress {
		return Address{}, errAddress
	}
	local := strings.ToLower(s[:at])
	if len(local) > maxLocal || !dotted(local) {
		return Address{}, errAddress
	}
	if strings.HasSuffix(s, ".") {
		return Address{}, errAddress // one name must not be written in two ways
	}
	domain, err := Domain(s[at+1:])
	if err != nil || len(local)+1+len(domain) > maxAddress {
		return Address{}, errAddress
	}
	return Address{local, domain}, nil
}

// dotted reports whether s is a dot-atom: words of the allowed characters with
// single dots between them.
func dotted(s string) bool {
	for word := range strings.SplitSeq(s, ".") {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("!#$%&'*+/=?^_`{|}~-", r))
		}) {
			return false
		}
	}
	return true
}

// Domain parses a domain name of at least two labels, as people or lists write it,
// and returns it in lower-case ASCII. A trailing dot and a leading @ are removed.
func Domain(s string) (string, error) {
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "@"), ".")
	ascii, err := idna.Lookup.ToASCII(s)
	if err != nil || len(ascii) > maxDomain || !strings.Contains(ascii, ".") {
		return "", errDomain
	}
	labels := strings.Split(ascii, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 {
			return "", errDomain
		}
	}
	if strings.Trim(labels[len(labels)-1], "0123456789") == "" {
		return "", errDomain // a network address
	}
	return ascii, nil
}

// Clean returns the address as it is stored and compared. What Parse refuses is
// only lower-cased, so that it can be looked up and is not found.
func Clean(s string) string {
	a, err := Parse(s)
	if err != nil {
		return strings.ToLower(strings.TrimSpace(s))
	}
	return a.String()
}

// String returns the address as local@domain.
func (a Address) String() string { return a.Local + "@" + a.Domain }

// Base identifies the mailbox. Most servers deliver name+anything to name, so both
// count as one person.
func (a Address) Base() string {
	local, _, _ := strings.Cut(a.Local, "+")
	if local == "" {
		local = a.Local
	}
	return local + "@" + a.Domain
}

// Parents returns the domains above d down to two labels, nearest first:
// b.example.org and example.org for a.b.example.org.
func Parents(d string) (out []string) {
	for {
		_, rest, found := strings.Cut(d, ".")
		if !found || !strings.Contains(rest, ".") {
			return out
		}
		out = append(out, rest)
		d = rest
	}
}

// Readable formats a domain for people. A name that is not ASCII appears in both
// forms, because letters of other alphabets can look like ours.
func Readable(d string) string {
	u, err := idna.Display.ToUnicode(d)
	if err != nil || u == d {
		return d
	}
	return u + " (" + d + ")"
}

// Common reports whether anybody can register a name below d, as below de or co.uk.
// Such a domain belongs to no organisation.
func Common(d string) bool {
	suffix, _ := publicsuffix.PublicSuffix(d)
	return suffix == d
}
