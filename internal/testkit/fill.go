package testkit

import (
	"fmt"
	"strings"
)

// Fill makes an address of a route's pattern, with objects made for it: a
// thread of Ann on the members' board with a reply of Bea. Patterns that name
// another object are filled by the functions in fillers.
func (w *World) Fill(pattern string) string {
	w.T.Helper()
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			parts[i] = w.object(parts[1], p)
		}
	}
	return strings.Join(parts, "/")
}

// object returns the id of a new object for a parameter below a first segment.
func (w *World) object(segment, parameter string) string {
	w.T.Helper()
	fill, ok := fillers[segment]
	if !ok {
		w.T.Fatalf("no object for %s below /%s: add it to fillers", parameter, segment)
	}
	return fill(w, parameter)
}

var fillers = map[string]func(w *World, parameter string) string{
	"bereiche":   func(*World, string) string { return Members },
	"leistungen": func(*World, string) string { return "10061" },
	"thema": func(w *World, _ string) string {
		return fmt.Sprintf("%d-eine-frage-fuer-die-tafel", w.thread())
	},
	"beitrag": func(w *World, _ string) string { return fmt.Sprint(w.Reply(Bea, w.thread(), "Eine Antwort")) },
	"faq": func(w *World, _ string) string {
		return fmt.Sprintf("%d-eine-frage-fuer-die-tafel", w.Article(Mod, Members))
	},
}

func (w *World) thread() int64 { return w.Ask(Ann, Members, "Eine Frage für die Tafel", "Eine Frage") }
