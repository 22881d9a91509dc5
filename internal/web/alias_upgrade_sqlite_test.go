//go:build !postgres

// There are no databases of old on other engines.

package web_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// The database of a small forum with semi-anonymous questions as a program wrote
// it that kept aliases as invented rows of person and organisation, and what that
// program told of it. Both are written once and never changed.
const (
	aliasesBefore = "testdata/aliases_before.sql"
	aliasesTold   = "testdata/aliases_told.txt"
)

// openOld opens the program on the database as it was before.
func openOld(t *testing.T) *World {
	t.Helper()
	script, err := os.ReadFile(aliasesBefore)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	raw, err := sql.Open("sqlite3", filepath.Join(dir, "forum.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(string(script)); err != nil {
		t.Fatalf("%s: %v", aliasesBefore, err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	return Open(t, dir)
}

// TestAliasesOfOldTellTheSameInTheirOwnTable: who asked semi-anonymously twice, who
// left since, what waits, what was escalated and merged.
func TestAliasesOfOldTellTheSameInTheirOwnTable(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile(aliasesTold)
	if err != nil {
		t.Fatal(err)
	}
	w := openOld(t)
	w.IndexReady()
	f := &facts{World: w}
	was, is := strings.Split(string(want), "\n"), strings.Split(f.tell(), "\n")
	if len(was) != len(is) {
		t.Errorf("%d facts instead of %d", len(is), len(was))
	}
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] {
			t.Errorf("line %d: %q, was %q", i+1, is[i], was[i])
		}
	}
}

func TestInventedPeopleAndOrganisationsAreGoneAfterTheUpgrade(t *testing.T) {
	t.Parallel()
	w := openOld(t)
	defects, err := w.DB.Check(w.Ctx)
	if err != nil || len(defects) > 0 {
		t.Errorf("the database has defects: %v, %v", defects, err)
	}
	err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		for query, want := range map[string]int{
			`SELECT COUNT(*) FROM person WHERE email NOT LIKE '%@%' AND erased_at IS NULL`: 0,
			`SELECT COUNT(*) FROM organisation WHERE kind = 'disguised'`:                   0,
			`SELECT COUNT(*) FROM alias`:                                                   4,
			`SELECT COUNT(*) FROM thread WHERE alias_id IS NOT NULL`:                       7,
			`SELECT COUNT(*) FROM thread WHERE asker_id IS NOT NULL`:                       6, // one left
			`SELECT COUNT(*) FROM post WHERE alias_id IS NOT NULL`:                         10,
			`SELECT COUNT(*) FROM inquiry WHERE alias_id IS NOT NULL`:                      2,
			`SELECT COUNT(*) FROM concern WHERE alias_id IS NOT NULL`:                      9,
			`SELECT COUNT(*) FROM board WHERE semi_anonymous`:                              2,
			`SELECT COUNT(*) FROM audit WHERE act = 'thread.reveal'`:                       1,
			`SELECT COUNT(*) FROM audit WHERE act = 'thread.unveil'`:                       0,
			`SELECT seq FROM sqlite_sequence WHERE name = 'thread'`:                        8, // no number is given twice
			`SELECT seq FROM sqlite_sequence WHERE name = 'post'`:                          15,
			`SELECT seq FROM sqlite_sequence WHERE name = 'person'`:                        31,
			`SELECT seq FROM sqlite_sequence WHERE name = 'organisation'`:                  34,
			`SELECT COUNT(*) FROM event_log WHERE head >= 72`:                              1,
			`SELECT COUNT(*) FROM event WHERE id > (SELECT head FROM event_log)`:           0,
		} {
			if n, err := db.Scalar[int](tx, query); err != nil || n != want {
				t.Errorf("%s: %d instead of %d, %v", query, n, want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestOldAskerGoesOnUnderTheSameAlias after the upgrade, and nobody becomes a
// person or an organisation by it.
func TestOldAskerGoesOnUnderTheSameAlias(t *testing.T) {
	t.Parallel()
	w := openOld(t)
	if id := w.Reply(vera, 1, "Und noch ein Hinweis"); id == 0 {
		t.Fatal("the reply waits")
	}
	thread, err := w.Forum.OpenThread(w.Ctx, w.By(vera), forum.Question{Board: w.Board(Public), Title: "Dritte Frage im Rathaus", Text: "Wie?",
		SemiAnonymous: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{1, thread} {
		r, err := w.Forum.ThreadPage(w.Ctx, w.By(Mod), id, 1)
		if err != nil || author(r.Thread.Author) != author(account.Byline{Alias: r.Question.Author.Alias}) || !r.Thread.Author.IsAlias() {
			t.Errorf("thread %d is by %+v, %v", id, r.Thread.Author, err)
		}
		if last := append([]forum.Post{r.Question}, r.Posts...)[len(r.Posts)]; last.Author != r.Thread.Author {
			t.Errorf("the last post of thread %d is by %+v", id, last.Author)
		}
	}
	err = w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM alias`)
		if n != 4 {
			t.Errorf("%d aliases", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
