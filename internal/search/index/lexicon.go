package index

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"sync"

	"kommunalforum/data"
	"kommunalforum/internal/search/german"
)

// lexicon is the German that the program knows before it has read a text.
type lexicon struct {
	lists    german.Lists
	words    map[string]float64 // by folded word: how often it is taken to occur
	checksum uint32             // of the files; an index made with others is rebuilt
}

// builtinLexicon reads the lexicon from the files in the program, once.
var builtinLexicon = sync.OnceValue(func() lexicon {
	l, err := readLexicon()
	if err != nil {
		panic(fmt.Sprintf("word lists in the program: %v", err)) // a test reads them
	}
	return l
})

// How often words of the lexicon are taken to occur in 100,000 words of text.
const (
	curatedCount   = 20
	catalogueCount = 8 // for each name that a word occurs in
)

func readLexicon() (l lexicon, err error) {
	l.words = map[string]float64{}
	sum := crc32.NewIEEE()
	read := func(name string) []byte {
		text, e := data.FS.ReadFile(name)
		if e != nil && err == nil {
			err = e
		}
		sum.Write(text)
		return text
	}
	list := func(name string) []string { return strings.Fields(uncommented(read("search/" + name + ".txt"))) }
	l.lists.Stop, l.lists.Question, l.lists.Soft, l.lists.Common = list("stop"), list("question"), list("soft"), list("common")
	for line := range strings.Lines(uncommented(read("search/synonyms.txt"))) {
		names, _, _ := strings.Cut(line, " | ") // what follows is for the glossary
		group := strings.Split(strings.TrimSpace(names), " = ")
		for _, name := range group {
			name, _, _ = strings.Cut(name, " (")
			l.lists.Phrases = append(l.lists.Phrases, name)
		}
		if len(group) > 1 {
			l.lists.Synonyms = append(l.lists.Synonyms, group)
		}
	}
	for line := range strings.Lines(uncommented(read("search/everyday.txt"))) {
		names, _, _ := strings.Cut(line, " | ")
		group := strings.Split(strings.TrimSpace(names), " = ")
		l.lists.Names, l.lists.Phrases = append(l.lists.Names, group), append(l.lists.Phrases, group...)
	}
	for _, w := range list("words") {
		l.words[german.Fold(w)] += curatedCount
	}
	plain := german.New(german.Lists{}, german.NewSplitter(nil, nil))
	names, e := catalogueNames(read("catalogue/ozg.json"), read("catalogue/leika.jsonl"))
	if err == nil {
		err = e
	}
	for _, name := range names {
		for _, t := range plain.Tokens(name) {
			if t.Kind == german.Single {
				l.words[t.Term] += catalogueCount
			}
		}
	}
	l.checksum = sum.Sum32()
	return l, err
}

func uncommented(text []byte) string {
	var out strings.Builder
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// catalogueNames returns the names of services and single services.
func catalogueNames(ozg, leika []byte) (names []string, err error) {
	var catalogue struct {
		Areas []struct {
			Situations []struct {
				Services []struct {
					Name string `json:"name"`
				} `json:"leistungen"`
			} `json:"lagen"`
		} `json:"themenfelder"`
	}
	if err := json.Unmarshal(ozg, &catalogue); err != nil {
		return nil, err
	}
	for _, a := range catalogue.Areas {
		for _, s := range a.Situations {
			for _, service := range s.Services {
				names = append(names, service.Name)
			}
		}
	}
	lines := bufio.NewScanner(bytes.NewReader(leika))
	for lines.Scan() {
		var single struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal(lines.Bytes(), &single); err != nil {
			return nil, err
		}
		names = append(names, single.Name)
	}
	return names, lines.Err()
}

// language returns German with the words of the lexicon and of a vocabulary.
func (l lexicon) language(learnt vocabulary) *german.Language {
	words := german.Vocabulary{}
	for w, n := range l.words {
		words[w] = n
	}
	for w, n := range learnt.counts {
		words[w] += math.Max(1, float64(n)*perWords/math.Max(perWords, float64(learnt.total)))
	}
	return german.New(l.lists, german.NewSplitter(words, l.lists.Stop))
}

// perWords is the length of text, in words, that counts refer to.
const perWords = 100_000
