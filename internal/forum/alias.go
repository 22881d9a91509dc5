package forum

import (
	"cmp"
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/alias"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// writer is in whose name something is written. Whoever asks semi-anonymously
// writes as an alias; asker tells the author apart from others in rows of this
// package, and nothing else reads it.
type writer struct {
	as                       account.Byline
	asker, askerOrganisation int64 // 0 for who writes in the own name
}

func openly(by account.Viewer) writer {
	return writer{as: account.Byline{PersonID: by.ID, Organisation: by.Organisation}}
}

func underAlias(by account.Viewer, a alias.Alias) writer {
	return writer{as: account.Byline{Alias: a}, asker: by.ID, askerOrganisation: by.Organisation.ID}
}

// self returns the account that writes, under whatever name.
func (w writer) self() int64 { return cmp.Or(w.asker, w.as.PersonID) }

// Alias returns how by appears when asking semi-anonymously. Members only.
func (f *Forum) Alias(ctx context.Context, by account.Viewer) (o alias.Offer, err error) {
	if err := by.MustBeMember(); err != nil {
		return o, err
	}
	return db.View(ctx, f.db, func(tx *db.Tx) (alias.Offer, error) { return alias.OfTx(tx, by.Organisation) })
}

// aliasOf returns the writer that stands for by, under the alias of by's organisation.
func aliasOf(tx *db.Tx, by account.Viewer) (writer, error) {
	offer, err := alias.OfTx(tx, by.Organisation)
	if err != nil {
		return writer{}, err
	}
	a, err := alias.StoreTx(tx, offer.Alias)
	return underAlias(by, a), err
}

// writerOf returns in whose name by replies: whoever asked semi-anonymously keeps
// the alias in the own thread.
func (t Thread) writerOf(by account.Viewer) writer {
	if t.asker != 0 && t.asker == by.ID {
		return underAlias(by, t.Author.Alias)
	}
	return openly(by)
}

// SemiAnonymous reports whether the thread was asked semi-anonymously.
func (t Thread) SemiAnonymous() bool { return t.Author.IsAlias() }

// CanRevealAuthor reports whether by may look who asked semi-anonymously.
func (t Thread) CanRevealAuthor(by account.Viewer) bool {
	return t.SemiAnonymous() && t.CanModerate(by)
}

// RevealAuthor tells a moderator who asked semi-anonymously, with the organisation of
// that time. Every look is recorded in the audit log with its reason.
func (f *Forum) RevealAuthor(ctx context.Context, by account.Viewer, id int64, reason string) (who account.Byline, err error) {
	reason, invalid := reasonNeeded(reason)
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, id)
		if err != nil {
			return err
		}
		if !t.CanModerate(by) {
			return ErrNotModerator
		}
		if !t.SemiAnonymous() {
			return fault.Reject("Dieses Thema ist nicht teilanonym gefragt.")
		}
		if invalid != nil {
			return invalid
		}
		who, err = db.One(tx, func(r db.Row) (b account.Byline, err error) {
			return b, r.Scan(account.BylineFields(&b)...)
		}, `
			SELECT `+account.BylineColumns+`
			FROM post e
			JOIN person p ON p.id = e.asker_id
			JOIN organisation o ON o.id = e.asker_organisation_id
			WHERE e.thread_id = $1 AND e.position = 1`, id)
		if fault.Is(err, fault.NotFound) {
			return fault.Reject("Das Konto, das hier gefragt hat, gibt es nicht mehr.")
		}
		if err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "thread.reveal", "thread", id, reason)
	})
	return who, err
}
