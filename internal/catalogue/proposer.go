package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

// Proposer knows which services and which area a free title most likely
// concerns. It compares words with the names of the OZG-Leistungen and their
// LeiKa-Leistungen, which it reads at the first title: a program should not
// start later for that. It may be used concurrently.
type Proposer struct {
	db    *db.DB
	mu    sync.Mutex
	names *serviceNames // nil before the first title
}

// NewProposer returns a proposer for the catalogue in d.
func NewProposer(d *db.DB) *Proposer { return &Proposer{db: d} }

// Propose returns the services that a title most likely concerns, the most
// likely first; none if no word speaks clearly for one. It fails only when the
// names cannot be read.
func (p *Proposer) Propose(ctx context.Context, title string) ([]Proposal, error) {
	names, err := p.known(ctx)
	if err != nil {
		return nil, err
	}
	return names.propose(title), nil
}

// known returns the names, read once.
func (p *Proposer) known(ctx context.Context) (*serviceNames, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.names != nil {
		return p.names, nil
	}
	var err error
	p.names, err = db.View(ctx, p.db, readServiceNames)
	return p.names, err
}

// serviceNames holds what the words in the names of services tell. It never changes.
type serviceNames struct {
	services []Service
	names    []string // folded, between spaces
	terms    []term
}

// term is a stem and the services in whose names it stands, by position in
// serviceNames.services, with how much it tells about each, from 0 to 1.
type term struct {
	stem  string
	tells map[int]float64
}

// Proposal is one service that a title may concern.
type Proposal struct {
	ServiceID, AreaID int64
	Score             float64 // for comparing the proposals of one title
}

// The numbers are found by trial on titles of all subjects.
const (
	inSingleName = 0.7  // what a word tells that stands only in names of LeiKa-Leistungen
	notANoun     = 0.3  // what a small written word tells beside a noun
	notFirst     = 0.9  // what a later word of a title tells: titles name their subject first
	leastPart    = 5    // letters of a part of a compound that counts
	leastRest    = 3    // letters that must stand before it, so that "Anbau" is not "Bau"
	leastWord    = 0.55 // what the best word must tell, so that anything is proposed
	nearBest     = 0.6  // of the best score: what is proposed besides it
	mostProposed = 5
)

// readServiceNames reads the names from the catalogue.
func readServiceNames(tx *db.Tx) (*serviceNames, error) {
	services, err := AllServicesTx(tx)
	if err != nil {
		return nil, fmt.Errorf("read services: %w", err)
	}
	singles, err := db.List(tx, scanSingleService, singleServiceQuery+`
		WHERE listed AND service_id IS NOT NULL
		ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("read single services: %w", err)
	}
	names := map[int64][]string{}
	for _, s := range singles {
		names[s.ServiceID] = append(names[s.ServiceID], s.Name)
	}
	p := &serviceNames{services: services}
	told := map[string]map[int]float64{}
	for i, s := range services {
		p.names = append(p.names, folding.Column(s.Name)+" ")
		for stem, much := range tellings(s.Name, names[s.ID]) {
			if told[stem] == nil {
				told[stem] = map[int]float64{}
			}
			told[stem][i] = much
		}
	}
	for _, stem := range slices.Sorted(maps.Keys(told)) {
		p.terms = append(p.terms, term{stem, told[stem]})
	}
	return p, nil
}

// tellings says how much the words of one service's names tell about it. The
// first word of a LeiKa-Leistung is its object; the others tell the less the
// fewer of the names they stand in.
func tellings(name string, singles []string) map[string]float64 {
	tells := map[string]float64{}
	shares := map[string]float64{}
	for _, single := range singles {
		for i, w := range tellingWords(single) {
			if i == 0 {
				tells[w.stem] = inSingleName
			}
			shares[w.stem] += 1 / float64(len(singles))
		}
	}
	for stem, share := range shares {
		tells[stem] = max(tells[stem], inSingleName*math.Sqrt(share))
	}
	for _, w := range tellingWords(name) {
		tells[w.stem] = max(tells[w.stem], w.weight)
	}
	return tells
}

// propose returns the services that a title most likely concerns, the most
// likely first.
func (p *serviceNames) propose(title string) []Proposal {
	scores, best := p.scores(title)
	top := 0.0
	for service, score := range scores {
		if best[service] >= leastWord {
			top = max(top, score)
		}
	}
	var out []Proposal
	for service, score := range scores {
		if best[service] >= leastWord && score >= top*nearBest {
			s := p.services[service]
			out = append(out, Proposal{s.ID, s.AreaID, score})
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ServiceID, b.ServiceID))
	})
	return out[:min(len(out), mostProposed)]
}

// scores sums up what the words of a title tell about each service; best is
// what the clearest of them tells.
func (p *serviceNames) scores(title string) (scores, best map[int]float64) {
	scores, best = map[int]float64{}, map[int]float64{}
	add := func(service int, much float64) {
		scores[service] += much
		best[service] = max(best[service], much)
	}
	for i, w := range tellingWords(inCatalogueWords(title)) {
		told := p.told(w.stem)
		total := 0.0
		for _, much := range told {
			total += much
		}
		// A word that fits many services tells little about each.
		n := float64(len(p.services))
		rarity := math.Log(1+n/max(total, 1)) / math.Log(1+n)
		if i > 0 {
			rarity *= notFirst
		}
		for service, much := range told {
			add(service, much*rarity*w.weight)
		}
	}
	// The whole name speaks for itself, though its words may tell nothing.
	whole := folding.Column(title) + " "
	for service, name := range p.names {
		if strings.Contains(whole, name) {
			add(service, 1)
		}
	}
	return scores, best
}

// told returns what a word tells about which services: by itself, and as a part
// of a compound or a compound of it ("Führerscheinumtausch").
func (p *serviceNames) told(word string) map[int]float64 {
	told := map[int]float64{}
	for _, t := range p.terms {
		like := likeness(word, t.stem)
		if like == 0 {
			continue
		}
		for service, much := range t.tells {
			told[service] = max(told[service], like*much)
		}
	}
	return told
}

// likeness compares two stems: 1 for the same, less if one stands at the
// beginning or end of the other.
func likeness(a, b string) float64 {
	if a == b {
		return 1
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < leastPart || !strings.HasPrefix(b, a) && (!strings.HasSuffix(b, a) || len(b)-len(a) < leastRest) {
		return 0
	}
	return 0.4 + 0.5*float64(len(a))/float64(len(b))
}

// word is a stem and its weight beside the others of the same text.
type word struct {
	stem   string
	weight float64
}

// tellingWords returns the words of a text that may tell something, each once.
// Capitals mark German nouns; if only the first word has one, the text was
// written without, and all words count alike.
func tellingWords(text string) []word {
	parts := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	capitals := len(parts) > 1 && slices.ContainsFunc(parts[1:], capital)
	var words []word
	for _, part := range parts {
		f := folding.Text(part)
		s := stem(f)
		if len(f) < leastLetters || tellsNothing[s] || slices.ContainsFunc(words, func(w word) bool { return w.stem == s }) {
			continue
		}
		weight := 1.0
		if capitals && !capital(part) {
			weight = notANoun
		}
		words = append(words, word{s, weight})
	}
	return words
}

func capital(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return !unicode.IsLower(first)
}

// inCatalogueWords puts the catalogue's words in place of everyday ones.
func inCatalogueWords(title string) string {
	parts := strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, part := range parts {
		if known, ok := everyday[folding.Text(part)]; ok {
			parts[i] = strings.ToUpper(known)
		}
	}
	return strings.Join(parts, " ")
}
