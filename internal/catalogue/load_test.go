package catalogue_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/data"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/testkit/testdb"
)

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
	t.Parallel()
	d := testdb.New(t)
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
			`SELECT id || ' ' || subject_area_id || slug || name || position || listed FROM situation ORDER BY id`,
			`SELECT id || ' ' || subject_area_id || ' ' || situation_id || name || search || listed FROM service ORDER BY id`,
			`SELECT id || leika_key || name || type || laws || COALESCE(service_id, 0) || search || listed FROM single_service ORDER BY id`,
			`SELECT ags || name || plain || kind || state || population || listed FROM district ORDER BY ags`,
			`SELECT ags || name || plain || kind || district_ags || state || population || lat || lon || search || listed
				FROM municipality ORDER BY ags`,
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
	t.Parallel()
	d := testdb.New(t)
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
	t.Parallel()
	d := testdb.New(t)
	if err := catalogue.Load(t.Context(), d, folder(t)); err != nil {
		t.Fatal(err)
	}
	c := catalogue.New(d)
	before, err := c.Areas(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	situations, err := c.SituationsOf(t.Context(), before[0].ID)
	if err != nil {
		t.Fatal(err)
	}

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
	areas, err := c.Areas(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before[0].Name = "Bauen und Wohnen"
	if diff := cmp.Diff(before, areas); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	now, err := c.SituationsOf(t.Context(), areas[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	situations[1].Name = "Wohnen & Umzug"
	if diff := cmp.Diff(situations, now); diff != "" {
		t.Errorf("situations (-want +got):\n%s", diff)
	}
	if gone, err := c.Service(t.Context(), 10519); err != nil || gone.Name != "Baugenehmigung" {
		t.Errorf("a service that left the file = %+v, %v; it must stay for those who refer to it", gone, err)
	}
	read(t, d, func(tx *db.Tx) error {
		services, err := servicesOf(tx, areas[0].ID)
		if err != nil {
			return err
		}
		if len(services) != 2 || services[0].ID != 10513 || services[1].ID != 10520 {
			t.Errorf("services = %+v", services)
		}
		singles, err := catalogue.SingleServicesTx(tx, 10513)
		if err != nil {
			return err
		}
		if len(singles) != 1 || singles[0].Name != "Abbruch Ablehnung" || singles[0].Laws != "BauO" {
			t.Errorf("single services = %+v", singles)
		}
		if m, err := catalogue.FindMunicipalityTx(tx, "04011000"); err != nil || m.Population != 6000 {
			t.Errorf("municipality = %+v, %v", m, err)
		}
		if _, err := catalogue.FindMunicipalityTx(tx, "09171112"); err != nil {
			t.Errorf("a municipality that left the file: %v; it must stay", err)
		}
		return nil
	})
}

func TestVanishedRowsReturnWithTheirIds(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	without := folder(t, "leika.jsonl", `{"leika": "99012001000000", "name": "Abbruch Erteilung", "type": "4", "ozg": "10513", "laws": "BauO"}`+
		"\n", "")
	var ids []int64
	for _, fsys := range []fstest.MapFS{folder(t), without, folder(t)} {
		if err := catalogue.Load(t.Context(), d, fsys); err != nil {
			t.Fatal(err)
		}
		read(t, d, func(tx *db.Tx) error {
			singles, err := catalogue.SingleServicesTx(tx, 10513)
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

func TestUnknownKeysAreNotFound(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	if _, err := catalogue.New(d).Service(t.Context(), 1); !fault.Is(err, fault.NotFound) {
		t.Errorf("service: %v", err)
	}
	read(t, d, func(tx *db.Tx) error {
		if _, err := catalogue.FindMunicipalityTx(tx, "00000000"); !fault.Is(err, fault.NotFound) {
			t.Errorf("municipality: %v", err)
		}
		if _, err := catalogue.FindDistrictTx(tx, "00000"); !fault.Is(err, fault.NotFound) {
			t.Errorf("district: %v", err)
		}
		return nil
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		d := testdb.New(b)
		b.StartTimer()
		if err := catalogue.Load(b.Context(), d, data.FS); err != nil {
			b.Fatal(err)
		}
	}
}

// servicesOf returns the services of an area.
func servicesOf(tx *db.Tx, area int64) ([]catalogue.Service, error) {
	all, err := catalogue.AllServicesTx(tx)
	return slices.DeleteFunc(all, func(s catalogue.Service) bool { return s.AreaID != area }), err
}
