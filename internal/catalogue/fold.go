package catalogue

import (
	"strings"

	"kommunalforum/internal/folding"
)

// SearchTerms returns the patterns of the words that somebody types to find a
// name, at most six; each is to be LIKE the folded name. They contain no
// character that is special in a pattern.
func SearchTerms(text string) []string {
	words := searchWords(text)
	for i, w := range words {
		words[i] = "% " + w + "%"
	}
	return words
}

// linking words stand in names and are abbreviated there ("Pfaffenhofen a.d.Ilm").
var linking = map[string]bool{
	"a": true, "am": true, "an": true, "auf": true, "b": true, "bei": true, "d": true, "dem": true,
	"den": true, "der": true, "des": true, "i": true, "im": true, "in": true, "ob": true,
	"und": true, "v": true, "von": true, "vor": true,
}

// searchWords returns the words of a search for a name, at most six, without
// linking ones unless there is nothing else.
func searchWords(text string) []string {
	all := strings.Fields(folding.Text(text))
	var words []string
	for _, w := range all {
		if !linking[w] {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		words = all
	}
	return words[:min(len(words), 6)]
}
