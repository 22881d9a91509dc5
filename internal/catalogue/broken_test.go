package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/testkit/testdb"
)

func TestBrokenFileIsNamedAndNothingIsLoaded(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	for _, c := range []struct{ file, old, replacement, want string }{
		{"ozg.json", `"themenfelder": [`, `"themenfelder" [`, "ozg.json, Zeile 3: Das ist kein gültiges JSON."},
		{"ozg.json", " ]\n}\n", " ]\n", "ozg.json, Zeile 16: Das ist kein gültiges JSON."},
		{"ozg.json", `"themenfelder"`, `"felder"`, "ozg.json, Zeile 17: Die Datei enthält keine Themenfelder."},
		{"ozg.json", `"10519"`, `"10513"`, "ozg.json, Zeile 7: Die OZG-ID 10513 kommt mehrfach vor."},
		{"ozg.json", `"10519"`, `"1051"`, "ozg.json, Zeile 7: „1051“ ist keine OZG-ID aus fünf Ziffern."},
		{"ozg.json", `"10519"`, `10519`, "ozg.json, Zeile 7: „id“ muss ein Text sein und darf nicht leer sein."},
		{"ozg.json", `"name": "Baugenehmigung"`, `"nmae": "Baugenehmigung"`,
			"ozg.json, Zeile 7: Der Leistung, die hier endet, fehlt „id“ oder „name“."},
		{"ozg.json", `"slug": "umzug"`, `"slug": "bauen"`, "ozg.json, Zeile 9: Der Kurzname „bauen“ kommt mehrfach vor."},
		{"ozg.json", `"slug": "umzug"`, `"slug": "Um zug"`, "ozg.json, Zeile 9: „Um zug“ ist kein Kurzname"},
		{"ozg.json", `"slug": "umwelt"`, `"slug": "bauen-wohnen"`, "ozg.json, Zeile 11: Der Kurzname „bauen-wohnen“ kommt mehrfach vor."},
		{"ozg.json", `"lead_states": ["Bremen"], `, ``, "ozg.json, Zeile 15: Dem Themenfeld, das hier endet, fehlt"},
		{"ozg.json", `"lead_states": ["Bremen"]`, `"lead_states": "Bremen"`, "ozg.json, Zeile 11: Hier muss eine Liste stehen."},
		{"ozg.json", `"lage": "Umzug", `, ``, "ozg.json, Zeile 9: Der Lage, die hier endet, fehlt"},
		{"ozg.json", "Umwelt", "Umw\xfflt", "ozg.json, Zeile 11: Der Text ist kein gültiges UTF-8."},
		{"leika.jsonl", `"name": "Ohne OZG", `, `"name": "Ohne`, "leika.jsonl, Zeile 4: Das ist kein gültiges JSON-Objekt."},
		{"leika.jsonl", "\n{\"leika\": \"99012001000001\"", "\n\n{\"leika\": \"99012001000001\"",
			"leika.jsonl, Zeile 4: Das ist kein gültiges JSON-Objekt."},
		{"leika.jsonl", `"name": "Abbruch Erteilung"`, `"name": " "`, "leika.jsonl, Zeile 3: „name“ fehlt."},
		{"leika.jsonl", `"type": "4"`, `"type": 4`, "leika.jsonl, Zeile 3: „type“ muss ein Text sein."},
		{"leika.jsonl", "99012001000001", "99012001000000", "leika.jsonl, Zeile 4: Der LeiKa-Schlüssel 99012001000000 kommt mehrfach vor."},
		{"leika.jsonl", "99012001000001", "9901", "leika.jsonl, Zeile 4: „9901“ ist kein LeiKa-Schlüssel aus 14 Ziffern."},
		{"leika.jsonl", `"ozg": "10513"`, `"ozg": "10514"`, "leika.jsonl, Zeile 3: Die OZG-ID „10514“ ist unbekannt."},
		{"leika.jsonl", small["leika.jsonl"], "", "leika.jsonl, Zeile 1: Die Datei enthält keine Daten."},
		{"districts.csv", "ags,name,kind", "ags,kind,name", "districts.csv, Zeile 1: Die Kopfzeile muss „ags,name,kind,state,population“ lauten."},
		{"districts.csv", "Bayern,300", "Bayern,300,1", "districts.csv, Zeile 2: Die Zeile muss 5 Felder haben, sie hat 6."},
		{"districts.csv", `"Bremen, Stadt"`, `"Bremen, Stadt`, "districts.csv, Zeile 3: Die Anführungszeichen sind fehlerhaft."},
		{"districts.csv", "Bayern,300", "Bayern,301", "districts.csv, Zeile 2: Die Einwohnerzahl 301 ist nicht die Summe der Gemeinden (300)."},
		{"districts.csv", "Landkreis", "Gau", "districts.csv, Zeile 2: Die Art „Gau“ ist unbekannt."},
		{"districts.csv", "09171,Alt", "9171,Alt", "districts.csv, Zeile 2: „9171“ ist kein AGS"},
		{"districts.csv", "04011", "09171", "districts.csv, Zeile 3: Der AGS 09171 gehört nicht zum Land „Bremen“."},
		{"districts.csv", "\n04011", "\n09171,Altötting,Landkreis,Bayern,300\n04011", "districts.csv, Zeile 3: Der AGS 09171 kommt mehrfach vor."},
		{"municipalities.csv", small["municipalities.csv"], "", "municipalities.csv, Zeile 1: Die Datei enthält keine Daten."},
		{"municipalities.csv", "09171112,", "0917111x,", "municipalities.csv, Zeile 4: „0917111x“ ist kein AGS"},
		{"municipalities.csv", "09171112,", "09171111,", "municipalities.csv, Zeile 4: Der AGS 09171111 kommt mehrfach vor."},
		{"municipalities.csv", `Gemeinde,09171`, `Gemeinde,09172`, "municipalities.csv, Zeile 4: Der Kreis „09172“ ist unbekannt."},
		{"municipalities.csv", `Gemeinde,09171`, `Gemeinde,04011`, "municipalities.csv, Zeile 4: Der AGS 09171112 gehört nicht zum Kreis 04011."},
		{"municipalities.csv", "Bayern,100", "Bayern,viele", "municipalities.csv, Zeile 4: „viele“ ist keine Einwohnerzahl."},
		{"municipalities.csv", "Bayern,100", "Bayern,-100", "municipalities.csv, Zeile 4: „-100“ ist keine Einwohnerzahl."},
		{"municipalities.csv", "Bayern,100", "Bayernland,100", "municipalities.csv, Zeile 4: Der AGS 09171112 gehört nicht zum Land „Bayernland“."},
		{"municipalities.csv", "48.16", "NaN", "municipalities.csv, Zeile 4: „NaN“ ist keine geografische Breite"},
		{"municipalities.csv", "12.73", "127.3", "municipalities.csv, Zeile 4: „127.3“ ist keine geografische Länge"},
		{"municipalities.csv", `"Altötting, St"`, `""`, "municipalities.csv, Zeile 3: Der Name fehlt."},
	} {
		err := catalogue.Load(t.Context(), d, folder(t, c.file, c.old, c.replacement))
		if err == nil || !strings.HasPrefix(err.Error(), "data/catalogue/"+c.want) {
			t.Errorf("error = %v, want data/catalogue/%s", err, c.want)
		}
		if rows := dump(t, d); len(rows) > 0 {
			t.Errorf("%s: %d rows are left behind", c.want, len(rows))
		}
	}
}

