package account_test

import (
	"strings"
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// place is a municipality or district of the catalogue.
type place struct {
	land       string
	population int64
}

func TestEveryDisguiseFitsAtLeastTenOfTheCatalogue(t *testing.T) {
	f := fresh(t)
	if err := catalogue.Load(f.ctx, f.db, data.FS); err != nil {
		t.Fatal(err)
	}
	err := f.db.Read(f.ctx, func(tx *db.Tx) error {
		for kind, x := range map[account.OrganisationKind]struct {
			query  string
			bounds []int64
		}{
			account.Municipality: {`SELECT state, population FROM municipality WHERE listed`, catalogue.MunicipalitySizes},
			account.District:     {`SELECT state, population FROM district WHERE listed AND kind NOT IN ('Kreisfreie Stadt', 'Stadtkreis')`, catalogue.DistrictSizes},
		} {
			places, err := db.List(tx, func(r db.Row) (p place, err error) { return p, r.Scan(&p.land, &p.population) }, x.query)
			if err != nil {
				return err
			}
			known := map[place]string{} // by Land and size class
			fit := map[string]int{}
			for _, p := range places {
				key := place{p.land, int64(catalogue.SizeIn(x.bounds, p.population))}
				if _, ok := known[key]; !ok {
					d, err := account.DisguiseOf(tx, account.Organisation{Kind: kind, State: p.land, Population: max(p.population, 1)})
					if err != nil {
						return err
					}
					if d.Land != "" && (d.Land != p.land || !strings.HasSuffix(d.Words, d.Land)) {
						t.Errorf("somebody of %s is %+v", p.land, d)
					}
					known[key] = d.Words
				}
				fit[known[key]]++
			}
			if len(fit) < 15 {
				t.Errorf("only %d disguises: %v", len(fit), fit)
			}
			for words, n := range fit {
				if n < account.DisguiseLeast {
					t.Errorf("%q fits only %d", words, n)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDisguiseWidensAndThenLosesItsLand(t *testing.T) {
	f := fresh(t)
	if err := catalogue.Load(f.ctx, f.db, data.FS); err != nil {
		t.Fatal(err)
	}
	for ags, want := range map[string]string{
		"03157006": "Eine Gemeinde mit 20.000 bis 50.000 Einwohnern in Niedersachsen",
		"05315000": "Eine Großstadt mit mehr als 200.000 Einwohnern",                        // Köln: four such in its Land
		"09162000": "Eine Großstadt mit mehr als 200.000 Einwohnern",                        // München
		"11000000": "Eine Großstadt mit mehr als 200.000 Einwohnern",                        // Berlin
		"10041100": "Eine Gemeinde mit 10.000 bis 200.000 Einwohnern im Saarland",           // Saarbrücken
		"09171":    "Ein Landkreis mit 100.000 bis 150.000 Einwohnern in Bayern",            // Altötting
		"01002":    "Eine Gemeinde mit 20.000 bis 500.000 Einwohnern in Schleswig-Holstein", // Kiel
	} {
		o, err := f.EnsureOrganisation(f.ctx, account.Organisation{AGS: ags})
		if err != nil {
			t.Fatal(err)
		}
		err = f.db.Read(f.ctx, func(tx *db.Tx) error {
			d, err := account.DisguiseOf(tx, o)
			if d.Words != want {
				t.Errorf("%s is %q, want %q", o.Name, d.Words, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryKindOfOrganisationHasADisguiseThatDoesNotNameIt(t *testing.T) {
	f := fresh(t)
	err := f.db.Read(f.ctx, func(tx *db.Tx) error {
		for _, k := range account.OrganisationKinds {
			d, err := account.DisguiseOf(tx, account.Organisation{Name: "Musterstelle", Kind: k, State: "Hessen"})
			if err != nil || len(d.Words) < 8 || strings.Contains(d.Words, "Musterstelle") || strings.Contains(d.Words, "FITKO") {
				t.Errorf("%s is %+v, %v", k, d, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNobodyIsNoMember(t *testing.T) {
	f := fresh(t)
	err := f.db.Write(f.ctx, func(tx *db.Tx) error {
		for range 2 {
			b, err := account.DisguiseIn(tx, account.Disguise{Words: "Ein Zweckverband"})
			if err != nil {
				return err
			}
			if b.PersonID == 0 || !b.Disguised() || b.For(account.NewViewer(1, "Anna", b.Organisation)).PersonID != 0 {
				t.Errorf("the byline is %+v", b)
			}
		}
		n, err := account.CountPeople(tx)
		if n != (account.Census{}) {
			t.Errorf("there are %+v", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.SignIn(f.ctx, "verdeckt", "", "x"); err == nil {
		t.Error("nobody signs in")
	}
}
