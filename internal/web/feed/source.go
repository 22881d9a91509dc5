package feed

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/web/path"
)

// board returns the newest questions, official answers and FAQ articles of a board
// that by can see, as far as by may read them.
func (s *server) board(ctx context.Context, by account.Viewer, b board.Board) (source, error) {
	out := s.source(feedtoken.Subject{Kind: feedtoken.Board, ID: b.ID}, b.Name, path.Board(b.Slug))
	out.board = b.ID
	if b.Readable(by) {
		questions, err := s.Forum.QuestionsOfBoard(ctx, by, b.ID, feed.MaxEntries)
		if err != nil {
			return out, err
		}
		out.Entries, out.Changed = s.questionEntries(questions.List), questions.Last
	}
	answers, err := s.Inquiries.AnswersOfBoard(ctx, by, b.ID, feed.MaxEntries)
	if err != nil {
		return out, err
	}
	articles, err := s.FAQ.Full(ctx, by, faq.Filter{Board: b.ID, Limit: feed.MaxEntries})
	out.Entries = newest(out.Entries, s.answerEntries(answers), s.articleEntries(articles))
	if err != nil {
		return out, err
	}
	return s.departed(ctx, by, out, b.ID, 0)
}

// service returns the newest questions, official answers and FAQ articles on an OZG
// service.
func (s *server) service(ctx context.Context, by account.Viewer, id int64) (source, error) {
	x, err := s.Catalogue.Service(ctx, id)
	if err != nil {
		return source{}, err
	}
	out := s.source(feedtoken.Subject{Kind: feedtoken.Service, ID: id}, x.Name, path.Service(id))
	questions, err := s.Forum.QuestionsOfService(ctx, by, id, feed.MaxEntries)
	if err != nil {
		return out, err
	}
	answers, err := s.Inquiries.AnswersOfServices(ctx, by, feed.MaxEntries, id)
	if err != nil {
		return out, err
	}
	out.Changed = questions.Last
	articles, err := s.FAQ.Full(ctx, by, faq.Filter{Service: id, Limit: feed.MaxEntries})
	out.Entries = newest(s.questionEntries(questions.List), s.answerEntries(answers), s.articleEntries(articles))
	if err != nil {
		return out, err
	}
	return s.departed(ctx, by, out, 0, id)
}

// articles returns the FAQ articles changed last.
func (s *server) articles(ctx context.Context, by account.Viewer) (source, error) {
	out := s.source(feedtoken.Subject{Kind: feedtoken.FAQ}, "Häufige Fragen", path.FAQ)
	list, err := s.FAQ.Full(ctx, by, faq.Filter{Limit: feed.MaxEntries})
	out.Entries = s.articleEntries(list)
	if err != nil {
		return out, err
	}
	return s.departed(ctx, by, out, 0, 0)
}

// answers returns the newest official answers.
func (s *server) answers(ctx context.Context, by account.Viewer) (source, error) {
	out := s.source(feedtoken.Subject{Kind: feedtoken.Answers}, "Offizielle Antworten", path.Answers)
	out.Home = s.Config.BaseURL.URL(path.Inquiries)
	list, err := s.Inquiries.LatestAnswers(ctx, by, feed.MaxEntries)
	out.Entries = s.answerEntries(list)
	if err != nil {
		return out, err
	}
	return s.departed(ctx, by, out, 0, 0)
}

// departed notes in a feed when something was last taken out of it: a thread or FAQ
// article that went elsewhere, an official answer that was withdrawn, or what stands on
// a board that by can no longer read. So its time never goes back. Board and service 0
// stand for all; a feed of one kind of things takes the time of the others too.
func (s *server) departed(ctx context.Context, by account.Viewer, out source, board, service int64) (source, error) {
	narrowed, err := s.Boards.LastNarrowing(ctx, by, board)
	out.Changed = latest(out.Changed, narrowed)
	for _, last := range []func(context.Context, account.Viewer, int64, int64) (time.Time, error){
		s.Forum.LastDeparture, s.FAQ.LastDeparture, s.Inquiries.LastWithdrawal} {
		if err != nil {
			return out, err
		}
		var at time.Time
		at, err = last(ctx, by, board, service)
		out.Changed = latest(out.Changed, at)
	}
	return out, err
}

// thread returns the latest posts of a thread.
func (s *server) thread(ctx context.Context, by account.Viewer, id int64) (source, error) {
	t, posts, err := s.Forum.LatestPosts(ctx, by, id, feed.MaxEntries)
	if err != nil {
		return source{}, err
	}
	out := s.source(feedtoken.Subject{Kind: feedtoken.Thread, ID: id}, t.Title, path.To(path.ThreadPage, id))
	out.Home = s.Config.BaseURL.URL(path.Thread(id, t.Title))
	out.Entries = s.postEntries(posts)
	return out, nil
}

// source begins a feed whose page is at the local address below.
func (s *server) source(subject feedtoken.Subject, title, below string) source {
	return source{below: below, Feed: feed.Feed{ID: s.id("feed/" + subject.String()), Title: title, Home: s.Config.BaseURL.URL(below)}}
}

// id returns the id of a thing in feeds.
func (s *server) id(thing string) string { return feed.ID(s.Origin, thing) }

// newest returns the newest of all entries, feed.MaxEntries at most.
func newest(lists ...[]feed.Entry) []feed.Entry {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, func(a, b feed.Entry) int { return cmp.Compare(b.Updated.UnixMilli(), a.Updated.UnixMilli()) })
	return all[:min(len(all), feed.MaxEntries)]
}
