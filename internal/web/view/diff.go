package view

import (
	"kommunalforum/internal/diff"
	"kommunalforum/templates"
)

// diffContext is how many unchanged lines stand around a change.
const diffContext = 3

var diffKinds = map[diff.Op]templates.DiffKind{
	diff.Kept: templates.DiffSame, diff.Removed: templates.DiffRemoved, diff.Added: templates.DiffAdded, diff.Gap: templates.DiffGap,
}

// Diff shows the lines of a difference, leaving out what is far from any change.
func Diff(lines []diff.Line) []templates.DiffLine {
	folded := diff.Fold(lines, diffContext)
	out := make([]templates.DiffLine, len(folded))
	for i, l := range folded {
		out[i] = templates.DiffLine{Kind: diffKinds[l.Op], Text: l.Text}
		for _, p := range l.Parts {
			out[i].Parts = append(out[i].Parts, templates.DiffPart{Text: p.Text, Changed: p.Changed})
		}
	}
	return out
}
