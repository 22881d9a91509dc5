package german

import (
	"slices"
	"strings"
)

// phrase is a term of the field, as people write it.
type phrase struct{ folded, written string }

// phraseKey folds a text for comparing: hyphens make no difference.
func phraseKey(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(Fold(text)), " "), "-", "")
}

// minPhraseStart is how many letters of a phrase must be typed.
const minPhraseStart = 2

// Phrases returns terms of the field that begin with a text: the shortest first, up to
// limit of them.
func (l *Language) Phrases(start string, limit int) (out []string) {
	key := phraseKey(start)
	if len(key) < minPhraseStart {
		return nil
	}
	for _, p := range l.phrases {
		if strings.HasPrefix(p.folded, key) {
			if out = append(out, p.written); len(out) == limit {
				break
			}
		}
	}
	return out
}

// addPhrases adds terms of the field.
func (l *Language) addPhrases(written []string) {
	at := map[string]int{}
	for _, w := range written {
		key := phraseKey(w)
		if i, ok := at[key]; !ok {
			at[key] = len(l.phrases)
			l.phrases = append(l.phrases, phrase{key, w})
		} else if len(w) > len(l.phrases[i].written) { // FIT-Connect rather than FITConnect
			l.phrases[i].written = w
		}
	}
	slices.SortStableFunc(l.phrases, func(a, b phrase) int { return len(a.folded) - len(b.folded) })
}
