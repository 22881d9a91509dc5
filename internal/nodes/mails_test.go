//go:build postgres

package nodes_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/nodes"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/smtpd"
)

// inHand is how many mails a node sends at the same time, of which nobody knows the fate
// when it is killed.
const inHand = 3

// TestEachMailLeavesOnceFromTwoNodes kills one of them on the way. What it had in hand is
// sent once more under the same id when its lease has ended, and nothing else twice.
func TestEachMailLeavesOnceFromTwoNodes(t *testing.T) {
	t.Parallel()
	const mails = 1000
	w := Idle(t)
	server := smtpd.Start(t, false)
	ann := w.By(Ann).ID
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for n := range int64(mails) {
			if err := outbox.EnqueueTx(tx, outbox.Mail{Recipient: ann, Kind: outbox.PasswordChanged, Subject: n + 1}); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, err)
	post := []string{"--smtp-host", server.Host, "--smtp-port", strconv.Itoa(server.Port), "--smtp-tls", "none", "--mail-from", "forum@world.example"}
	nodes.Serve(w, post...)
	dies := nodes.Serve(w, post...)
	w.Soon("half of the mails left", func() bool { return len(server.Accepted()) > mails/2 })
	dies.Kill()
	const open = `SELECT COUNT(*) FROM outbox WHERE state <> 'sent'`
	w.Soon("all leave but what the dead node had in hand", func() bool { return number(w, open) <= inHand })
	w.Soon("nobody else has one in hand", func() bool {
		return number(w, open) == number(w, `SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND doubts = 1 AND lease_until IS NOT NULL`)
	})
	left := number(w, open)
	do(w, `UPDATE outbox SET lease_until = $1 WHERE state = 'waiting'`, w.DB.Now(w.Ctx).Add(-time.Minute)) // time passes
	dies.Start()
	w.Soon("all left", func() bool { return number(w, open) == 0 })
	got := map[string]int{}
	for _, m := range server.Accepted() {
		_, rest, _ := strings.Cut(m, "Message-ID: ")
		id, _, _ := strings.Cut(rest, "\n")
		got[id]++
	}
	twice := 0
	for id, n := range got {
		if n > 1 {
			twice += n - 1
		}
		if n > 2 || id == "" {
			t.Errorf("%q left %d times", id, n)
		}
	}
	if len(got) != mails || twice > left {
		t.Errorf("%d mails of %d left, %d twice; %d were in hand of the node that died", len(got), mails, twice, left)
	}
	if n := number(w, `SELECT COUNT(*) FROM outbox WHERE attempts > 1`); n > left {
		t.Errorf("%d were tried twice", n)
	}
}
