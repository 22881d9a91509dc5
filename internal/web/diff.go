package web

import (
	"kommunalforum/internal/compare"
	"kommunalforum/templates"
)

// diffContext is how many unchanged lines stand around a change.
const diffContext = 3

var diffKinds = map[compare.Op]templates.DiffKind{
	compare.Kept: templates.DiffSame, compare.Removed: templates.DiffRemoved, compare.Added: templates.DiffAdded, compare.Gap: templates.DiffGap,
}

// diffOf shows the lines of a difference, leaving out what is far from any change.
func diffOf(lines []compare.Line) []templates.DiffLine {
	folded := compare.Fold(lines, diffContext)
	out := make([]templates.DiffLine, len(folded))
	for i, l := range folded {
		out[i] = templates.DiffLine{Kind: diffKinds[l.Op], Text: l.Text}
		for _, p := range l.Parts {
			out[i].Parts = append(out[i].Parts, templates.DiffPart{Text: p.Text, Changed: p.Changed})
		}
	}
	return out
}
