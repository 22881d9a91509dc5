package search_test

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func plain(spans []search.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func marked(spans []search.Span) (out []string) {
	for _, s := range spans {
		if s.Mark {
			out = append(out, s.Text)
		}
	}
	return out
}

func wantMissing(t *testing.T, err error) {
	t.Helper()
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("error is %v, want not found", err)
	}
}

func TestWordsAreFoundInGermanForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Anträge für Straßenfeste", "Der Führerschein für Müllfahrzeuge ist zu prüfen.")
	w.CatchUp()
	for _, text := range []string{"Antrag", "anträge", "Fuehrerschein", "FÜHRERSCHEIN", "Muellfahrzeug", "strassenfest"} {
		if r := w.Find(testkit.Guest, query.Form{Text: text, Kind: document.Thread}); r.Total != 1 {
			t.Errorf("%q finds %d threads, want 1", text, r.Total)
		}
	}
}

// Rendered posts hold no-break spaces, so what is copied out of one does too.
func TestNoBreakSpacesAreFoundLikeSpaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Fristen der Zustimmung", "Das steht in § 46 Abs. 3 und z. B. bei 10 000 Fällen.")
	w.Ask(testkit.Ann, testkit.Public, "Noch einmal Fristen", "Kopiert: §\u00a046 Abs.\u00a03, z.\u00a0B. 10\u00a0000 Fälle.")
	w.CatchUp()
	for _, text := range []string{"§ 46 Abs. 3", "§\u00a046 Abs.\u00a03", `"10 000"`, "\"10\u00a0000\"", "z.\u00a0B. Fälle"} {
		if r := w.Find(testkit.Guest, query.Form{Text: text, Kind: document.Thread}); r.Total != 2 || r.AnyWord {
			t.Errorf("%q finds %d threads, want 2 (any word: %t)", text, r.Total, r.AnyWord)
		}
	}
}

func TestAllWordsComeBeforeAny(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Amsel und Drossel", "Beide Vögel")
	w.Ask(testkit.Ann, testkit.Public, "Amsel alleine hier", "Ein Vogel")
	w.Ask(testkit.Ann, testkit.Members, "Amsel und Wiedehopf", "Beide Vögel")
	w.CatchUp()
	r := w.Find(testkit.Guest, query.Form{Text: "Amsel Drossel"})
	if r.AnyWord || r.Total != 1 || r.Hits[0].Title != "Amsel und Drossel" {
		t.Errorf("all words: %v %d", r.AnyWord, r.Total)
	}
	// What only members may read does not decide it for guests.
	r = w.Find(testkit.Guest, query.Form{Text: "Amsel Wiedehopf"})
	if !r.AnyWord || r.Total != 2 {
		t.Errorf("any word for guests: %v, total %d, want 2", r.AnyWord, r.Total)
	}
	if r = w.Find(testkit.Ann, query.Form{Text: "Amsel Wiedehopf"}); r.AnyWord || r.Total != 1 {
		t.Errorf("all words for members: %v, total %d, want 1", r.AnyWord, r.Total)
	}
	// A filter that leaves nothing does not change what is searched for.
	r = w.Find(testkit.Guest, query.Form{Text: "Amsel Drossel", Kind: document.Article})
	if r.AnyWord || r.Total != 0 || len(r.Facets.Kinds) != 1 || r.Facets.Kinds[0] != (search.KindCount{Kind: document.Thread, Count: 1}) {
		t.Errorf("filtered: %v, total %d, kinds %v", r.AnyWord, r.Total, r.Facets.Kinds)
	}
}

func TestTitleCountsMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Etwas ganz anderes hier", "Im Text steht Kanarienvogel und sonst nichts.")
	w.Ask(testkit.Ann, testkit.Public, "Fragen zum Kanarienvogel", "Im Text steht das Wort nicht, und sonst nichts.")
	w.CatchUp()
	if r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel"}); len(r.Hits) != 2 || r.Hits[0].Title != "Fragen zum Kanarienvogel" {
		t.Errorf("order is %v", r.Hits)
	}
}

func TestFiltersAndTheirCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Amsel im Garten", "Text")
	w.Reply(testkit.Bea, thread, "Noch eine Amsel")
	w.Ask(testkit.Ann, "umwelt", "Amsel im Wald", "Text")
	w.Article(testkit.Public, "Was ist eine Amsel?", "Ein Vogel", board.ToPublic)
	w.CatchUp()
	counts := func(r search.Result) string {
		var out []string
		for _, k := range r.Facets.Kinds {
			out = append(out, fmt.Sprint(k.Kind, " ", k.Count))
		}
		for _, b := range r.Facets.Boards {
			out = append(out, fmt.Sprint(b.Board.Slug, " ", b.Count))
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct {
		kind  document.Kind
		board string
		total int
		want  string
	}{
		{"", "", 3, "article 1, thread 2, bauen-wohnen 2, umwelt 1"},
		{document.Thread, "", 2, "article 1, thread 2, bauen-wohnen 1, umwelt 1"},
		{document.Reply, "", 1, "article 1, thread 2, bauen-wohnen 1"},
		{"", "umwelt", 1, "thread 1, bauen-wohnen 2, umwelt 1"},
		{document.Thread, "umwelt", 1, "thread 1, bauen-wohnen 1, umwelt 1"},
		{document.Article, "umwelt", 0, "thread 1, bauen-wohnen 1"},
		{"nonsense", "", 3, "article 1, thread 2, bauen-wohnen 2, umwelt 1"},
	} {
		r := w.Find(testkit.Ann, query.Form{Text: "Amsel", Kind: c.kind, Board: c.board})
		if got := counts(r); r.Total != c.total || got != c.want {
			t.Errorf("%s %s: total %d, %s; want %d, %s", c.kind, c.board, r.Total, got, c.total, c.want)
		}
	}
}

func TestPagesHoldEachHitOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 25 {
		thread := w.Ask(testkit.Ann, testkit.Public, fmt.Sprintf("Frage Nummer %d", i), "Was ist das?")
		for range 1 + i%3 {
			w.Reply(testkit.Bea, thread, fmt.Sprintf("Antwort Nummer %d mit Amsel", i))
		}
	}
	w.CatchUp()
	seen := map[int64]bool{}
	for page := 1; page <= 3; page++ {
		r := w.Find(testkit.Guest, query.Form{Text: "Amsel", Page: page})
		if r.Total != 25 || r.Texts != 25+16+8 || r.LastPage != 3 || r.Page != page {
			t.Errorf("page %d: total %d, page %d of %d", page, r.Total, r.Page, r.LastPage)
		}
		for _, h := range r.Hits {
			seen[h.Thread] = true
		}
	}
	if len(seen) != 25 {
		t.Errorf("%d different hits, want 25", len(seen))
	}
	for _, page := range []int{-1, 0, 4, 50, 1 << 40} {
		r := w.Find(testkit.Guest, query.Form{Text: "Amsel", Page: page})
		if want := min(max(1, page), 3); r.Page != want || len(r.Hits) == 0 {
			t.Errorf("page %d is answered with %d and %d hits, want %d", page, r.Page, len(r.Hits), want)
		}
	}
}

// TestThreadStandsForItsBestText: whatever is found of a thread is one entry.
func TestThreadStandsForItsBestText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := strings.Repeat("Vieles steht hier, das mit nichts zu tun hat. ", 20)
	thread := w.Ask(testkit.Ann, testkit.Public, "Wer kennt sich aus?", long+"Amsel")
	w.Reply(testkit.Bea, thread, long+"Amsel")
	best := w.Reply(testkit.Bea, thread, "Amsel, Amsel!")
	w.Reply(testkit.Ann, thread, "Danke.")
	other := w.Ask(testkit.Ann, testkit.Public, "Noch eine Frage hier", long+long+"Amsel")
	w.CatchUp()
	r := w.Find(testkit.Guest, query.Form{Text: "Amsel"})
	if r.Total != 2 || r.Texts != 4 || !r.Counted || len(r.Hits) != 2 {
		t.Fatalf("%d entries of %d texts: %+v", r.Total, r.Texts, r.Hits)
	}
	if h := r.Hits[0]; h.Kind != document.Reply || h.ID != best || h.Thread != thread || h.Texts != 3 || h.Title != "Wer kennt sich aus?" ||
		h.State != forum.Open {
		t.Errorf("the first entry is %+v", h)
	}
	if h := r.Hits[1]; h.Kind != document.Thread || h.ID != other || h.Texts != 1 {
		t.Errorf("the second entry is %+v", h)
	}
	// The newest first: a thread by its newest text.
	latest := w.Reply(testkit.Bea, other, long+"Amsel")
	w.CatchUp()
	r = w.Find(testkit.Guest, query.Form{Text: "Amsel", Newest: true})
	if r.Total != 2 || r.Hits[0].ID != latest {
		t.Errorf("the newest first: %+v", r.Hits)
	}
}

