package german

import "strings"

// Stem removes the endings of inflection from a folded word, and those that name
// women. It follows J. Savoy's light stemming for German: it never touches what
// derives one word from another.
func Stem(word string) string {
	return strings.Clone(statesEnding(caseEnding(masculine(word))))
}

// masculine returns the form that both genders share: "burgerinnen" and
// "burgerin" are "burger". Short words, such as "binnen", have none.
func masculine(w string) string {
	if base, ok := strings.CutSuffix(w, "innen"); ok && len(base) > 4 {
		return base
	}
	if base, ok := strings.CutSuffix(w, "erin"); ok && len(base) > 3 {
		return base + "er"
	}
	return w
}

func caseEnding(w string) string {
	n := len(w)
	switch {
	case n > 5 && strings.HasSuffix(w, "ern"):
		return w[:n-3]
	case n > 4 && w[n-2] == 'e' && strings.IndexByte("mnrs", w[n-1]) >= 0:
		return w[:n-2]
	case n > 3 && w[n-1] == 'e':
		return w[:n-1]
	case n > 3 && w[n-1] == 's' && bearsEnding(w[n-2]):
		return w[:n-1]
	}
	return w
}

func statesEnding(w string) string {
	n := len(w)
	switch {
	case n > 5 && strings.HasSuffix(w, "est"):
		return w[:n-3]
	case n > 4 && w[n-2] == 'e' && (w[n-1] == 'r' || w[n-1] == 'n'):
		return w[:n-2]
	case n > 4 && strings.HasSuffix(w, "st") && bearsEnding(w[n-3]):
		return w[:n-2]
	}
	return w
}

// bearsEnding reports whether an s or st after the letter is an ending.
func bearsEnding(c byte) bool { return strings.IndexByte("bdfghklmnt", c) >= 0 }
