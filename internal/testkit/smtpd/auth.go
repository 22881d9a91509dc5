package smtpd

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Ways to sign in that the server knows.
const (
	Plain = sasl.Plain
	Login = sasl.Login
	Scram = "SCRAM-SHA-256"
)

// Offer makes the server offer these ways to sign in; at first it is Plain.
func (s *Server) Offer(ways ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ways = ways
}

func (x *session) AuthMechanisms() []string {
	x.server.mu.Lock()
	defer x.server.mu.Unlock()
	return x.server.ways
}

// SignedIn returns the way by which somebody last began to sign in.
func (s *Server) SignedIn() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signedIn
}

func (x *session) Auth(way string) (sasl.Server, error) {
	x.server.mu.Lock()
	x.server.signedIn = way
	x.server.mu.Unlock()
	switch way {
	case Login:
		return &loginServer{}, nil
	case Scram:
		return &scramServer{}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// loginServer asks for name and password one after the other.
type loginServer struct{ asked, user string }

func (l *loginServer) Next(answer []byte) (challenge []byte, done bool, err error) {
	switch {
	case l.asked == "" && answer == nil:
		l.asked = "Username:"
		return []byte(l.asked), false, nil
	case l.asked != "Password:":
		l.user, l.asked = string(answer), "Password:"
		return []byte(l.asked), false, nil
	case l.user != User || string(answer) != Password:
		return nil, false, smtp.ErrAuthFailed
	}
	return nil, true, nil
}

// scramServer is RFC 5802 with SHA-256 and without channel binding: the
// password does not travel, and the server proves that it knows it too.
type scramServer struct {
	first, challenge, nonce string
	told                    bool
}

const (
	scramSalt   = "ein wenig Salz"
	scramRounds = 4096
)

func (s *scramServer) Next(answer []byte) (challenge []byte, done bool, err error) {
	switch {
	case s.told:
		return nil, true, nil
	case s.first == "" && len(answer) == 0:
		return []byte{}, false, nil
	case s.first == "":
		var ok bool
		if s.first, ok = strings.CutPrefix(string(answer), "n,,"); !ok {
			return nil, false, smtp.ErrAuthFailed
		}
		s.nonce = attribute(s.first, "r") + rand.Text()
		s.challenge = fmt.Sprintf("r=%s,s=%s,i=%d", s.nonce, base64.StdEncoding.EncodeToString([]byte(scramSalt)), scramRounds)
		return []byte(s.challenge), false, nil
	}
	final := string(answer)
	bare, _, _ := strings.Cut(final, ",p=")
	salted, err := pbkdf2.Key(sha256.New, Password, []byte(scramSalt), scramRounds, sha256.Size)
	if err != nil {
		return nil, false, err
	}
	about := s.first + "," + s.challenge + "," + bare
	key := mac(salted, "Client Key")
	stored := sha256.Sum256(key)
	proof := make([]byte, sha256.Size)
	subtle.XORBytes(proof, key, mac(stored[:], about))
	if attribute(s.first, "n") != User || attribute(final, "r") != s.nonce || attribute(final, "p") != base64.StdEncoding.EncodeToString(proof) {
		return nil, false, smtp.ErrAuthFailed
	}
	s.told = true
	return []byte("v=" + base64.StdEncoding.EncodeToString(mac(mac(salted, "Server Key"), about))), false, nil
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// attribute returns the value of a part such as r=… of a message.
func attribute(message, name string) string {
	for part := range strings.SplitSeq(message, ",") {
		if value, ok := strings.CutPrefix(part, name+"="); ok {
			return value
		}
	}
	return ""
}
