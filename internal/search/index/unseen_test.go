package index_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// wordsOf are what random texts are made of: forms and compounds of few words, so
// that many are near each other.
var wordsOf = strings.Fields(`Kanarienvogel Kanarienvögel Kanarienvogelhaltung Zwergzebu Zwergzebus Zwergzebuhaltung Haltung Sondernutzung
	Sondernutzungen Sondernutzunk Sondernutzungsgebühr Nutzung Gebühr Gebühren Müllgebühr Müll Amt Bürgeramt Bürgerämter Zeisig Zeisigzucht
	Zuchtverein Zucht Verein Vereine Antrag Anträge Wohngeldantrag Wohngeldantrga Wohngeld finden und`)

// randomText returns up to so many words, some of them with a slip.
func randomText(r *rand.Rand, most int) string {
	var out []string
	for range 1 + r.IntN(most) {
		word := []rune(wordsOf[r.IntN(len(wordsOf))])
		if at := r.IntN(len(word)); r.IntN(5) == 0 && at > 1 {
			word[at-1], word[at] = word[at], word[at-1]
		}
		out = append(out, string(word))
	}
	return strings.Join(out, " ")
}

// happen lets something happen at random that changes what is searched.
func (w *world) happen(r *rand.Rand) {
	w.T.Helper()
	boards := []string{testkit.Public, testkit.Members, testkit.Exclusive, testkit.Exclusive}
	slug := boards[r.IntN(len(boards))]
	mod, insider := w.By(testkit.Mod), w.By(testkit.Insider)
	title, text := "Frage: "+randomText(r, 4), randomText(r, 20)
	switch r.IntN(12) {
	case 0:
		releases := []board.Release{board.ToBoard, board.ToPublic, ""}
		w.Article(slug, title, text, releases[r.IntN(len(releases))])
	case 1:
		w.Answer(slug, title, text, board.ToPublic)
	case 2, 3, 4, 5:
		thread := w.Ask(testkit.Insider, slug, title, text)
		for range r.IntN(3) {
			w.Reply(testkit.Mod, thread, randomText(r, 6))
		}
		w.threads = append(w.threads, thread)
	default:
		if len(w.threads) == 0 {
			return
		}
		at := r.IntN(len(w.threads))
		thread := w.threads[at]
		switch r.IntN(5) {
		case 4:
			page, err := w.Forum.ThreadPage(w.Ctx, insider, thread, 1)
			w.Must(err)
			if to := w.Board(slug); to != page.Thread.Board.ID {
				w.Must(w.Forum.Move(w.Ctx, mod, thread, forum.Move{Board: to, Reason: "passt dort besser", Confirm: true}))
			}
		case 0:
			page, err := w.Forum.ThreadPage(w.Ctx, insider, thread, 1)
			w.Must(err)
			w.Must(w.Forum.EditPost(w.Ctx, insider, page.Question.ID, forum.Edit{Title: title, Text: text, Revision: page.Question.Revision}))
		case 1:
			w.Must(w.Forum.Hide(w.Ctx, mod, w.QuestionOf(thread), "gehört nicht hierher"))
			w.threads = append(w.threads[:at], w.threads[at+1:]...)
		case 2:
			w.Must(w.Forum.Hide(w.Ctx, mod, w.Reply(testkit.Insider, thread, text), "gehört nicht hierher"))
		default:
			w.Reply(testkit.Insider, thread, text)
		}
	}
}

