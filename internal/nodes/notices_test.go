//go:build postgres

package nodes_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/config"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/testkit/smtpd"
)

// TestNoticesAndDigestsLeaveOnce lets two nodes, of which neither knows whether the other
// leads as well, do the work of a week at the same time: the mail about a reply that came
// in on one of them, and mails and digests of many others.
func TestNoticesAndDigestsLeaveOnce(t *testing.T) {
	t.Parallel()
	const people = 60
	server := smtpd.Start(t, false)
	w := Idle(t, func(c *config.Config) {
		c.Mail = config.Mail{Host: server.Host, Port: server.Port, Security: "none", From: "forum@world.example"}
	})
	both := []*World{w.Node(), w.Node()}
	crowd(w, people)
	do(w, `UPDATE person SET address_due = $1`, w.DB.Now(w.Ctx).AddDate(5, 0, 0))
	thread := w.Ask(Ann, Members, "Wer betreibt den Zeppelinlandeplatz?", "Wir suchen Erfahrungen.")
	if got := both[0].Post(Bea, fmt.Sprintf("/thema/%d/antworten", thread), Form("text", "Bei uns der Kreis.")); got.Code != http.StatusSeeOther {
		t.Fatalf("reply: %d", got.Code)
	}
	w.Soon("Ann is told", func() bool {
		return number(w, `SELECT COUNT(*) FROM notification WHERE person_id = $1 AND kind = 'reply'`, w.By(Ann).ID) == 1
	})
	for _, delivery := range []notify.Rhythm{notify.Now, notify.Daily} {
		do(w, `
			INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery, due_at)
			SELECT id, 'followed.reply', '', 'thread', $1, (SELECT id FROM post WHERE thread_id = $1 AND position = 2), 2, '', 0, $2, $3, $2
			FROM person
			WHERE email LIKE '%@viele.example'`, thread, w.DB.Now(w.Ctx), string(delivery))
	}
	for later := notify.Delay; later < 7*24*time.Hour; later += time.Hour {
		var working sync.WaitGroup
		at := w.DB.Now(w.Ctx).Add(later)
		for _, n := range both {
			working.Go(func() {
				ctx := n.At(at.Sub(n.DB.Now(n.Ctx)))
				_, err := n.Notify.Digests(ctx)
				if err := errors.Join(n.Notify.Mail(ctx), err, n.Dispatch.Flush(ctx)); err != nil {
					t.Error(err)
				}
			})
		}
		working.Wait()
	}
	got := map[string]int{}
	for _, raw := range server.Accepted() {
		m, err := mail.Read(strings.NewReader(raw))
		must(t, err)
		sort := "notice"
		if strings.Contains(m.Subject, "Zusammenfassung") {
			sort = "digest"
		}
		got[sort+" "+m.To.Address]++
	}
	want := []string{"notice " + Email(Ann)}
	for n := range people {
		want = append(want, fmt.Sprintf("notice p%d@viele.example", n+1), fmt.Sprintf("digest p%d@viele.example", n+1))
	}
	for _, mail := range want {
		if got[mail] != 1 {
			t.Errorf("%s left %d times", mail, got[mail])
		}
	}
}
