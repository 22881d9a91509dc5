package view

import (
	"strconv"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// State returns the badge of a thread that is in s.
func State(s forum.State) templates.State { return templates.State(s) }

// ThreadRows shows threads in a list; the board's name stands beside those of
// Several boards. Those in news hold something that the viewer has not read.
func ThreadRows(rows []forum.Row, withBoard bool, news map[int64]bool) []templates.Row {
	out := make([]templates.Row, len(rows))
	for i, r := range rows {
		out[i] = templates.Row{State: State(r.State), Href: path.Thread(r.ID, r.Title), Title: r.Title, Author: Author(r.Author),
			At: r.LastPostAt, AtLabel: "letzter Beitrag", Replies: r.Replies, Supporters: Several(r.Supporters), Pinned: r.Pinned, Locked: r.Locked}
		out[i].Author.Name, out[i].Author.Function = "", "" // the list names organisations
		if withBoard {
			out[i].Board = r.BoardName
		}
		if news[r.ID] {
			out[i].NewHref = path.FirstUnread(r.ID, r.Title)
		}
	}
	return out
}

// ThreadIDs returns the ids of the threads in lists.
func ThreadIDs(lists ...[]forum.Row) (ids []int64) {
	for _, rows := range lists {
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Several is n where it is worth telling: that a question concerns who asked
// it goes without saying.
func Several(n int) int {
	if n < 2 {
		return 0
	}
	return n
}

// PlaceHref is the address of a post at its place in its thread.
func PlaceHref(p forum.Place, post int64) string {
	address := path.Thread(p.Thread, p.Title)
	if n := forum.Page(p.Position); n > 1 {
		address += "?seite=" + strconv.Itoa(n)
	}
	return address + "#beitrag-" + strconv.FormatInt(post, 10)
}

// NewThreads says how many threads hold something unread, at most unread.MaxCounted
// of them; "" for none.
func NewThreads(n int) string {
	switch {
	case n == 0:
		return ""
	case n >= unread.MaxCounted:
		return strconv.Itoa(unread.MaxCounted-1) + "+ Themen mit Neuem"
	}
	return templates.Plural(n, "Thema mit Neuem", "Themen mit Neuem")
}

// MarkAllRead is the form that marks everything as read up to a head, of what is unread
// on each board.
func MarkAllRead(counts map[int64]int, head int64) templates.ReadMark {
	total := 0
	for _, n := range counts {
		total += n
	}
	return templates.ReadMark{Count: NewThreads(total), Action: path.MarkAllRead, Head: head, Button: "Alles als gelesen markieren"}
}
