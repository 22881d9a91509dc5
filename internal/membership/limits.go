package membership

import (
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/limit"
)

// Kinds of mails to addresses of which nobody has shown yet that they are
// theirs. They are counted for whom they go to and for who sends them, in the
// transaction that queues them, and whatever becomes of the wish: what is
// counted does not go when an application or an invitation is decided.
const (
	mailTo         = "to-mailbox"     // by mailbox, whoever asked
	mailInvitation = "invitation"     // by member
	mailChange     = "address-change" // by member
)

const day = 24 * time.Hour

// toMailbox counts mails to a mailbox, known or not.
func toMailbox(base string) limit.Counter {
	return limit.Counter{Kind: mailTo, Of: base, Rules: []limit.Rule{{Max: MaxAsked, Window: AskedWindow}, {Max: AskedADay, Window: day}},
		Refusal: "An diese Adresse wurde schon mehrmals ein Link geschickt. Bitte sehen Sie auch im Spam-Ordner nach."}
}

// takeMailTx counts a mail to a mailbox by what a member does.
func takeMailTx(tx *db.Tx, by account.Viewer, kind, base string) error {
	most, refusal := ChangesADay, "Sie haben heute schon mehrmals eine neue Adresse angegeben."
	if kind == mailInvitation {
		most, refusal = MaxInvited, "Sie haben heute schon sehr viele Einladungen verschickt."
		if by.ModeratesSomewhere() {
			most = InvitedByMods
		}
	}
	_, err := limit.TakeTx(tx, limit.Counter{Kind: kind, Of: strconv.FormatInt(by.ID, 10), Person: by.ID,
		Rules: []limit.Rule{{Max: most, Window: day}}, Refusal: refusal}, toMailbox(base))
	return err
}
