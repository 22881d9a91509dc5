package membership

import (
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/limit"
)

// Kinds of mails to unconfirmed addresses. They are counted by recipient and by
// sender, in the transaction that enqueues them. Attempts stay counted when the
// application or invitation is decided.
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

// takeMailTx counts a mail that a member causes to be sent to a mailbox.
func takeMailTx(tx *db.Tx, by account.Viewer, kind, base string) error {
	most, refusal := ChangesADay, "Sie haben heute schon mehrmals eine neue Adresse angegeben."
	if kind == mailInvitation {
		most, refusal = MaxInvited, "Sie haben heute schon sehr viele Einladungen verschickt."
		if by.ModeratesSomewhere() {
			most = InvitedByMods
		}
	}
	return limit.CountTx(tx, limit.Counter{Kind: kind, Of: strconv.FormatInt(by.ID, 10), Person: by.ID,
		Rules: []limit.Rule{{Max: most, Window: day}}, Refusal: refusal}, toMailbox(base))
}
