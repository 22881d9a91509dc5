package loadgen

import (
	"context"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
)

// pattern is a sentence cut at the nouns that others may stand for.
type pattern []piece

type piece struct {
	text string
	noun bool
}

func newPattern(sentence string) (out pattern) {
	begin, first := 0, true
	for begin < len(sentence) {
		end := begin
		for end < len(sentence) {
			r, size := utf8.DecodeRuneInString(sentence[end:])
			if !unicode.IsLetter(r) {
				break
			}
			end += size
		}
		if word := sentence[begin:end]; word != "" {
			out = append(out, piece{word, !first && isNoun(word)})
			first, begin = false, end
			continue
		}
		_, size := utf8.DecodeRuneInString(sentence[begin:])
		out = append(out, piece{sentence[begin : begin+size], false})
		begin += size
	}
	return out.joined()
}

// joined melts neighbours that stay as they are.
func (p pattern) joined() (out pattern) {
	for _, x := range p {
		if n := len(out); n > 0 && !x.noun && !out[n-1].noun {
			out[n-1].text += x.text
			continue
		}
		out = append(out, x)
	}
	return out
}

// writer knows words and sentences. It may be used by several goroutines.
type writer struct {
	nouns             []string
	sentences, titles []pattern
}

func newWriter(ctx context.Context, d *db.DB) (w *writer, err error) {
	w = &writer{}
	if w.nouns, err = nouns(ctx, d); err != nil {
		return nil, err
	}
	w.sentences, w.titles, err = patterns()
	return w, err
}

// draw writes texts with the random numbers of one goroutine.
type draw struct {
	*writer
	rng             *rand.Rand
	noun, statement *rand.Zipf
}

// Exponents of Zipf's law, near those of German prose.
const (
	nounExponent     = 1.07
	sentenceExponent = 1.02
	// swapped is how many nouns in a hundred give way to another.
	swapped = 40
)

func (w *writer) with(rng *rand.Rand) draw {
	return draw{writer: w, rng: rng,
		noun:      rand.NewZipf(rng, nounExponent, 8, uint64(len(w.nouns)*(1+len(tails))-1)),
		statement: rand.NewZipf(rng, sentenceExponent, 200, uint64(len(w.sentences)-1)),
	}
}

// word draws a noun: the frequent ones are the catalogue's, the rare ones
// compounds of them.
func (d draw) word() string {
	n := int(d.noun.Uint64())
	if n < len(d.nouns) {
		return d.nouns[n]
	}
	n -= len(d.nouns)
	return compound(d.nouns[n%len(d.nouns)], tails[n/len(d.nouns)])
}

func (d draw) write(b *strings.Builder, p pattern) {
	for _, x := range p {
		if x.noun && d.rng.IntN(100) < swapped {
			b.WriteString(d.word())
			continue
		}
		b.WriteString(x.text)
	}
}

func (d draw) sentence(b *strings.Builder) { d.write(b, d.sentences[d.statement.Uint64()]) }

// title draws the question of a thread.
func (d draw) title() string {
	for {
		var b strings.Builder
		d.write(&b, pick(d.rng, d.titles))
		if utf8.RuneCountInString(b.String()) <= forum.MaxTitle {
			return b.String()
		}
	}
}

// short draws a short answer of one or two sentences.
func (d draw) short() string {
	var b strings.Builder
	d.sentence(&b)
	if b.Len() < 150 {
		b.WriteByte(' ')
		d.sentence(&b)
	}
	if text := []rune(b.String()); len(text) > 300 {
		return string(text[:300])
	}
	return b.String()
}

// post draws a contribution of one to five paragraphs, about 600 letters in
// the mean; some hold a list, an emphasis or a link.
func (d draw) post() string {
	var b strings.Builder
	for range 1 + min(int(d.rng.ExpFloat64()*1.1), 4) {
		d.paragraph(&b, 1+min(int(d.rng.ExpFloat64()*3), 9))
	}
	if d.rng.IntN(5) == 0 {
		d.list(&b)
	}
	if d.rng.IntN(12) == 0 {
		b.WriteString("Näheres steht unter [" + d.word() + "](https://www.example.org/" + strings.ToLower(d.nouns[d.rng.IntN(200)]) + ").\n\n")
	}
	return b.String()
}

func (d draw) paragraph(b *strings.Builder, sentences int) {
	for i := range sentences {
		if i > 0 {
			b.WriteByte(' ')
		}
		d.sentence(b)
	}
	if d.rng.IntN(8) == 0 {
		b.WriteString(" Wichtig ist **" + d.word() + "**.")
	}
	b.WriteString("\n\n")
}

func (d draw) list(b *strings.Builder) {
	for range 2 + d.rng.IntN(4) {
		b.WriteString("- ")
		d.sentence(b)
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
}

// article draws the text of an FAQ article or official answer.
func (d draw) article() string {
	var b strings.Builder
	for range 2 + d.rng.IntN(3) {
		b.WriteString("## " + d.word() + "\n\n")
		d.paragraph(&b, 2+d.rng.IntN(4))
		if d.rng.IntN(2) == 0 {
			d.list(&b)
		}
	}
	return b.String()
}
