package mailer_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit/smtpd"
)

// newcomers is a world with somebody who decides about those who join.
type newcomers struct {
	*world
	joining *membership.Joining
	boss    account.Viewer
	anna    account.Viewer
}

func freshNewcomers(t *testing.T) *newcomers {
	t.Helper()
	n := &newcomers{world: fresh(t)}
	n.joining = membership.New(n.db, board.AdmitsKindTx)
	_, _, err := n.accounts.Create(n.ctx(), account.NewPerson{Email: "boss@forum.example", Name: "Bruno Buche",
		Grants:       []account.Grant{{Role: account.Admin}},
		Organisation: organisation.Organisation{Name: "Rechenzentrum Probe", Kind: organisation.ITProvider}})
	n.must(err)
	n.boss, err = n.accounts.ViewerOf(n.ctx(), "boss@forum.example")
	n.must(err)
	n.anna, err = n.accounts.ViewerOf(n.ctx(), email)
	n.must(err)
	return n
}

func (n *newcomers) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

var joiningLink = regexp.MustCompile(`https://forum\.example/(?:registrieren|einladung|adresse)/(\S+)`)

// link sends what waits and returns the token in the last mail.
func (n *newcomers) link() string {
	n.t.Helper()
	n.flush()
	all := n.letters()
	found := joiningLink.FindStringSubmatch(all[len(all)-1].Text)
	if found == nil {
		n.t.Fatalf("no link in %s", all[len(all)-1].Text)
	}
	return found[1]
}

// apply lets somebody apply and confirm, and returns the application.
func (n *newcomers) apply(address, name string) int64 {
	n.t.Helper()
	n.must(n.joining.Apply(n.ctx(), membership.Form{Email: address, Name: name}))
	_, err := n.joining.Confirm(n.ctx(), n.link(), membership.Confirmation{Employer: "Stadt Musterstadt", Colleague: email,
		Password: "ein-langes-passwort"})
	n.must(err)
	list, _, err := n.joining.Queue(n.ctx(), n.boss)
	n.must(err)
	return list[len(list)-1].ID
}

func TestMailsOfJoiningReadAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	n := freshNewcomers(t)
	decide := membership.Decision{Organisation: "Stadt Musterstadt"}

	stranger := n.apply("cora@unbekannt.example", "Cora Cremer")
	n.must(n.joining.Admit(n.ctx(), n.boss, stranger, decide))
	n.flush()
	refused := n.apply("eva@werbung.example", "Eva Eile")
	n.must(n.joining.Refuse(n.ctx(), n.boss, refused, "Das Forum ist für Kommunen da."))
	n.flush()
	n.must(n.joining.Apply(n.ctx(), membership.Form{Email: email, Name: "Jemand Anderes"}))
	n.flush()
	n.apply("frieda@gmx.de", "Frieda Falk")
	n.flush()
	n.must(n.joining.Invite(n.ctx(), n.anna, membership.NewInvitation{Email: "gerd@unbekannt.example"}))
	n.flush()
	n.must(n.joining.Invite(n.ctx(), n.boss, membership.NewInvitation{Email: email}))
	n.flush()
	n.must(n.joining.RequestCheck(n.ctx(), n.anna))
	n.flush()
	n.must(n.joining.RequestChange(n.ctx(), n.anna, "anna.neu@stadt.example"))
	_, err := n.joining.Confirm(n.ctx(), n.link(), membership.Confirmation{})
	n.must(err)
	n.flush()
	n.now = n.now.Add(account.AddressLife - membership.RemindBefore + time.Hour)
	if _, err := n.joining.Remind(db.At(n.ctx(), n.now)); err != nil {
		t.Fatal(err)
	}
	n.flush()

	names := []string{"joining-confirm", "joining-admitted", "", "joining-refused", "joining-known", "", "joining-vouch",
		"joining-invited", "joining-invited-known", "address-check", "address-new", "address-changed", "address-reminder"}
	raw, all := n.server.Accepted(), n.letters()
	if len(all) < len(names) {
		t.Fatalf("%d letters", len(all))
	}
	for i, name := range names {
		if name != "" {
			compare(t, name, raw[i], all[i])
		}
	}
}

// TestUnknownMailboxMakesTheAddressDoubtful tells a server that does not know
// the mailbox from one that refuses for reasons of its own.
func TestUnknownMailboxMakesTheAddressDoubtful(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer *smtp.SMTPError
		want   bool
	}{
		{&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}, true},
		{&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "relay denied"}, false},
		{&smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 2, 2}, Message: "mailbox full"}, false},
		{&smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 1, 1}, Message: "later"}, false},
	} {
		n := freshNewcomers(t)
		n.server.Be(smtpd.Manner{Recipient: c.answer})
		n.reset()
		n.flush()
		var doubted time.Time
		n.must(n.db.Read(n.ctx(), func(tx *db.Tx) (err error) {
			_, doubted, err = account.AddressStateTx(tx, n.anna.ID)
			return err
		}))
		if doubted.IsZero() == c.want {
			t.Errorf("%d %v: doubted %v", c.answer.Code, c.answer.EnhancedCode, !doubted.IsZero())
		}
	}
}

