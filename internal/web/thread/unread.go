package thread

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	pages "kommunalforum/templates/thread"
)

// jump redirects to the first unread post of the thread for ?neu, and to the newest
// for ?ende. Where there is none, the thread is shown from its beginning.
func (s *server) jump(c *page.Context, id int64) (done bool, err error) {
	find := s.Unread.First
	switch query := c.Request.URL.Query(); {
	case query.Has("neu"):
	case query.Has("ende"):
		find = s.Unread.Last
	default:
		return false, nil
	}
	post, err := find(c.Ctx(), c.Viewer(), id)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, s.toPost(c, post, "")
}

// addUnread marks the posts of the page that the viewer has not read. It returns where the
// first unread post of the thread is, "" without one.
func addUnread(page *pages.Show, by account.Viewer, r forum.Reading, read unread.State) (first string) {
	page.MarksUnread = by.SignedIn()
	if !read.New {
		return ""
	}
	id, seen := int64(0), map[int64]bool{}
	for _, p := range shown(r) {
		if !read.Unread(by, p) {
			continue
		}
		if seen[p.ID] = true; id == 0 {
			id = p.ID
		}
	}
	page.Question.Post.New = seen[page.Question.Post.ID]
	for _, list := range [][]pages.Entry{page.Solutions, page.Entries} {
		for i := range list {
			list[i].Post.New = seen[list[i].Post.ID]
		}
	}
	if begin := (r.Page-1)*forum.PostsPerPage + 1; id != 0 && begin <= read.Upto+1 {
		return "#beitrag-" + strconv.FormatInt(id, 10)
	}
	return path.FirstUnread(r.Thread.ID, r.Thread.Title)
}

// shown returns the posts of the page in the order of the thread.
func shown(r forum.Reading) []forum.Post {
	if r.Page == 1 {
		return append([]forum.Post{r.Question}, r.Posts...)
	}
	return r.Posts
}

// noteRead notes that the page is being shown, unless a browser fetches it ahead of
// being asked to. It comes before the page, whose bell counts it.
func (s *server) noteRead(c *page.Context, r forum.Reading, read unread.State) {
	if !read.New && !read.Told || c.Request.Method != http.MethodGet || strings.Contains(c.Request.Header.Get("Sec-Purpose"), "prefetch") {
		return
	}
	last := 1
	if n := len(r.Posts); n > 0 {
		last = r.Posts[n-1].Position
	}
	if last > read.Upto || read.Told {
		s.Unread.Note(c.Ctx(), c.Viewer(), r.Thread.ID, last)
	}
}