// TestFacetsCountEntries looks at all facets of a small world.
func TestFacetsCountEntries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Amsel im Garten", "Text") // Stadt Musterstadt, Niedersachsen
	w.Reply(testkit.Bea, thread, "Noch eine Amsel")                         // Kreis Probeland, Nordrhein-Westfalen
	w.Reply(testkit.Bea, thread, "Und noch eine Amsel")
	w.Ask(testkit.Bea, "umwelt", "Amsel im Wald", "Text")
	w.Ask(testkit.Insider, testkit.Exclusive, "Amsel geheim", "Text")
	w.Article(testkit.Public, "Was ist eine Amsel?", "Ein Vogel", board.ToPublic)
	w.CatchUp()
	facets := func(q query.Form) string {
		q.Text = "Amsel " + q.Text
		f := w.Find(testkit.Ann, q).Facets
		var out []string
		for _, list := range [][]search.ValueCount{f.States, f.Lands, f.OrganisationKinds} {
			for _, v := range list {
				out = append(out, fmt.Sprint(v.Value, " ", v.Count))
			}
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct {
		query query.Form
		want  string
	}{
		{query.Form{}, "offen 2, Niedersachsen 1, Nordrhein-Westfalen 2, kommune 1, landkreis 2"},
		{query.Form{Land: "Niedersachsen"}, "offen 1, Niedersachsen 1, Nordrhein-Westfalen 2, kommune 1"},
		{query.Form{Text: "land:niedersachsen"}, "offen 1, Niedersachsen 1, Nordrhein-Westfalen 2, kommune 1"},
		{query.Form{OrganisationKind: "landkreis", Land: "Niedersachsen"}, "Nordrhein-Westfalen 2, kommune 1"},
		{query.Form{State: "überholt"}, "offen 2"},
		{query.Form{Year: "1999"}, ""},
	} {
		if got := facets(c.query); got != c.want {
			t.Errorf("%+v: %s, want %s", c.query, got, c.want)
		}
	}
	year := w.Find(testkit.Ann, query.Form{Text: "Amsel"}).Facets.Years
	if len(year) != 1 || year[0].Count != 3 {
		t.Errorf("years are %v", year)
	}
	plain := w.Find(testkit.Ann, query.Form{Text: `Amsel typ:faq themenfeld:"Umwelt"`, State: "offen"}).Normalized
	if plain != (query.Form{Text: "Amsel", Kind: document.Article, Board: "umwelt", State: "offen"}) {
		t.Errorf("the plain form of the query is %+v", plain)
	}
}

func TestHostileQueriesAreWordsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Amsel und Drossel", "Text")
	w.Ask(testkit.Ann, testkit.Members, "Zeisig im Forum", "Text")
	w.CatchUp()
	for _, text := range []string{
		"", " ", "*", "?*", `"`, `"Amsel`, `+acl:members`, `acl:board-1`, "-Amsel", "/.*/", "Amsel~2", "Am*", "_id:*", "board:1 OR kind:*",
		"(((((((", "\x00\xff\xfe", strings.Repeat("a", 10_000), strings.Repeat("wort ", 2_000), strings.Repeat("ä*? ", 2_500), "und oder der die das",
		strings.Repeat("\u0301", 300), "🙂", "\u202eAmsel",
	} {
		r, err := w.OwnSearch.Find(w.Ctx, w.By(testkit.Guest), query.Form{Text: text})
		if err != nil {
			t.Errorf("%.20q: %v", text, err)
		}
		if n := len([]rune(r.Text)); n > query.MaxLength {
			t.Errorf("%.20q: searched for %d characters", text, n)
		}
		for _, h := range r.Hits {
			if h.Title == "Zeisig im Forum" {
				t.Errorf("%.20q finds what only members see", text)
			}
		}
	}
	if r := w.Find(testkit.Guest, query.Form{Text: "und der die"}); r.Searched || r.Total != 0 {
		t.Errorf("a text without words: %+v", r)
	}
	w.WantTitles(testkit.Guest, `"Drossel" +Amsel*`, "thread Amsel und Drossel")
	many := "Amsel"
	for i := range 40 {
		many += fmt.Sprintf(" w%d", i)
	}
	if r := w.Find(testkit.Guest, query.Form{Text: many}); !r.AnyWord || r.Total != 1 {
		t.Errorf("forty words: %v, total %d", r.AnyWord, r.Total)
	}
}