// answers returns all that the search says to somebody, word by word.
func (w *world) answers(s *search.Search, by string, lines []string) (out []string) {
	w.T.Helper()
	add := func(name, line string, answer any, err error) {
		w.Must(err)
		out = append(out, fmt.Sprintf("%s %q: %+v", name, line, answer))
	}
	for _, line := range lines {
		for _, q := range []query.Form{{Text: line}, {Text: line, Newest: true}, {Text: line, Kind: document.Thread},
			{Text: line, Year: "2026"}, {Text: `"` + line + `"`}} {
			r, err := s.Find(w.Ctx, w.By(by), q)
			r.Took = 0
			add("search", line, r, err)
		}
		similar, err := s.Similar(w.Ctx, w.By(by), line, 5, document.Answer, document.Article, document.Thread)
		add("similar", line, similar, err)
		for _, beginning := range []string{line, line[:len(line)-len(line)/3]} {
			c, err := s.Complete(w.Ctx, w.By(by), strings.ToValidUTF8(beginning, ""))
			add("completion", beginning, c, err)
		}
	}
	return out
}

// TestAnswersHangOnNothingUnseen holds, in random worlds, that all answers to
// somebody are the same as those of an index that has only what they may see:
// hits and their order, counts, completions, similar hits, corrections.
func TestAnswersHangOnNothingUnseen(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w, r := newWorld(t), rand.New(rand.NewPCG(seed, 15))
			for range 40 {
				w.happen(r)
				if r.IntN(3) == 0 {
					w.CatchUp() // a segment
				}
			}
			var lines []string
			for range 10 {
				lines = append(lines, randomText(r, 3))
			}
			lines = append(lines, "Sondernutzunk", "zwergz", "Kanarienvgoel", "Wohngeldantarg", "wo finde ich Vereine und Zeisigzucht im Bürgeramt?")
			for _, how := range []string{"followed", "built"} {
				if how == "built" {
					w.Must(w.OwnIndex.Rebuild(w.Ctx))
				}
				w.CatchUp()
				w.UpdateStatistics()
				for _, by := range []string{testkit.Guest, testkit.Ann, testkit.Insider} {
					alone := w.alone(by, how == "followed")
					got, want := w.answers(w.OwnSearch, by, lines), w.answers(alone, by, lines)
					for i := range got {
						if got[i] != want[i] {
							t.Fatalf("%s, to %q\n%s\nwithout what is unseen\n%s", how, by, got[i], want[i])
						}
					}
				}
			}
		})
	}
}

// alone returns the search in an index with nothing but what somebody may see.
func (w *world) alone(by string, sameVocabulary bool) *search.Search {
	w.T.Helper()
	var acls []board.ACL
	w.Must(w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		acls, err = board.ACLsOfTx(tx, w.By(by))
		return err
	}))
	ix, err := w.OwnIndex.Alone(w.Ctx, w.T.TempDir(), sameVocabulary, acls)
	w.Must(err)
	w.T.Cleanup(func() { ix.Close() })
	return search.New(w.DB, ix)
}

// TestCorrectionTellsNothingOfRestrictedTexts: a misspelling that somebody wrote
// on a restricted board is still one to everybody else.
func TestCorrectionTellsNothingOfRestrictedTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Sondernutzung von Gehwegen", "Wer erlaubt das?")
	w.CatchUp()
	w.UpdateStatistics()
	see := func() string {
		r := w.Find(testkit.Guest, query.Form{Text: "Sondernutzunk"})
		return fmt.Sprint(r.Total, " ", r.Suggestion)
	}
	before := see()
	if !strings.HasSuffix(before, " Sondernutzung") || strings.HasPrefix(before, "0") {
		t.Fatalf("a misspelt word finds %s", before)
	}
	w.Ask(testkit.Insider, testkit.Exclusive, "Sondernutzunk", "Sondernutzunk")
	w.CatchUp()
	for _, how := range []string{"at once", "with the words of today"} {
		if after := see(); after != before {
			t.Errorf("%s it finds %s once a restricted text has it, before %s", how, after, before)
		}
		w.UpdateStatistics()
	}
	if r := w.Find(testkit.Insider, query.Form{Text: "Sondernutzunk"}); r.Suggestion != "" || r.Hits[0].BoardSlug != testkit.Exclusive {
		t.Errorf("those admitted find %+v, suggestion %q", r.Hits, r.Suggestion)
	}
}