func TestNothingThatAStrangerTypedStandsInTheFirstMail(t *testing.T) {
	t.Parallel()
	n := freshNewcomers(t)
	n.must(n.joining.Apply(n.ctx(), membership.Form{Email: "opfer@unbekannt.example", Name: "Gewinnen Sie jetzt", Function: "Werbung"}))
	n.flush()
	all, raw := n.letters(), n.server.Accepted()
	if text := raw[0] + all[0].Text + all[0].HTML + all[0].Subject; strings.Contains(text, "Gewinnen") || strings.Contains(text, "Werbung") {
		t.Errorf("the mail says\n%s", text)
	}
	if !strings.HasPrefix(all[0].Text, "Guten Tag,\n") {
		t.Errorf("the mail says\n%s", all[0].Text)
	}
}

// TestMailIsDroppedWhenItsReceiverOrSenderLosesTheRight: between the change that
// a mail tells of and its sending, what it rests on is taken away.
func TestMailIsDroppedWhenItsReceiverOrSenderLosesTheRight(t *testing.T) {
	t.Parallel()
	invite := func(n *newcomers, by account.Viewer, in membership.NewInvitation) {
		n.must(n.joining.Invite(n.ctx(), by, in))
	}
	mate := func(n *newcomers, grants ...account.Grant) account.Viewer {
		_, _, err := n.accounts.Create(n.ctx(), account.NewPerson{Email: "mia@probe.example", Name: "Mia Mohn", Grants: grants,
			Organisation: organisation.Organisation{Name: "Rechenzentrum Probe", Kind: organisation.ITProvider}})
		n.must(err)
		v, err := n.accounts.ViewerOf(n.ctx(), "mia@probe.example")
		n.must(err)
		return v
	}
	moderator := account.Grant{Role: account.Moderator}
	for name, c := range map[string]struct {
		queue func(*newcomers)
		lose  func(*newcomers)
	}{
		"a colleague is asked, and suspended": {
			func(n *newcomers) { n.apply("frieda@gmx.de", "Frieda Falk") },
			func(n *newcomers) { n.must(n.accounts.Disable(n.ctx(), email, "Test")) },
		},
		"a colleague is asked, and somebody decides first": {
			func(n *newcomers) { n.apply("frieda@gmx.de", "Frieda Falk") },
			func(n *newcomers) {
				list, _, err := n.joining.Queue(n.ctx(), n.boss)
				n.must(err)
				n.must(n.joining.Refuse(n.ctx(), n.boss, list[0].ID, "Keine Kommune."))
				n.must(n.db.Write(n.ctx(), func(tx *db.Tx) error { // the mail on the refusal is another one
					_, err := tx.Exec(`DELETE FROM outbox WHERE kind = 'joining.refused'`)
					return err
				}))
			},
		},
		"an invitation, taken back": {
			func(n *newcomers) { invite(n, n.anna, membership.NewInvitation{Email: "gerd@unbekannt.example"}) },
			func(n *newcomers) {
				list, err := n.joining.Invitations(n.ctx(), n.anna)
				n.must(err)
				n.must(n.joining.Revoke(n.ctx(), n.anna, list[0].ID))
			},
		},
		"an invitation by somebody who is suspended": {
			func(n *newcomers) { invite(n, n.anna, membership.NewInvitation{Email: "gerd@unbekannt.example"}) },
			func(n *newcomers) { n.must(n.accounts.Disable(n.ctx(), email, "Test")) },
		},
		"an invitation to another organisation by a moderator who is none any more": {
			func(n *newcomers) {
				invite(n, mate(n, moderator), membership.NewInvitation{Email: "gerd@unbekannt.example", Organisation: "Stadt Musterstadt"})
			},
			func(n *newcomers) {
				mia, err := n.accounts.ViewerOf(n.ctx(), "mia@probe.example")
				n.must(err)
				n.must(n.accounts.Revoke(n.ctx(), n.boss, mia.ID, moderator, "Neue Aufgabe"))
			},
		},
		"the same, to somebody with an account": {
			func(n *newcomers) {
				invite(n, mate(n, moderator), membership.NewInvitation{Email: email, Organisation: "Stadt Musterstadt"})
			},
			func(n *newcomers) {
				mia, err := n.accounts.ViewerOf(n.ctx(), "mia@probe.example")
				n.must(err)
				n.must(n.accounts.Revoke(n.ctx(), n.boss, mia.ID, moderator, "Neue Aufgabe"))
			},
		},
	} {
		for _, lost := range []bool{false, true} {
			n := freshNewcomers(t)
			c.queue(n)
			before := len(n.letters())
			if lost {
				c.lose(n)
			}
			n.flush()
			if sent := len(n.letters()) - before; sent != map[bool]int{false: 1, true: 0}[lost] {
				t.Errorf("%s: lost %v, %d mails were sent", name, lost, sent)
			}
		}
	}
}
