package scope

import (
	"slices"
	"strings"

	"kommunalforum/internal/organisation"
)

// level is who carries out a single service, as far as its type in LeiKa tells.
type level uint8

const (
	federal level = 1 << iota
	state
	communal
)

// carriedOut are the levels that may carry out a single service, by the digits of its type:
// 1 is the Bund, 2 and 3 are Länder and municipalities by rules of the Bund, 4 either of them
// by rules of their Land, 5 municipalities by their own. Types beyond say nothing of it.
var carriedOut = map[string]level{"1": federal, "2": state, "3": communal, "4": state | communal, "5": communal}

var regulated = map[string]string{"1": "Bund", "2": "Bund", "3": "Bund", "4": "Länder", "5": "Kommunen"}

// Service is what the types of its single services say of an OZG-Leistung. The catalogue
// knows neither Länder nor organisations nor whether it is an EfA service.
type Service struct {
	levels    []level // of each single service
	regulates []string
	unknown   bool // of one at least the type says nothing
}

// ReadService understands the types of the single services of an OZG-Leistung, such as "2/3".
func ReadService(types []string) (s Service) {
	for _, t := range types {
		var l level
		for digit := range strings.FieldsFuncSeq(t, func(r rune) bool { return r == '/' || r == ',' || r == ' ' }) {
			known := carriedOut[digit]
			s.unknown = s.unknown || known == 0
			l |= known
			if r := regulated[digit]; r != "" && !slices.Contains(s.regulates, r) {
				s.regulates = append(s.regulates, r)
			}
		}
		s.unknown = s.unknown || l == 0
		s.levels = append(s.levels, l)
	}
	slices.SortFunc(s.regulates, func(a, b string) int {
		return strings.Index("BundLänderKommunen", a) - strings.Index("BundLänderKommunen", b)
	})
	return s
}

// German says who makes the rules and who carries the service out, "" if the catalogue does
// not say so.
func (s Service) German() string {
	if len(s.levels) == 0 || s.unknown {
		return ""
	}
	some, _ := s.carriers()
	if len(s.regulates) == 1 && s.regulates[0] == some.german() {
		return s.regulates[0] + " (Regelung und Ausführung)"
	}
	return "Regelung: " + joined(s.regulates) + "; Ausführung: " + some.german()
}

// carriers are the levels that carry out some of the single services, and those that carry
// out all of them.
func (s Service) carriers() (some, all level) {
	all = federal | state | communal
	for _, l := range s.levels {
		some |= l
		if l&(l-1) != 0 { // one of several
			l = 0
		}
		all &= l
	}
	return some, all
}

// german names the levels; lies says with whom something lies.
func (l level) german() string { return l.named("Bund", "Länder", "Kommunen") }
func (l level) lies() string   { return l.named("beim Bund", "bei den Ländern", "bei den Kommunen") }

func (l level) named(words ...string) string {
	var names []string
	for i, x := range []level{federal, state, communal} {
		if l&x != 0 {
			names = append(names, words[i])
		}
	}
	return joined(names)
}

func joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " oder " + names[len(names)-1]
}

// levelOf are the levels at which an organisation may carry out services: a district is part of
// the municipal level, and often an office of its Land as well.
func levelOf(k organisation.Kind) level {
	switch k {
	case organisation.Federal:
		return federal
	case organisation.State:
		return state
	case organisation.Municipality, organisation.MunicipalUnion:
		return communal
	case organisation.District:
		return communal | state
	}
	return 0
}

// JudgeService says whether an OZG-Leistung is the task of an organisation.
func JudgeService(s Service, o organisation.Organisation) Verdict {
	some, all := s.carriers()
	own := levelOf(o.Kind)
	what := "Ihre Organisation ist " + describe(o) + "."
	lies := "ie Ausführung liegt nach LeiKa " + some.lies()
	switch {
	case len(s.levels) == 0:
		return unclear("Der Katalog nennt dazu keine Einzelleistungen.")
	case s.unknown:
		return unclear("Der Katalog sagt nicht von allen Einzelleistungen, wer sie ausführt.")
	case own == 0:
		return unclear("D" + lies + ". " + what)
	case some&own == 0:
		return not("d" + lies + ". " + what)
	case all&own != 0 && own&(own-1) == 0:
		return Verdict{Holds, "Gilt für Sie: D" + lies + ". " + what}
	case o.State == "":
		return unclear("D" + lies + ". Bei wem welche Einzelleistung, sagt der Katalog nicht.")
	}
	return unclear("D" + lies + ". Bei wem in " + o.State + ", sagt der Katalog nicht.")
}
