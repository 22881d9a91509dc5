package usecase

import (
	"context"
	"errors"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/db"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/event"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/library"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/mention"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/once"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/readmark"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/support"
)

// Farewell is what a person is told before leaving.
type Farewell struct {
	Posts     int  // that stay
	Asked     int  // open questions to programme management
	Assigned  int  // open inquiries that are theirs to answer
	LastAdmin bool // they cannot leave
}

// PrepareLeaving says what would happen if by left.
func (a *Acts) PrepareLeaving(ctx context.Context, by account.Viewer) (Farewell, error) {
	if err := by.MustBeMember(); err != nil {
		return Farewell{}, err
	}
	return a.farewell(ctx, by.ID)
}

// PrepareErasure says what would happen if an administrator erased the account.
func (a *Acts) PrepareErasure(ctx context.Context, by account.Viewer, person int64) (Farewell, error) {
	reason := "nur zur Ansicht"
	if err := account.CheckErase(by, person, &reason); err != nil {
		return Farewell{}, err
	}
	return a.farewell(ctx, person)
}

func (a *Acts) farewell(ctx context.Context, person int64) (f Farewell, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if f.Posts, err = forum.CountPostsTx(tx, person); err != nil {
			return err
		}
		if f.Asked, f.Assigned, err = inquiry.OpenWorkTx(tx, person); err != nil {
			return err
		}
		f.LastAdmin, err = account.LastAdminTx(tx, person)
		return err
	})
	return f, err
}

// Leave erases by's own account. The caller has asked for the password, see
// signin.Authenticator.ReauthenticateFor.
func (a *Acts) Leave(ctx context.Context, by account.Viewer, keepOrganisation bool) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return a.erase(ctx, by.ID, by.ID, keepOrganisation, "", guarded(by, account.GuardLeave))
}

// EraseAccount erases somebody's account. Administrators only, with a reason
// that goes into the audit log.
func (a *Acts) EraseAccount(ctx context.Context, by account.Viewer, person int64, keepOrganisation bool, reason string) error {
	if err := account.CheckErase(by, person, &reason); err != nil {
		return err
	}
	return a.erase(ctx, by.ID, person, keepOrganisation, reason, guarded(by, account.GuardErase))
}

// EraseAgain erases an account again that a restored backup brought back. The system
// acts.
func (a *Acts) EraseAgain(ctx context.Context, t account.Tombstone) error {
	return a.erase(ctx, 0, t.Person, t.OrganisationKept, "Nach dem Einspielen einer älteren Sicherung.", unguarded)
}

// maxIdle is the maximum number of accounts erased at once. Each erasure searches all
// texts for the name, which takes seconds in a large forum; the others go the next day.
const maxIdle = 50

// EraseIdle erases accounts that nobody ever used or that rest for long, see
// account.UnusedTx, and returns how many: the oldest, maxIdle at most. Texts keep
// the organisation beside them. The system acts; what is left when it is
// interrupted goes next time.
func (a *Acts) EraseIdle(ctx context.Context, byMail bool) (n int, err error) {
	var idle []int64
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		idle, err = account.UnusedTx(tx, byMail, maxIdle)
		return err
	})
	for _, person := range idle {
		still := func(tx *db.Tx) error {
			unused, err := account.IsUnusedTx(tx, person, byMail)
			if err == nil && !unused {
				err = errUsed
			}
			return err
		}
		switch err := a.erase(ctx, 0, person, true, "Das Konto wurde lange nicht benutzt.", still); {
		case err == nil:
			n++
		case !errors.Is(err, errUsed):
			return n, err
		}
	}
	return n, err
}

// errUsed is returned when somebody used the account since, or another node erased it.
var errUsed = errors.New("the account is no longer unused")

// guarded requires what the guard asks of by.
func guarded(by account.Viewer, g account.Guard) func(*db.Tx) error {
	return func(tx *db.Tx) error { return account.RequireReauthTx(tx, by, g) }
}

