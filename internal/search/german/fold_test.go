package german

import (
	"math/rand/v2"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestFoldingIsTheSameHoweverLettersAreComposed compares the short way, for German letters,
// with the one for all others.
func TestFoldingIsTheSameHoweverLettersAreComposed(t *testing.T) {
	t.Parallel()
	letters := []rune("aoueiqyäöüÄÖÜßẞnstAEOUé\u0308\u00ad1§")
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		var word []rune
		for range 1 + r.IntN(9) {
			word = append(word, letters[r.IntN(len(letters))])
		}
		short, long := Fold(string(word)), Fold(norm.NFKD.String(string(word)))
		if short != long {
			t.Errorf("%q is %q, decomposed %q", string(word), short, long)
		}
	}
}

func TestLettersOfFoldedOnesAreFound(t *testing.T) {
	t.Parallel()
	letters := []rune("aoueäöüßnst")
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 4))
		var word []rune
		for range 1 + r.IntN(9) {
			word = append(word, letters[r.IntN(len(letters))])
		}
		text := string(word)
		for n := range len(Fold(text)) + 1 {
			want := 0
			for i := range text + " " {
				if len(Fold(text[:i])) > n {
					break
				}
				want = i
			}
			if got := unfold(text, n); got != want {
				t.Errorf("the first %d letters of %q folded end at %d, want %d", n, text, got, want)
			}
		}
	}
}
