package membership_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
	. "kommunalforum/internal/testkit"
)

// TestOfAHundredAtOnceOneWins uses links and an invitation, gives a colleague's
// word and approves, a hundred times each at the same moment.
func TestOfAHundredAtOnceOneWins(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Domain("stadt.example", Ann)
	link := w.Apply("neu@stadt.example", "Neue Person")
	_, invitation := w.Invite(Ann, "gast@fern.example")
	check := w.Check(w.By(Bea))
	waiting, asked := w.Waits("wartet@unbekannt.example", "Neue Person", "Irgendwo"), w.Waits("wartet@gmx.de", "Neue Person", "Stadt Musterstadt")
	admit := func() error {
		return w.Joining.Admit(w.Ctx, w.By(Mod), waiting, membership.Decision{Organisation: "Stadt Musterstadt", Assign: true})
	}
	for name, use := range map[string]func() error{
		"approval": admit,
		"word":     func() error { return w.Joining.Vouch(w.Ctx, w.By(Ann), asked, true) },
		"link": func() error {
			_, err := w.Joining.Confirm(w.Ctx, link, membership.Confirmation{Password: Password})
			return err
		},
		"invitation": func() error {
			return w.Joining.Accept(w.Ctx, invitation, membership.Acceptance{Name: "Gast Gans", Password: Password})
		},
		"check": func() error { return w.Joining.ConfirmCheck(w.Ctx, check) },
	} {
		var won, gone atomic.Int32
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				switch err := use(); {
				case err == nil:
					won.Add(1)
				case fault.Is(err, fault.Gone), fault.Is(err, fault.NotFound), // of what waits, nothing is left
					fault.Is(err, fault.Unready): // the queue for password hashes was full
					gone.Add(1)
				default:
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || gone.Load() != 99 {
			t.Errorf("%s: %d won, %d came too late", name, won.Load(), gone.Load())
		}
	}
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM person
			WHERE email IN ('neu@stadt.example', 'gast@fern.example', 'wartet@unbekannt.example')`)
		if n != 3 {
			t.Errorf("%d accounts", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := w.Enqueued(outbox.JoinAdmitted); n != 1 {
		t.Errorf("%d mails tell of the approval", n)
	}
}

// TestApprovalAndRefusalAtOnceAreOneDecision: of many moderators the first one
// decides.
func TestApprovalAndRefusalAtOnceAreOneDecision(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Waits("wartet@unbekannt.example", "Neue Person", "Irgendwo")
	var admitted, refused atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if w.Joining.Admit(w.Ctx, w.By(Mod), id, membership.Decision{Organisation: "Stadt Musterstadt"}) == nil {
				admitted.Add(1)
			}
		})
		all.Go(func() {
			if w.Joining.Refuse(w.Ctx, w.By(Boss), id, "Keine Kommune.") == nil {
				refused.Add(1)
			}
		})
	}
	all.Wait()
	if admitted.Load()+refused.Load() != 1 || w.Enqueued(outbox.JoinAdmitted, outbox.JoinRefused) != 1 {
		t.Errorf("%d admissions, %d refusals, %d mails", admitted.Load(), refused.Load(), w.Enqueued(outbox.JoinAdmitted, outbox.JoinRefused))
	}
}

// TestAHundredRegistrationsOfOneMailboxAtOnceStayWithinTheLimit.
func TestAHundredRegistrationsOfOneMailboxAtOnceStayWithinTheLimit(t *testing.T) {
	t.Parallel()
	w := New(t)
	var taken atomic.Int32
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			err := w.Joining.Apply(w.Ctx, membership.Form{Email: "neu@fern.example", Name: "Neue Person"})
			if err == nil {
				taken.Add(1)
			} else if !fault.Is(err, fault.TooMany) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if taken.Load() != membership.MaxAsked || w.Enqueued(outbox.JoinConfirm) != membership.MaxAsked {
		t.Errorf("%d were taken, %d mails", taken.Load(), w.Enqueued(outbox.JoinConfirm))
	}
}
