package diff_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/diff"
)

// show writes a difference as people know it from patches; changed words of
// reworded lines stand in brackets.
func show(lines []diff.Line) string {
	var out strings.Builder
	for _, l := range lines {
		out.WriteString([]string{" ", "-", "+", "~"}[l.Op])
		if l.Parts == nil {
			out.WriteString(l.Text)
		}
		for _, p := range l.Parts {
			if p.Changed {
				out.WriteString("[" + p.Text + "]")
			} else {
				out.WriteString(p.Text)
			}
		}
		out.WriteString("\n")
	}
	return out.String()
}

func TestLinesTellWhatChanged(t *testing.T) {
	for name, c := range map[string]struct{ a, b, want string }{
		"equal":                    {"a\nb", "a\nb", " a\n b\n"},
		"equal but for line ends":  {"a\r\nb\r\n", "a\nb", " a\n b\n"},
		"both empty":               {"", "", ""},
		"from nothing":             {"", "a\n\nb", "+a\n+\n+b\n"},
		"to nothing":               {"a\nb", "", "-a\n-b\n"},
		"added in the middle":      {"a\nc", "a\nb\nc", " a\n+b\n c\n"},
		"added at the end":         {"a", "a\nb", " a\n+b\n"},
		"an empty line at the end": {"a", "a\n\nb\n", " a\n+\n+b\n"},
		"removed":                  {"a\nb\nc", "a\nc", " a\n-b\n c\n"},
		"replaced":                 {"a\nalt\nc", "a\nneu\nc", " a\n-alt\n+neu\n c\n"},
		"reworded": {
			"Die Frist beträgt zwei Wochen.", "Die Frist beträgt drei Wochen.",
			"-Die Frist beträgt [zwei] Wochen.\n+Die Frist beträgt [drei] Wochen.\n"},
		"a word added": {
			"Der Antrag ist kostenlos.", "Der Antrag ist heute kostenlos.",
			"-Der Antrag ist kostenlos.\n+Der Antrag ist[ heute] kostenlos.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, show(diff.Lines(c.a, c.b))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTextsSurviveTheirComparison(t *testing.T) {
	a := "# Eins\n\nzwei\ndrei ä ö ü\n\n\nvier\n- fünf\n"
	b := "# Eins!\n\ndrei Ä ö ü\nvier\n\n- fünf\n- sechs\n\n"
	var before, after []string
	for _, l := range diff.Lines(a, b) {
		if l.Parts != nil {
			var text string
			for _, p := range l.Parts {
				text += p.Text
			}
			if text != l.Text {
				t.Errorf("parts give %q, the line is %q", text, l.Text)
			}
		}
		if l.Op != diff.Added {
			before = append(before, l.Text)
		}
		if l.Op != diff.Removed {
			after = append(after, l.Text)
		}
	}
	if got := strings.Join(before, "\n") + "\n"; got != a {
		t.Errorf("old text came out as %q", got)
	}
	if got := strings.Join(after, "\n") + "\n"; got != b {
		t.Errorf("new text came out as %q", got)
	}
}

func TestFoldKeepsTheSurroundingsOfChanges(t *testing.T) {
	a := "1\n2\n3\n4\n5\n6\n7\n8\n9"
	b := "1\n2\n3\n4\n5\nneu\n6\n7\n8\n9"
	want := "~\n 5\n+neu\n 6\n~\n"
	if diff := cmp.Diff(want, show(diff.Fold(diff.Lines(a, b), 1))); diff != "" {
		t.Error(diff)
	}
	// A gap of one line would hide no more than it takes.
	want = " 1\n 2\n 3\n 4\n 5\n+neu\n 6\n 7\n 8\n 9\n"
	if diff := cmp.Diff(want, show(diff.Fold(diff.Lines(a, b), 4))); diff != "" {
		t.Error(diff)
	}
}

func TestSame(t *testing.T) {
	if !diff.Same(diff.Lines("a\nb", "a\nb\n")) {
		t.Error("equal texts must be the same")
	}
	if diff.Same(diff.Lines("a", "b")) {
		t.Error("different texts must not be the same")
	}
}

func TestHostileTextsAreComparedInTime(t *testing.T) {
	a := strings.Repeat("a\nb\n", 8000)
	b := strings.Repeat("b\nc\n", 8000)
	long, other := strings.Repeat("x y ", 8000), strings.Repeat("y z ", 8000)
	begin := time.Now()
	diff.Lines(a, b)
	diff.Lines(long, other)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("comparing took %v", took)
	}
}
