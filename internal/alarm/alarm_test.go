package alarm_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// watched is a world with two things that are watched, and a clock.
type watched struct {
	*testkit.World
	watch  *alarm.Watch
	now    time.Time
	forum  alarm.Finding
	node   alarm.Finding
	broken error // the look at the forum fails
}

func newWatched(t *testing.T) *watched {
	w := &watched{World: testkit.New(t)}
	w.now = time.Now().UTC().Truncate(time.Millisecond)
	w.watch = w.of("knoten-1")
	return w
}

// of returns the watch of a node.
func (w *watched) of(node string) *alarm.Watch {
	return alarm.New(w.DB, slog.New(slog.DiscardHandler), func() string { return node },
		alarm.Check{Kind: "test-forum", Title: "Forum", Well: "Gut.",
			Look: func(context.Context) (alarm.Finding, error) { return w.forum, w.broken }},
		alarm.Check{Kind: "test-node", Title: "Knoten", Well: "Gut.", Node: true,
			Look: func(context.Context) (alarm.Finding, error) { return w.node, nil }})
}

func (w *watched) at() context.Context { return db.At(w.Ctx, w.now) }

func (w *watched) look(after time.Duration) {
	w.T.Helper()
	w.now = w.now.Add(after)
	w.must(w.watch.Look(w.at()))
}

// mails returns how many mails there are for each administrator.
func (w *watched) mails() int {
	w.T.Helper()
	n, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `SELECT COUNT(DISTINCT subject_id) FROM outbox WHERE kind = $1`, string(outbox.Alarm))
	})
	w.must(err)
	return n
}

func (w *watched) wantMails(when string, want int) {
	w.T.Helper()
	if got := w.mails(); got != want {
		w.T.Errorf("%s there are %d mails, want %d", when, got, want)
	}
}

var trouble = alarm.Finding{Level: alarm.Danger, Sentence: "Etwas fehlt."}

func TestAdministratorsHearOnceADayAndWhenItIsWell(t *testing.T) {
	w := newWatched(t)
	w.look(0)
	w.forum = trouble
	w.look(time.Minute)
	w.wantMails("at once", 0)
	w.look(3 * time.Minute)
	w.wantMails("after it lasted", 1)
	for range 50 {
		w.look(20 * time.Minute)
	}
	w.wantMails("within the day", 1)
	w.look(8 * time.Hour)
	w.wantMails("a day later", 2)
	w.forum = alarm.Finding{}
	w.look(time.Minute)
	w.look(time.Minute)
	w.wantMails("once it is well", 3)
	for range 40 { // it comes and goes
		w.forum = trouble
		w.look(3 * time.Minute)
		w.look(3 * time.Minute)
		w.forum = alarm.Finding{}
		w.look(3 * time.Minute)
	}
	w.wantMails("though it comes and goes", 3)
	w.forum = trouble
	w.look(24 * time.Hour)
	w.look(3 * time.Minute)
	w.wantMails("on the next day", 4)
}

func TestAllNodesTogetherSendOneMail(t *testing.T) {
	w := newWatched(t)
	w.node = trouble
	nodes := []*alarm.Watch{w.watch, w.of("knoten-2"), w.of("knoten-3")}
	for range 3 {
		var all sync.WaitGroup
		for _, n := range nodes {
			for range 10 {
				all.Go(func() {
					if err := n.Look(w.at()); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		w.now = w.now.Add(3 * time.Minute)
	}
	if got := w.mails(); got > 1 {
		t.Errorf("%d mails about one kind", got)
	}
}

func TestWhatCannotBeLookedAtChangesNothing(t *testing.T) {
	w := newWatched(t)
	w.forum = trouble
	w.look(0)
	w.look(3 * time.Minute)
	w.broken, w.forum = errors.New("made up"), alarm.Finding{}
	w.look(time.Minute)
	w.wantMails("while nobody knows", 1)
	if s := w.watch.States()[0]; s.Level != alarm.Unknown || s.Sentence == "" {
		t.Errorf("the state is %+v", s)
	}
}

func TestStatesAreForAdministratorsAndNeedNoDatabase(t *testing.T) {
	w := newWatched(t)
	w.forum = alarm.Finding{Level: alarm.Warning, Sentence: strings.Repeat("ä", 2*alarm.MaxSentence)}
	w.look(0)
	if _, err := w.watch.All(w.Ctx, w.By(testkit.Ann)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a member gets %v", err)
	}
	all, err := w.watch.All(w.Ctx, w.By(testkit.Boss))
	w.must(err)
	if len(all) != 2 || all[0].Since.IsZero() || len([]rune(all[0].Sentence)) != alarm.MaxSentence || all[1].Sentence != "Gut." {
		t.Errorf("states are %+v", all)
	}
	if another, err := w.of("knoten-2").All(w.Ctx, w.By(testkit.Boss)); err != nil || len(another) != 1 || another[0].Title != "Forum" {
		t.Errorf("another node knows %+v: %v", another, err)
	}
}

func (w *watched) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}
