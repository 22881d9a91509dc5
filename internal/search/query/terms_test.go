package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
)

func TestParse(t *testing.T) {
	for line, want := range map[string]query.Terms{
		"":                                            {},
		"Wohngeld online":                             {Words: "Wohngeld online"},
		`"Wohngeld online" Kosten`:                    {Words: "Kosten", Phrases: []string{"Wohngeld online"}},
		`„Wohngeld online“`:                           {Phrases: []string{"Wohngeld online"}},
		"Wohngeld -Antrag":                            {Words: "Wohngeld", Excluded: []string{"Antrag"}},
		`Kosten -"nicht dies"`:                        {Words: "Kosten", Excluded: []string{"nicht", "dies"}},
		"OZG-Umsetzung e-Akte":                        {Words: "OZG-Umsetzung e-Akte"},
		"- Wohngeld -":                                {Words: "Wohngeld"},
		`land:"Baden-Württemberg" Wohngeld`:           {Words: "Wohngeld", Land: "Baden-Württemberg"},
		"LAND:hessen typ:FAQ ist:überholt":            {Land: "Hessen", Kind: document.Article, State: "outdated"},
		"leistung:10061 themenfeld:bildung":           {Service: "10061", Board: "bildung"},
		"vor:31.12.2026 nach:2026-01-01":              {Before: "2026-12-31", After: "2026-01-01"},
		"organisationsart:IT-Dienstleister jahr:2026": {OrganisationKind: "it-provider", Year: "2026"},
		`organisation:"Stadt Kiel" von:Anna`:          {Organisation: "Stadt Kiel", Author: "Anna"},
		"https://www.fitko.de 10:30 foo:bar":          {Words: "https://www.fitko.de 10:30 foo:bar"},
		"Frage: ist das so?":                          {Words: "Frage: ist das so?"},
	} {
		got, problems := query.Parse(line)
		got.Line = ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", line, diff)
		}
		if len(problems) > 0 {
			t.Errorf("%s: problems %+v", line, problems)
		}
	}
}

func TestLineKeepsAllButTheConditionsOfFacets(t *testing.T) {
	for line, want := range map[string]string{
		"": "", "Wohngeld online": "Wohngeld online",
		`typ:faq "so und so" -nicht land:"Baden-Württemberg" Wohngeld ist:offen`: `"so und so" -nicht Wohngeld`,
		"organisationsart:kommune jahr:2026 von:Anna leistung:10061":             "von:Anna leistung:10061",
		"themenfeld:bildung nach:01.01.2026 jahr:niemals":                        "nach:01.01.2026 jahr:niemals",
	} {
		if got, _ := query.Parse(line); got.Line != want {
			t.Errorf("%s leaves %q, want %q", line, got.Line, want)
		}
	}
}

func TestParseExplainsWhatItCannotRead(t *testing.T) {
	for line, words := range map[string]string{
		"typ:quatsch Wohngeld":    "Wohngeld",
		"ist:fertig Wohngeld":     "Wohngeld",
		"land:Atlantis":           "",
		"leistung:Wohngeld":       "",
		"jahr:neulich":            "",
		"organisationsart:verein": "",
		"vor:gestern Wohngeld":    "Wohngeld",
		`Kosten "offen geblieben`: "Kosten offen geblieben",
	} {
		got, problems := query.Parse(line)
		if len(problems) != 1 || problems[0].Sentence == "" || problems[0].Part == "" || got.Words != words {
			t.Errorf("%s: %+v, problems %+v", line, got, problems)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`"a -b" land:"x typ: -`)
	f.Fuzz(func(t *testing.T, line string) {
		query.Parse(line)
	})
}