func TestExcerptMarksTheRightLetters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := strings.Repeat("Übrige Wörter über Öfen. ", 40)
	thread := w.Ask(testkit.Ann, testkit.Public, "Wohin mit dem Müll?", "Text")
	w.Reply(testkit.Bea, thread, long+"Die **Häuser** an der [Straße](https://example.org) haben *Müllgebühren*, und das Haus zahlt "+
		"<b>sie</b>. "+long)
	w.CatchUp()
	r := w.Find(testkit.Guest, query.Form{Text: "haus strasse Muellgebuehr", Kind: document.Reply})
	if len(r.Hits) != 1 {
		t.Fatalf("%d hits, want 1", len(r.Hits))
	}
	got := strings.Join(marked(r.Hits[0].Excerpt), "|")
	if got != "Häuser|Straße|Müllgebühren|Haus" {
		t.Errorf("marked %s", got)
	}
	text := plain(r.Hits[0].Excerpt)
	if n := len([]rune(text)); n < 150 || n > 250 {
		t.Errorf("the excerpt has %d characters: %s", n, text)
	}
	if !strings.HasPrefix(text, "… ") || !strings.HasSuffix(text, " …") || !strings.Contains(text, "<b>sie</b>") {
		t.Errorf("the excerpt is %q", text)
	}
	if h := w.Find(testkit.Guest, query.Form{Text: "Müll", Kind: document.Thread}).Hits; len(h) != 1 || plain(h[0].Excerpt) != "Text" {
		t.Errorf("a hit by its title alone shows %v", h)
	}
}

func TestGuestsReadOrganisationsOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Frage zur Amsel", "Text")
	w.CatchUp()
	h := w.Find(testkit.Guest, query.Form{Text: "Amsel"}).Hits[0]
	if h.By.Organisation.Name != "Stadt Musterstadt" || h.BoardSlug != testkit.Public || h.State != forum.Open || h.At.IsZero() {
		t.Errorf("the hit is %+v", h)
	}
	w.WantTitles(testkit.Ann, "Ahorn", "") // names are not searched
}

// TestRepliesAreHelpedByTheTitleAboveThem looks for words of which one stands in
// the title of a thread alone and the other in a reply alone.
func TestRepliesAreHelpedByTheTitleAboveThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Frage zum Kanarienvogel", "Wer weiß etwas?")
	w.Reply(testkit.Mod, thread, "Bei uns kam die Papageienkrankheit vor.")
	w.Reply(testkit.Mod, thread, "Danke.")
	w.CatchUp()
	w.WantTitles(testkit.Guest, "Kanarienvogel Papageienkrankheit", "reply Frage zum Kanarienvogel")
	if r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel"}); r.Texts != 1 {
		t.Errorf("%d texts are found by the title, want the question alone", r.Texts)
	}
	// Whoever changes the title changes by what its replies are found.
	question, _, err := w.Forum.Post(w.Ctx, w.By(testkit.Ann), w.Question(thread))
	w.Must(err)
	w.Must(w.Forum.EditPost(w.Ctx, w.By(testkit.Ann), question.ID, forum.Edit{Title: "Frage zum Zeisig", Text: "Wer weiß etwas?",
		Revision: question.Revision}))
	w.CatchUp()
	w.WantTitles(testkit.Guest, "Zeisig Papageienkrankheit", "reply Frage zum Zeisig")
	if r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel Papageienkrankheit"}); !r.AnyWord {
		t.Error("the former title still helps")
	}
}

// TestUnknownBoardIsMissingBeforeThereIsAnIndex holds that a board which the viewer
// cannot see is missing, also while nothing can be searched.
func TestUnknownBoardIsMissingBeforeThereIsAnIndex(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	unopened := search.New(w.DB, index.New(t.TempDir(), w.DB, slog.New(slog.DiscardHandler), index.Version))
	for slug, seen := range map[string][]string{
		"":                {testkit.Guest, testkit.Ann, testkit.Insider},
		testkit.Public:    {testkit.Guest, testkit.Ann, testkit.Insider},
		testkit.Members:   {testkit.Guest, testkit.Ann, testkit.Insider},
		testkit.Exclusive: {testkit.Insider},
		"gibt-es-nicht":   nil,
	} {
		for _, who := range []string{testkit.Guest, testkit.Ann, testkit.Insider} {
			found, err := unopened.Find(w.Ctx, w.By(who), query.Form{Text: "Blauwal", Board: slug})
			if slices.Contains(seen, who) {
				if err != nil || !found.Partial {
					t.Errorf("%q on %q: %v", who, slug, err)
				}
				continue
			}
			wantMissing(t, err)
		}
	}
}
