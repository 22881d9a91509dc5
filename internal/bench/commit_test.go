//go:build bench

package bench

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// commits writes the rows of a reply and nothing else, one durable commit
// each, and returns how many a second. The forum must not be running.
func commits(t testing.TB, dir string, threads []int64, d time.Duration) float64 {
	t.Helper()
	path := filepath.Join(dir, "forum.db")
	w, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_foreign_keys=1&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.SetMaxOpenConns(1)
	prepare := func(text string) *sql.Stmt {
		s, err := w.Prepare(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	post := prepare(`INSERT INTO post (thread_id, position, author_id, organisation_id, source, html, pipeline, revision, version,
		version_at, created_at, state, once_key)
		SELECT ?1, MAX(position) + 1, MAX(author_id), MAX(organisation_id), ?2, ?3, MAX(pipeline), 1, 1, ?4, ?4, 'visible', ?5 FROM post
			WHERE thread_id = ?1`)
	thread := prepare(`UPDATE thread SET replies = replies + 1, last_post_at = ?1, last_post_id = ?2 WHERE id = ?3`)
	day := prepare(`INSERT INTO thread_day (board_id, day, state, situation_id, threads)
		SELECT board_id, last_post_at / 86400000, state, COALESCE(situation_id, 0), ?2 FROM thread WHERE id = ?1
		ON CONFLICT (board_id, day, state, situation_id) DO UPDATE SET threads = thread_day.threads + excluded.threads`)
	figures := prepare(`UPDATE board_figures SET last_post_at = ?1 WHERE board_id = (SELECT board_id FROM thread WHERE id = ?2)`)
	head := prepare(`UPDATE event_log SET head = head + 1`)
	event := prepare(`INSERT INTO event (id, kind, subject, at, nonce) SELECT head, 'post.added', ?1, ?2, 0 FROM event_log`)
	begin, n := time.Now(), 0
	for ; time.Since(begin) < d; n++ {
		tx, err := w.Begin()
		if err != nil {
			t.Fatal(err)
		}
		id, now := threads[n%len(threads)], time.Now().UnixMilli()
		do := func(s *sql.Stmt, args ...any) (last int64) {
			if err != nil {
				return 0
			}
			var result sql.Result
			if result, err = tx.Stmt(s).Exec(args...); err == nil {
				last, err = result.LastInsertId()
			}
			return last
		}
		do(day, id, -1)
		added := do(post, id, replyText(n), "<p>"+replyText(n)+"</p>", now, fmt.Sprintf("commit-%d-%d", now, n))
		do(thread, now, added, id)
		do(day, id, 1)
		do(figures, now, id)
		do(head)
		do(event, added, now)
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return float64(n) / time.Since(begin).Seconds()
}

func replyText(n int) string {
	return fmt.Sprintf("Bei uns läuft das seit dem Frühjahr ohne Probleme, Vorgang %d. Der Dienst ist mit dem Fachverfahren verbunden, "+
		"die Gebühren werden online bezahlt.", n)
}
