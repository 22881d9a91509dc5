package password

import (
	"bufio"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kommunalforum/data"
)

// commonWords are those of data/passwords/common.txt.
var commonWords = sync.OnceValue(func() map[string]bool {
	f, err := data.FS.Open("passwords/common.txt")
	if err != nil {
		panic(err) // it is embedded: a mistake of the build
	}
	defer f.Close()
	words := map[string]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if word := lines.Text(); !strings.HasPrefix(word, "#") {
			words[word] = true
		}
	}
	return words
})

// keyRows are what fingers run along, and counting.
var keyRows = []string{"12345678901234567890", "abcdefghijklmnopqrstuvwxyz", "qwertzuiopü", "asdfghjklöä", "yxcvbnm", "qwertyuiop",
	"zxcvbnm", "1qay2wsx3edc4rfv5tgb6zhn7ujm"}

// tooCommon reports whether a password is one that is tried first: a common word
// or two with whatever digits and signs, few characters over and over, or runs
// along the keyboard.
func tooCommon(password string) bool {
	lower := strings.ToLower(password)
	if repetitive([]rune(lower)) || keyboardRuns(lower) {
		return true
	}
	return oneOrTwoWords(letters(lower)) || oneOrTwoWords(letters(leet.Replace(lower)))
}

// leet are the signs that stand for letters.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s")

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

// oneOrTwoWords reports whether s is one or two common words; a word
// may be said over and over.
func oneOrTwoWords(s string) bool {
	words := commonWords()
	if words[s] {
		return true
	}
	for i := range s {
		if i > 0 && words[s[:i]] && (words[s[i:]] || strings.Trim(strings.ReplaceAll(s, s[:i], ""), " ") == "") {
			return true
		}
	}
	return false
}

// repetitive reports whether few characters, or a short piece, come over and
// over.
func repetitive(r []rune) bool {
	kinds := map[rune]bool{}
	for _, c := range r {
		kinds[c] = true
	}
	if len(kinds) <= 3 {
		return true
	}
	for period := 1; period <= 4; period++ {
		same := true
		for i := period; i < len(r) && same; i++ {
			same = r[i] == r[i-period]
		}
		if same {
			return true
		}
	}
	return false
}

// keyboardRuns reports whether s is made of runs of four keys and more that lie
// beside each other, forwards or backwards.
func keyboardRuns(s string) bool {
	const least = 4
	for s != "" {
		n := 0
		for _, row := range keyRows {
			n = max(n, prefixIn(s, row), prefixIn(s, reversed(row)))
		}
		if utf8.RuneCountInString(s[:n]) < least {
			return false
		}
		s = s[n:]
	}
	return true
}

// prefixIn returns how many bytes of s, from its beginning, stand in row.
func prefixIn(s, row string) (n int) {
	for i, r := range s {
		if !strings.Contains(row, s[:i+utf8.RuneLen(r)]) {
			break
		}
		n = i + utf8.RuneLen(r)
	}
	return n
}

func reversed(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}
