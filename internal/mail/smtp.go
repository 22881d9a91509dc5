package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Security says how the connection to the mail server is protected.
type Security string

const (
	STARTTLS Security = "starttls" // starts unencrypted and fails unless the server switches to TLS
	TLS      Security = "tls"      // TLS from the first byte
	Plain    Security = "none"     // unencrypted: only for a server on the same machine
)

// Port returns the usual port for the kind of security.
func (s Security) Port() int {
	switch s {
	case STARTTLS:
		return 587
	case TLS:
		return 465
	}
	return 25
}

// SMTP hands messages to a mail server. Set the fields before the first Send, which
// may be called concurrently; each call opens a connection of its own.
type SMTP struct {
	Host     string
	Port     int // 0: the usual one
	Security Security
	User     string // "" to send without signing in
	Password string
	Roots    *x509.CertPool // whom to trust; nil: whom the machine trusts
	Patience time.Duration  // for the whole conversation; 0: two minutes
}

const (
	patience  = 2 * time.Minute
	partTime  = 5 * time.Second // for saying goodbye, and for ending when the program stops
	plainAuth = "PLAIN"
	loginAuth = "LOGIN"
	scramAuth = "SCRAM-SHA-256"
)

var (
	errNoTLS  = errors.New("server offers no TLS")
	errNoAuth = errors.New("server offers no way to sign in that we know")
	errClear  = errors.New("a password is not sent without TLS")
)

// Send hands the message to the server. When ctx ends, a running conversation has a
// few seconds to finish. Errors are *Error.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	content, err := m.bytes()
	if err != nil {
		return &Error{Outcome: Refused, Stage: "message", Reason: err.Error()}
	}
	conn, err := s.dial(ctx)
	if err != nil {
		return failed("connect", err, false)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Now().Add(partTime)) })
	defer stop()
	client, e := s.greet(conn)
	if e != nil {
		return e
	}
	if err := client.Mail("<" + m.From.Address + ">"); err != nil {
		return failed("sender", err, true)
	}
	if err := client.Rcpt("<" + m.To.Address + ">"); err != nil {
		return failed("recipient", err, true)
	}
	w, err := client.Data()
	if err != nil {
		return failed("data", err, true)
	}
	if _, err := w.Write(content); err != nil {
		return failed("data", err, true) // without its last line nobody accepts it
	}
	if err := w.Close(); err != nil {
		return ended(err)
	}
	conn.SetDeadline(time.Now().Add(partTime))
	client.Quit() // accepted is accepted, however the farewell goes
	return nil
}

func (s *SMTP) dial(ctx context.Context) (net.Conn, error) {
	wait := s.Patience
	if wait == 0 {
		wait = patience
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	port := s.Port
	if port == 0 {
		port = s.Security.Port()
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(s.Host, strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	conn.SetDeadline(time.Now().Add(wait))
	if s.Security != TLS {
		return conn, nil
	}
	secure := tls.Client(conn, s.tlsConfig())
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

func (s *SMTP) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

// greet begins the conversation: greeting, TLS, signing in.
func (s *SMTP) greet(conn net.Conn) (*smtp.Client, *Error) {
	client, err := smtp.NewClient(conn, s.Host)
	if err != nil {
		return nil, failed("greet", err, false)
	}
	if err := client.Hello(hostname()); err != nil {
		return nil, failed("greet", err, false)
	}
	if s.Security == STARTTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return nil, failed("tls", errNoTLS, false)
		}
		if err := client.StartTLS(s.tlsConfig()); err != nil {
			return nil, failed("tls", err, false)
		}
	}
	if s.User == "" {
		return client, nil
	}
	auth, err := s.auth(client)
	if err == nil {
		err = client.Auth(auth)
	}
	if err != nil {
		return nil, failed("sign-in", err, false)
	}
	return client, nil
}

// auth chooses the best way to sign in that the server offers.
func (s *SMTP) auth(client *smtp.Client) (smtp.Auth, error) {
	if s.Security == Plain {
		return nil, errClear
	}
	_, list := client.Extension("AUTH")
	offered := strings.Fields(strings.ToUpper(list))
	for _, way := range []string{scramAuth, plainAuth, loginAuth} {
		for _, o := range offered {
			switch {
			case o != way:
			case o == scramAuth:
				return smtp.ScramSHA256Auth(s.User, s.Password), nil
			case o == plainAuth:
				return smtp.PlainAuth("", s.User, s.Password, s.Host, false), nil
			default:
				return smtp.LoginAuth(s.User, s.Password, s.Host, false), nil
			}
		}
	}
	return nil, errNoAuth
}

// hostname is what the program calls itself to the server.
func hostname() string {
	name, err := os.Hostname()
	if err != nil || name == "" || strings.ContainsAny(name, " \r\n\t") {
		return "localhost"
	}
	return name
}
