package markdown

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// FuzzRender holds for every source: it is refused or becomes safe HTML, the
// second layer finds nothing to remove, and the plain text is bounded.
func FuzzRender(f *testing.F) {
	for _, source := range payloads {
		f.Add(source)
	}
	for _, h := range hostile {
		f.Add(firstRunes(h.source, 200))
	}
	f.Add(rich)
	f.Fuzz(func(t *testing.T, source string) {
		text, err := Render(context.Background(), source)
		var problem *Problem
		if err != nil && !errors.As(err, &problem) {
			t.Fatalf("neither text nor problem: %v", err)
		}
		assertSafe(t, string(text.HTML))
		if again := sanitise([]byte(text.HTML)); again != text.HTML {
			t.Errorf("sanitised again: %q, before: %q", again, text.HTML)
		}
		if problem == nil {
			assertNothingSanitised(t, text.Source)
		}

		plain := PlainText(source)
		if !utf8.ValidString(plain) || strings.Map(keep, plain) != plain || len(plain) > 4*len(source)+4 {
			t.Errorf("plain text %q", plain)
		}
		if n := utf8.RuneCountInString(Excerpt(plain, 20)); n > 20 {
			t.Errorf("excerpt of %d characters", n)
		}
	})
}

// assertNothingSanitised compares the tags before and after the second layer.
func assertNothingSanitised(t *testing.T, source string) {
	t.Helper()
	raw := []byte(source)
	doc, problem := parse(raw)
	if problem != nil {
		t.Fatal(problem)
	}
	prepare(doc)
	var out bytes.Buffer
	if err := htmlRenderer.Render(&out, raw, doc); err != nil {
		t.Fatal(err)
	}
	before, after := tokens(strings.Map(keep, out.String())), tokens(string(sanitise(out.Bytes())))
	if !slices.Equal(before, after) {
		t.Errorf("before: %q\nafter:  %q", before, after)
	}
}

func tokens(s string) []string {
	var all []string
	for z := html.NewTokenizer(strings.NewReader(s)); z.Next() != html.ErrorToken; {
		token := z.Token()
		all = append(all, strings.Map(keep, html.UnescapeString(token.String())))
	}
	return all
}
