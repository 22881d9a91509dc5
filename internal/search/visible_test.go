package search_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// canaries puts a word of its own into everything that can be found, and says
// who may find it.
func canaries(w *world) map[string][]string {
	return canariesOf(w, func(n int) string { return fmt.Sprintf("kanarie%02dx", n) })
}

// canariesOf does so with words of one's own.
func canariesOf(w *world, named func(int) string) map[string][]string {
	const (
		guest, ann, mod, other, insider = testkit.Guest, testkit.Ann, testkit.Mod, testkit.OtherMod, testkit.Insider
	)
	everybody := []string{guest, ann, mod, other, insider}
	members := []string{ann, mod, other, insider}
	admitted := []string{mod, insider}
	out := map[string][]string{}
	n := 0
	word := func(who []string) string {
		n++
		canary := named(n)
		out[canary] = who
		return canary
	}
	for slug, who := range map[string][]string{testkit.Public: everybody, testkit.Members: members, testkit.Exclusive: admitted} {
		thread := w.Ask(insider, slug, "Frage "+word(who), "Text "+word(who))
		w.Reply(mod, thread, "Antwort "+word(who))
		hidden := w.Reply(insider, thread, "Verborgen "+word(nil))
		w.Must(w.Forum.Hide(w.Ctx, w.By(mod), hidden, "gehört nicht hierher"))
		file, unseen := word(who), word(nil)
		w.ReplyWith(mod, thread, "Datei", word(who)+".txt", "Text "+file)
		hidden, _ = w.ReplyWith(mod, thread, "Datei", word(nil)+".csv", "Text;"+unseen)
		w.ReadFiles()
		w.Must(w.Forum.Hide(w.Ctx, w.By(mod), hidden, "gehört nicht hierher"))
		gone := w.Ask(insider, slug, "Frage "+word(nil), "Text "+word(nil))
		w.Reply(mod, gone, "Antwort "+word(nil))
		w.Must(w.Forum.Hide(w.Ctx, w.By(mod), w.QuestionOf(gone), "gehört nicht hierher"))

		w.Article(slug, "Artikel "+word(nil), "Entwurf "+word(nil), "")
		w.Article(slug, "Artikel "+word(who), "Text "+word(who), board.ToBoard)
		w.Article(slug, "Artikel "+word(everybody), "Text "+word(everybody), board.ToPublic)
		if slug != testkit.Public {
			w.Article(slug, "Artikel "+word(members), "Text "+word(members), board.ToMembers)
			w.Answer(slug, "Antwort "+word(members), "Text "+word(members), board.ToMembers)
		}
		w.Answer(slug, "Antwort "+word(everybody), "Text "+word(everybody), board.ToPublic)
	}
	w.Answer(testkit.Exclusive, "Antwort "+word(admitted), "Text "+word(admitted), board.ToBoard)
	return out
}

// TestNothingUnseenIsFound holds it for hits, totals, counts and excerpts, of an
// index that was built and of one that followed.
func TestNothingUnseenIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	words := canaries(w)
	secret := w.Board(testkit.Exclusive)
	for _, how := range []string{"followed", "built"} {
		if how == "built" {
			w.Must(w.OwnIndex.Rebuild(w.Ctx))
		}
		w.CatchUp()
		for _, by := range []string{testkit.Guest, testkit.Ann, testkit.Mod, testkit.OtherMod, testkit.Insider} {
			for word, who := range words {
				may := contains(who, by)
				r := w.Find(by, query.Form{Text: word})
				if got := r.Total == 1 && len(r.Hits) == 1; got != may {
					t.Errorf("%s: %q finds %q: %v (total %d), want %v", how, by, word, got, r.Total, may)
				}
				if len(r.Facets.Kinds) > 0 != may || (len(r.Facets.Boards) > 0 && !may) {
					t.Errorf("%s: counts of %q for %q: %v %v", how, word, by, r.Facets.Kinds, r.Facets.Boards)
				}
				if f := r.Facets; !may && len(f.States)+len(f.Lands)+len(f.OrganisationKinds)+len(f.Years) > 0 {
					t.Errorf("%s: counts of %q for %q: %+v", how, word, by, f)
				}
			}
			checkAll(t, w, by, words, secret)
		}
	}
}

// checkAll finds everything at once and looks for what must not be there.
func checkAll(t *testing.T, w *world, by string, words map[string][]string, secret int64) {
	t.Helper()
	var all []string
	total := 0
	for word, who := range words {
		all = append(all, word)
		if contains(who, by) {
			total++
		}
	}
	for from := 0; from < len(all); from += 15 {
		r := w.Find(by, query.Form{Text: strings.Join(all[from:min(from+15, len(all))], " ")})
		sum := 0
		for _, k := range r.Facets.Kinds {
			sum += k.Count
		}
		if sum != r.Total {
			t.Errorf("%q: kinds add up to %d of %d", by, sum, r.Total)
		}
		for _, b := range r.Facets.Boards {
			if b.Board.ID == secret && by != testkit.Mod && by != testkit.Insider {
				t.Errorf("%q learns of the restricted board by its count", by)
			}
		}
		for _, h := range r.Hits {
			text := h.Title + " " + plain(h.Excerpt)
			for word, who := range words {
				if strings.Contains(text, word) && !contains(who, by) {
					t.Errorf("%q reads %q in %q", by, word, text)
				}
			}
			if h.BoardSlug == testkit.Exclusive && by != testkit.Mod && by != testkit.Insider {
				t.Errorf("%q reads the name of the restricted board beside %q", by, h.Title)
			}
			if strings.Contains(fmt.Sprintf("%+v", h), "Iltis") || strings.Contains(fmt.Sprintf("%+v", h), "Moor") {
				t.Errorf("%q reads a name in %+v", by, h)
			}
		}
	}
}

func TestCountsOfAnUnheardOfRemovalAreRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	thread := w.Ask(testkit.Ann, testkit.Public, "Frage zum Wohngeld", "Text")
	gone := w.Reply(testkit.Bea, thread, "Antwort mit Kanarienvogel")
	w.Reply(testkit.Bea, thread, "Noch einer mit Kanarienvogel")
	w.CatchUp()
	w.Must(w.Forum.Withdraw(w.Ctx, w.By(testkit.Bea), gone))
	r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel"}) // the index still has both
	if r.Total != 1 || len(r.Hits) != 1 || len(r.Facets.Kinds) != 1 || r.Facets.Kinds[0].Count != 1 || r.Facets.Boards[0].Count != 1 {
		t.Errorf("total %d, %d hits, kinds %v, boards %v, want one of each", r.Total, len(r.Hits), r.Facets.Kinds, r.Facets.Boards)
	}
}

func TestRestrictedBoardDoesNotExistAsFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Insider, testkit.Exclusive, "Frage im engen Kreis", "Text")
	w.CatchUp()
	for _, slug := range []string{testkit.Exclusive, "gibt-es-nicht"} {
		_, err := w.OwnSearch.Find(w.Ctx, w.By(testkit.Ann), query.Form{Text: "Frage", Board: slug})
		wantMissing(t, err)
	}
	if r := w.Find(testkit.Insider, query.Form{Text: "Frage", Board: testkit.Exclusive}); r.Total != 1 {
		t.Errorf("total for the admitted is %d, want 1", r.Total)
	}
}
