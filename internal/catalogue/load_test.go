package catalogue_test

import (
	"context"
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/data"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

func openDB(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "forum.db"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// read runs fn in a transaction of d.
func read(t testing.TB, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Read(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// small is a catalogue that fits on a screen, every file without a mistake.
var small = map[string]string{
	"ozg.json": `{
 "_meta": {"state": "2019", "unverified": ["a", "b"]},
 "themenfelder": [
  {"themenfeld": "Bauen & Wohnen", "slug": "bauen-wohnen", "lead_states": ["Hessen", "Bayern"], "lagen": [
   {"lage": "Bauen", "slug": "bauen", "kind": "Lebenslage", "leistungen": [
    {"id": "10513", "name": "Abbruchgenehmigung", "leika_types": {"1": 8}},
    {"id": "10519", "name": "Baugenehmigung"}
   ]},
   {"lage": "Umzug", "slug": "umzug", "leistungen": []}
  ]},
  {"themenfeld": "Umwelt", "slug": "umwelt", "lead_states": ["Bremen"], "lagen": [
   {"lage": "Abfall", "slug": "abfall", "leistungen": [
    {"id": "10110", "name": "Abfallentsorgung"}
   ]}
  ]}
 ]
}
`,
	"leika.jsonl": `{"leika": "nicht im LeiKa", "name": "Abfuhr", "type": "1", "ozg": "10110", "laws": null}
{"leika": "nicht im LeiKa", "name": "Abfuhr", "type": "1", "ozg": "10110", "laws": null}
{"leika": "99012001000000", "name": "Abbruch Erteilung", "type": "4", "ozg": "10513", "laws": "BauO"}
{"leika": "99012001000001", "name": "Ohne OZG", "type": "", "ozg": null, "laws": ""}
`,
	"districts.csv": `ags,name,kind,state,population
09171,Altötting,Landkreis,Bayern,300
04011,"Bremen, Stadt",Kreisfreie Stadt,Bremen,5000
`,
	"municipalities.csv": `ags,name,kind,district_ags,state,population,lat,lon
04011000,"Bremen, Stadt",Kreisfreie Stadt,04011,Bremen,5000,53.07,8.8
09171111,"Altötting, St",Stadt,09171,Bayern,200,48.22,12.67
09171112,"Burgkirchen a.d.Alz",Gemeinde,09171,Bayern,100,48.16,12.73
`,
}

// folder makes a file system of small with replacements: file, old, new.
func folder(t testing.TB, changes ...string) fstest.MapFS {
	t.Helper()
	files := maps.Clone(small)
	for i := 0; i < len(changes); i += 3 {
		name, old, replacement := changes[i], changes[i+1], changes[i+2]
		if !strings.Contains(files[name], old) {
			t.Fatalf("%s does not contain %q", name, old)
		}
		files[name] = strings.Replace(files[name], old, replacement, 1)
	}
	fsys := fstest.MapFS{}
	for name, body := range files {
		fsys["catalogue/"+name] = &fstest.MapFile{Data: []byte(body)}
	}
	return fsys
}

func TestShippedCatalogueIsLoadedWhole(t *testing.T) {
	d := openDB(t)
	if err := catalogue.Load(t.Context(), d, data.FS); err != nil {
		t.Fatal(err)
	}
	read(t, d, func(tx *db.Tx) error {
		for query, want := range map[string]int64{
			`SELECT COUNT(*) FROM subject_area WHERE listed`:   14,
			`SELECT COUNT(*) FROM situation WHERE listed`:      55,
			`SELECT COUNT(*) FROM service WHERE listed`:        557,
			`SELECT COUNT(*) FROM single_service WHERE listed`: 5249 - 1, // one stands there twice
			`SELECT COUNT(*) FROM district WHERE listed`:       401,
			`SELECT COUNT(*) FROM municipality WHERE listed`:   10796,
			`SELECT SUM(population) FROM municipality`:         83166711,
			`SELECT SUM(population) FROM district`:             83166711,
			`SELECT COUNT(*) FROM catalogue_file`:              4,
		} {
			got, err := db.Scalar[int64](tx, query)
			if err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s = %d, want %d", query, got, want)
			}
		}
		return nil
	})
	defects, err := d.Check(t.Context())
	if err != nil || len(defects) > 0 {
		t.Errorf("check: %v %v", defects, err)
	}
}

// dump returns all rows of the catalogue as text.
func dump(t testing.TB, d *db.DB) (rows []string) {
	read(t, d, func(tx *db.Tx) error {
		for _, query := range []string{
			`SELECT name || sha256 || loaded_at FROM catalogue_file ORDER BY name`,
			`SELECT id || slug || name || lead_states || position || listed FROM subject_area ORDER BY id`,
			`SELECT id || subject_area_id || slug || name || position || listed FROM situation ORDER BY id`,
			`SELECT id || subject_area_id || situation_id || name || search || listed FROM service ORDER BY id`,
			`SELECT id || leika_key || name || type || laws || COALESCE(service_id, 0) || search || listed FROM single_service ORDER BY id`,
			`SELECT ags || name || plain || kind || state || population || listed FROM district ORDER BY ags`,
			`SELECT ags || name || plain || kind || district_ags || state || population || lat || lon || search || listed FROM municipality ORDER BY ags`,
		} {
			part, err := db.Column[string](tx, query)
			if err != nil {
				return err
			}
			rows = append(rows, part...)
		}
		return nil
	})
	return rows
}

func TestLoadingAgainChangesNothing(t *testing.T) {
	d := openDB(t)
	for range 2 {
		if err := catalogue.Load(t.Context(), d, folder(t)); err != nil {
			t.Fatal(err)
		}
	}
	before := dump(t, d)
	if err := catalogue.Load(t.Context(), d, folder(t)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, d)); diff != "" {
		t.Errorf("rows changed:\n%s", diff)
	}
}

func TestChangedFileUpdatesRowsInPlace(t *testing.T) {
	d := openDB(t)
	if err := catalogue.Load(t.Context(), d, folder(t)); err != nil {
		t.Fatal(err)
	}
	var before []catalogue.Area
	var situations []catalogue.Situation
	read(t, d, func(tx *db.Tx) (err error) {
		if before, err = catalogue.Areas(tx); err != nil {
			return err
		}
		situations, err = catalogue.Situations(tx, before[0].ID)
		return err
	})

	changed := folder(t,
		"ozg.json", "Bauen & Wohnen", "Bauen und Wohnen",
		"ozg.json", `"lage": "Umzug"`, `"lage": "Wohnen & Umzug"`,
		"ozg.json", `{"id": "10519", "name": "Baugenehmigung"}`, `{"id": "10520", "name": "Bauabnahme"}`,
		"leika.jsonl", "Abbruch Erteilung", "Abbruch Ablehnung",
		"municipalities.csv", "Bremen,5000", "Bremen,6000",
		"districts.csv", "Bremen,5000", "Bremen,6000",
		"municipalities.csv", `09171112,"Burgkirchen a.d.Alz",Gemeinde,09171,Bayern,100,48.16,12.73`, "",
		"districts.csv", "Bayern,300", "Bayern,200",
	)
	if err := catalogue.Load(t.Context(), d, changed); err != nil {
		t.Fatal(err)
	}
	read(t, d, func(tx *db.Tx) error {
		areas, err := catalogue.Areas(tx)
		if err != nil {
			return err
		}
		want := before
		want[0].Name = "Bauen und Wohnen"
		if diff := cmp.Diff(want, areas); diff != "" {
			t.Errorf("areas (-want +got):\n%s", diff)
		}
		now, err := catalogue.Situations(tx, areas[0].ID)
		if err != nil {
			return err
		}
		situations[1].Name = "Wohnen & Umzug"
		if diff := cmp.Diff(situations, now); diff != "" {
			t.Errorf("situations (-want +got):\n%s", diff)
		}
		services, err := catalogue.ServicesOf(tx, areas[0].ID)
		if err != nil {
			return err
		}
		if len(services) != 2 || services[0].ID != 10513 || services[1].ID != 10520 {
			t.Errorf("services = %+v", services)
		}
		if gone, err := catalogue.FindService(tx, 10519); err != nil || gone.Name != "Baugenehmigung" {
			t.Errorf("a service that left the file = %+v, %v; it must stay for those who refer to it", gone, err)
		}
		singles, err := catalogue.SingleServices(tx, 10513)
		if err != nil {
			return err
		}
		if len(singles) != 1 || singles[0].Name != "Abbruch Ablehnung" || singles[0].Laws != "BauO" {
			t.Errorf("single services = %+v", singles)
		}
		if m, err := catalogue.FindMunicipality(tx, "04011000"); err != nil || m.Population != 6000 {
			t.Errorf("municipality = %+v, %v", m, err)
		}
		if found, err := catalogue.FindMunicipalities(tx, "Burgkirchen", 5); err != nil || len(found) != 0 {
			t.Errorf("a municipality that left the file is still proposed: %+v, %v", found, err)
		}
		if _, err := catalogue.FindMunicipality(tx, "09171112"); err != nil {
			t.Errorf("a municipality that left the file: %v; it must stay", err)
		}
		return nil
	})
}

func TestVanishedRowsReturnWithTheirIds(t *testing.T) {
	d := openDB(t)
	without := folder(t, "leika.jsonl", `{"leika": "99012001000000", "name": "Abbruch Erteilung", "type": "4", "ozg": "10513", "laws": "BauO"}`+"\n", "")
	var ids []int64
	for _, fsys := range []fstest.MapFS{folder(t), without, folder(t)} {
		if err := catalogue.Load(t.Context(), d, fsys); err != nil {
			t.Fatal(err)
		}
		read(t, d, func(tx *db.Tx) error {
			singles, err := catalogue.SingleServices(tx, 10513)
			for _, s := range singles {
				ids = append(ids, s.ID)
			}
			return err
		})
	}
	if len(ids) != 2 || ids[0] != ids[1] {
		t.Errorf("ids = %v, want the same twice", ids)
	}
}

func TestBrokenFileIsNamedAndNothingIsLoaded(t *testing.T) {
	d := openDB(t)
	for _, c := range []struct{ file, old, replacement, want string }{
		{"ozg.json", `"themenfelder": [`, `"themenfelder" [`, "ozg.json, Zeile 3: Das ist kein gültiges JSON."},
		{"ozg.json", " ]\n}\n", " ]\n", "ozg.json, Zeile 16: Das ist kein gültiges JSON."},
		{"ozg.json", `"themenfelder"`, `"felder"`, "ozg.json, Zeile 17: Die Datei enthält keine Themenfelder."},
		{"ozg.json", `"10519"`, `"10513"`, "ozg.json, Zeile 7: Die OZG-ID 10513 kommt mehrfach vor."},
		{"ozg.json", `"10519"`, `"1051"`, "ozg.json, Zeile 7: „1051“ ist keine OZG-ID aus fünf Ziffern."},
		{"ozg.json", `"10519"`, `10519`, "ozg.json, Zeile 7: „id“ muss ein Text sein und darf nicht leer sein."},
		{"ozg.json", `"name": "Baugenehmigung"`, `"nmae": "Baugenehmigung"`, "ozg.json, Zeile 7: Der Leistung, die hier endet, fehlt „id“ oder „name“."},
		{"ozg.json", `"slug": "umzug"`, `"slug": "bauen"`, "ozg.json, Zeile 9: Der Kurzname „bauen“ kommt mehrfach vor."},
		{"ozg.json", `"slug": "umzug"`, `"slug": "Um zug"`, "ozg.json, Zeile 9: „Um zug“ ist kein Kurzname"},
		{"ozg.json", `"slug": "umwelt"`, `"slug": "bauen-wohnen"`, "ozg.json, Zeile 11: Der Kurzname „bauen-wohnen“ kommt mehrfach vor."},
		{"ozg.json", `"lead_states": ["Bremen"], `, ``, "ozg.json, Zeile 15: Dem Themenfeld, das hier endet, fehlt"},
		{"ozg.json", `"lead_states": ["Bremen"]`, `"lead_states": "Bremen"`, "ozg.json, Zeile 11: Hier muss eine Liste stehen."},
		{"ozg.json", `"lage": "Umzug", `, ``, "ozg.json, Zeile 9: Der Lage, die hier endet, fehlt"},
		{"ozg.json", "Umwelt", "Umw\xfflt", "ozg.json, Zeile 11: Der Text ist kein gültiges UTF-8."},
		{"leika.jsonl", `"name": "Ohne OZG", `, `"name": "Ohne`, "leika.jsonl, Zeile 4: Das ist kein gültiges JSON-Objekt."},
		{"leika.jsonl", "\n{\"leika\": \"99012001000001\"", "\n\n{\"leika\": \"99012001000001\"", "leika.jsonl, Zeile 4: Das ist kein gültiges JSON-Objekt."},
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
	fsys := folder(t)
	delete(fsys, "catalogue/leika.jsonl")
	err := catalogue.Load(t.Context(), openDB(t), fsys)
	if err == nil || err.Error() != "data/catalogue/leika.jsonl fehlt." {
		t.Errorf("error = %v", err)
	}
}

func TestBrokenFileLeavesWhatWasLoaded(t *testing.T) {
	d := openDB(t)
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

func TestUnknownKeysAreNotFound(t *testing.T) {
	d := openDB(t)
	read(t, d, func(tx *db.Tx) error {
		if _, err := catalogue.FindService(tx, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("service: %v", err)
		}
		if _, err := catalogue.FindMunicipality(tx, "00000000"); !fault.Is(err, fault.NotFound) {
			t.Errorf("municipality: %v", err)
		}
		if _, err := catalogue.FindDistrict(tx, "00000"); !fault.Is(err, fault.NotFound) {
			t.Errorf("district: %v", err)
		}
		return nil
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		d := openDB(b)
		b.StartTimer()
		if err := catalogue.Load(b.Context(), d, data.FS); err != nil {
			b.Fatal(err)
		}
	}
}
