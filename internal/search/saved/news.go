package saved

import (
	"context"
	"slices"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/search/document"
)

// maxEvents is how many events one look at the log reads.
const maxEvents = 1000

// news are the documents that came between two events.
type news struct {
	from, to int64
	ids      []string                // of documents
	docs     map[string]notify.Added // what a notification of each says, without why
}

// newsAfter reads the documents that came after an event, up to another one or to the
// end of what is read at once. Events that were pruned tell of nothing.
func (w *Watcher) newsAfter(ctx context.Context, from, upto int64) (n news, err error) {
	n = news{from: from, to: upto, docs: map[string]notify.Added{}}
	err = w.db.Read(ctx, func(tx *db.Tx) error {
		events, err := event.AfterTx(tx, from, maxEvents)
		if err != nil {
			return err
		}
		if len(events) == maxEvents {
			n.to = min(upto, events[len(events)-1].ID)
		}
		made := map[event.Kind][]event.Event{}
		for _, e := range events {
			if e.ID <= n.to {
				made[e.Kind] = append(made[e.Kind], e)
			}
		}
		for _, e := range made[event.ThreadOpened] {
			n.add(document.ID(document.Thread, e.Subject), e, notify.Place{Kind: notify.Thread, ID: e.Subject}, 0, 1)
		}
		for _, e := range made[event.ArticlePublished] {
			n.add(document.ID(document.Article, e.Subject), e, notify.Place{Kind: notify.Article, ID: e.Subject}, 0, 0)
		}
		if err := n.addReplies(tx, made[event.PostAdded]); err != nil {
			return err
		}
		return n.addAnswers(tx, made[event.AnswerReleased])
	})
	return n, err
}

func (n *news) add(doc string, e event.Event, place notify.Place, item int64, position int) {
	if _, known := n.docs[doc]; !known {
		n.ids = append(n.ids, doc)
	}
	n.docs[doc] = notify.Added{Event: e.ID, Actor: e.Actor, Act: string(e.Kind), Place: place, Item: item, Position: position}
}

// others returns the documents that somebody else than the person made.
func (n news) others(person int64) []string {
	return slices.DeleteFunc(slices.Clone(n.ids), func(id string) bool { return n.docs[id].Actor == person })
}

// addReplies adds replies with their threads.
func (n *news) addReplies(tx *db.Tx, events []event.Event) error {
	places, err := forum.PlacesOfPostsTx(tx, subjects(events))
	for _, e := range events {
		if p, ok := places[e.Subject]; ok {
			n.add(document.ID(document.Reply, e.Subject), e, notify.Place{Kind: notify.Thread, ID: p.Thread}, e.Subject, p.Position)
		}
	}
	return err
}

// addAnswers adds released versions with their official answers.
func (n *news) addAnswers(tx *db.Tx, events []event.Event) error {
	answers, err := inquiry.AnswersOfVersionsTx(tx, subjects(events))
	for _, e := range events {
		if answer, ok := answers[e.Subject]; ok {
			n.add(document.ID(document.Answer, answer), e, notify.Place{Kind: notify.Answer, ID: answer}, e.Subject, 0)
		}
	}
	return err
}

func subjects(events []event.Event) (ids []int64) {
	for _, e := range events {
		ids = append(ids, e.Subject)
	}
	return ids
}
