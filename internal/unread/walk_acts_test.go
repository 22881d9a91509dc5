package unread_test

import (
	"fmt"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

// What happens in a walk. Each act says what it did, "" for nothing.

func (w *walk) process() *unread.Unread {
	if w.rng.IntN(4) == 0 {
		return w.second
	}
	return w.Unread
}

func (w *walk) add(who string, thread, id int64) {
	w.posts[thread] = append(w.posts[thread], &walkPost{id: id, by: who, state: forum.Visible, read: map[string]bool{}, unsure: map[string]bool{}})
}

func (w *walk) ask(who string) string {
	if len(w.posts) == threadMax {
		return ""
	}
	slug := w.slug()
	if !w.mayUse(who, slug) {
		return ""
	}
	thread := w.World.Ask(who, slug, "Eine Frage zum Üben", "Frage")
	w.add(who, thread, w.Question(thread))
	w.boards[thread] = w.Board(slug)
	return fmt.Sprint("asks ", thread, " on ", slug)
}

func (w *walk) reply(who string) string {
	thread := w.thread()
	if thread == 0 || w.posts[thread][0].state != forum.Visible || !w.mayRead(who, thread) {
		return ""
	}
	w.add(who, thread, w.World.Reply(who, thread, "Eine Antwort"))
	return fmt.Sprint("replies in ", thread)
}

// mayRead reports whether somebody sees the thread, whatever they are in the forum.
func (w *walk) mayRead(who string, thread int64) bool {
	_, err := w.Forum.ThreadPage(w.Ctx, w.By(who), thread, 1)
	if err != nil && !fault.Is(err, fault.NotFound) {
		w.t.Fatal(err)
	}
	return err == nil
}

// see shows a page to somebody: everything on it counts as read, but for what is hidden.
func (w *walk) see(who string) string {
	thread, position, _ := w.post()
	if thread == 0 || !w.mayRead(who, thread) {
		return ""
	}
	u := w.process()
	u.Note(w.Ctx, w.By(who), thread, position)
	if u == w.second {
		w.must(u.Write(w.Ctx))
	}
	for _, p := range w.posts[thread][:position] {
		if p.state == forum.Visible {
			p.read[who] = true
		} else if !p.read[who] {
			p.unsure[who] = true
		}
	}
	return fmt.Sprint("sees ", thread, " to ", position)
}

func (w *walk) write(string) string {
	w.must(w.Unread.Write(w.Ctx))
	return "writes"
}

func (w *walk) readBoard(who string, board int64) {
	for thread, posts := range w.posts {
		if w.boards[thread] == board {
			for _, p := range posts {
				p.read[who] = true
			}
		}
	}
}

func (w *walk) head() int64 {
	head, err := w.Unread.Head(w.Ctx)
	w.must(err)
	return head
}

func (w *walk) markBoard(who string) string {
	slug := w.slug()
	if !w.mayUse(who, slug) {
		return ""
	}
	_, err := w.Unread.MarkBoard(w.Ctx, w.By(who), slug, w.head())
	w.must(err)
	w.readBoard(who, w.Board(slug))
	return fmt.Sprint("marks ", slug)
}

func (w *walk) markAll(who string) string {
	if w.rng.IntN(3) > 0 {
		return ""
	}
	w.must(w.Unread.MarkAll(w.Ctx, w.By(who), w.head()))
	for _, slug := range w.slugs() {
		if w.mayUse(who, slug) {
			w.readBoard(who, w.Board(slug))
		}
	}
	return "marks all"
}

// reset marks as unread from a post on; those before it count as read then.
func (w *walk) reset(who string) string {
	thread, position, p := w.post()
	if thread == 0 || !w.mayRead(who, thread) {
		return ""
	}
	// Of the same millisecond another process cannot know what was first.
	w.must(w.second.Write(w.Ctx))
	_, err := w.Unread.MarkUnreadFrom(w.Ctx, w.By(who), p.id)
	w.must(err)
	for i, p := range w.posts[thread] {
		p.read[who], p.unsure[who] = i+1 < position, false
	}
	return fmt.Sprint("marks ", thread, " as unread from ", position)
}

func (w *walk) hide(string) string {
	thread, position, p := w.post()
	if thread == 0 || p.state != forum.Visible {
		return ""
	}
	if !w.mayRead(Boss, thread) {
		return ""
	}
	w.must(w.Forum.Hide(w.Ctx, w.By(Boss), p.id, "Zum Üben ausgeblendet"))
	p.state = forum.Hidden
	return fmt.Sprint("hidden: ", thread, " at ", position)
}

// unhide shows a post again. Whoever had read it has still; for others it may count as
// read with what they read meanwhile.
func (w *walk) unhide(string) string {
	thread, position, p := w.post()
	if thread == 0 || p.state != forum.Hidden {
		return ""
	}
	if !w.mayRead(Boss, thread) {
		return ""
	}
	w.must(w.Forum.Unhide(w.Ctx, w.By(Boss), p.id))
	p.state = forum.Visible
	for _, who := range w.readers {
		p.unsure[who] = !p.read[who]
	}
	return fmt.Sprint("shown again: ", thread, " at ", position)
}

func (w *walk) withdraw(string) string {
	thread, position, p := w.post()
	if thread == 0 || p.state != forum.Visible || position == 1 {
		return ""
	}
	if !w.mayRead(p.by, thread) {
		return ""
	}
	w.must(w.Forum.Withdraw(w.Ctx, w.By(p.by), p.id))
	p.state = forum.Withdrawn
	return fmt.Sprint("withdrawn: ", thread, " at ", position)
}

func (w *walk) move(string) string {
	thread, slug := w.thread(), w.slug()
	if thread == 0 || w.boards[thread] == w.Board(slug) {
		return ""
	}
	if !w.mayRead(Boss, thread) || !w.mayUse(Boss, slug) {
		return ""
	}
	w.must(w.Forum.Move(w.Ctx, w.By(Boss), thread, forum.Move{Board: w.Board(slug), Confirm: true}))
	w.boards[thread] = w.Board(slug)
	return fmt.Sprint("moved: ", thread, " to ", slug)
}

func (w *walk) mute(who string) string {
	thread := w.thread()
	if thread == 0 {
		return ""
	}
	level := follow.Muted
	if w.muted[who][thread] {
		level = follow.Default
	}
	w.must(w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		return follow.SetTx(tx, w.By(who).ID, follow.Subject{Kind: follow.Thread, ID: thread}, level)
	}))
	w.muted[who][thread] = level == follow.Muted
	return fmt.Sprint("mutes or not: ", thread)
}

// narrow lets only some read a board, or all members again.
func (w *walk) narrow(string) string {
	settings := board.Settings{Audience: board.Members}
	if w.rng.IntN(2) == 0 {
		settings = board.Settings{Audience: board.Restricted}
	}
	w.must(w.Boards.Configure(w.Ctx, w.By(Boss), w.Board("umwelt"), settings, "Zum Üben"))
	return fmt.Sprint("umwelt: ", settings.Audience)
}
