package web_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// everywhere selects every place of each kind, with what a notification may be about
// in it, whoever may see it.
var everywhere = map[notify.PlaceKind]string{
	notify.Thread:     `SELECT thread_id, id, position FROM post UNION SELECT id, 0, 0 FROM thread UNION SELECT thread_id, id, 0 FROM held_reply`,
	notify.Inquiry:    `SELECT inquiry_id, id, 0 FROM inquiry_step UNION SELECT id, 0, 0 FROM inquiry`,
	notify.Article:    `SELECT id, 0, 0 FROM faq_article`,
	notify.Answer:     `SELECT answer_id, id, 0 FROM answer_version`,
	notify.Board:      `SELECT id, 0, 0 FROM board`,
	notify.Suggestion: `SELECT id, 0, 0 FROM faq_suggestion`,
	notify.Report:     `SELECT id, 0, 0 FROM report`,
	notify.Unattended: `SELECT t.board_id, e.id, 0 FROM post e JOIN thread t ON t.id = e.thread_id`,

	notify.LostThread: `SELECT thread_id, event_id, 0 FROM thread_move`,
	notify.LostBoard:  `SELECT board_id, event_id, 0 FROM board_narrowing`,
	notify.LostBoards: `SELECT first_id, first_id, 0 FROM board_barred`,
}

// tellEverything makes a notification of the kind about everything for everybody, as
// if nobody had asked who may see it.
func (a *aviary) tellEverything(k notify.Kind, delivery notify.Rhythm, at time.Time) {
	a.T.Helper()
	due := any(nil)
	if delivery == notify.Now {
		due = at
	}
	for place, query := range everywhere {
		a.must(a.DB.Write(a.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`
				INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, delivery, due_at)
				SELECT p.id, $1, '', $2, x.thread_id, x.id, x.position, '', 0, $3, $4, $5
				FROM person p, (SELECT 0 AS thread_id, 0 AS id, 0 AS position WHERE FALSE UNION `+query+`) x`,
				string(k), string(place), at, string(delivery), due)
			return err
		}))
	}
}

// TestNoMailTellsMoreThanItsPersonMayRead sends everybody mails of every kind about
// everything, at once and as digests, and looks for the words that they may not see.
// Of the restricted board no mail has a word, whoever gets it.
func TestNoMailTellsMoreThanItsPersonMayRead(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	day := catalogue.Date("2035-01-08") // a Monday, when the workers of the world find nothing due
	a.must(a.DB.Write(a.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET address_due = $1`, day.AddDays(2000).Begin())
		return err
	}))
	when := func(d catalogue.Date) context.Context { return db.At(a.Ctx, d.At(10)) }
	for _, k := range notify.Kinds {
		a.tellEverything(k.Kind, notify.Daily, day.At(10))
		a.tellEverything(k.Kind, notify.Now, day.At(10))
		for range 3 { // as many as the outbox takes
			a.must(a.Notify.Mail(when(day)))
			a.must(a.Dispatch.Flush(when(day)))
		}
		day = catalogue.AddWorkingDays(day, 1, "Bayern")
		_, err := a.Notify.Digests(when(day))
		a.must(err)
		a.must(a.Dispatch.Flush(when(day)))
	}
	list, err := a.Folder.List(20_000)
	a.must(err)
	seen, got, digests := map[string]bool{}, map[string]int{}, 0
	for _, m := range list {
		by := strings.TrimSuffix(m.To.Address, "@world.example")
		if !strings.Contains(m.Text, "/abbestellen/") {
			continue // about accounts
		}
		got[by]++
		if strings.Contains(m.Subject, "Zusammenfassung") {
			digests++
		}
		text := m.Subject + m.Text + m.HTML
		for _, c := range a.canaries {
			if !strings.Contains(text, c.word) {
				continue
			}
			seen[c.word] = true
			if !slices.Contains(c.may, by) {
				t.Errorf("%s reads %s in a mail: %s", by, c.word, m.Text)
			}
			if slices.Contains(c.may, Insider) && !slices.Contains(c.may, Ann) {
				t.Errorf("a mail to %s has %s of the restricted board", by, c.word)
			}
		}
		if strings.Contains(text, "/bereiche/") || strings.Contains(text, "asisdienste") {
			t.Errorf("a mail to %s names a board", by)
		}
	}
	for _, by := range signedIn {
		if got[by] < 5 {
			t.Errorf("%s got %d mails: the test is blind", by, got[by])
		}
	}
	if digests < len(signedIn) || len(seen) < 8 || got[Newcomer] > 0 {
		t.Errorf("%d digests, %d words seen, %d mails to who has not agreed to the terms", digests, len(seen), got[Newcomer])
	}
}

// TestNoMailNamesWhoAsksSemiAnonymously tells everybody of what somebody wrote under an
// alias.
func TestNoMailNamesWhoAsksSemiAnonymously(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	veraThread(t, a)
	day := catalogue.Date("2035-01-08")
	when := func(d catalogue.Date) context.Context { return db.At(a.Ctx, d.At(10)) }
	a.must(a.DB.Write(a.Ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET address_due = $1`, day.AddDays(2000).Begin())
		return err
	}))
	for _, k := range []notify.Kind{notify.FollowedReply, notify.InquiryProgress, notify.OfficialAnswer} {
		a.tellEverything(k, notify.Now, day.At(10))
		a.tellEverything(k, notify.Daily, day.At(10))
		for range 5 {
			a.must(a.Notify.Mail(when(day)))
			a.must(a.Dispatch.Flush(when(day)))
		}
		day = catalogue.AddWorkingDays(day, 1, "Bayern")
		_, err := a.Notify.Digests(when(day))
		a.must(err)
		a.must(a.Dispatch.Flush(when(day)))
	}
	list, err := a.Folder.List(20_000)
	a.must(err)
	told := 0
	for _, m := range list {
		text := m.Subject + m.Text + m.HTML
		if m.To.Address == Email(vera) || !strings.Contains(text, veraAsks) {
			continue
		}
		if strings.Contains(text, veraAlias) {
			told++
		}
		for _, word := range []string{veraName, veraHome, "Verstecke"} {
			if strings.Contains(text, word) {
				t.Errorf("a mail to %s says %s: %s", m.To.Address, word, m.Text)
			}
		}
	}
	if told < 5 {
		t.Errorf("%d mails name the alias: the test is blind", told)
	}
}
