package loadgen

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kommunalforum/data"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/demo"
)

// tails make compounds of the catalogue's nouns, so that the vocabulary grows
// with the number of posts as that of a real forum does.
var tails = strings.Fields(`antrag verfahren stelle behörde bescheid gebühr nachweis prüfung frist schnittstelle portal formular
	register auskunft termin satzung kosten dienst vertrag akte meldung verordnung daten vorlage software schulung planung
	förderung bericht konzept abfrage änderung übersicht zuständigkeit pflicht beratung unterlagen statistik vereinbarung sitzung`)

// nouns returns the nouns of the catalogue's names, the most frequent first.
func nouns(ctx context.Context, d *db.DB) ([]string, error) {
	count := map[string]int{}
	err := d.Read(ctx, func(tx *db.Tx) error {
		all, err := catalogue.AllServicesTx(tx)
		if err != nil {
			return err
		}
		for _, s := range all {
			names, err := catalogue.SingleServicesTx(tx, s.ID)
			if err != nil {
				return err
			}
			countNouns(count, s.Name, 5)
			for _, n := range names {
				countNouns(count, n.Name, 1)
			}
		}
		return nil
	})
	out := make([]string, 0, len(count))
	for word := range count {
		out = append(out, word)
	}
	slices.SortFunc(out, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	return out, err
}

func countNouns(count map[string]int, name string, weight int) {
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if isNoun(word) {
			count[word] += weight
		}
	}
}

// isNoun takes capitalised words of some length for nouns, and no abbreviations.
func isNoun(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) || utf8.RuneCountInString(word) < 5 {
		return false
	}
	return !strings.ContainsFunc(word[size:], unicode.IsUpper)
}

// compound joins two nouns as German does.
func compound(head, tail string) string {
	for _, end := range []string{"ung", "heit", "keit", "ion", "schaft", "tät"} {
		if strings.HasSuffix(head, end) {
			return head + "s" + tail
		}
	}
	return strings.TrimSuffix(head, "e") + tail
}

// patterns are the sentences and titles that people of the demo world wrote.
func patterns() (sentences, titles []pattern, err error) {
	texts, err := fs.Sub(data.FS, "demo")
	if err != nil {
		return nil, nil, err
	}
	world, err := demo.Read(texts)
	if err != nil {
		return nil, nil, err
	}
	add := func(text string) {
		for _, s := range splitSentences(text) {
			sentences = append(sentences, newPattern(s))
		}
	}
	for _, t := range world.Threads {
		titles = append(titles, newPattern(t.Title))
		add(t.Text)
		for _, r := range t.Replies {
			add(r.Text)
		}
	}
	for _, a := range world.Articles {
		titles = append(titles, newPattern(a.Title))
		for _, v := range a.Versions {
			add(v.Short)
			add(v.Text)
		}
	}
	for _, q := range world.Inquiries {
		titles = append(titles, newPattern(q.Title))
		add(q.Text)
	}
	return sentences, titles, nil
}

// splitSentences returns the whole sentences of a text, without its marks.
func splitSentences(text string) (out []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(strings.TrimSpace(line), "-*0123456789.>[]x ")
		if strings.ContainsAny(line, "|<#`") || strings.Contains(line, "](") {
			continue
		}
		line = strings.ReplaceAll(line, "**", "")
		begin := 0
		for i, r := range line {
			end := i + 1
			if strings.ContainsRune(".?!", r) && (end == len(line) || line[end] == ' ') {
				if s := strings.TrimSpace(line[begin:end]); len(s) >= 25 && len(s) <= 240 {
					out = append(out, s)
				}
				begin = end
			}
		}
	}
	return out
}
