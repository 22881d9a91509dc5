package db

import (
	"slices"
	"testing"
)

func TestTablesOfStatements(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		query          string
		named, written []string
	}{
		{`SELECT 1`, nil, nil},
		{`SELECT t.id FROM thread t JOIN post p ON p.thread_id = t.id -- not person
			WHERE t.title <> 'board'`, []string{"thread", "post"}, nil},
		{`with x AS (SELECT id FROM Thread) SELECT * FROM x, board`, []string{"thread", "board"}, nil},
		{`INSERT INTO post (id) SELECT id FROM thread`, []string{"post", "thread"}, []string{"post"}},
		{`INSERT INTO setting (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET value = 'x'`, []string{"setting"}, []string{"setting"}},
		{`UPDATE thread SET hidden = TRUE WHERE id IN (SELECT thread_id FROM post)`, []string{"thread", "post"}, []string{"thread"}},
		{`DELETE FROM "post" WHERE id = $1`, []string{"post"}, []string{"post"}},
		{`UPDATE sqlite_sequence SET seq = 1`, []string{"sqlite_sequence"}, []string{"sqlite_sequence"}},
		{`UPDATE nobody_knows SET x = 1`, nil, []string{everything}},
		{`VACUUM`, nil, []string{everything}},
	} {
		named, written := tablesOfStatement(x.query)
		if !slices.Equal(named, x.named) || !slices.Equal(written, x.written) {
			t.Errorf("%s: names %q, writes %q", x.query, named, written)
		}
	}
}
