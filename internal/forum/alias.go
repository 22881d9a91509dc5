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
// the alias in the own thread, and where that was taken to.
func (t Thread) writerOf(tx *db.Tx, by account.Viewer) (writer, error) {
	a, found, err := t.aliasFor(tx, by)
	if found {
		return underAlias(by, a), err
	}
	return openly(by), err
}

// aliasFor returns the alias under which by writes in the thread, if by does.
func (t Thread) aliasFor(tx *db.Tx, by account.Viewer) (a alias.Alias, found bool, err error) {
	if t.asker != 0 && t.asker == by.ID {
		return t.Author.Alias, true, nil
	}
	if !t.mixed || !by.SignedIn() {
		return a, false, nil
	}
	return db.Found(db.One(tx, func(r db.Row) (a alias.Alias, err error) { return a, r.Scan(alias.Fields(&a)...) }, `
		SELECT `+alias.Columns+`
		FROM post e
		JOIN alias a ON a.id = e.alias_id
		WHERE e.thread_id = $1 AND e.asker_id = $2
		ORDER BY e.position
		LIMIT 1`, t.ID, by.ID))
}

// SemiAnonymous reports whether the thread was asked semi-anonymously.
func (t Thread) SemiAnonymous() bool { return t.Author.IsAlias() }

// CanRevealAuthor reports whether by may look who asked semi-anonymously.
func (t Thread) CanRevealAuthor(by account.Viewer) bool {
	return t.SemiAnonymous() && t.CanModerate(by)
}

// CanRevealAuthor reports whether by may look who wrote the post semi-anonymously: a reply
// in a thread that took posts of others. Of all other threads that is who asked.
func (p Post) CanRevealAuthor(by account.Viewer, t Thread) bool {
	return p.Author.IsAlias() && !p.Question() && t.mixed && t.CanModerate(by)
}

// RevealAuthor tells a moderator who wrote a post of the thread semi-anonymously, 0 for its
// question, with the organisation of that time. Every look is recorded in the audit log with
// its reason.
func (f *Forum) RevealAuthor(ctx context.Context, by account.Viewer, id, post int64, reason string) (who account.Byline, err error) {
	reason, invalid := reasonNeeded(reason)
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, id)
		if err != nil {
			return err
		}
		if !t.CanModerate(by) {
			return ErrNotModerator
		}
		if post == 0 && !t.SemiAnonymous() {
			return fault.Reject("Dieses Thema ist nicht teilanonym gefragt.")
		}
		if post != 0 {
			p, _, err := findPost(tx, by, post)
			if err == nil && (p.ThreadID != id || !p.Author.IsAlias()) {
				err = fault.Missing()
			}
			if err != nil {
				return err
			}
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
			WHERE e.thread_id = $1 AND (e.id = $2 OR $2 = 0 AND e.position = 1)`, id, post)
		if fault.Is(err, fault.NotFound) {
			return fault.Reject("Das Konto, das hier gefragt hat, gibt es nicht mehr.")
		}
		if err != nil {
			return err
		}
		if post != 0 {
			return audit.RecordTx(tx, by.ID, "thread.reveal", "post", post, reason)
		}
		return audit.RecordTx(tx, by.ID, "thread.reveal", "thread", id, reason)
	})
	return who, err
}
