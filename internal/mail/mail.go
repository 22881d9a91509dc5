// Package mail is transport only: it hands a message to a mail server, or writes it
// to a folder for development. It knows neither people nor occasions.
//
// It promises: nothing in a message can add a header; a message requests no
// automatic replies and no read receipts; an error says whether the message may be
// sent again, and its text holds no address and no content.
package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Address is a mail address with a display name, which may be empty.
type Address struct{ Name, Address string }

// ParseAddress reads "forum@example.org" or "Forum <forum@example.org>".
func ParseAddress(s string) (Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return Address{}, fmt.Errorf("%q is no mail address", s)
	}
	return Address{Name: a.Name, Address: a.Address}, nil
}

// Message is a mail to one person.
type Message struct {
	ID      string    // Message-ID without angle brackets; stays the same when it is sent again
	Date    time.Time // when it was written
	From    Address
	To      Address
	Subject string
	Text    string // plain text
	HTML    string
	// Thread is the Message-ID, without angle brackets, of a mail that need not
	// exist: clients show mails of the same Thread and subject as one conversation.
	// "" for mails that stand alone.
	Thread string
	// Unsubscribe is the address by which the recipient gets no more mails of this
	// sort (RFC 2369); "" where there is no such choice.
	Unsubscribe string
}

var (
	errAddress = errors.New("address is not valid")
	errID      = errors.New("message id is not valid")
	errUnsub   = errors.New("address to unsubscribe is not valid")
)

// bytes returns the message as it is sent. Control characters in names and in the
// subject become spaces; in addresses and ids they are refused.
func (m Message) bytes() ([]byte, error) {
	for _, a := range []Address{m.From, m.To} {
		if !validAddress(a.Address) {
			return nil, errAddress
		}
	}
	if !validID(m.ID) || m.Thread != "" && !validID(m.Thread) {
		return nil, errID
	}
	if !validLink(m.Unsubscribe) {
		return nil, errUnsub
	}
	sum := sha256.Sum256([]byte(m.ID))
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary("part-"+hex.EncodeToString(sum[:16])))
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, &mail.Address{Name: oneLine(m.From.Name), Address: m.From.Address})
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderTo, &mail.Address{Name: oneLine(m.To.Name), Address: m.To.Address})
	msg.Subject(oneLine(m.Subject))
	msg.SetMessageIDWithValue(m.ID)
	msg.SetDateWithValue(m.Date)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.setListHeaders(msg)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	return out.Bytes(), nil
}

// setListHeaders says to which conversation the message belongs and how to
// unsubscribe. One-click unsubscription takes https (RFC 8058, section 3.1).
func (m Message) setListHeaders(msg *gomail.Msg) {
	if m.Thread != "" {
		msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+m.Thread+">")
		msg.SetGenHeader("References", "<"+m.Thread+">")
	}
	if m.Unsubscribe == "" {
		return
	}
	msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
	if strings.HasPrefix(m.Unsubscribe, "https://") {
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, OneClickField+"="+OneClickValue)
	}
}

// The field that mail programs post to Message.Unsubscribe (RFC 8058, section 3.2).
const (
	OneClickField = "List-Unsubscribe"
	OneClickValue = "One-Click"
)

// oneLine replaces every run of white space, control and formatting characters by
// one space, so that the text fits into a header.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, " "), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	}), " ")
}

func validAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && !strings.ContainsFunc(s, unicode.IsControl) && !strings.ContainsAny(s, " <>")
}

// validID accepts letters, digits and -_. on both sides of one @.
func validID(s string) bool {
	left, right, ok := strings.Cut(s, "@")
	return ok && left != "" && right != "" && len(s) <= 200 && !strings.ContainsFunc(left+right, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	})
}

// maxLink keeps the line of a header within what mail allows.
const maxLink = 900

// validLink accepts "" and addresses of web pages in printable ASCII.
func validLink(s string) bool {
	if s == "" {
		return true
	}
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	return ok && rest != "" && len(s) <= maxLink && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r > '~' || r == '<' || r == '>' || r == ','
	})
}
