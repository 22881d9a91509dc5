package markdown

import (
	"cmp"
	stdhtml "html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// The element around a mention in stored HTML. The sanitiser removes its class from
// everything that people write.
const (
	openMention  = `<span class="mention">`
	closeMention = `</span>`
)

// AnyMember stands in place of a mention where no name is to be read.
const AnyMember = "@Mitglied"

const (
	maxAddressed   = 40  // of a text that Addresses returns
	maxAddressText = 200 // runes after an "@" that are looked at
)

// Address is what follows an "@" in a text, up to the end of its line, as long as no
// markup interrupts it.
type Address struct {
	Text   string // with ordinary spaces
	Quoted bool   // in a quotation
}

// Addresses returns what follows each "@" outside of code and links with which a name
// may begin, each text once, at most 40. An "@" within a word, as in a mail address,
// is none.
func Addresses(text HTML) (out []Address) {
	eachText(text, func(s string, quoted bool) string {
		for i := range mentionStarts(s) {
			if len(out) == maxAddressed {
				break
			}
			rest := firstRunes(s[i:], maxAddressText)
			line, _, _ := strings.Cut(ordinarySpaces(rest), "\n")
			a := Address{Text: line, Quoted: quoted}
			if same := slices.IndexFunc(out, func(b Address) bool { return b.Text == line }); same < 0 {
				out = append(out, a)
			} else if !quoted {
				out[same].Quoted = false
			}
		}
		return ""
	})
	return out
}

// Mark returns text with a span of the class mention around every "@" outside of code
// and links that one of the words follows, such as "Anna Beispiel". The text comes
// from Render, without such spans.
func Mark(text HTML, words []string) HTML {
	if len(words) == 0 {
		return text
	}
	words = longestFirst(words)
	mark := func(mention string) string { return openMention + escape(mention) + closeMention }
	return eachText(text, func(s string, _ bool) string { return replaceMentions(s, words, mark, escape) })
}

// Mentions returns the words that Mark marked in a text, each once.
func Mentions(text HTML) (words []string) {
	rest := string(text)
	for {
		_, after, ok := strings.Cut(rest, openMention)
		if !ok {
			return words
		}
		inner, after, _ := strings.Cut(after, closeMention)
		rest = after
		word := strings.TrimPrefix(ordinarySpaces(stdhtml.UnescapeString(inner)), "@")
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
}

// WithoutNames returns text with "@Mitglied" in place of what Mark marked, as guests
// read it.
func WithoutNames(text HTML) HTML {
	if !strings.Contains(string(text), openMention) {
		return text
	}
	var b strings.Builder
	rest := string(text)
	for {
		before, after, ok := strings.Cut(rest, openMention)
		b.WriteString(before)
		if !ok {
			return HTML(b.String())
		}
		b.WriteString(openMention + AnyMember + closeMention)
		_, rest, _ = strings.Cut(after, closeMention)
	}
}

// HideMentions returns a source with "@Mitglied" in place of every "@" that one of the
// words follows, wherever it stands.
func HideMentions(source string, words []string) string {
	if len(words) == 0 {
		return source
	}
	hide, keep := func(string) string { return AnyMember }, func(s string) string { return s }
	return cmp.Or(replaceMentions(source, longestFirst(words), hide, keep), source)
}

// eachText calls replace for every run of text outside of code and links. Unless it
// returns "", its result, which is HTML, takes the place of the run.
func eachText(text HTML, replace func(s string, quoted bool) string) HTML {
	if !strings.Contains(string(text), "@") {
		return text
	}
	var b strings.Builder
	closed, quotes := 0, 0 // how many elements around the text are code or links, and quotations
	for z := html.NewTokenizer(strings.NewReader(string(text))); ; {
		kind := z.Next()
		raw := string(z.Raw())
		switch kind {
		case html.ErrorToken:
			return HTML(b.String())
		case html.StartTagToken, html.EndTagToken:
			step := 1
			if kind == html.EndTagToken {
				step = -1
			}
			switch name, _ := z.TagName(); string(name) {
			case "a", "code", "pre":
				closed += step
			case "blockquote":
				quotes += step
			}
		case html.TextToken:
			if closed > 0 || !strings.Contains(raw, "@") {
				break
			}
			if replaced := replace(stdhtml.UnescapeString(raw), quotes > 0); replaced != "" {
				raw = replaced
			}
		}
		b.WriteString(raw)
	}
}

// mentionStarts yields the places behind each "@" in s with which a mention may begin.
func mentionStarts(s string) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i, r := range s {
			if r != '@' {
				continue
			}
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if i > 0 && (inWord(before) || strings.ContainsRune("@.-_+/", before)) || !unicode.IsLetter(after) {
				continue
			}
			if !yield(i + 1) {
				return
			}
		}
	}
}

// replaceMentions returns s with replaced mentions and the rest through keep; "" if
// there are none.
func replaceMentions(s string, words []string, replace, keep func(string) string) string {
	var b strings.Builder
	done := 0
	for i := range mentionStarts(s) {
		if i <= done {
			continue
		}
		for _, w := range words {
			n, ok := lengthOf(s[i:], w)
			if !ok {
				continue
			}
			b.WriteString(keep(s[done : i-1]))
			b.WriteString(replace(s[i-1 : i+n]))
			done = i + n
			break
		}
	}
	if done == 0 {
		return ""
	}
	b.WriteString(keep(s[done:]))
	return b.String()
}

// lengthOf returns how many bytes of s the words take with which it begins, and
// whether it begins with them as whole words. No-break spaces are spaces.
func lengthOf(s, words string) (n int, ok bool) {
	for _, w := range words {
		r, size := utf8.DecodeRuneInString(s[n:])
		if r == '\u00a0' {
			r = ' '
		}
		if r != w || size == 0 {
			return 0, false
		}
		n += size
	}
	next, _ := utf8.DecodeRuneInString(s[n:])
	last, _ := utf8.DecodeLastRuneInString(words)
	return n, n == len(s) || !inWord(last) || !inWord(next)
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func ordinarySpaces(s string) string { return strings.ReplaceAll(s, noBreakSpace, " ") }

// longestFirst sorts so that "Anna Beispiel-Muster" is found before "Anna Beispiel".
func longestFirst(words []string) []string {
	return slices.SortedStableFunc(slices.Values(words), func(a, b string) int { return len(b) - len(a) })
}
