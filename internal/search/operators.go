package search

import (
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/folding"
)

// states are the words of ist: and the states that the index keeps.
var states = map[string]string{
	"offen": "open", "beantwortet": "answered", "offiziell": "official", "überholt": "outdated", "ueberholt": "outdated",
}

// StateWords are the words of ist: in the order of lists.
var StateWords = []string{"offen", "beantwortet", "offiziell", "überholt"}

// stateWord returns the word of a state of the index, "" for none.
func stateWord(state string) string {
	for _, word := range StateWords {
		if states[word] == state {
			return word
		}
	}
	return ""
}

// organisationKindWords are the words of organisationsart:.
var organisationKindWords = map[account.OrganisationKind]string{
	account.Municipality: "kommune", account.District: "landkreis", account.MunicipalUnion: "gemeindeverband",
	account.SpecialPurposeUnion: "zweckverband", account.ITProvider: "it-dienstleister", account.UmbrellaAssociation: "spitzenverband",
	account.State: "land", account.Federal: "bund", account.FITKO: "fitko", account.Company: "unternehmen", account.OtherBody: "weitere",
}

// OrganisationKindWord returns the word of organisationsart: for a kind of organisation.
func OrganisationKindWord(kind account.OrganisationKind) string { return organisationKindWords[kind] }

// kindWords are the words of typ:.
var kindWords = map[string]Kind{
	"thema": Thread, "frage": Thread, "beitrag": Reply, "antwort": Reply, "faq": Article,
	"offiziell": Answer, "offizielle-antwort": Answer, "leistung": Service,
}

// operator reads the value of one operator into the terms; it returns what is
// wrong with it, "" if nothing.
type operator func(t *Terms, value string) string

// facetOperators are those whose conditions are facets too.
var facetOperators = map[string]bool{"typ": true, "themenfeld": true, "ist": true, "land": true, "organisationsart": true, "jahr": true}

var operators = map[string]operator{
	"themenfeld": func(t *Terms, v string) string { t.Board = v; return "" },
	"typ": func(t *Terms, v string) string {
		k, ok := kindWords[strings.ToLower(v)]
		if !ok {
			return "Nach typ: steht thema, beitrag, faq, offiziell oder leistung."
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
		return "Nach organisationsart: steht kommune, landkreis, gemeindeverband, zweckverband, it-dienstleister, spitzenverband, land, bund, fitko, unternehmen oder weitere."
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
