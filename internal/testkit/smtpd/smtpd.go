// Package smtpd runs a mail server for tests on a local port. It accepts every
// message unless it is told to refuse, to be slow or to die.
package smtpd

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Manner is how the server treats the next messages. The zero value accepts.
type Manner struct {
	Recipient   *smtp.SMTPError // answer to the recipient
	Message     *smtp.SMTPError // answer to the message
	Hang        bool            // never answers to the message, until Release
	DiesBefore  bool            // cuts the connection within the message, which is lost
	DiesAfter   bool            // accepts the message and cuts the connection instead of saying so
	KnowsCopies bool            // drops a message whose id it had before, as many servers do
}

// Server is a running mail server.
type Server struct {
	Host  string
	Port  int
	Roots *x509.CertPool // trust its certificate

	mu       sync.Mutex
	manner   Manner
	accepted []string
	given    int // messages that arrived whole, accepted or not
	copies   map[string]bool
	ways     []string // to sign in
	signedIn string   // the way taken last
	hanging  chan struct{}
}

// User and Password are those with which one may sign in.
const (
	User     = "forum"
	Password = "ein-geheimnis"
)

// Start runs a server until the test ends. It offers STARTTLS; with implicit,
// TLS from the first byte.
func Start(t testing.TB, implicit bool) *Server {
	t.Helper()
	certificate, roots := certificateOf(t)
	s := &Server{Host: "localhost", Roots: roots, copies: map[string]bool{}, ways: []string{Plain}, hanging: make(chan struct{})}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.Domain = "mail.example"
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.AllowInsecureAuth = true // the client must be the one to refuse
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Port = l.Addr().(*net.TCPAddr).Port
	if implicit {
		l = tls.NewListener(l, server.TLSConfig)
	}
	done := make(chan struct{})
	go func() { defer close(done); server.Serve(l) }()
	t.Cleanup(func() {
		s.Release()
		server.Close()
		<-done
	})
	return s
}

// Be changes how the server treats messages from now on.
func (s *Server) Be(m Manner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.manner = m
}

// Release ends all hanging for good.
func (s *Server) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.hanging:
	default:
		close(s.hanging)
	}
}

// Accepted returns the messages that the server took, in their order.
func (s *Server) Accepted() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.accepted)
}

// Given returns how many messages arrived whole, accepted or not.
func (s *Server) Given() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.given
}

type session struct {
	server *Server
	conn   *smtp.Conn
}

func (*session) Reset()                                   {}
func (*session) Logout() error                            { return nil }
func (*session) Mail(_ string, _ *smtp.MailOptions) error { return nil }

func (x *session) Rcpt(string, *smtp.RcptOptions) error {
	x.server.mu.Lock()
	defer x.server.mu.Unlock()
	if e := x.server.manner.Recipient; e != nil {
		return e
	}
	return nil
}

func (x *session) Data(r io.Reader) error {
	x.server.mu.Lock()
	manner, hanging := x.server.manner, x.server.hanging
	x.server.mu.Unlock()
	if manner.DiesBefore {
		x.conn.Conn().Close()
		return errors.New("died")
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	x.server.mu.Lock()
	x.server.given++
	x.server.mu.Unlock()
	if manner.Hang {
		<-hanging
	}
	if manner.Message != nil {
		return manner.Message
	}
	x.server.take(string(content), manner.KnowsCopies)
	if manner.DiesAfter {
		x.conn.Conn().Close()
	}
	return nil
}

func (s *Server) take(content string, knowsCopies bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := header(content, "Message-ID")
	if knowsCopies && s.copies[id] {
		return
	}
	s.copies[id] = true
	s.accepted = append(s.accepted, content)
}

func certificateOf(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, roots
}
