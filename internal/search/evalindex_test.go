package search

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/dictionary"
)

// TestSimilarWordsScoreByTheirSimilarity checks that a word is found by similar
// ones.
func TestSimilarWordsScoreByTheirSimilarity(t *testing.T) {
	t.Parallel()
	eval, err := NewEvalIndex(t.Context(), t.TempDir(), []EvalText{
		{"a", "", "Wohngeld und sonst nichts"}, {"b", "", "Wohnung und sonst nichts"}, {"c", "", "Kanarienvogel und sonst nichts"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer eval.Close()
	for line, want := range map[string]string{"Wohngled": "a", "Wohnugn": "b", "Kanarienvögle": "c", "Kanariennvogel": "c", "Zeisig": ""} {
		found, err := eval.Search(t.Context(), line)
		if err != nil || strings.Join(found, "") != want {
			t.Errorf("%s finds %v, want %s: %v", line, found, want, err)
		}
	}
	d := eval.generation.Dictionary().VisibleTo([]board.ACL{board.ACLPublic})
	similar := d.Similar("wohngled", 10)
	if len(similar) == 0 || similar[0].Word != "wohngeld" ||
		!slices.IsSortedFunc(similar, func(a, b dictionary.Similar) int { return cmp.Compare(b.Similarity, a.Similarity) }) {
		t.Errorf("similar to Wohngled are %v", similar)
	}
	if again := d.Similar("wohngled", 10); !slices.Equal(similar, again) {
		t.Errorf("the second look-up says %v", again)
	}
}
