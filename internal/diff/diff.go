// Package diff finds what changed between two texts, line by line and, within a
// changed line, word by word.
package diff

import (
	"strings"
	"unicode"

	"github.com/aymanbagabas/go-udiff"
)

// Op says what happened to a line.
type Op int

const (
	Kept    Op = iota
	Removed    // only in the old text
	Added      // only in the new text
	Gap        // stands for unchanged lines that Fold left out; has no text
)

// Line is one line of a comparison, without its line break.
type Line struct {
	Op   Op
	Text string
	// Parts splits Text if the line was reworded rather than replaced; nil
	// otherwise.
	Parts []Part
}

// Part is a piece of a reworded line.
type Part struct {
	Text    string
	Changed bool
}

// Lines compares the old text a with the new text b. Removed lines come before
// the lines added in their place. Line breaks may be LF or CRLF.
func Lines(a, b string) []Line {
	var out []Line
	for _, block := range blocks(split(a), split(b)) {
		out = append(out, block.lines()...)
	}
	return out
}

// Same reports whether the lines show no change.
func Same(lines []Line) bool {
	for _, l := range lines {
		if l.Op == Removed || l.Op == Added {
			return false
		}
	}
	return true
}

// Fold replaces each run of unchanged lines that are more than context lines away
// from any change by one Gap. A run of a single line stays.
func Fold(lines []Line, context int) []Line {
	near := make([]bool, len(lines))
	for i, l := range lines {
		if l.Op == Kept {
			continue
		}
		for j := max(0, i-context); j <= min(len(lines)-1, i+context); j++ {
			near[j] = true
		}
	}
	var out []Line
	for i := 0; i < len(lines); {
		end := i
		for end < len(lines) && !near[end] {
			end++
		}
		switch end - i {
		case 0:
			end++
			out = append(out, lines[i])
		case 1:
			out = append(out, lines[i])
		default:
			out = append(out, Line{Op: Gap})
		}
		i = end
	}
	return out
}

// split returns the lines of a text. An empty text has none; a trailing line
// break does not start another line.
func split(text string) []string {
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// block is a run of pieces that both sides share (kept), or what stands on
// either side where they differ.
type block struct{ kept, removed, added []string }

// blocks compares two sequences of pieces that hold no line break.
func blocks(a, b []string) []block {
	var out []block
	keep := func(run []string) {
		if len(run) > 0 {
			out = append(out, block{kept: run})
		}
	}
	// Ends of pieces in the text, to lead from offsets back to pieces.
	index := map[int]int{0: 0}
	end := 0
	for i, s := range a {
		end += len(s) + 1
		index[end] = i + 1
	}
	done := 0
	for _, e := range udiff.Lines(terminated(a), terminated(b)) {
		from, to := index[e.Start], index[e.End]
		keep(a[done:from])
		out = append(out, block{removed: a[from:to], added: pieces(e.New)})
		done = to
	}
	keep(a[done:])
	return out
}

// terminated joins pieces so that each ends in a line break.
func terminated(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return strings.Join(list, "\n") + "\n"
}

// pieces is the inverse of terminated; other than split it keeps empty pieces
// at the end.
func pieces(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func (b block) lines() []Line {
	var out []Line
	for _, text := range b.kept {
		out = append(out, Line{Op: Kept, Text: text})
	}
	removed, added := make([]Line, len(b.removed)), make([]Line, len(b.added))
	for i, text := range b.removed {
		removed[i] = Line{Op: Removed, Text: text}
	}
	for i, text := range b.added {
		added[i] = Line{Op: Added, Text: text}
	}
	// As many lines out as in are most likely the same lines, reworded.
	if len(removed) == len(added) {
		for i := range removed {
			removed[i].Parts, added[i].Parts = parts(removed[i].Text, added[i].Text)
		}
	}
	return append(append(out, removed...), added...)
}

// parts compares two lines by words. Both are nil when hardly anything stayed:
// then marking words would only make the lines harder to read.
func parts(a, b string) (before, after []Part) {
	kept := 0
	for _, block := range blocks(words(a), words(b)) {
		same := strings.Join(block.kept, "")
		kept += len(strings.TrimSpace(same))
		before = appendPart(before, same, false)
		after = appendPart(after, same, false)
		before = appendPart(before, strings.Join(block.removed, ""), true)
		after = appendPart(after, strings.Join(block.added, ""), true)
	}
	if 3*kept < max(len(a), len(b)) {
		return nil, nil
	}
	return before, after
}

func appendPart(list []Part, text string, changed bool) []Part {
	if text == "" {
		return list
	}
	return append(list, Part{Text: text, Changed: changed})
}

// words cuts a line into words, runs of space, and single other characters.
func words(line string) []string {
	var out []string
	kind := 0
	start := 0
	for i, r := range line {
		k := 0 // a character on its own
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			k = 1
		case unicode.IsSpace(r):
			k = 2
		}
		if i > start && (k == 0 || k != kind) {
			out = append(out, line[start:i])
			start = i
		}
		kind = k
	}
	if start < len(line) {
		out = append(out, line[start:])
	}
	return out
}
