package faq

import (
	"cmp"
	"context"
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/richtext"
)

// Refusals that operations and the pages before them share.
var (
	ErrNotEditor   = fault.Forbid("Das kann nur die FAQ-Redaktion oder die Moderation des Bereichs.")
	ErrCannotWrite = fault.Forbid("FAQ-Artikel schreiben die FAQ-Redaktion und die Moderation der Bereiche.")
)

// Draft begins an article on a board that by writes for, and returns its id.
func (s *Articles) Draft(ctx context.Context, by account.Viewer, in Input) (id int64, err error) {
	if !by.EditsSomewhere() {
		return 0, ErrCannotWrite
	}
	p := Prepare(ctx, in)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		sent, err := once.WasSentTx(tx, by.ID, in.Once)
		if err != nil {
			return err
		}
		files, err := attachment.ChosenTx(tx, by.ID, in.Files)
		if err != nil {
			return err
		}
		err = once.ClaimTx(tx, by.ID, in.Once, append([]string{in.Title, in.Short, in.Text, in.Scope, string(in.AsOf), string(in.ReviewOn),
			once.Ids(in.Services)}, files.Content()...)...)
		if err != nil {
			return err
		}
		id, err = DraftTx(tx, by, p, sent)
		return err
	})
	return id, err
}

// DraftTx begins an article that is taken from sources, within tx. Its
// audience is preset so that it reaches nobody who may not see all of them. sent says that
// its form was sent before: it leads to the article that it made, and makes no other once
// that was deleted.
func DraftTx(tx *db.Tx, by account.Viewer, p Prepared, sent bool, sources ...Source) (id int64, err error) {
	earlier, again, err := db.Found(db.Scalar[int64](tx, `
		SELECT id
		FROM faq_article
		WHERE created_by = $1 AND once_key = $2`, by.ID, p.once))
	if again || err != nil {
		return earlier, err
	}
	if sent {
		return 0, once.ErrRemoved
	}
	b, err := p.settle(tx, by, 0)
	if err != nil {
		return 0, err
	}
	reach, err := reachOf(tx, sources)
	if err != nil {
		return 0, err
	}
	if err := account.CountActivityTx(tx, by, account.Posting); err != nil {
		return 0, err
	}
	if id, err = insertArticle(tx, by, p.content, preset(b, reach), richtext.Once(p.once)); err != nil {
		return 0, err
	}
	if err := setServices(tx, id, p.services); err != nil {
		return 0, err
	}
	files, err := attachment.ChosenTx(tx, by.ID, p.files)
	if err != nil {
		return 0, err
	}
	if err := files.SetTx(tx, by.ID, ofArticle(id), 1); err != nil {
		return 0, err
	}
	for _, s := range sources {
		if err := insertSource(tx, id, s); err != nil {
			return 0, err
		}
	}
	return id, event.AppendTx(tx, event.ArticleSaved, id, by.ID)
}

