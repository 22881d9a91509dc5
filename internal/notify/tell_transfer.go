package notify

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
)

// ActOwnPosts is the act of notifications about a thread to which one's own posts were
// taken, or from which they came back.
const ActOwnPosts = "thread.posts"

// tellTransfer tells of posts that went to another thread, each person once: who asked in
// either thread if they were merged, the authors of the posts, and who follows the thread
// from which they came; and whoever can no longer read them there that this is so.
func tellTransfer(tx *db.Tx, e event.Event) ([]story, error) {
	x, found, err := forum.FindTransferTx(tx, e.Subject)
	if err != nil || !found || x.Back {
		return nil, err
	}
	from, found, err := findThread(tx, x.From)
	if err != nil || !found {
		return nil, err
	}
	to, found, err := findThread(tx, x.To)
	if err != nil || !found || to.hidden {
		return nil, err
	}
	about, authors, err := aboutTransfer(tx, x)
	if err != nil {
		return nil, err
	}
	s := story{about: about, direct: []audience{{kind: Measure, act: ActOwnPosts, people: authors}}}
	place := follow.Subject{Kind: follow.Thread, ID: from.id}
	if x.Kind == forum.Merged { // its followers follow the other one now
		place.ID = to.id
		s.direct = []audience{{kind: Measure, people: []int64{from.asker, to.asker}}, s.direct[0]}
	}
	s.subjects = []follow.Subject{place}
	s.followed = following{kind: FollowedReply, about: about, level: follow.All}
	if from.board == to.board {
		return []story{s}, nil
	}
	if x.Kind == forum.Merged {
		return append([]story{s}, lostByMerge(e, x, from, authors)...), nil
	}
	return []story{s, {about: target{place: from.place()}, direct: []audience{{kind: Measure, act: ActLostPosts, people: authors}}}}, nil
}

// lostByMerge tells who asked, wrote in or followed a thread that was merged into one on
// another board, if they cannot read that.
func lostByMerge(e event.Event, x forum.Transfer, from threadFacts, authors []int64) []story {
	lost := target{place: Place{LostThread, from.id}, item: e.ID}
	followers := func(tx *db.Tx, after int64, limit int) ([]audience, int64, bool, error) {
		people, err := follow.MergedTx(tx, x.ID, after, limit)
		if len(people) > 0 {
			after = people[len(people)-1]
		}
		return []audience{{kind: FollowedReply, act: ActLost, via: follow.Subject{Kind: follow.Thread, ID: from.id}, people: people}}, after,
			len(people) == limit, err
	}
	return []story{
		{about: lost, direct: []audience{{kind: Measure, act: ActLostOwn, people: []int64{from.asker}},
			{kind: Measure, act: ActLost, people: authors}}},
		{about: lost, searched: followers},
	}
}

// tellTransferUndone tells the authors of posts that they stand where they stood before,
// and who lost sight of a thread that was merged that they can read it again.
func tellTransferUndone(tx *db.Tx, e event.Event) ([]story, error) {
	x, found, err := forum.FindTransferTx(tx, e.Subject)
	if err != nil || !found || !x.Back {
		return nil, err
	}
	about, authors, err := aboutTransfer(tx, x)
	if err != nil {
		return nil, err
	}
	back := Place{Kind: Thread, ID: x.From}
	return []story{regained(Place{LostThread, x.From}, back, ActRegained), {about: about, direct: []audience{{kind: Measure, people: authors}}}}, nil
}

// aboutTransfer returns the first of the posts that people can see, and all their authors,
// who they really are, but for those who withdrew them.
func aboutTransfer(tx *db.Tx, x forum.Transfer) (about target, authors []int64, err error) {
	about = target{place: Place{Kind: Thread, ID: x.To}}
	if x.Back {
		about.place.ID = x.From
	}
	authors, err = db.Column[int64](tx, `
		SELECT DISTINCT COALESCE(e.asker_id, e.author_id)
		FROM thread_transfer_post m
		JOIN post e ON e.id = m.post_id
		WHERE m.transfer_id = $1 AND e.state <> 'withdrawn' AND COALESCE(e.asker_id, e.author_id) IS NOT NULL`, x.ID)
	if err != nil {
		return about, nil, err
	}
	_, _, err = db.Found(db.One(tx, func(r db.Row) (int, error) { return 0, r.Scan(&about.item, &about.position) }, `
		SELECT e.id, e.position
		FROM thread_transfer_post m
		JOIN post e ON e.id = m.post_id AND e.state = 'visible' AND e.thread_id = $2
		WHERE m.transfer_id = $1
		ORDER BY e.position
		LIMIT 1`, x.ID, about.place.ID))
	return about, authors, err
}
