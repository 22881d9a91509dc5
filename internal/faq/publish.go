package faq

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
)

// wider reports whether what to reaches includes people that from does not.
func wider(to, from board.ACL) bool {
	switch {
	case to == from || from == "public":
		return false
	case from == "members":
		return to == "public"
	}
	return true
}

// widerThanAny reports whether releasing on b to r reaches people who may not
// read b or something of reach.
func widerThanAny(b board.Board, r board.Release, reach []board.ACL) bool {
	for _, from := range append([]board.ACL{b.ACL()}, reach...) {
		if wider(b.ACLOf(r), from) {
			return true
		}
	}
	return false
}

// preset is the widest release that needs no confirmation; where even the
// board's readers are too many, they are still the fewest there are.
func preset(b board.Board, reach []board.ACL) board.Release {
	for _, r := range []board.Release{board.ToPublic, board.ToMembers} {
		if !widerThanAny(b, r, reach) {
			return r
		}
	}
	return board.ToBoard
}

// Audience is one of the releases an editor can choose from.
type Audience struct {
	Release board.Release
	Widens  bool // reaches people who may not read the board or a source
	Chosen  bool // preset, or what was chosen before
}

// Audiences returns an article and for whom it can be released. Only its
// editors may ask.
func (s *Articles) Audiences(ctx context.Context, by account.Viewer, id int64) (a Article, out []Audience, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if a, err = findArticle(tx, by, id); err != nil {
			return err
		}
		if !a.CanEdit(by) {
			return ErrNotEditor
		}
		if err := a.addFiles(tx); err != nil {
			return err
		}
		sources, err := sourcesOf(tx, id)
		if err != nil {
			return err
		}
		reach, err := reachOf(tx, sources)
		if err != nil {
			return err
		}
		chosen := a.Audience
		if a.State == Draft {
			chosen = preset(a.Board, reach) // its board may have changed since it was begun
		}
		for _, r := range []board.Release{board.ToPublic, board.ToMembers, board.ToBoard} {
			// Where the board has readers of its own, and where it was chosen,
			// "the board's readers" is a choice; elsewhere it only repeats another.
			if r != board.ToBoard || a.Board.Audience == board.Restricted || chosen == r {
				out = append(out, Audience{Release: r, Widens: widerThanAny(a.Board, r, reach), Chosen: chosen == r})
			}
		}
		return nil
	})
	return a, out, err
}

// Publish releases a draft, or a published article to another audience. A
// release to people who may not read the board or a source needs confirm, and
// is refused with a problem at the field "bestaetigung" without it. A draft
// must have a short answer and a text.
func (s *Articles) Publish(ctx context.Context, by account.Viewer, id int64, to board.Release, confirm bool) error {
	return s.edit(ctx, by, id, func(tx *db.Tx, a Article) error {
		if a.State == Outdated {
			return fault.Reject("Der Artikel ist überholt. Stellen Sie ihn zuerst wieder her.")
		}
		var c fault.Check
		c.Require(to.Valid(), "freigabe", "Bitte wählen Sie, wer den Artikel lesen darf.")
		complete(&c, a.Short, a.Source)
		if err := c.Err(); err != nil {
			return err
		}
		if a.State == Published && a.Audience == to {
			return nil
		}
		sources, err := sourcesOf(tx, id)
		if err != nil {
			return err
		}
		reach, err := reachOf(tx, sources)
		if err != nil {
			return err
		}
		widens := widerThanAny(a.Board, to, reach)
		if widens && !confirm {
			c.Add("bestaetigung", "So lesen den Artikel auch Menschen, die den Bereich oder eine Quelle nicht sehen dürfen. Bitte "+
				"bestätigen Sie, dass der Text dafür geeignet ist.")
			return c.Err()
		}
		if err := departs(tx, a); err != nil {
			return err
		}
		if err := setPublished(tx, id, to); err != nil {
			return err
		}
		if a.State == Draft {
			if err := event.AppendTx(tx, event.ArticlePublished, id, by.ID); err != nil {
				return err
			}
		}
		if widens {
			if err := audit.RecordTx(tx, by.ID, "faq.widen", "article", id, string(to)); err != nil {
				return err
			}
		}
		return audit.RecordTx(tx, by.ID, "faq.publish", "article", id, string(to))
	})
}

// MarkOutdated marks a published article as überholt; the reason is shown on
// it. It stays readable and sinks in search.
func (s *Articles) MarkOutdated(ctx context.Context, by account.Viewer, id int64, why string) error {
	return s.edit(ctx, by, id, func(tx *db.Tx, a Article) error {
		why, err := reason(why)
		if err != nil {
			return err
		}
		if a.State != Published {
			return fault.Reject("Nur ein veröffentlichter Artikel kann als überholt markiert werden.")
		}
		if err := departs(tx, a); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE faq_article SET state = 'outdated', outdated_reason = $1 WHERE id = $2`, why, id); err != nil {
			return err
		}
		if err := event.AppendTx(tx, event.ArticleOutdated, id, by.ID); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "faq.outdated", "article", id, why)
	})
}

// Restore takes the mark überholt away: the article is published again for the
// audience it had.
func (s *Articles) Restore(ctx context.Context, by account.Viewer, id int64) error {
	return s.edit(ctx, by, id, func(tx *db.Tx, a Article) error {
		if a.State != Outdated {
			return fault.Reject("Der Artikel ist nicht als überholt markiert.")
		}
		_, err := tx.Exec(`
			UPDATE faq_article
			SET state = 'published', outdated_reason = NULL, changed_at = $1
			WHERE id = $2`, tx.Now, id)
		if err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "faq.restore", "article", id, "")
	})
}

// ConfirmReview says that a published article still holds: its Stand becomes
// today, and it is due again on next, as typed; "" is ReviewAfter days from now.
func (s *Articles) ConfirmReview(ctx context.Context, by account.Viewer, id int64, next catalogue.Date) error {
	return s.edit(ctx, by, id, func(tx *db.Tx, a Article) error {
		if a.State != Published {
			return fault.Reject("Nur ein veröffentlichter Artikel kann geprüft werden.")
		}
		today := catalogue.DateOf(tx.Now)
		var c fault.Check
		on := date(&c, "pruefung", next)
		if on == "" {
			on = today.AddDays(ReviewAfter)
		}
		c.Require(on.After(today), "pruefung", "Die nächste Prüfung muss in der Zukunft liegen.")
		if err := c.Err(); err != nil {
			return err
		}
		// The revision counts: an editor who began before must not undo the review.
		_, err := tx.Exec(`
			UPDATE faq_article
			SET as_of = $1, review_on = $2, revision = revision + 1
			WHERE id = $3`, string(today), string(on), id)
		return err
	})
}

// NoticeDue tells the event log of published articles whose review date has been
// reached since the last call, each date once, and returns how many there were. A
// worker should call it at least once a day.
func (s *Articles) NoticeDue(ctx context.Context) (noticed int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		ids, err := db.Column[int64](tx, `
			UPDATE faq_article
			SET review_noticed = review_on
			WHERE state = 'published' AND review_on <= $1 AND review_noticed <> review_on
			RETURNING id`, string(catalogue.DateOf(tx.Now)))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := event.AppendTx(tx, event.ArticleDue, id, 0); err != nil {
				return err
			}
		}
		noticed = len(ids)
		return nil
	})
	return noticed, err
}
