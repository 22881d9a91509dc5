// Package alarm owns the tables alarm and alarm_notice: what is not well with the
// forum, and what administrators were told of it. What is looked at is one list of
// Checks, which package app puts together; status page, mails and figures for
// monitoring all come from it.
//
// It promises: administrators get one mail at most in a day about a kind of alarm, on
// however many nodes it is raised and however often it comes and goes, and one once it
// is over; what a Watch knows can be read without a request and without the database.
package alarm

import (
	"context"
	"log/slog"
	"time"

	"kommunalforum/internal/db"
)

// Kind names what is looked at.
type Kind string

// Level says how bad it is.
type Level string

const (
	Fine    Level = "fine"
	Warning Level = "warning" // somebody should see to it soon
	Danger  Level = "danger"  // something does not work, or data are at risk
	Unknown Level = "unknown" // it could not be looked at
)

// Finding is what a look found. The zero value is that all is well.
type Finding struct {
	Level    Level  // "" is Fine
	Sentence string // German, what is the matter and what to do; no names, addresses or secrets
}

// Check is one thing that is looked at. A check of one's own is one more of these in the
// list of package app.
type Check struct {
	Kind  Kind
	Title string // German, such as „Speicherplatz“
	Well  string // German sentence for when all is well
	// Node says that every node looks at its own. The other checks are about the forum,
	// and the leading node looks.
	Node bool
	Look func(context.Context) (Finding, error)
}

// State is how a check stands.
type State struct {
	Kind     Kind
	Title    string
	Node     string // id of the node; "" for the forum
	Level    Level
	Sentence string
	Since    time.Time // since when it is not well, zero if it is
}

// MaxSentence is the maximum length of a sentence, in characters; longer ones are cut.
const MaxSentence = 600

const (
	// rhythm is how often is looked.
	rhythm = time.Minute
	// settle is how long after the start is looked first: much is on its way before.
	settle = 15 * time.Second
)

// Watch looks at checks. Its methods may be called concurrently.
type Watch struct {
	db     *db.DB
	log    *slog.Logger
	checks []Check
	known  known
}

// New returns a watch over the checks, in the order in which they are shown. node
// returns the id of this node.
func New(d *db.DB, log *slog.Logger, node func() string, checks ...Check) *Watch {
	w := &Watch{db: d, log: log, checks: checks}
	w.known.node = node
	return w
}

// RunNode looks at what is the node's own until ctx ends.
func (w *Watch) RunNode(ctx context.Context) { w.run(ctx, true) }

// RunForum looks at what concerns the whole forum until ctx ends. The leading node does.
func (w *Watch) RunForum(ctx context.Context) {
	w.run(ctx, false)
	w.known.forget(w.checks)
}

func (w *Watch) run(ctx context.Context, node bool) {
	failing := false
	for pause := settle; ; pause = rhythm {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		err := w.look(ctx, node)
		if err != nil && ctx.Err() == nil && !failing {
			w.log.Error("alarms cannot be noted, will retry", "error", err)
		}
		failing = err != nil
	}
}

// Look looks once at all checks and notes what changed.
func (w *Watch) Look(ctx context.Context) error {
	if err := w.look(ctx, true); err != nil {
		return err
	}
	return w.look(ctx, false)
}

// look looks at the checks of the node or of the forum. One that cannot be looked at
// stays as it was noted.
func (w *Watch) look(ctx context.Context, node bool) error {
	var states []State
	now := w.db.Now(ctx)
	for _, c := range w.checks {
		if c.Node != node {
			continue
		}
		f, err := c.Look(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			w.log.Warn("something that is watched cannot be looked at", "alarm", c.Kind, "error", err)
			f = Finding{Unknown, "Das ließ sich gerade nicht prüfen."}
		}
		s := w.known.found(c, f, now)
		if s.Level != Unknown {
			states = append(states, s)
		}
	}
	return w.db.Write(ctx, func(tx *db.Tx) error {
		if !node {
			if err := forgetNodesTx(tx); err != nil {
				return err
			}
		}
		return noteTx(tx, states)
	})
}

// clip cuts a sentence to MaxSentence.
func clip(sentence string) string {
	if r := []rune(sentence); len(r) > MaxSentence {
		return string(r[:MaxSentence-1]) + "…"
	}
	return sentence
}
