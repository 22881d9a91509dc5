package alarm

import (
	"context"
	"slices"
	"sync"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// known is what a watch found last, in memory.
type known struct {
	node func() string

	mu     sync.Mutex
	states map[Kind]State
}

// found takes over what a look found and returns the state.
func (k *known) found(c Check, f Finding, now time.Time) State {
	if f.Level == "" {
		f.Level = Fine
	}
	s := State{Kind: c.Kind, Title: c.Title, Level: f.Level, Sentence: clip(f.Sentence)}
	if c.Node {
		s.Node = k.node()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.states == nil {
		k.states = map[Kind]State{}
	}
	switch before := k.states[c.Kind]; {
	case s.Level == Fine:
		s.Sentence = c.Well
	case !before.Since.IsZero():
		s.Since = before.Since
	default:
		s.Since = now
	}
	k.states[c.Kind] = s
	return s
}

// forget drops what concerns the whole forum: another node looks at it now.
func (k *known) forget(checks []Check) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range checks {
		if !c.Node {
			delete(k.states, c.Kind)
		}
	}
}

// States returns how all checks stand on which this process looked, in their order. It
// asks nothing, so monitoring may call it at any time.
func (w *Watch) States() (out []State) {
	w.known.mu.Lock()
	defer w.known.mu.Unlock()
	for _, c := range w.checks {
		if s, ok := w.known.states[c.Kind]; ok {
			out = append(out, s)
		}
	}
	return out
}

// All returns how all checks stand: what this process knows, and what is not well
// elsewhere. Administrators only.
func (w *Watch) All(ctx context.Context, by account.Viewer) ([]State, error) {
	if err := by.MustBeAdmin(); err != nil {
		return nil, err
	}
	noted, err := db.View(ctx, w.db, notedTx)
	if err != nil {
		return nil, err
	}
	out := w.States()
	for i, s := range out { // the row is older than this process where it was started since
		if at := slices.IndexFunc(noted, func(n State) bool { return n.Kind == s.Kind && n.Node == s.Node }); at >= 0 && s.Level != Fine {
			out[i].Since = noted[at].Since
		}
	}
	for _, n := range noted {
		at := slices.IndexFunc(w.checks, func(c Check) bool { return c.Kind == n.Kind })
		known := slices.ContainsFunc(out, func(s State) bool { return s.Kind == n.Kind && s.Node == n.Node })
		if at < 0 || known {
			continue // an older or newer program noted it, or this process knows better
		}
		n.Title = w.checks[at].Title
		out = append(out, n)
	}
	order := func(k Kind) int { return slices.IndexFunc(w.checks, func(c Check) bool { return c.Kind == k }) }
	slices.SortStableFunc(out, func(a, b State) int { return order(a.Kind) - order(b.Kind) })
	return out, nil
}

// Title says what a kind is about, such as „Speicherplatz“.
func (w *Watch) Title(k Kind) string {
	for _, c := range w.checks {
		if c.Kind == k {
			return c.Title
		}
	}
	return string(k)
}
