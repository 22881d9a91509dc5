package query

import (
	"net/url"
	"strings"
	"unicode"

	"kommunalforum/internal/search/document"
)

// addressKinds are the words for kinds of documents in an address.
var addressKinds = map[document.Kind]string{document.Answer: "antwort", document.Article: "faq", document.Thread: "thema",
	document.Reply: "beitrag", document.File: "anhang", document.Service: "leistung", document.Library: "dokument",
	document.Page: "dokumentdatei", document.Consultation: "beteiligung", document.ArticleFile: "faq-anhang",
	document.AnswerFile: "antwort-anhang"}

// KindWord returns the word for a kind of documents in an address, "" for none.
func KindWord(k document.Kind) string { return addressKinds[k] }

// newestFirst is the value of sortierung for the newest first.
const newestFirst = "datum"

// Values returns the form as the address of the search page carries it, without the
// number of the page. Empty fields are left out.
func (f Form) Values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Text, "art": addressKinds[f.Kind], "bereich": f.Board, "zustand": f.State, "land": f.Land,
		"organisationsart": f.OrganisationKind, "jahr": f.Year, "organisation": f.Organisation, "leistung": f.Service, "nach": f.After,
		"vor": f.Before} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Newest {
		q.Set("sortierung", newestFirst)
	}
	return q
}

// FormOf reads Values back. Words that are unknown do not narrow the search.
func FormOf(q url.Values) Form {
	f := Form{
		Text: q.Get("q"), Board: q.Get("bereich"), State: q.Get("zustand"), Land: q.Get("land"), OrganisationKind: q.Get("organisationsart"),
		Year: q.Get("jahr"), Organisation: q.Get("organisation"), Service: q.Get("leistung"), After: q.Get("nach"), Before: q.Get("vor"),
		Newest: q.Get("sortierung") == newestFirst,
	}
	for kind, word := range addressKinds {
		if word == q.Get("art") {
			f.Kind = kind
		}
	}
	return f
}

// Saved returns the form as it is saved to be repeated: what is searched for, without
// order and page. It is "" for a form that searches for nothing.
func (f Form) Saved() string {
	f.Newest, f.Page = false, 0
	if f = f.Clipped(); !f.seeks() {
		return ""
	}
	return f.Values().Encode()
}

// seeks reports whether the form has anything to search for: a condition, or a word, which
// quotation marks alone are not.
func (f Form) seeks() bool {
	t, _ := f.Parse()
	words := t.ScoredText() + strings.Join(t.Excluded, "")
	t.Words, t.Phrases, t.Excluded = "", nil, nil
	return f.Board != "" || t.HasConditions() || strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// FormOfSaved reads Saved back.
func FormOfSaved(text string) Form {
	q, _ := url.ParseQuery(text) // what cannot be read does not narrow the search
	return FormOf(q)
}
