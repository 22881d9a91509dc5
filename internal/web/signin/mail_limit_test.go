package signin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
)

// TestMailsToStrangersAreCapped: whatever a member does, few mails leave to
// addresses of which nobody has shown that they are theirs.
func TestMailsToStrangersAreCapped(t *testing.T) {
	t.Parallel()
	stranger := func(n int) string { return fmt.Sprintf("fremd%d@fern%d.example", n, n) }
	for name, x := range map[string]struct {
		by   string
		most int
		send func(w *World, by account.Viewer, email string) error
	}{
		"changes of address": {Ann, membership.ChangesADay, func(w *World, by account.Viewer, email string) error {
			return w.Joining.RequestChange(w.Ctx, by, email)
		}},
		"changes of address by a moderator": {Mod, membership.ChangesADay, func(w *World, by account.Viewer, email string) error {
			return w.Joining.RequestChange(w.Ctx, by, email)
		}},
		"invitations": {Ann, membership.MaxInvited, func(w *World, by account.Viewer, email string) error {
			return w.Joining.Invite(w.Ctx, by, membership.NewInvitation{Email: email})
		}},
		"invitations by a moderator": {Mod, membership.InvitedByMods, func(w *World, by account.Viewer, email string) error {
			return w.Joining.Invite(w.Ctx, by, membership.NewInvitation{Email: email})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := New(t)
			by := w.By(x.by)
			var sent atomic.Int32
			var all sync.WaitGroup
			for n := range x.most + 40 {
				all.Go(func() {
					if err := x.send(w, by, stranger(n)); err == nil {
						sent.Add(1)
					} else if !fault.Is(err, fault.TooMany) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if int(sent.Load()) != x.most || w.Enqueued(outbox.JoinConfirm, outbox.JoinInvited) != x.most {
				t.Errorf("%d were let through, %d mails are queued", sent.Load(), w.Enqueued(outbox.JoinConfirm, outbox.JoinInvited))
			}
			// What was decided or taken back still counts.
			err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
				for _, table := range []string{"joining_link", "application", "invitation"} {
					if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := x.send(w, by, stranger(999)); !fault.Is(err, fault.TooMany) {
				t.Errorf("one more: %v", err)
			}
		})
	}
}

// TestMailsToOneMailboxAreCapped, whoever sends them and however it is written.
func TestMailsToOneMailboxAreCapped(t *testing.T) {
	t.Parallel()
	w := New(t)
	begin := w.DB.Now(w.Ctx)
	senders := []string{Ann, Bea, Mod, OtherMod, Editor, Prog, Insider, Boss}
	sent := 0
	for hour := range 8 {
		ctx := db.At(w.Ctx, begin.Add(time.Duration(hour)*time.Hour))
		for n, by := range senders {
			address := fmt.Sprintf("opfer+%d-%d@fern.example", hour, n)
			var err error
			switch n % 3 {
			case 0:
				err = w.Joining.Invite(ctx, w.By(by), membership.NewInvitation{Email: address})
			case 1:
				viewer, failed := w.Accounts.ViewerOf(ctx, Email(by)) // who they are they show anew every hour
				if failed != nil {
					t.Fatal(failed)
				}
				err = w.Joining.RequestChange(ctx, viewer, address)
			default:
				err = w.Joining.Apply(ctx, membership.Form{Email: address, Name: "Neue Person"})
			}
			if err == nil {
				sent++
			} else if !fault.Is(err, fault.TooMany) {
				t.Fatal(err)
			}
		}
		if want := min(3*(hour+1), membership.AskedADay); sent != want {
			t.Errorf("%d mails after %d hours, want %d", sent, hour+1, want)
		}
	}
}

func TestWhoHasASessionRegistersNobody(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Post(Ann, "/registrieren", url.Values{"email": {"fremd@fern.example"}, "name": {"Fremde Person"}, "zustimmung": {"ja"}})
	if a.Code != http.StatusSeeOther || a.Location() != "/konto" || w.Enqueued(outbox.JoinConfirm) != 0 {
		t.Errorf("%d %s, %d mails", a.Code, a.Location(), w.Enqueued(outbox.JoinConfirm))
	}
}
