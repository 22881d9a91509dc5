package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// PostsPerPrint is how many posts a thread shows at once to be printed.
const PostsPerPrint = 200

// WholeThread returns a part of a thread as by may see it, the question among its posts, to
// be printed: nearly all threads in one. Parts beyond the last one mean the last one.
func (f *Forum) WholeThread(ctx context.Context, by account.Viewer, id int64, part int) (out Reading, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		t, err := findBare(tx, by, id)
		if err != nil {
			return err
		}
		out.Last = (t.LastPosition-1)/PostsPerPrint + 1
		out.Page = min(max(1, part), out.Last)
		first := (out.Page-1)*PostsPerPrint + 1
		posts, err := listPosts(tx, id, first, first+PostsPerPrint-1)
		if err != nil {
			return err
		}
		out.Posts = allShownTo(by, t, posts)
		out.Thread = t.forGuests(by)
		return addFiles(tx, out.Posts)
	})
	return out, err
}
