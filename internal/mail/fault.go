package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"regexp"
	"syscall"
)

// Outcome says what is known about a message that was not certainly accepted.
type Outcome int

const (
	Retry   Outcome = iota // not accepted, but may be later
	Refused                // not accepted, and never will be
	Unknown                // the connection was lost when it may already have been accepted
)

// Error says at which stage the delivery to the server failed. Its text consists of
// our own words and the server's codes, because a server's text may repeat the
// address or the content.
type Error struct {
	Outcome Outcome
	Stage   string // connect, greet, tls, sign-in, sender, recipient, data, message
	Code    int    // of the server's answer, 0 if there was none
	Status  string // its enhanced code such as "5.1.1", "" if there was none
	Reason  string // in our words if there is no code: timeout, refused …
}

func (e *Error) Error() string {
	switch {
	case e.Code != 0 && e.Status != "":
		return fmt.Sprintf("%s: %d %s", e.Stage, e.Code, e.Status)
	case e.Code != 0:
		return fmt.Sprintf("%s: %d", e.Stage, e.Code)
	}
	return e.Stage + ": " + e.Reason
}

// OutcomeOf returns the outcome that err stands for. Any error that does not come
// from this package means that the message was not sent: Retry.
func OutcomeOf(err error) Outcome {
	var e *Error
	if errors.As(err, &e) {
		return e.Outcome
	}
	return Retry
}

var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// failed describes an error at a stage before the message was handed over.
// What is wrong before the sender is named is a matter of the server or its
// configuration and not of this message, whatever the code.
func failed(stage string, err error, aboutMessage bool) *Error {
	e := &Error{Outcome: Retry, Stage: stage, Reason: reasonOf(err)}
	var answer *textproto.Error
	if errors.As(err, &answer) {
		e.Code, e.Status = answer.Code, enhanced.FindString(answer.Msg)
		if aboutMessage && answer.Code >= 500 {
			e.Outcome = Refused
		}
	}
	return e
}

// ended describes an error after the last line of the message was sent: with
// an answer of the server it is known, without one it is not.
func ended(err error) *Error {
	e := failed("message", err, true)
	if e.Code < 400 {
		e.Outcome = Unknown
	}
	return e
}

// reasonOf names the kinds of failure that an operator can tell apart.
func reasonOf(err error) string {
	var (
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		unknown     x509.UnknownAuthorityError
		network     net.Error
	)
	switch {
	case errors.As(err, &certificate), errors.As(err, &unknown):
		return "certificate not trusted"
	case errors.As(err, &record):
		return "no TLS"
	case errors.As(err, &dns):
		return "host not found"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return "timeout"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, errNoTLS), errors.Is(err, errNoAuth), errors.Is(err, errClear):
		return err.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err,
		syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return "connection lost"
	}
	return "failed"
}
