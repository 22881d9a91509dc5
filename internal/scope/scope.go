// Package scope says whether an official answer, an article of the FAQ, a solution or an
// OZG-Leistung holds for an organisation, from what stands under „Gilt für“ or in the
// catalogue, from dates and from what is known of the organisation. It owns no table.
//
// It promises: „gilt für Sie“ and „gilt nicht für Sie“ are said only where every word that
// decides it is understood; everything else is „unklar“, with the reason. What it says is
// help for the reader, never a rule: nothing is hidden by it.
package scope

import (
	"slices"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/organisation"
)

// Answer is whether something holds for an organisation.
type Answer int

// All answers.
const (
	Unclear Answer = iota
	Holds
	HoldsNot
)

// Verdict is an answer with its reason.
type Verdict struct {
	Answer Answer
	Text   string // a whole sentence
}

// Matter is what is judged.
type Matter struct {
	Scope       string // what stands under „Gilt für“; "" for no limit
	From, Until catalogue.Date
	Outdated    bool // withdrawn, replaced or überholt
}

// Judge says whether a matter holds for an organisation on a day.
func Judge(m Matter, o organisation.Organisation, today catalogue.Date) Verdict {
	switch {
	case m.Outdated:
		return not("sie ist überholt oder zurückgezogen.")
	case m.Until != "" && today.After(m.Until):
		return not("sie galt nur bis " + m.Until.German() + ".")
	case m.From != "" && m.From.After(today):
		return not("sie gilt erst ab " + m.From.German() + ".")
	case strings.TrimSpace(m.Scope) == "":
		return Verdict{Holds, "Gilt für Sie: Eine Einschränkung ist nicht genannt."}
	}
	return read(m.Scope).judge(o)
}

func not(why string) Verdict { return Verdict{HoldsNot, "Gilt nicht für Sie, denn " + why} }

func unclear(why string) Verdict { return Verdict{Unclear, "Unklar, ob das für Sie gilt: " + why} }

// reading is what was understood of a scope.
type reading struct {
	states      []string            // none: all
	kinds       []organisation.Kind // none: all
	district    bool                // towns that belong to a district
	independent bool                // towns that belong to none
	except      bool                // a word takes something out
	strange     string              // the first word that was not understood
}

// judge compares what was understood with the organisation.
func (r reading) judge(o organisation.Organisation) Verdict {
	what := "Ihre Organisation ist " + describe(o) + "."
	switch {
	case r.except:
		return unclear("„Gilt für“ nennt Ausnahmen oder Grenzen. Bitte lesen Sie dort nach.")
	case len(r.states) > 0 && o.State != "" && !slices.Contains(r.states, o.State):
		return not("sie gilt für " + list(r.states) + ". " + what)
	case len(r.kinds) > 0 && !slices.Contains(r.kinds, o.Kind):
		if r.strange != "" {
			return unclear(r.notUnderstood())
		}
		return not("sie gilt für andere Arten von Organisationen. " + what)
	case r.strange != "":
		return unclear(r.notUnderstood())
	case len(r.states) > 0 && o.State == "":
		return unclear("Sie gilt für " + list(r.states) + ", und Ihre Organisation gehört zu keinem Land.")
	case (r.district || r.independent) && o.Kind == organisation.Municipality:
		return r.judgeDistrict(o, what)
	}
	return Verdict{Holds, "Gilt für Sie: " + what}
}

// judgeDistrict asks whether a town belongs to a district. The key of a town that belongs
// to none ends in zeros.
func (r reading) judgeDistrict(o organisation.Organisation, what string) Verdict {
	switch independent := strings.HasSuffix(o.AGS, "000"); {
	case len(o.AGS) != 8:
		return unclear("Ob Ihre Organisation zu einem Kreis gehört, ist nicht bekannt.")
	case independent && !r.independent:
		return not("sie gilt für kreisangehörige Kommunen, und Ihre gehört zu keinem Kreis.")
	case !independent && !r.district:
		return not("sie gilt für kreisfreie Städte, und Ihre Kommune gehört zu einem Kreis.")
	}
	return Verdict{Holds, "Gilt für Sie: " + what}
}

func (r reading) notUnderstood() string {
	return "„Gilt für“ nennt Bedingungen, die sich nicht von selbst prüfen lassen („" + r.strange + "“)."
}

