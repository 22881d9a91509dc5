// Package mailer sends the mails of the outbox: it leases a row, checks again
// whether the recipient may have the mail, builds it and hands it over. It owns no
// table.
//
// It promises: only its own workers wait for a mail server; a closed account gets
// no mail; links in mails are built from the configured address; no address, name
// or token gets into the log or the outbox.
package mailer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/alarm"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/mail"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
	letters "kommunalforum/templates/mail"
)

// Transport hands a message over: mail.SMTP or mail.Folder.
type Transport interface {
	Send(context.Context, mail.Message) error
}

// Dispatcher sends mails. Its methods may be called concurrently.
type Dispatcher struct {
	db        *db.DB
	log       *slog.Logger
	transport Transport
	from      mail.Address
	host      string        // after the @ of message ids
	frame     letters.Frame // without the recipient's name
	contact   func(context.Context) string
	notices   *notify.Notifications // nil: there are no mails about notifications
	alarms    *alarm.Watch          // nil: mails about alarms say the kind as the program does
}

// New returns a dispatcher that sends through the transport, with the addresses of
// the configuration.
func New(d *db.DB, log *slog.Logger, c config.Config, t Transport) (*Dispatcher, error) {
	from, err := mail.ParseAddress(c.Sender())
	if err != nil {
		return nil, err
	}
	if from.Name == "" {
		from.Name = c.Site.Name
	}
	return &Dispatcher{db: d, log: log, transport: t, from: from, host: c.Hostname(),
		frame: letters.Frame{Site: c.Site.Name, Home: c.BaseURL.String()}, contact: func(context.Context) string { return c.Site.Contact }}, nil
}

// ContactFrom makes every mail name the current contact instead of the configured
// one. Call it before Run.
func (d *Dispatcher) ContactFrom(contact func(context.Context) string) { d.contact = contact }

// NoticesFrom makes mails about notifications from n. Call it before Run.
func (d *Dispatcher) NoticesFrom(n *notify.Notifications) { d.notices = n }

const (
	senders = 3                // mails sent at the same time
	rhythm  = 15 * time.Second // between polls of the outbox without a nudge
	life    = 5 * time.Minute  // of a lease; longer than the patience with a server
	tooLate = 3 * 24 * time.Hour
)

// Run sends what is due until ctx ends.
func (d *Dispatcher) Run(ctx context.Context) {
	var workers sync.WaitGroup
	for range senders {
		nudge := d.db.Listen(ctx)
		workers.Go(func() { d.follow(ctx, nudge) })
	}
	workers.Wait()
}

func (d *Dispatcher) follow(ctx context.Context, nudge <-chan struct{}) {
	for ctx.Err() == nil {
		if err := d.Flush(ctx); err != nil && ctx.Err() == nil {
			d.log.Error("sending mail failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-nudge:
		case <-time.After(rhythm):
		}
	}
}

// Flush sends all mails that are due now, one after the other.
func (d *Dispatcher) Flush(ctx context.Context) error {
	for ctx.Err() == nil {
		if more, err := d.step(ctx); err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}

// step sends the next mail and reports whether there was one.
func (d *Dispatcher) step(ctx context.Context) (bool, error) {
	var due bool
	err := d.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = outbox.DueTx(tx)
		return err
	})
	if err != nil || !due {
		return false, err // looking is cheap, leasing writes
	}
	var item outbox.Item
	err = d.db.Write(ctx, func(tx *db.Tx) (err error) {
		item, due, err = outbox.LeaseTx(tx, life)
		return err
	})
	if err != nil || !due {
		return false, err
	}
	return true, d.send(ctx, item)
}

// errNotWanted ends the building of a mail that is not to be sent.
type errNotWanted string

func (e errNotWanted) Error() string { return string(e) }

// send builds a leased mail, hands it over and records the outcome.
func (d *Dispatcher) send(ctx context.Context, item outbox.Item) error {
	message, err := d.build(ctx, item)
	if err == nil {
		err = d.transport.Send(ctx, message)
	}
	var state outbox.State
	told := d.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) (e error) {
		state, e = settle(tx, item, err)
		return e
	})
	if told != nil {
		return fmt.Errorf("settle mail %d: %w", item.ID, told)
	}
	if state == outbox.Sent {
		d.log.Info("mail sent", "mail", item.ID, "kind", item.Kind, "attempt", item.Attempts)
		return nil
	}
	level := slog.LevelWarn
	if errors.As(err, new(notify.Hold)) {
		level = slog.LevelInfo // as it is meant to be
	}
	d.log.Log(ctx, level, "mail not sent", "mail", item.ID, "kind", item.Kind, "attempt", item.Attempts, "state", state, "why", why(err))
	return nil
}

// settle tells the outbox what err means for the mail.
func settle(tx *db.Tx, item outbox.Item, err error) (outbox.State, error) {
	var unwanted errNotWanted
	var held notify.Hold
	switch {
	case err == nil:
		return outbox.Sent, outbox.AcceptTx(tx, item)
	case errors.As(err, &held) && !held.Until.IsZero():
		return outbox.PostponeTx(tx, item, held.Until)
	case errors.As(err, &held):
		return outbox.Dropped, outbox.DropTx(tx, item, why(nothingLeft))
	case errors.As(err, &unwanted):
		return outbox.Dropped, outbox.DropTx(tx, item, why(err))
	}
	switch mail.OutcomeOf(err) {
	case mail.Refused:
		if noMailbox(err) && item.Recipient != 0 {
			if e := account.DoubtAddressTx(tx, item.Recipient); e != nil {
				return "", e
			}
		}
		return outbox.RefuseTx(tx, item, why(err))
	case mail.Unknown:
		return outbox.LostTx(tx, item, why(err))
	}
	return outbox.RetryTx(tx, item, why(err))
}

// why returns what may be stored of an error: nothing that others wrote.
func why(err error) string {
	var sending *mail.Error
	var unwanted errNotWanted
	switch {
	case errors.As(err, new(notify.Hold)):
		return string(nothingLeft)
	case errors.As(err, &sending):
		return sending.Error()
	case errors.As(err, &unwanted):
		return unwanted.Error()
	}
	return "not built"
}

// message renders the letter as a message, beside what m has already.
func (d *Dispatcher) message(ctx context.Context, m mail.Message, item outbox.Item, to mail.Address, l letters.Letter) (mail.Message, error) {
	var html bytes.Buffer
	if err := l.HTML().Render(ctx, &html); err != nil {
		return mail.Message{}, fmt.Errorf("render mail: %w", err)
	}
	m.ID, m.Date, m.From, m.To = item.MessageID+"@"+d.host, item.CreatedAt, d.from, to
	m.Subject, m.Text, m.HTML = l.Subject, l.Text(), html.String()
	return m, nil
}
