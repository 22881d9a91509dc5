package markdown

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func rendered(t *testing.T, source string) HTML {
	t.Helper()
	text, err := Render(context.Background(), source)
	if err != nil {
		t.Fatal(err)
	}
	return text.HTML
}

func TestAddressesAreWhatFollowsAnAtSignOutsideOfCodeAndLinks(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]Address{
		"Hallo @Anna Beispiel, wie geht's?":        {{Text: "Anna Beispiel, wie geht's?"}},
		"(@Anna)":                                  {{Text: "Anna)"}},
		"@Anna\nund mehr":                          {{Text: "Anna"}},
		"**@Anna Beispiel** fragt":                 {{Text: "Anna Beispiel"}},
		"`@Anna Beispiel`":                         nil,
		"    @Anna Beispiel":                       nil,
		"[@Anna Beispiel](/mitglieder/1)":          nil,
		"anna@beispiel.de und a.@b":                nil,
		"@ Anna, @1, @@Anna":                       nil,
		"> @Anna Beispiel schrieb":                 {{Text: "Anna Beispiel schrieb", Quoted: true}},
		"> @Anna\n\n@Anna":                         {{Text: "Anna"}},
		"@Frau Dr. O'Neil & Co":                    {{Text: "Frau Dr. O'Neil & Co"}},
		"Siehe § 9 @Anna § 9 Abs. 2":               {{Text: "Anna § 9 Abs. 2"}},
		strings.Repeat("@A ", 3) + "\n\n@B":        {{Text: "A @A @A"}, {Text: "A @A"}, {Text: "A"}, {Text: "B"}},
		"<b>@Anna</b> steht in HTML, das Text ist": {{Text: "Anna</b> steht in HTML, das Text ist"}},
	} {
		if got := Addresses(rendered(t, source)); !slices.Equal(got, want) {
			t.Errorf("%q: %+v", source, got)
		}
	}
}

func TestAddressesAreBounded(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	for i := range 200 {
		many.WriteString("@A" + strings.Repeat("b", i) + "\n")
	}
	if got := Addresses(rendered(t, many.String())); len(got) != maxAddressed {
		t.Errorf("%d", len(got))
	}
	if got := Addresses(rendered(t, "@"+strings.Repeat("a", 5000))); len(got) != 1 || len(got[0].Text) != maxAddressText {
		t.Errorf("%+v", got)
	}
}

func TestMentionsAreMarkedFoundAndHidden(t *testing.T) {
	t.Parallel()
	words := []string{"Anna Beispiel", "Anna Beispiel (Stadt X)", "Dr. O'Neil"}
	for source, want := range map[string]struct{ marked, hidden string }{
		"Hallo @Anna Beispiel!":        {`<p>Hallo <span class="mention">@Anna Beispiel</span>!</p>`, "Hallo @Mitglied!"},
		"@Anna Beispiel (Stadt X), a":  {`<p><span class="mention">@Anna Beispiel (Stadt X)</span>, a</p>`, "@Mitglied, a"},
		"@Anna Beispiels Frage":        {"", ""},
		"@Anna Beispielmann":           {"", ""},
		"`@Anna Beispiel`":             {"", "`@Mitglied`"},
		"[@Anna Beispiel](/a)":         {"", "[@Mitglied](/a)"},
		"@Dr. O'Neil & <Co>":           {`<p><span class="mention">@Dr. O&#39;Neil</span> &amp; &lt;Co&gt;</p>`, "@Mitglied & <Co>"},
		"a@Anna Beispiel":              {"", ""},
		"@Anna Beispiel@Anna Beispiel": {`<p><span class="mention">@Anna Beispiel</span>@Anna Beispiel</p>`, "@Mitglied@Anna Beispiel"},
	} {
		plain := rendered(t, source)
		if want.marked == "" {
			want.marked = strings.TrimSpace(string(plain))
		}
		if want.hidden == "" {
			want.hidden = source
		}
		marked := Mark(plain, words)
		if got := strings.TrimSpace(string(marked)); got != want.marked {
			t.Errorf("%q marked: %s", source, got)
		}
		if got := HideMentions(source, words); got != want.hidden {
			t.Errorf("%q hidden: %s", source, got)
		}
		if again := Mark(plain, Mentions(marked)); again != marked {
			t.Errorf("%q marked by its own words: %s", source, again)
		}
		if got := WithoutNames(marked); strings.Count(string(got), "<span") != strings.Count(string(marked), "<span") ||
			strings.Contains(string(got), "@Anna Beispiel</span>") {
			t.Errorf("%q without names: %s", source, got)
		}
	}
}

func TestNobodyWritesTheMarkOfAMention(t *testing.T) {
	t.Parallel()
	for _, source := range []string{`<span class="mention">@Anna</span>`, `&lt;span class="mention"&gt;@Anna`, "[a](/b \"<span class=mention>\")"} {
		if words := Mentions(rendered(t, source)); len(words) > 0 {
			t.Errorf("%q: %q", source, words)
		}
	}
}

var spans = regexp.MustCompile(openMention + "([^<]*)" + closeMention)

func FuzzMark(f *testing.F) {
	for _, source := range payloads {
		f.Add(source, "Anna Beispiel")
	}
	f.Add("Hallo @Anna Beispiel & Co", "Anna Beispiel")
	f.Add("> @A <b>", "A <b>")
	f.Fuzz(func(t *testing.T, source, word string) {
		text, err := Render(context.Background(), source)
		if err != nil || word == "" {
			return
		}
		marked := Mark(text.HTML, []string{word})
		unmarked := spans.ReplaceAllString(string(marked), "$1")
		if len(Mentions(marked)) == 0 && marked != text.HTML {
			t.Errorf("changed without a mark: %q, before %q", marked, text.HTML)
		}
		assertSafe(t, unmarked)
	})
}
