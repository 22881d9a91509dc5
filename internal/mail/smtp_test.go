package mail_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	forum "kommunalforum/internal/mail"
	"kommunalforum/internal/testkit/smtpd"
)

func client(s *smtpd.Server, security forum.Security) *forum.SMTP {
	return &forum.SMTP{Host: s.Host, Port: s.Port, Security: security, Roots: s.Roots, Patience: 2 * time.Second}
}

func TestMailIsHandedOverInEverySecurityAndSignedIn(t *testing.T) {
	t.Parallel()
	for _, security := range []forum.Security{forum.STARTTLS, forum.TLS, forum.Plain} {
		s := smtpd.Start(t, security == forum.TLS)
		c := client(s, security)
		if security != forum.Plain {
			c.User, c.Password = smtpd.User, smtpd.Password
		}
		if err := c.Send(ctx, message()); err != nil {
			t.Errorf("%s: %v", security, err)
			continue
		}
		got := s.Accepted()
		if len(got) != 1 {
			t.Errorf("%s: %d accepted", security, len(got))
			continue
		}
		if m, err := forum.Read(strings.NewReader(got[0])); err != nil || m.Text != message().Text {
			t.Errorf("%s: %v, %q", security, err, m.Text)
		}
	}
}

func TestSignInTakesTheBestWayThatTheServerOffers(t *testing.T) {
	t.Parallel()
	for name, ways := range map[string][]string{"PLAIN": {smtpd.Plain}, "LOGIN alone, as Exchange does": {"NTLM", smtpd.Login},
		"SCRAM": {smtpd.Scram}, "all": {smtpd.Login, smtpd.Plain, smtpd.Scram}} {
		t.Run(name, func(t *testing.T) {
			s := smtpd.Start(t, false)
			s.Offer(ways...)
			c := client(s, forum.STARTTLS)
			c.User, c.Password = smtpd.User, smtpd.Password
			if err := c.Send(ctx, message()); err != nil || len(s.Accepted()) != 1 {
				t.Errorf("%v, %d accepted", err, len(s.Accepted()))
			}
			if way := s.SignedIn(); way != ways[len(ways)-1] {
				t.Errorf("signed in by %s", way)
			}
			c.Password = "falsch"
			if err := c.Send(ctx, message()); err == nil || forum.OutcomeOf(err) != forum.Retry || !strings.HasPrefix(err.Error(), "sign-in: 5") {
				t.Errorf("with a wrong password: %v", err)
			}
		})
	}
	s := smtpd.Start(t, false)
	s.Offer("NTLM")
	c := client(s, forum.STARTTLS)
	c.User, c.Password = smtpd.User, smtpd.Password
	if err := c.Send(ctx, message()); err == nil || err.Error() != "sign-in: server offers no way to sign in that we know" {
		t.Errorf("with no known way: %v", err)
	}
}

func TestPasswordIsNeverShownInClearOrToAStranger(t *testing.T) {
	t.Parallel()
	s := smtpd.Start(t, false)
	open := client(s, forum.Plain)
	open.User, open.Password = smtpd.User, smtpd.Password
	stranger := client(s, forum.STARTTLS)
	stranger.User, stranger.Password, stranger.Roots = smtpd.User, smtpd.Password, nil
	wrong := client(s, forum.STARTTLS)
	wrong.User, wrong.Password = smtpd.User, "falsch"
	for name, c := range map[string]struct {
		client *forum.SMTP
		stage  string
	}{"unknown certificate": {stranger, "tls: certificate not trusted"}, "wrong password": {wrong, "sign-in: 535 5.7.8"},
		"in clear": {open, "sign-in: a password is not sent without TLS"}} {
		err := c.client.Send(ctx, message())
		if err == nil || err.Error() != c.stage || forum.OutcomeOf(err) != forum.Retry {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(s.Accepted()); n != 0 {
		t.Errorf("%d accepted", n)
	}
}

func TestServerWithoutTLSGetsNothingThatNeedsIt(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return nil, errors.New("unused") }))
	go server.Serve(l)
	defer server.Close()
	c := &forum.SMTP{Host: "localhost", Port: l.Addr().(*net.TCPAddr).Port, Security: forum.STARTTLS, Patience: time.Second}
	if err := c.Send(ctx, message()); err == nil || forum.OutcomeOf(err) != forum.Retry {
		t.Errorf("%v", err)
	}
}

func answer(code, a, b, c int) *smtp.SMTPError {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{a, b, c}, Message: "no <aenne@stadt.example>: Grüße"}
}

func TestErrorsSayWhetherTheMailMayBeSentAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		manner  smtpd.Manner
		outcome forum.Outcome
		text    string
	}{
		"unknown recipient":    {smtpd.Manner{Recipient: answer(550, 5, 1, 1)}, forum.Refused, "recipient: 550 5.1.1"},
		"greylisted":           {smtpd.Manner{Recipient: answer(450, 4, 2, 0)}, forum.Retry, "recipient: 450 4.2.0"},
		"content refused":      {smtpd.Manner{Message: answer(554, 5, 7, 1)}, forum.Refused, "message: 554 5.7.1"},
		"server full":          {smtpd.Manner{Message: answer(452, 4, 3, 1)}, forum.Retry, "message: 452 4.3.1"},
		"dies within the data": {smtpd.Manner{DiesBefore: true}, forum.Unknown, "message: connection lost"},
		"dies after the data":  {smtpd.Manner{DiesAfter: true}, forum.Unknown, "message: connection lost"},
		"hangs":                {smtpd.Manner{Hang: true}, forum.Unknown, "message: timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			s := smtpd.Start(t, false)
			s.Be(c.manner)
			sender := client(s, forum.STARTTLS)
			sender.Patience = 500 * time.Millisecond
			err := sender.Send(ctx, message())
			if err == nil || forum.OutcomeOf(err) != c.outcome || err.Error() != c.text {
				t.Errorf("%v (%d)", err, forum.OutcomeOf(err))
			}
		})
	}
}

func TestServerThatIsAwayOrSilentIsTriedAgain(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	silent := &forum.SMTP{Host: "localhost", Port: port, Security: forum.STARTTLS, Patience: 300 * time.Millisecond}
	if err := silent.Send(ctx, message()); err == nil || forum.OutcomeOf(err) != forum.Retry || err.Error() != "greet: timeout" {
		t.Errorf("silent: %v", err)
	}
	l.Close()
	if err := silent.Send(ctx, message()); err == nil || forum.OutcomeOf(err) != forum.Retry || err.Error() != "connect: refused" {
		t.Errorf("away: %v", err)
	}
}

func TestEndOfTheProgramEndsAHangingConversation(t *testing.T) {
	t.Parallel()
	s := smtpd.Start(t, false)
	s.Be(smtpd.Manner{Hang: true})
	c := client(s, forum.STARTTLS)
	c.Patience = time.Minute
	stopping, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	begin := time.Now()
	go func() { done <- c.Send(stopping, message()) }()
	for s.Given() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	if err := <-done; forum.OutcomeOf(err) != forum.Unknown {
		t.Errorf("%v", err)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %s", took)
	}
}
