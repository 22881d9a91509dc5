package forum

import (
	"regexp"
	"slices"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/path"
)

// maxCited is the maximum number of official answers that count as cited by one post.
const maxCited = 50

// citing finds the addresses of official answers in links, with or without the version.
// Any host counts: the forum may have had another one when somebody copied the address.
var citing = regexp.MustCompile(` href="(?:https?://[^/"]+)?` + strings.TrimSuffix(path.LatestAnswer, ":number") +
	`([^/"?#]{1,40})(?:/[0-9]+)?/?(?:[?#][^"]*)?"`)

// citedNumbers returns the numbers of official answers to which a text links, each once.
// It relies on how markdown writes attributes.
func citedNumbers(text markdown.HTML) (numbers []string) {
	for _, m := range citing.FindAllStringSubmatch(string(text), -1) {
		if !slices.Contains(numbers, m[1]) && len(numbers) < maxCited {
			numbers = append(numbers, m[1])
		}
	}
	return numbers
}

// cite notes to which official answers the text of a new post links.
func cite(tx *db.Tx, post int64, text markdown.HTML) error {
	numbers := citedNumbers(text)
	if len(numbers) == 0 {
		return nil
	}
	in, args := db.In(2, numbers)
	return tx.Queue(`
		INSERT INTO citation (post_id, answer_id)
		SELECT $1, id FROM official_answer WHERE number IN `+in, append([]any{post}, args...)...)
}

// citeAnew notes to which official answers the changed text of a post links; an empty
// text cites none.
func citeAnew(tx *db.Tx, post int64, text markdown.HTML) error {
	if err := tx.Queue(`DELETE FROM citation WHERE post_id = $1`, post); err != nil {
		return err
	}
	return cite(tx, post, text)
}

// forgetCitations deletes to what the person's posts link: nobody is to hear of it.
func forgetCitations(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM citation WHERE post_id IN (SELECT id FROM post WHERE author_id = $1 OR asker_id = $1)`, person)
	return err
}
