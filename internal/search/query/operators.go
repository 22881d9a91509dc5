package query

import (
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/search/document"
)

// states maps the words of ist: to the states of documents.
var states = map[string]string{
	"offen": "open", "beantwortet": "answered", "offiziell": "official", "überholt": "outdated", "ueberholt": "outdated",
}

// StateWords lists the words of ist: in the order in which facets show them.
var StateWords = []string{"offen", "beantwortet", "offiziell", "überholt"}

// StateOf returns the state of documents that a word of ist: stands for, "" for
// an unknown word.
func StateOf(word string) string { return states[word] }

// StateWord returns the word of ist: for a state of documents, "" if it has none.
func StateWord(state string) string {
	for _, word := range StateWords {
		if states[word] == state {
			return word
		}
	}
	return ""
}

// organisationKindWords maps kinds of organisation to the words of
// organisationsart:.
var organisationKindWords = map[organisation.Kind]string{
	organisation.Municipality: "kommune", organisation.District: "landkreis", organisation.MunicipalUnion: "gemeindeverband",
	organisation.SpecialPurposeUnion: "zweckverband", organisation.ITProvider: "it-dienstleister", organisation.UmbrellaAssociation: "spitzenverband",
	organisation.State: "land", organisation.Federal: "bund", organisation.FITKO: "fitko", organisation.Company: "unternehmen",
	organisation.OtherBody: "weitere",
}

// OrganisationKindWord returns the word of organisationsart: for a kind of
// organisation.
func OrganisationKindWord(kind organisation.Kind) string { return organisationKindWords[kind] }

// kindWords maps the words of typ: to kinds.
var kindWords = map[string]document.Kind{
	"thema": document.Thread, "frage": document.Thread, "beitrag": document.Reply, "antwort": document.Reply, "anhang": document.File,
	"faq": document.Article, "offiziell": document.Answer, "offizielle-antwort": document.Answer, "leistung": document.Service,
	"dokument": document.Library, "beteiligung": document.Consultation,
}

// operator stores the value of an operator in the terms. It returns a German
// sentence that says how to write the value when it is wrong, "" otherwise.
type operator func(t *Terms, value string) string

// facetOperators are the operators whose conditions are facets as well.
var facetOperators = map[string]bool{"typ": true, "themenfeld": true, "ist": true, "land": true, "organisationsart": true, "jahr": true}

var operators = map[string]operator{
	"themenfeld": func(t *Terms, v string) string { t.Board = v; return "" },
	"typ": func(t *Terms, v string) string {
		k, ok := kindWords[strings.ToLower(v)]
		if !ok {
			return "Nach typ: steht thema, beitrag, anhang, faq, dokument, offiziell oder leistung."
		}
		t.Kind = k
		return ""
	},
	"ist": func(t *Terms, v string) string {
		s, ok := states[strings.ToLower(v)]
		if !ok {
			return "Nach ist: steht offen, beantwortet, offiziell oder überholt."
		}
		t.State = s
		return ""
	},
	"land": func(t *Terms, v string) string {
		for _, s := range catalogue.States() {
			if folding.Text(s) == folding.Text(v) {
				t.Land = s
				return ""
			}
		}
		return "Nach land: steht der Name eines Landes, etwa land:Hessen oder land:\"Baden-Württemberg\"."
	},
	"organisationsart": func(t *Terms, v string) string {
		for kind, word := range organisationKindWords {
			if strings.EqualFold(word, v) {
				t.OrganisationKind = kind
				return ""
			}
		}
		return "Nach organisationsart: steht kommune, landkreis, gemeindeverband, zweckverband, it-dienstleister, spitzenverband, " +
			"land, bund, fitko, unternehmen oder weitere."
	},
	"jahr": func(t *Terms, v string) string {
		if len(v) != 4 || strings.Trim(v, "0123456789") != "" {
			return "Nach jahr: steht eine Jahreszahl, etwa jahr:2026."
		}
		t.Year = v
		return ""
	},
	"organisation": func(t *Terms, v string) string { t.Organisation = v; return "" },
	"von":          func(t *Terms, v string) string { t.Author = v; return "" },
	"leistung": func(t *Terms, v string) string {
		if v == "" || strings.Trim(v, "0123456789") != "" {
			return "Nach leistung: steht eine OZG-ID, etwa leistung:10061."
		}
		t.Service = v
		return ""
	},
	"vor":  func(t *Terms, v string) string { return date(&t.Before, "vor", v) },
	"nach": func(t *Terms, v string) string { return date(&t.After, "nach", v) },
}

func date(d *catalogue.Date, name, v string) string {
	parsed, err := catalogue.ParseDate(v)
	if err != nil || parsed == "" {
		return "Nach " + name + ": steht ein Datum, etwa " + name + ":31.12.2026."
	}
	*d = parsed
	return ""
}