// indefinite are the kinds with their articles.
var indefinite = map[organisation.Kind]string{
	organisation.Municipality: "eine Kommune", organisation.District: "ein Landkreis", organisation.MunicipalUnion: "ein Gemeindeverband",
	organisation.SpecialPurposeUnion: "ein Zweckverband", organisation.ITProvider: "ein kommunaler IT-Dienstleister",
	organisation.UmbrellaAssociation: "ein kommunaler Spitzenverband", organisation.State: "eine Stelle des Landes",
	organisation.Federal: "eine Stelle des Bundes", organisation.FITKO: "die FITKO", organisation.Company: "ein Unternehmen",
	organisation.OtherBody: "eine weitere Stelle",
}

func describe(o organisation.Organisation) string {
	if o.State == "" {
		return indefinite[o.Kind]
	}
	preposition := " in "
	if o.State == "Saarland" {
		preposition = " im "
	}
	return indefinite[o.Kind] + preposition + o.State
}

func list(states []string) string {
	if len(states) == 1 {
		return states[0]
	}
	return strings.Join(states[:len(states)-1], ", ") + " und " + states[len(states)-1]
}

// read understands the words of a scope.
func read(text string) (r reading) {
	folded := " " + folding.Text(text) + " "
	for _, state := range slices.Backward(catalogue.States()) { // Sachsen-Anhalt before Sachsen
		name := " " + folding.Text(state) + " "
		if strings.Contains(folded, name) {
			r.states = append([]string{state}, r.states...)
			folded = strings.ReplaceAll(folded, name, " ")
		}
	}
	for word := range strings.FieldsSeq(folded) {
		kinds, known := kindWords[word]
		r.kinds = append(r.kinds, kinds...)
		switch {
		case belonging[word]:
			r.district = true
		case independents[word]:
			r.independent = true
		case exceptions[word]:
			r.except = true
		case known || fillers[word]:
		case r.strange == "":
			r.strange = original(text, word)
		}
	}
	return r
}

// original finds a folded word as it is written.
func original(text, word string) string {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;.()/–-", r) }) {
		if folding.Text(w) == word {
			return w
		}
	}
	return word
}

var (
	towns     = []organisation.Kind{organisation.Municipality}
	districts = []organisation.Kind{organisation.District}
	unions    = []organisation.Kind{organisation.MunicipalUnion}
	communes  = []organisation.Kind{organisation.Municipality, organisation.District, organisation.MunicipalUnion}
	purposes  = []organisation.Kind{organisation.SpecialPurposeUnion}
	providers = []organisation.Kind{organisation.ITProvider}
	umbrellas = []organisation.Kind{organisation.UmbrellaAssociation}
	kindWords = foldKeys(map[string][]organisation.Kind{
		"Gemeinde": towns, "Gemeinden": towns, "Stadt": towns, "Städte": towns, "Städten": towns, "Märkte": towns, "Stadtkreise": towns,
		"Landkreis": districts, "Landkreise": districts, "Landkreisen": districts, "Kreis": districts, "Kreise": districts, "Kreisen": districts,
		"Kommune": communes, "Kommunen": communes, "Gemeindeverbände": unions, "Gemeindeverbänden": unions, "Verbandsgemeinden": unions,
		"Samtgemeinden": unions, "Ämter": unions, "Ämtern": unions, "Verwaltungsgemeinschaften": unions, "Zweckverbände": purposes,
		"Zweckverbänden": purposes, "Dienstleister": providers, "Rechenzentren": providers, "Spitzenverbände": umbrellas,
	})
	fillers = foldSet("alle", "allen", "aller", "in", "im", "und", "sowie", "oder", "der", "die", "das", "den", "des", "dem", "für", "nur", "aus",
		"von", "Land", "Länder", "Ländern", "Freistaat", "bundesweit", "Deutschland", "deutschlandweit", "ganz", "kommunale", "IT",
		"jede", "beide", "beiden")
	belonging    = foldSet("kreisangehörige", "kreisangehörigen")
	independents = foldSet("kreisfreie", "kreisfreien")
	exceptions   = foldSet("außer", "nicht", "ohne", "ausgenommen", "Ausnahme", "Ausnahmen", "kein", "keine", "bis", "ab", "unter", "über", "mehr",
		"weniger")
)

func foldKeys[V any](m map[string]V) map[string]V {
	out := make(map[string]V, len(m))
	for k, v := range m {
		out[folding.Text(k)] = v
	}
	return out
}

func foldSet(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[folding.Text(w)] = true
	}
	return out
}
