package markdown

import (
	"cmp"
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

func TestAddressesAreWhatFollowsAnAtSign(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]Address{
		"Hallo @Anna Beispiel, wie geht's?":        {{Text: "Anna Beispiel, wie geht's?"}},
		"(@Anna)":                                  {{Text: "Anna)"}},
		"@Anna\nund mehr":                          {{Text: "Anna"}},
		"**@Anna Beispiel** fragt":                 {{Text: "Anna Beispiel"}},
		"`@Anna Beispiel`":                         {{Text: "Anna Beispiel", Aside: true}},
		"    @Anna Beispiel":                       {{Text: "Anna Beispiel", Aside: true}},
		"[@Anna Beispiel](/mitglieder/1)":          {{Text: "Anna Beispiel", Aside: true}},
		"[hier](/a '@Anna Beispiel')":              {{Text: "Anna Beispiel", Aside: true}},
		"@Anna  Beispiel":                          {{Text: "Anna Beispiel"}},
		"anna@beispiel.de und a.@b":                nil,
		"@ Anna, @1, @@anna":                       nil,
		"@@Anna":                                   {{Text: "Anna", Aside: true}},
		"und/@Anna":                                {{Text: "Anna"}},
		"> @Anna Beispiel schrieb":                 {{Text: "Anna Beispiel schrieb", Aside: true}},
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
	if got := Addresses(rendered(t, many.String())); len(got) != MaxAddresses+1 {
		t.Errorf("%d", len(got))
	}
	if got := Addresses(rendered(t, "@"+strings.Repeat("a", 5000))); len(got) != 1 || len(got[0].Text) != maxAddressText {
		t.Errorf("%+v", got)
	}
}

func TestMentionsAreMarkedFoundAndHidden(t *testing.T) {
	t.Parallel()
	words := []string{"Anna Beispiel", "Anna Beispiel (Stadt X)", "Dr. O'Neil"}
	const span, end = openMention, closeMention
	for source, want := range map[string]struct{ marked, hidden, guest string }{ // "" for what stands there anyhow
		"Hallo @Anna Beispiel!":       {"<p>Hallo " + span + "@Anna Beispiel" + end + "!</p>", "Hallo @Mitglied!", "<p>Hallo @Mitglied!</p>"},
		"@Anna Beispiel (Stadt X), a": {"<p>" + span + "@Anna Beispiel (Stadt X)" + end + ", a</p>", "@Mitglied, a", "<p>@Mitglied, a</p>"},
		"@Anna Beispiel (Stadt Y), a": {"", "@Mitglied (Stadt Y), a", "<p>@Mitglied (Stadt Y), a</p>"},
		"@Anna Beispiel (Stadt Y, a": {"<p>" + span + "@Anna Beispiel" + end + " (Stadt Y, a</p>", "@Mitglied (Stadt Y, a",
			"<p>@Mitglied (Stadt Y, a</p>"},
		"@Anna  \u00a0Beispiel!":            {"<p>" + span + "@Anna  \u00a0Beispiel" + end + "!</p>", "@Mitglied!", "<p>@Mitglied!</p>"},
		"@Anna Beispiels Frage":             {"", "", ""},
		"@Anna Beispielmann":                {"", "", ""},
		"`@Anna Beispiel`":                  {"", "`@Mitglied`", "<p><code>@Mitglied</code></p>"},
		"> @Anna Beispiel":                  {"", "> @Mitglied", "<blockquote>\n<p>@Mitglied</p>\n</blockquote>"},
		"[@Anna Beispiel](/a)":              {"", "[@Mitglied](/a)", `<p><a href="/a">@Mitglied</a></p>`},
		"[hier](/a \"von @Anna Beispiel\")": {"", `[hier](/a "von @Mitglied")`, `<p><a href="/a" title="von @Mitglied">hier</a></p>`},
		"@Anna B&#101;ispiel":               {"<p>" + span + "@Anna Beispiel" + end + "</p>", "@Mitglied", "<p>@Mitglied</p>"},
		"@Dr. O'Neil & <Co>": {"<p>" + span + "@Dr. O&#39;Neil" + end + " &amp; &lt;Co&gt;</p>", "@Mitglied & <Co>",
			"<p>@Mitglied &amp; &lt;Co&gt;</p>"},
		"a@Anna Beispiel": {"", "a@Mitglied", "<p>a@Mitglied</p>"},
		"@Anna Beispiel@Anna Beispiel": {"<p>" + span + "@Anna Beispiel" + end + "@Anna Beispiel</p>", "@Mitglied@Mitglied",
			"<p>@Mitglied@Mitglied</p>"},
	} {
		plain := rendered(t, source)
		text := strings.TrimSpace(string(plain))
		marked := Mark(plain, words)
		if got := strings.TrimSpace(string(marked)); got != cmp.Or(want.marked, text) {
			t.Errorf("%q marked: %s", source, got)
		}
		if got := HideMentions(source, words); got != cmp.Or(want.hidden, source) {
			t.Errorf("%q hidden: %s", source, got)
		}
		if again := Mark(plain, Mentions(marked)); again != marked {
			t.Errorf("%q marked by its own words: %s", source, again)
		}
		guest := strings.NewReplacer(openMention, "", closeMention, "").Replace(string(WithoutNames(marked, words)))
		if got := strings.TrimSpace(guest); got != cmp.Or(want.guest, text) {
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