func TestMissingFileIsNamed(t *testing.T) {
	t.Parallel()
	fsys := folder(t)
	delete(fsys, "catalogue/leika.jsonl")
	err := catalogue.Load(t.Context(), testdb.New(t), fsys)
	if err == nil || err.Error() != "data/catalogue/leika.jsonl fehlt." {
		t.Errorf("error = %v", err)
	}
}

func TestBrokenFileLeavesWhatWasLoaded(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	if err := catalogue.Load(t.Context(), d, folder(t)); err != nil {
		t.Fatal(err)
	}
	before := dump(t, d)
	broken := folder(t, "ozg.json", "Umwelt", "Klima", "municipalities.csv", "Bayern,100", "Bayern,viele")
	if err := catalogue.Load(t.Context(), d, broken); err == nil {
		t.Fatal("a broken file was loaded")
	}
	if diff := cmp.Diff(before, dump(t, d)); diff != "" {
		t.Errorf("rows changed:\n%s", diff)
	}
}

func TestNamesOfARegisterAreFieldsOfOneLine(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	for name, wrong := range map[string]string{
		"Alt\u202eötting": "enthält ein Zeichen, das man nicht sieht oder das nicht überall gleich aussieht (U+202E " +
			"hinter „Alt“). Bitte löschen Sie es.",
		"\u3164\u3164": "enthält ein Zeichen, das man nicht sieht oder das nicht überall gleich aussieht (U+3164 " +
			"ganz am Anfang). Bitte löschen Sie es.",
		"\u200e\u200e":                   "fehlt.",
		"–":                              "braucht mindestens einen Buchstaben oder eine Ziffer.",
		strings.Repeat("Altötting", 100): "ist länger als 120 Zeichen.",
	} {
		err := catalogue.Load(t.Context(), d, folder(t, "municipalities.csv", `"Altötting, St"`, name))
		if want := "data/catalogue/municipalities.csv, Zeile 3: Der Name " + wrong; err == nil || err.Error() != want {
			t.Errorf("%.20q: %v, want %s", name, err, want)
		}
	}
	err := catalogue.Load(t.Context(), d, folder(t, "municipalities.csv", `"Altötting, St"`, "\"\ufeffAlto\u0308t\u00adting,\u00a0St\u200b\""))
	if err != nil {
		t.Fatal(err)
	}
	if rows := dump(t, d); !slices.ContainsFunc(rows, func(row string) bool { return strings.Contains(row, "Stadt Altötting") }) {
		t.Errorf("no Stadt Altötting: %q", rows)
	}
}
