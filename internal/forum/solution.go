package forum

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
)

// Scope says for whom a solution holds. The zero value holds for all.
type Scope struct {
	States []string // names of Länder, empty for all
	Sizes  []string // keys of the catalogue's size classes, empty for all
}

// All reports whether a solution holds for all.
func (s Scope) All() bool { return len(s.States)+len(s.Sizes) == 0 }

// German says for whom a solution holds, such as „Bayern, Hessen, Gemeinden mit unter 2.000
// Einwohnern“, "" for all.
func (s Scope) German() string {
	parts := slices.Clone(s.States)
	if len(s.Sizes) > 0 {
		parts = append(parts, "Gemeinden mit "+joinedSizes(s.Sizes)+" Einwohnern")
	}
	return strings.Join(parts, ", ")
}

// joinedSizes names size classes; those next to each other become one range.
func joinedSizes(keys []string) string {
	var parts []string
	for i := 0; i < len(catalogue.SizeClasses); i++ {
		if !slices.Contains(keys, catalogue.SizeClasses[i].Key) {
			continue
		}
		first := catalogue.SizeClasses[i]
		for i+1 < len(catalogue.SizeClasses) && slices.Contains(keys, catalogue.SizeClasses[i+1].Key) {
			i++
		}
		parts = append(parts, catalogue.SizeRange(first, catalogue.SizeClasses[i]))
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " oder " + parts[len(parts)-1]
}

// checked returns the scope in the order of the catalogue, each part once. What the catalogue
// does not know is fault.Invalid; all of a kind is no limit.
func (s Scope) checked() (Scope, error) {
	var c fault.Check
	var sizes []string
	for _, x := range catalogue.SizeClasses {
		sizes = append(sizes, x.Key)
	}
	out := Scope{States: chosen(&c, "land", s.States, catalogue.States()), Sizes: chosen(&c, "groesse", s.Sizes, sizes)}
	return out, c.Err()
}

func chosen(c *fault.Check, field string, choices, known []string) (out []string) {
	for _, x := range choices {
		if !slices.Contains(known, x) {
			c.Add(field, "Bitte wählen Sie aus der Liste.")
			return nil
		}
	}
	for _, x := range known {
		if slices.Contains(choices, x) {
			out = append(out, x)
		}
	}
	if len(out) == len(known) {
		return nil
	}
	return out
}

// MarkSolution marks a reply as a solution, or removes the mark. One that is marked keeps
// its scope.
func (f *Forum) MarkSolution(ctx context.Context, by account.Viewer, id int64, solution bool) error {
	return f.solve(ctx, by, id, func(tx *db.Tx, e Post) error {
		if solution && e.Solution {
			return nil
		}
		return setSolution(tx, id, solution, Scope{})
	}, solution)
}

// LimitSolution says for whom a solution holds, and marks the reply as one if it is none.
func (f *Forum) LimitSolution(ctx context.Context, by account.Viewer, id int64, scope Scope) error {
	scope, invalid := scope.checked()
	return f.solve(ctx, by, id, func(tx *db.Tx, _ Post) error {
		if invalid != nil {
			return invalid
		}
		return setSolution(tx, id, true, scope)
	}, true)
}

// solve changes the mark of a reply by set.
func (f *Forum) solve(ctx context.Context, by account.Viewer, id int64, set func(*db.Tx, Post) error, solution bool) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, id)
		if err != nil {
			return err
		}
		if !e.CanBeSolution(by, t) {
			return e.SolutionRefusal(by, t)
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if err := set(tx, e); err != nil {
			return err
		}
		kind := event.PostUnsolved
		if solution {
			kind = event.PostSolved
		}
		if solution != e.Solution {
			if err := event.AppendTx(tx, kind, id, by.ID); err != nil {
				return err
			}
		}
		return f.settle(tx, by, t.ID, e)
	})
}

// columns returns what the database stores of a scope, keys of the catalogue.
func (s Scope) columns() (states, sizes string) {
	return strings.Join(s.States, ","), strings.Join(s.Sizes, ",")
}

// keyList scans keys that are separated by commas.
type keyList struct{ list *[]string }

func (k keyList) Scan(value any) error {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	}
	*k.list = nil
	if text != "" {
		*k.list = strings.Split(text, ",")
	}
	return nil
}
