package support_test

import (
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/support"
	"kommunalforum/internal/testkit/testdb"
)

func TestInhabitantsAreCountedOnceHoweverManyStandForThem(t *testing.T) {
	t.Parallel()
	d := testdb.WithCatalogue(t)
	accounts := account.New(d)
	person := func(mail string, o organisation.Organisation) account.Viewer {
		p, _, err := accounts.Create(t.Context(), account.NewPerson{Email: mail + "@test.example", Name: "Person", Organisation: o})
		if err != nil {
			t.Fatal(err)
		}
		return account.NewViewer(p.ID, p.Name, p.Organisation)
	}
	town := person("stadt", organisation.Organisation{AGS: "09171111"})  // Altötting
	district := person("kreis", organisation.Organisation{AGS: "09171"}) // its Landkreis
	colleague := person("kreis2", organisation.Organisation{AGS: "09171"})
	provider := person("rz", organisation.Organisation{Name: "Rechenzentrum", Kind: organisation.ITProvider, State: "Hessen", Population: 1_000_000})
	union := person("vg", organisation.Organisation{Name: "Samtgemeinde Muster", Kind: organisation.MunicipalUnion, State: "Niedersachsen",
		Population: 5_000})

	thread, inquiry := support.Subject{Kind: support.Thread, ID: 1}, support.Subject{Kind: support.Inquiry, ID: 1}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		for _, by := range []account.Viewer{town, provider} {
			if err := support.AddTx(tx, by, thread); err != nil {
				return err
			}
		}
		for i, by := range []account.Viewer{town, district, colleague, union} {
			if err := support.AddTx(tx, by, inquiry); err != nil {
				return err
			}
			voices, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM concern`)
			if want := 2 + []int{1, 2, 2, 3}[i]; err != nil || voices != want {
				t.Errorf("after %d additions there are %d voices: %v", i+1, voices, err)
			}
		}
		people, err := db.Scalar[int64](tx, `SELECT SUM(population) FROM municipality WHERE district_ags = '09171'`)
		if err != nil {
			return err
		}
		all, err := support.CountTx(tx, colleague, thread, inquiry)
		if err != nil {
			return err
		}
		if want := (support.Supporters{Organisations: 4, States: 3, Inhabitants: people + 5_000, Own: true}); all != want {
			t.Errorf("voices are %+v, want %+v", all, want)
		}
		if one, err := support.CountTx(tx, colleague, thread); err != nil || one.Own || one.Organisations != 2 ||
			one.Inhabitants != town.Organisation.Population {
			t.Errorf("voices of the thread are %+v, %v", one, err)
		}
		if list, err := support.ListTx(tx, inquiry); err != nil || len(list) != 3 || list[0].OrganisationName() != "Landkreis Altötting" {
			t.Errorf("organisations are %+v, %v", list, err)
		}
		if removed, err := support.RemoveTx(tx, town.Organisation.ID, thread); err != nil || !removed {
			t.Errorf("voice was not taken back: %v", err)
		}
		if removed, err := support.RemoveTx(tx, town.Organisation.ID, thread); err != nil || removed {
			t.Errorf("voice was taken back twice: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMunicipalitiesOfAUnionCountOnce: a Samtgemeinde stands for the
// municipalities that it administers, and for none twice.
func TestMunicipalitiesOfAUnionCountOnce(t *testing.T) {
	t.Parallel()
	d := testdb.WithCatalogue(t)
	accounts := account.New(d)
	boss := account.NewViewer(0, "Administration", organisation.Organisation{}, account.Grant{Role: account.Admin})
	p, _, err := accounts.Create(t.Context(), account.NewPerson{Email: "a@test.example", Name: "Person",
		Organisation: organisation.Organisation{AGS: "09171111"}})
	if err != nil {
		t.Fatal(err)
	}
	town := account.NewViewer(p.ID, p.Name, p.Organisation)
	union, err := directory.New(d).Add(t.Context(), boss, directory.Input{Name: "Verwaltungsgemeinschaft Muster",
		Kind:  organisation.MunicipalUnion,
		State: "Bayern", Population: 999, Administers: "09171111 Altötting\n09171112\n", Reason: "Test"})
	if err != nil {
		t.Fatal(err)
	}
	subject := support.Subject{Kind: support.Thread, ID: 1}
	err = d.Write(t.Context(), func(tx *db.Tx) error {
		want, err := db.Scalar[int64](tx, `SELECT SUM(population) FROM municipality WHERE ags IN ('09171111', '09171112')`)
		if err != nil {
			return err
		}
		for _, id := range []int64{town.Organisation.ID, union} {
			b := account.Byline{PersonID: p.ID, Organisation: organisation.Organisation{ID: id}}
			if err := support.AddForTx(tx, b, subject); err != nil {
				return err
			}
		}
		all, err := support.CountTx(tx, town, subject)
		if err != nil || all.Organisations != 2 || all.Inhabitants != want {
			t.Errorf("voices are %+v, %v; want %d inhabitants", all, err, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
