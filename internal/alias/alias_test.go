package alias_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/alias"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// everybody lets all municipalities and districts of the catalogue take part.
// Towns that belong to no district do so as municipalities.
func everybody(t *testing.T) fixture {
	t.Helper()
	f := fresh(t)
	if err := catalogue.Load(f.ctx, f.db, data.FS); err != nil {
		t.Fatal(err)
	}
	err := f.db.Write(f.ctx, func(tx *db.Tx) error {
		for _, q := range []string{`
			INSERT INTO organisation (name, kind, state, ags, population, created_at)
			SELECT ags, 'municipality', state, ags, population, 0 FROM municipality WHERE listed`, `
			INSERT INTO organisation (name, kind, state, ags, population, created_at)
			SELECT ags, 'district', state, ags, population, 0 FROM district WHERE listed AND kind NOT IN ('Kreisfreie Stadt', 'Stadtkreis')`, `
			INSERT INTO person (email, name, function, organisation_id, password, created_at)
			SELECT 'a' || ags || '@stadt.example', 'Person', '', id, '', 0 FROM organisation`,
		} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEveryAliasFitsAtLeastTenWhereAllTakePart(t *testing.T) {
	t.Parallel()
	f := everybody(t)
	type class struct {
		land string
		size int
	}
	for kind, bounds := range map[organisation.Kind][]int64{organisation.Municipality: catalogue.MunicipalitySizes,
		organisation.District: catalogue.DistrictSizes} {
		err := f.db.Read(f.ctx, func(tx *db.Tx) error {
			places, err := db.List(tx, func(r db.Row) (o organisation.Organisation, err error) {
				o.Kind = kind
				return o, r.Scan(&o.State, &o.Population)
			}, `SELECT state, CASE WHEN population > 1 THEN population ELSE 1 END FROM organisation WHERE kind = $1`, string(kind))
			if err != nil {
				return err
			}
			known, fit := map[class]string{}, map[string]int{}
			for _, o := range places {
				key := class{o.State, catalogue.SizeIn(bounds, o.Population)}
				if _, ok := known[key]; !ok {
					d, err := alias.OfTx(tx, o)
					if err != nil {
						return err
					}
					if d.Few || d.Land != "" && (d.Land != o.State || !strings.HasSuffix(d.Words, d.Land)) {
						t.Errorf("somebody of %s is %+v", o.State, d)
					}
					known[key] = d.Words
				}
				fit[known[key]]++
			}
			if len(fit) < 15 {
				t.Errorf("only %d aliases: %v", len(fit), fit)
			}
			for words, n := range fit {
				if n < alias.MinOrganisations {
					t.Errorf("%q fits only %d", words, n)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAliasWidensAndThenLosesItsLand(t *testing.T) {
	t.Parallel()
	f := everybody(t)
	for ags, want := range map[string]string{
		"03157006": "Eine Gemeinde mit 20.000 bis 50.000 Einwohnern in Niedersachsen",
		"05315000": "Eine Großstadt mit mehr als 200.000 Einwohnern",                        // Köln: four such in its Land
		"09162000": "Eine Großstadt mit mehr als 200.000 Einwohnern",                        // München
		"11000000": "Eine Großstadt mit mehr als 200.000 Einwohnern",                        // Berlin
		"10041100": "Eine Gemeinde mit 10.000 bis 200.000 Einwohnern im Saarland",           // Saarbrücken
		"09171":    "Ein Landkreis mit 100.000 bis 150.000 Einwohnern in Bayern",            // Altötting
		"01002":    "Eine Gemeinde mit 20.000 bis 500.000 Einwohnern in Schleswig-Holstein", // Kiel
	} {
		o, err := f.Directory.Ensure(f.ctx, organisation.Organisation{AGS: ags})
		if err != nil {
			t.Fatal(err)
		}
		err = f.db.Read(f.ctx, func(tx *db.Tx) error {
			d, err := alias.OfTx(tx, o)
			if d.Words != want || d.Few {
				t.Errorf("%s is %+v, want %q", o.Name, d, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestFewTownsOfUnknownSizeAreToldSo: approved without a key of the register,
// they appear without a size among towns that have one.
func TestFewTownsOfUnknownSizeAreToldSo(t *testing.T) {
	t.Parallel()
	f := everybody(t)
	for n := range alias.MinOrganisations {
		p, _, err := f.Create(f.ctx, account.NewPerson{Email: fmt.Sprintf("neu%d@neuland.example", n), Name: "Person",
			Organisation: organisation.Organisation{Name: fmt.Sprintf("Stadt Neuland %d", n), Kind: organisation.Municipality, State: "Hessen"}})
		if err != nil {
			t.Fatal(err)
		}
		err = f.db.Read(f.ctx, func(tx *db.Tx) error {
			d, err := alias.OfTx(tx, p.Organisation)
			if d.Words != "Eine Gemeinde in Hessen" || d.Few != (n+1 < alias.MinOrganisations) {
				t.Errorf("the town number %d is %+v", n+1, d)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestKindsOfWhichFewTakePartShareTheirWords(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	enter := func(n int, kind organisation.Kind) (o organisation.Organisation) {
		t.Helper()
		for i := range n {
			p, _, err := f.Create(f.ctx, account.NewPerson{Email: fmt.Sprintf("%s%d@stelle.example", kind, i), Name: "Person",
				Organisation: organisation.Organisation{Name: fmt.Sprintf("Stelle %s %d", kind, i), Kind: kind, State: "Hessen"}})
			if err != nil {
				t.Fatal(err)
			}
			o = p.Organisation
		}
		return o
	}
	is := func(o organisation.Organisation, want string, few bool) {
		t.Helper()
		err := f.db.Read(f.ctx, func(tx *db.Tx) error {
			d, err := alias.OfTx(tx, o)
			if d.Words != want || d.Few != few {
				t.Errorf("%s is %+v, want %q, %v", o.Kind, d, want, few)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	many, company, fitko := enter(10, organisation.SpecialPurposeUnion), enter(8, organisation.Company), enter(1, organisation.FITKO)
	is(many, "Ein Zweckverband", false)
	is(company, "Eine Organisation", true)
	union := enter(1, organisation.MunicipalUnion)
	for _, o := range []organisation.Organisation{company, fitko, union} {
		is(o, "Eine Organisation", false)
	}
	is(enter(9, organisation.Municipality), "Eine Gemeinde", true)
	is(enter(9, organisation.District), "Ein Landkreis", true)
}

func TestAnAliasIsStoredOnceAndIsNoPersonAndNoOrganisation(t *testing.T) {
	t.Parallel()
	f := fresh(t)
	err := f.db.Write(f.ctx, func(tx *db.Tx) error {
		ids := map[int64]bool{}
		for range 2 {
			a, err := alias.StoreTx(tx, alias.Alias{Words: "Ein Zweckverband"})
			if err != nil {
				return err
			}
			ids[a.ID] = true
			b := account.Byline{Alias: a}
			if a.ID == 0 || !b.IsAlias() || b.For(account.Viewer{}) != b || b.OrganisationName() != "Ein Zweckverband" {
				t.Errorf("the byline is %+v", b)
			}
		}
		if len(ids) != 1 {
			t.Errorf("stored as %v", ids)
		}
		n, err := db.Scalar[int](tx, `SELECT (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM organisation)`)
		if n != 0 {
			t.Errorf("there are %d persons and organisations", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
