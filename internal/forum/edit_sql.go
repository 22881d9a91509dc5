package forum

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/mention"
)

// insertVersion keeps the post's present text as a former version; with a
// moment of blackening it keeps only that there was one.
func insertVersion(tx *db.Tx, e Post, title string, blackened time.Time, reason string) error {
	if !e.Question() {
		title = ""
	}
	source := e.Source
	if !blackened.IsZero() {
		title, source = "", ""
	}
	_, err := tx.Exec(`
		INSERT INTO post_version (post_id, number, title, source, written_at, blackened_at, black_reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, e.ID, e.Version, title, source, e.VersionAt, blackened, db.Null(reason))
	return err
}

func beginVersion(tx *db.Tx, post int64) error {
	_, err := tx.Exec(`UPDATE post SET version = version + 1, version_at = $1 WHERE id = $2`, tx.Now, post)
	return err
}

// updateText stores a new text of a post by the author and reports whether it mentions
// anybody whom the former ones did not.
func updateText(tx *db.Tx, author, post int64, text markdown.Text) (news bool, err error) {
	a, err := address(tx, author, text)
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(`
		UPDATE post
		SET source = $1, html = $2, pipeline = $3, mentions = $4, revision = revision + 1, edited_at = $5, state = 'visible'
		WHERE id = $6`, a.Source, string(a.HTML), a.Version, a.words, tx.Now, post)
	if err == nil {
		err = citeAnew(tx, post, a.HTML)
	}
	if err != nil {
		return false, err
	}
	return mention.SaveTx(tx, post, a.found.People)
}

func updateTitle(tx *db.Tx, thread int64, title string) error {
	_, err := tx.Exec(`UPDATE thread SET title = $1 WHERE id = $2`, title, thread)
	return err
}

func setPostState(tx *db.Tx, post int64, state PostState, reason string) error {
	_, err := tx.Exec(`
		UPDATE post
		SET state = $1, hidden_reason = $2, revision = revision + 1, state_at = $4
		WHERE id = $3`, string(state), db.Null(reason), post, tx.Now)
	return err
}

// setSolution marks a post as a solution that holds for the scope, or as none. A mark keeps
// its time.
func setSolution(tx *db.Tx, post int64, solution bool, scope Scope) error {
	states, sizes := scope.columns()
	_, err := tx.Exec(`
		UPDATE post
		SET solution_at = CASE WHEN $1 THEN COALESCE(solution_at, $2) END, solution_states = $3, solution_sizes = $4
		WHERE id = $5`, solution, tx.Now, states, sizes, post)
	return err
}

// refreshState derives the thread's state from its marks and posts; called
// between uncount and count.
func refreshState(tx *db.Tx, thread int64) error {
	_, err := tx.Exec(`
		UPDATE thread
		SET state = CASE
			WHEN outdated_reason IS NOT NULL THEN 'outdated'
			WHEN official_answer_id IS NOT NULL THEN 'official'
			WHEN EXISTS (
				SELECT 1
				FROM post e
				WHERE e.thread_id = thread.id AND e.solution_at IS NOT NULL AND e.state = 'visible') THEN 'answered'
			ELSE 'open'
		END
		WHERE id = $1`, thread)
	return err
}
