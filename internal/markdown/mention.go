package markdown

import (
	"cmp"
	stdhtml "html"
	"iter"
	"regexp"
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

// AnyMember stands in place of a name behind an "@" where no name is to be read.
const AnyMember = "@Mitglied"

// MaxAddresses is the maximum number of different texts behind an "@" in which names
// are looked for.
const MaxAddresses = 100

const maxAddressText = 200 // runes after an "@" that are looked at

// Address is what follows an "@" in a text, up to the end of its line, as long as no
// markup interrupts it.
type Address struct {
	Text  string // with single ordinary spaces
	Aside bool   // in a word, a quotation, code, a link or the description of a picture: it addresses nobody
}

// Addresses returns what follows each "@" with which a name may begin, each text once,
// at most one more than MaxAddresses. The "@" of a mail address is none.
func Addresses(text HTML) (out []Address) {
	eachText(text, func(s string, aside bool) string {
		for i, inWord := range mentionStarts(s) {
			if len(out) > MaxAddresses {
				break
			}
			line, _, _ := strings.Cut(firstRunes(s[i:], maxAddressText), "\n")
			a := Address{Text: singleSpaces(line), Aside: aside || inWord}
			if same := slices.IndexFunc(out, func(b Address) bool { return b.Text == a.Text }); same < 0 {
				out = append(out, a)
			} else if !a.Aside {
				out[same].Aside = false
			}
		}
		return ""
	})
	return out
}

// Mark returns text with a span of the class mention around every "@" that one of the
// words follows, such as "Anna Beispiel", where it addresses somebody: not aside (see
// Address), and not where brackets follow that are no part of the words. The text
// comes from Render, without such spans.
func Mark(text HTML, words []string) HTML {
	if len(words) == 0 {
		return text
	}
	words = longestFirst(words)
	mark := func(mention, rest string, inWord bool) string {
		if _, other := Brackets(rest); other || inWord {
			return escape(mention)
		}
		return openMention + escape(mention) + closeMention
	}
	return eachText(text, func(s string, aside bool) string {
		if aside {
			return ""
		}
		return replaceMentions(s, words, mark, escape)
	})
}

// Brackets returns what stands in the brackets, which may hold others, with which text
// begins.
func Brackets(text string) (inside string, ok bool) {
	text = strings.TrimLeftFunc(text, spaceInLine)
	if !strings.HasPrefix(text, "(") {
		return "", false
	}
	depth := 0
	for i, r := range text {
		switch r {
		case '\n':
			return "", false
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return text[1:i], true
			}
		}
	}
	return "", false
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
		word := strings.TrimPrefix(singleSpaces(stdhtml.UnescapeString(inner)), "@")
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
}

// WithoutNames returns text with "@Mitglied" in place of every "@" that one of the words
// follows, marked or not, as guests read it.
func WithoutNames(text HTML, words []string) HTML {
	if len(words) == 0 {
		return text
	}
	words = longestFirst(words)
	return eachText(text, func(s string, _ bool) string { return replaceMentions(s, words, hide, escape) })
}

// HideMentions returns a source with "@Mitglied" in place of every "@" that one of the
// words follows, wherever it stands. Where a name is spelt with entities, they are
// replaced in all of the source.
func HideMentions(source string, words []string) string {
	if len(words) == 0 {
		return source
	}
	words = longestFirst(words)
	keep := func(s string) string { return s }
	hidden := cmp.Or(replaceMentions(source, words, hide, keep), source)
	if plain := stdhtml.UnescapeString(hidden); plain != hidden {
		return cmp.Or(replaceMentions(plain, words, hide, keep), hidden)
	}
	return hidden
}

func hide(string, string, bool) string { return AnyMember }

// description finds the attributes that people write and others read.
var description = regexp.MustCompile(` (?:alt|title)="[^"]*"`)

// eachText calls replace for every run of text, and for the descriptions of links and
// pictures. Unless it returns "", its result, which is HTML, takes the place of the run.
func eachText(text HTML, replace func(s string, aside bool) string) HTML {
	if !strings.Contains(string(text), "@") {
		return text
	}
	var b strings.Builder
	aside := 0 // how many elements around the text are code, links or quotations
	for z := html.NewTokenizer(strings.NewReader(string(text))); ; {
		kind := z.Next()
		raw := string(z.Raw())
		switch kind {
		case html.ErrorToken:
			return HTML(b.String())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			aside += nesting(kind, string(name))
			if strings.Contains(raw, "@") {
				raw = description.ReplaceAllStringFunc(raw, func(attribute string) string {
					name, value, _ := strings.Cut(strings.TrimSuffix(attribute, `"`), `"`)
					return name + `"` + cmp.Or(replace(stdhtml.UnescapeString(value), true), value) + `"`
				})
			}
		case html.TextToken:
			if !strings.Contains(raw, "@") {
				break
			}
			if replaced := replace(stdhtml.UnescapeString(raw), aside > 0); replaced != "" {
				raw = replaced
			}
		}
		b.WriteString(raw)
	}
}

// nesting returns by how much a tag changes how deep the text stands aside.
func nesting(kind html.TokenType, name string) int {
	switch name {
	case "a", "code", "pre", "blockquote":
		if kind == html.EndTagToken {
			return -1
		}
		return 1
	}
	return 0
}

// mentionStarts yields the places behind each "@" in s with which a name may begin, and
// whether it stands in a word, where nobody is addressed. Before mail domains and the
// like, which begin with a small letter, there is none.
func mentionStarts(s string) iter.Seq2[int, bool] {
	return func(yield func(int, bool) bool) {
		for i, r := range s {
			if r != '@' {
				continue
			}
			before, size := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			joined := size > 0 && (inWord(before) || strings.ContainsRune("@.-_+/", before))
			if !unicode.IsLetter(after) || joined && !unicode.IsUpper(after) {
				continue
			}
			if !yield(i+1, joined && (before == '@' || inWord(before))) {
				return
			}
		}
	}
}

// replaceMentions returns s with replaced mentions and the rest through keep; "" if
// there are none.
func replaceMentions(s string, words []string, replace func(mention, rest string, inWord bool) string, keep func(string) string) string {
	var b strings.Builder
	done := 0
	for i, inWord := range mentionStarts(s) {
		if i <= done {
			continue
		}
		for _, w := range words {
			n, ok := lengthOf(s[i:], w)
			if !ok {
				continue
			}
			b.WriteString(keep(s[done : i-1]))
			b.WriteString(replace(s[i-1:i+n], s[i+n:], inWord))
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
// whether it begins with them as whole words. Several spaces count as one.
func lengthOf(s, words string) (n int, ok bool) {
	for _, w := range words {
		if w == ' ' {
			spaces := len(s[n:]) - len(strings.TrimLeftFunc(s[n:], spaceInLine))
			if n += spaces; spaces == 0 {
				return 0, false
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		if r != w || size == 0 {
			return 0, false
		}
		n += size
	}
	next, _ := utf8.DecodeRuneInString(s[n:])
	last, _ := utf8.DecodeLastRuneInString(words)
	return n, n == len(s) || !inWord(last) || !inWord(next)
}

// spaceInLine reports whether r separates words of one line.
func spaceInLine(r rune) bool { return r != '\n' && unicode.IsSpace(r) }

// singleSpaces returns a line with one ordinary space between its words.
func singleSpaces(s string) string { return strings.Join(strings.Fields(s), " ") }

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// longestFirst sorts so that "Anna Beispiel-Muster" is found before "Anna Beispiel".
func longestFirst(words []string) []string {
	return slices.SortedStableFunc(slices.Values(words), func(a, b string) int { return len(b) - len(a) })
}