// unguarded is for acts of the system.
func unguarded(*db.Tx) error { return nil }

// erase searches for texts that name the person while the name is still known, and then
// erases the account everywhere in one transaction. The search may take seconds, so it
// runs outside of the transaction, where no writer waits for it.
func (a *Acts) erase(ctx context.Context, actor, person int64, keepOrganisation bool, reason string, may func(*db.Tx) error) error {
	var found []privacy.Mention
	err := a.db.Read(ctx, func(tx *db.Tx) (err error) {
		if err := may(tx); err != nil { // before the work
			return err
		}
		found, err = naming(tx, person)
		return err
	})
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if err := may(tx); err != nil {
			return err
		}
		if err := eraseFrom(tx, person, membership.EraseTx, signin.EraseTx); err != nil { // first: they ask for the address
			return err
		}
		names, err := account.NameMatcherTx(tx, person)
		if err != nil {
			return err
		}
		if err := reuse.RedactTx(tx, names); err != nil { // while the name is still known
			return err
		}
		e, err := account.EraseTx(tx, actor, person, keepOrganisation, reason)
		if err != nil {
			return err
		}
		err = eraseFrom(tx, person, event.EraseTx, once.EraseTx, feedtoken.EraseTx, draft.EraseTx, attachment.EraseTx, readmark.EraseTx,
			profile.EraseTx, notify.EraseTx, board.EraseTx)
		if err != nil {
			return err
		}
		for _, domain := range []func(*db.Tx, account.Erasure) error{inquiry.EraseTx, forum.EraseTx, faq.EraseTx, library.EraseTx,
			consultation.EraseTx} {
			if err := domain(tx, e); err != nil {
				return err
			}
		}
		// Last: the domains ask whose voices they were.
		err = eraseFrom(tx, person, mention.EraseTx, support.EraseTx, follow.EraseTx, bookmark.EraseTx, suggestion.EraseTx, reuse.EraseTx,
			privacy.ForgetTx)
		if err != nil {
			return err
		}
		return privacy.NoteTx(tx, found)
	})
}

// eraseFrom erases a person from the packages that know nothing of texts, one after the
// other.
func eraseFrom(tx *db.Tx, person int64, packages ...func(*db.Tx, int64) error) error {
	for _, erase := range packages {
		if err := erase(tx, person); err != nil {
			return err
		}
	}
	return nil
}

// maxMentions is the maximum number of texts of each kind listed for moderators.
const maxMentions = 500

// naming finds texts that name the person.
func naming(tx *db.Tx, person int64) (out []privacy.Mention, err error) {
	t, err := account.NameMatcherTx(tx, person)
	if err != nil {
		return nil, err
	}
	for _, texts := range []struct {
		kind privacy.Kind
		find func() ([]account.Mention, error)
	}{
		{privacy.Post, func() ([]account.Mention, error) { return forum.FindMentionsTx(tx, person, t, maxMentions) }},
		{privacy.Profile, func() ([]account.Mention, error) { return profile.FindMentionsTx(tx, person, t, maxMentions) }},
		{privacy.Article, func() ([]account.Mention, error) { return faq.FindMentionsTx(tx, t, maxMentions) }},
		{privacy.Document, func() ([]account.Mention, error) { return library.FindMentionsTx(tx, t, maxMentions) }},
		{privacy.Reuse, func() ([]account.Mention, error) { return reuse.FindMentionsTx(tx, t, maxMentions) }},
		{privacy.Consultation, func() ([]account.Mention, error) { return consultation.FindMentionsTx(tx, t, maxMentions) }},
		{privacy.Inquiry, func() ([]account.Mention, error) { return inquiry.FindMentionsTx(tx, t, maxMentions) }},
	} {
		found, err := texts.find()
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			out = append(out, privacy.Mention{Kind: texts.kind, Subject: m.Subject, Board: m.Board})
		}
	}
	return out, nil
}
