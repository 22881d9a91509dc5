package german

import (
	"slices"
	"strings"
)

// separable are the prefixes that leave a verb for its participle: "anmelden" is
// "angemeldet".
var separable = []string{"zusammen", "weiter", "zuruck", "bereit", "nach", "fest", "frei", "teil", "auf", "aus", "bei", "ein", "vor", "mit", "weg",
	"ab", "an", "um", "zu"}

// inseparable are the prefixes of verbs whose participles have no "ge".
var inseparable = []string{"be", "ver", "ent", "er", "zer", "ge", "unter", "uber", "wider"}

// withGe are the roots of verbs that begin with "ge" themselves.
var withGe = []string{"genehmig", "gewahr", "gewahrleist", "gestatt", "gestalt", "gefahrd"}

// strong are the stems of verbs that change their vowel, of their nouns and of their
// participles; each stands behind a prefix.
var strong = [][]string{
	{"geb", "gab", "gegeb"}, {"nehm", "nahm", "genomm"}, {"zieh", "zug", "gezog"}, {"trag", "getrag"}, {"schliess", "schluss", "geschloss"},
	{"weis", "gewies"}, {"tret", "tritt", "getret"}, {"schreib", "geschrieb"}, {"steig", "stieg", "gestieg"}, {"werb", "geworb"},
}

// nouns are nouns that verbs with be- are made of, with the roots of these verbs.
var nouns = map[string]string{"antrag": "beantrag", "auftrag": "beauftrag", "anspruch": "beanspruch", "einfluss": "beeinfluss",
	"urkund": "beurkund", "nachricht": "benachrichtig", "aufsicht": "beaufsichtig", "zuschuss": "bezuschuss", "vollmacht": "bevollmachtig",
	"gutacht": "begutacht"}

// nounOf is nouns by verb.
var nounOf = func() map[string]string {
	out := map[string]string{}
	for noun, verb := range nouns {
		out[verb] = noun
	}
	return out
}()

const (
	minRootLength = 4 // bytes of what the words of a family share
	minParticiple = 7 // bytes of a participle that only a prefix tells from other words
)

// Relatives returns the stems of other words of the family of a folded word: for
// "anmelden" those of "Anmeldung" and "angemeldet", for "Antrag" that of "beantragen".
// It goes by the rules of word formation alone, so some of them are no words. It knows
// verbs, their nouns in -ung and be-, and their participles.
func Relatives(word string) []string {
	stem := Stem(word)
	var out []string
	for _, r := range family(word, stem) {
		if r != stem && len(r) >= minRootLength && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func family(word, stem string) []string {
	if !isASCII(word) {
		return nil
	}
	if root := nouns[stem]; root != "" {
		return verbFamily(root)
	}
	if out := strongFamily(strings.TrimSuffix(stem, "ung")); out != nil {
		return out
	}
	if root, ok := verbRoot(word, stem); ok && len(root) >= minRootLength {
		return verbFamily(root)
	}
	return nil
}

// verbFamily returns the stems of a regular verb and of what is derived from it. Stems of
// verbs in -ern are left out: that of "verlängern" is that of "verlangen", too.
func verbFamily(root string) []string {
	out := []string{nounOf[root], root + "ung", participle(root)}
	if stem := Stem(root + "en"); stem == Stem(root) && (!strings.HasSuffix(root, "er") || strings.HasSuffix(root, "ier")) {
		out = append(out, stem)
	}
	return out
}

// strongFamily returns the family of a verb that changes its vowel, nil for others.
func strongFamily(stem string) (out []string) {
	for _, stems := range strong {
		for _, s := range stems {
			prefix, ok := strings.CutSuffix(stem, s)
			if !ok || !slices.Contains(separable, prefix) && !slices.Contains(inseparable, prefix) {
				continue
			}
			for _, other := range stems {
				out = append(out, prefix+other)
			}
			return append(out, prefix+stems[0]+"ung")
		}
	}
	return nil
}

// verbRoot returns what the verb shares with its noun in -ung, of either of them or of
// a participle. ok is false for other words.
func verbRoot(word, stem string) (root string, ok bool) {
	for _, ending := range []string{"ungen", "ungs", "ung"} {
		if root, ok := strings.CutSuffix(word, ending); ok {
			return root, true
		}
	}
	infinitive := strings.HasSuffix(word, "en")
	if root := presentOf(stem); root != "" && !(infinitive && root+"t" == stem) {
		return root, true
	}
	if root, ok := strings.CutSuffix(word, "ieren"); ok {
		return root + "ier", true
	}
	if strings.HasSuffix(word, "ern") || strings.HasSuffix(word, "eln") {
		return word[:len(word)-1], true
	}
	return stem, infinitive
}

// presentOf returns the root of the verb of which the stem is a participle, "" if it
// is none.
func presentOf(stem string) string {
	core, ok := strings.CutSuffix(stem, "t")
	if !ok {
		return ""
	}
	if root := undental(core); slices.Contains(withGe, root) || nounOf[root] != "" {
		return root
	}
	prefix := prefixOf(stem, separable)
	if rest, ok := strings.CutPrefix(core[len(prefix):], "ge"); ok && len(rest) >= 3 {
		return prefix + undental(rest)
	}
	if strings.HasSuffix(core, "ier") {
		return core
	}
	p := prefixOf(stem, inseparable)
	if p == "" || p == "ge" || len(stem) < minParticiple ||
		strings.HasSuffix(core, "ch") || strings.HasSuffix(core, "s") || strings.HasSuffix(core, "f") {
		return ""
	}
	return undental(core)
}

// undental drops the e that a root in d or t has before the ending of its participle.
func undental(root string) string {
	if r, ok := strings.CutSuffix(root, "e"); ok && (strings.HasSuffix(r, "d") || strings.HasSuffix(r, "t")) {
		return r
	}
	return root
}

// participle returns the stem of the regular participle of a verb.
func participle(root string) string {
	ending := "t"
	if strings.HasSuffix(root, "d") || strings.HasSuffix(root, "t") {
		ending = "et"
	}
	prefix := prefixOf(root, separable)
	if strings.HasSuffix(root, "ier") || prefix == "" && prefixOf(root, inseparable) != "" && prefixOf(root, inseparable) != "ge" ||
		slices.Contains(withGe, root) {
		return root + ending
	}
	return prefix + "ge" + root[len(prefix):] + ending
}

// prefixOf returns the prefix of the list that a word begins with and that leaves
// enough of it, "" for none.
func prefixOf(word string, list []string) string {
	for _, p := range list {
		if strings.HasPrefix(word, p) && len(word) >= len(p)+3 {
			return p
		}
	}
	return ""
}
