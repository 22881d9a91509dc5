package markdown

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func problemOf(t *testing.T, source string) *Problem {
	t.Helper()
	_, err := Render(context.Background(), source)
	var problem *Problem
	if err != nil && !errors.As(err, &problem) {
		t.Fatalf("unexpected error: %v", err)
	}
	return problem
}

func TestRefusalsSayWhyInGerman(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source string
		want   Problem
	}{
		{strings.Repeat("ä", 40_112), Problem{TooLong, "Der Text ist zu lang: höchstens 32.000 Zeichen, jetzt 40.112."}},
		{"a\xff", Problem{NotUTF8, "Der Text enthält ungültige Zeichen. Bitte geben Sie ihn neu ein oder speichern Sie die Vorlage als UTF-8."}},
		{strings.Repeat("> ", 21) + "a", Problem{TooDeep, "Der Text ist zu tief verschachtelt (höchstens 20 Ebenen)."}},
		{strings.Repeat("*a", 1001), Problem{TooComplex, tooComplex().Sentence}},
	} {
		got := problemOf(t, c.source)
		if got == nil || *got != c.want {
			t.Errorf("%.20q…: got %+v, want %+v", c.source, got, c.want)
		} else if got.Error() != got.Sentence {
			t.Errorf("Error() = %q", got.Error())
		}
	}
}

func TestLengthCountsCharactersAfterCleaning(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		strings.Repeat("😀", MaxLength),
		strings.Repeat("a\r\n", MaxLength/2),
		strings.Repeat("a", MaxLength) + "\x00",
	} {
		if p := problemOf(t, source); p != nil {
			t.Errorf("%.10q… of %d bytes: %v", source, len(source), p)
		}
	}
	if p := problemOf(t, strings.Repeat("a", MaxLength+1)); p == nil || p.Reason != TooLong {
		t.Errorf("one character too many: %v", p)
	}
}

func TestTwentyLevelsPassAndTwentyOneDoNot(t *testing.T) {
	t.Parallel()
	nest := func(open, end string) func(int) string {
		return func(n int) string { return strings.Repeat(open, n) + "a" + strings.Repeat(end, n) }
	}
	for name, source := range map[string]func(int) string{
		"quotes":          nest("> ", ""),
		"lists":           nest("- ", ""),
		"numbered":        nest("1. ", ""),
		"emphasis":        nest("*a ", " a*"),
		"strikethrough":   nest("~~a ", " a~~"),
		"pictures":        nest("![", "](/b)"),
		"links":           nest("[", "](/b)"),
		"mixed":           func(n int) string { return strings.Repeat("> ", n-8) + strings.Repeat("- ", 8) + "a" },
		"containers+text": func(n int) string { return strings.Repeat("> ", n-8) + nest("*a ", " a*")(8) },
		"list by lines": func(n int) string {
			var b strings.Builder
			for i := range n {
				b.WriteString(strings.Repeat("  ", i) + "- a\n")
			}
			return b.String()
		},
	} {
		t.Run(name, func(t *testing.T) {
			if p := problemOf(t, source(MaxDepth)); p != nil {
				t.Errorf("%d levels: %v", MaxDepth, p)
			}
			if p := problemOf(t, source(MaxDepth+1)); p == nil || p.Reason != TooDeep {
				t.Errorf("%d levels: %v", MaxDepth+1, p)
			}
		})
	}
}

func TestMarkersInCodeDoNotCountAsNesting(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"```\n" + strings.Repeat("> ", 100) + "\n" + strings.Repeat("[", 100) + "\n```",
		"    " + strings.Repeat("- ", 100) + "a",
		"`" + strings.Repeat("[", 100) + "`",
		strings.Repeat(`\[`, 100),
		strings.Repeat("- a\n", 1000),
		strings.Repeat("> a\n\n", 1000),
		strings.Repeat("[a] ", 1000),
	} {
		if p := problemOf(t, source); p != nil {
			t.Errorf("%.20q…: %v", source, p)
		}
	}
}

func TestOneTextMayFollowAnotherRefusedOne(t *testing.T) {
	t.Parallel()
	problemOf(t, strings.Repeat("[", 100))
	if got := render(t, "[a](/b)"); got != "<p><a href=\"/b\">a</a></p>\n" {
		t.Errorf("got %q", got)
	}
}

func TestWaitingForASlotEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for range cap(slots) {
		slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := Render(ctx, "a")
	for range cap(slots) {
		<-slots
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if got := render(t, "a"); got != "<p>a</p>\n" {
		t.Errorf("after the slots are free: %q", got)
	}
}

func TestRefusedSourcesNeedNoSlot(t *testing.T) {
	t.Parallel()
	for range cap(slots) {
		slots <- struct{}{}
	}
	defer func() {
		for range cap(slots) {
			<-slots
		}
	}()
	if p := problemOf(t, strings.Repeat("a", MaxLength+1)); p == nil {
		t.Error("not refused")
	}
}