// Save changes an article. The former text is kept as a version if others have
// seen it, that is unless it was a draft of by's own. When the article was
// changed since in.Revision the answer is fault.Conflict and nothing is stored.
func (s *Articles) Save(ctx context.Context, by account.Viewer, id int64, in Input) error {
	p := Prepare(ctx, in)
	return s.edit(ctx, by, id, func(tx *db.Tx, a Article) error {
		if _, err := once.SentTx(tx, by.ID, in.Once); err != nil {
			return err
		}
		p.asOf, p.reviewOn = cmp.Or(p.asOf, a.AsOf), cmp.Or(p.reviewOn, a.ReviewOn)
		if err := a.addFiles(tx); err != nil {
			return err
		}
		version := a.Version
		if a.State != Draft || a.By.PersonID != by.ID {
			version++ // others have seen the present one
		}
		files, gone := attachment.ChosenForTx(tx, by.ID, ofArticle(id), version, in.Files)
		if gone == nil && p.problems.Err() == nil && p.same(a) && files.SameAs(a.Files) {
			return nil // sent twice, or nothing changed
		}
		if a.Revision != in.Revision {
			return fault.Of(fault.Conflict, "Der Artikel wurde in der Zwischenzeit geändert. Ihr Text ist noch da; bitte gleichen Sie "+
				"ihn mit der jetzigen Fassung ab.")
		}
		if gone != nil {
			return gone
		}
		if a.State != Draft && !p.ready {
			complete(&p.problems, p.short, p.text.Source)
		}
		b, err := p.settle(tx, by, a.Board.ID)
		if err != nil {
			return err
		}
		if a.State != Draft && wider(b.ACLOf(a.Audience), a.Board.ACLOf(a.Audience)) {
			var c fault.Check
			c.Add("bereich", "In diesem Bereich würden mehr Menschen den Artikel lesen als bisher. Bitte geben Sie ihn zuerst für diese frei.")
			return c.Err()
		}
		if version > a.Version {
			if err := keepVersion(tx, id); err != nil {
				return err
			}
		}
		if err := departs(tx, a); err != nil {
			return err
		}
		if err := updateArticle(tx, by, id, p.content, version); err != nil {
			return err
		}
		if err := files.SetTx(tx, by.ID, ofArticle(id), version); err != nil {
			return err
		}
		if a.State == Published && (p.short != a.Short || p.text.Source != a.Source || !files.SameAs(a.Files)) {
			if err := event.AppendTx(tx, event.ArticleRevised, id, by.ID); err != nil {
				return err
			}
		}
		return setServices(tx, id, p.services)
	})
}

// same reports whether saving would change nothing.
func (p Prepared) same(a Article) bool {
	ids := make([]int64, len(a.Services))
	for i, s := range a.Services {
		ids[i] = s.ID
	}
	return p.board == a.Board.ID && p.title == a.Title && p.short == a.Short && p.text.Source == a.Source &&
		p.scope == a.Scope && p.asOf == a.AsOf && p.reviewOn == a.ReviewOn && slices.Equal(p.services, ids)
}

// edit runs an editor's act on an article: visible, permitted, act, event.
func (s *Articles) edit(ctx context.Context, by account.Viewer, id int64, act func(*db.Tx, Article) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return edit(tx, by, id, act) })
}

func edit(tx *db.Tx, by account.Viewer, id int64, act func(*db.Tx, Article) error) error {
	a, err := findArticle(tx, by, id)
	if err != nil {
		return err
	}
	if !a.CanEdit(by) {
		return ErrNotEditor
	}
	if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
		return err
	}
	if err := act(tx, a); err != nil {
		return err
	}
	return event.AppendTx(tx, event.ArticleSaved, id, by.ID)
}

// DiscardTx deletes a draft with its versions; what was published once stays. Nothing
// may refer to it any more. Called by package usecase only.
func DiscardTx(tx *db.Tx, by account.Viewer, id int64) error {
	return edit(tx, by, id, func(tx *db.Tx, a Article) error {
		if !a.CanDiscard(by) {
			return fault.Reject("Nur Entwürfe lassen sich löschen. Markieren Sie den Artikel als überholt, wenn er nicht mehr gilt.")
		}
		if err := ofArticle(id).RemoveTx(tx); err != nil {
			return err
		}
		for _, statement := range []string{
			`DELETE FROM faq_service WHERE article_id = $1`,
			`DELETE FROM faq_source WHERE article_id = $1`,
			`DELETE FROM faq_version WHERE article_id = $1`,
			`DELETE FROM faq_article WHERE id = $1`,
		} {
			if _, err := tx.Exec(statement, id); err != nil {
				return err
			}
		}
		return audit.RecordTx(tx, by.ID, "faq.discard", "article", id, a.Title)
	})
}

// Boards returns the boards that by writes articles for, in the order of the
// start page.
func (s *Articles) Boards(ctx context.Context, by account.Viewer) (out []board.Board, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := board.ListedTx(tx, by)
		for _, b := range all {
			if CanWriteOn(by, b) {
				out = append(out, b)
			}
		}
		return err
	})
	return out, err
}
