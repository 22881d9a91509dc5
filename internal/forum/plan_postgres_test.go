//go:build postgres

// Plans are each engine's own. These are PostgreSQL's.

package forum_test

import (
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestFeedsAndOpenPagesReadByIndex holds that what programs ask for again and again
// costs the same however many threads and posts there are.
func TestFeedsAndOpenPagesReadByIndex(t *testing.T) {
	t.Parallel()
	w := Grown(t)
	seen := board.Seen(w.By(Ann))
	members, at := w.Board(Members), 7000
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		const position = "post_thread_id_position_key"
		dbtest.WantIndexesTx(t, tx, "feed of a board", forum.FeedOfBoardSQL, append(seen, members, 30), "thread_board_created")
		dbtest.WantIndexesTx(t, tx, "feed of a service", forum.FeedOfServiceSQL, append(seen, 10061, 30), "thread_service_service")
		dbtest.WantIndexesTx(t, tx, "posts since", forum.PostsSinceSQL, append(seen, 100, 2, 100), position)
		dbtest.WantIndexesTx(t, tx, "threads since", forum.ThreadsSinceSQL, append(seen, members, at, 100), "thread_board_activity", position)
		dbtest.WantIndexesTx(t, tx, "answerers", forum.AnswerersSQL, []any{100, 12}, "post_answers|"+position)
		dbtest.WantIndexesTx(t, tx, "replies", forum.RepliesSQL, []any{100}, "post_withheld|"+position)
		dbtest.WantIndexesTx(t, tx, "who takes part", forum.TakingPartSQL, []any{1, 100, "% an%"}, position)
		names, args := forum.BeginningSQL([]string{"an", "dr an"})
		dbtest.WantIndexesTx(t, tx, "names", names, args, "person_sort_key")
		ann := w.By(Ann).ID // who wrote all of them
		dbtest.WantIndexesTx(t, tx, "the same post", forum.SamePostSQL, []any{ann, "x"}, "post_author_id_once_key_key")
		dbtest.WantIndexesTx(t, tx, "the same thread", forum.SameThreadSQL, []any{ann, "x"}, "thread_author_id_once_key_key")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
