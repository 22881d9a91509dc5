package testkit

import (
	"fmt"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/outbox"
)

// Mail waits for the newest mail to the person whose subject contains the words.
func (w *World) Mail(to, subject string) (m mail.Message) {
	w.T.Helper()
	w.Soon("mail to "+to+" about "+subject, func() bool {
		all := w.Mails(to, subject)
		if len(all) > 0 {
			m = all[0]
		}
		return len(all) > 0
	})
	return m
}

// Mails returns the mails that were written so far to the person with the
// words in their subject, newest first.
func (w *World) Mails(to, subject string) (out []mail.Message) {
	w.T.Helper()
	list, err := w.Folder.List(1000)
	if err != nil {
		w.T.Fatalf("mails: %v", err)
	}
	for _, m := range list {
		if (m.To.Address == to || m.To.Address == Email(to)) && strings.Contains(m.Subject, subject) {
			out = append(out, m.Message)
		}
	}
	return out
}

// FailedMail puts a mail to the person into the outbox that a server refused,
// and returns its id.
func (w *World) FailedMail(to string) string {
	w.T.Helper()
	var id int64
	person := w.By(to).ID
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) (err error) {
		if id, err = NewestTx(tx, "outbox"); err != nil {
			return err
		}
		err = outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.PasswordChanged, Subject: -id - 1})
		if err != nil {
			return err
		}
		if id, err = NewestTx(tx, "outbox"); err != nil {
			return err
		}
		_, err = outbox.RefuseTx(tx, outbox.Item{ID: id, Doubts: 1}, "recipient: 550 5.1.1")
		return err
	})
	if err != nil {
		w.T.Fatalf("failed mail: %v", err)
	}
	return fmt.Sprint(id)
}

// Pending counts the mails that were neither sent nor dropped so far.
func (w *World) Pending() (n int) {
	w.T.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		c, err := outbox.CountTx(tx)
		n = c.Waiting
		return err
	})
	if err != nil {
		w.T.Fatalf("count mails: %v", err)
	}
	return n
}
