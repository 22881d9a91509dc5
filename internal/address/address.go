// Package address says what an e-mail address is for this forum: how it is
// written, which mailbox it names, and whether its domain says anything about
// where somebody works. It knows no people and no tables.
//
// It promises: an address that Parse returns is plain ASCII in lower case and
// can be sent to by every mail server; two addresses of one mailbox have the
// same Base.
package address

import (
	"errors"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Address is a mail address that was understood.
type Address struct {
	Local  string // before the @, lower case
	Domain string // after it: ASCII, lower case, without a dot at the end
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

// Parse reads what somebody typed: white space around it and upper case do not
// matter, and the domain may be written with umlauts. Refused is what the
// standards allow but nobody has at work, and what can hide a second address:
// quoted local parts, comments, names, literal network addresses, local parts
// beyond ASCII, and domains of a single label.
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

// Domain reads a domain name of at least two labels, as people or lists write
// it, and returns its ASCII form in lower case. A single dot at the end and an
// @ in front of it are taken away.
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

// Clean returns the address as it is stored and compared. What cannot be read
// stays as it is in lower case, so that it can be looked up and not be found.
func Clean(s string) string {
	a, err := Parse(s)
	if err != nil {
		return strings.ToLower(strings.TrimSpace(s))
	}
	return a.String()
}

// String writes the address.
func (a Address) String() string { return a.Local + "@" + a.Domain }

// Base names the mailbox: most servers deliver name+anything to name, so that
// both count as one person.
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

// Readable writes a domain for people. A name that is not ASCII stands there in
// both forms, for letters of other alphabets can look like ours.
func Readable(d string) string {
	u, err := idna.Display.ToUnicode(d)
	if err != nil || u == d {
		return d
	}
	return u + " (" + d + ")"
}

// Common reports whether everybody can get a name below d, as below de or
// co.uk: such a domain belongs to nobody.
func Common(d string) bool {
	suffix, _ := publicsuffix.PublicSuffix(d)
	return suffix == d
}
