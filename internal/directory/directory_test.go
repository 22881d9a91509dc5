package directory_test

import (
	"strings"
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
)

// registered is fresh with the register of municipalities.
func registered(t *testing.T) fixture {
	t.Helper()
	f := fresh(t)
	if err := catalogue.Load(f.ctx, f.db, data.FS); err != nil {
		t.Fatal(err)
	}
	return f
}

var boss = account.NewViewer(0, "Administration", organisation.Organisation{}, account.Grant{Role: account.Admin})

func (f fixture) read(t *testing.T, do func(tx *db.Tx) error) {
	t.Helper()
	if err := f.db.Read(f.ctx, do); err != nil {
		t.Fatal(err)
	}
}

func TestDirectoryFindsByNameLandKindAndSize(t *testing.T) {
	t.Parallel()
	f := registered(t)
	for _, o := range []organisation.Organisation{
		{AGS: "09171111"}, // Stadt Altötting, about 12,900 people
		{AGS: "09171"},    // its Landkreis
		{Name: "Verwaltungsgemeinschaft Öhrmuster", Kind: organisation.MunicipalUnion, State: "Bayern", Population: 7_000},
		{Name: "Rechenzentrum Nord", Kind: organisation.ITProvider, State: "Hessen"},
	} {
		if _, err := f.Directory.Ensure(f.ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	size := func(key string) catalogue.SizeClass { return catalogue.SizeClassFor(key) }
	for _, x := range []struct {
		what   string
		filter directory.Filter
		want   string
	}{
		{"everything", directory.Filter{}, "Landkreis Altötting, Rechenzentrum Nord, Stadt Altötting, Verwaltungsgemeinschaft Öhrmuster"},
		{"a name with umlauts", directory.Filter{Text: "altoetting"}, "Landkreis Altötting, Stadt Altötting"},
		{"the beginning of a word", directory.Filter{Text: "öhr"}, "Verwaltungsgemeinschaft Öhrmuster"},
		{"an AGS", directory.Filter{Text: " 09171111 "}, "Stadt Altötting"},
		{"a pattern", directory.Filter{Text: "%"}, "Landkreis Altötting, Rechenzentrum Nord, Stadt Altötting, Verwaltungsgemeinschaft Öhrmuster"},
		{"a Land", directory.Filter{State: "Hessen"}, "Rechenzentrum Nord"},
		{"a kind", directory.Filter{Kind: organisation.District}, "Landkreis Altötting"},
		{"a size", directory.Filter{Size: size("bis-20000")}, "Stadt Altötting"},
		{"the smallest with people", directory.Filter{Size: size("bis-10000")}, "Verwaltungsgemeinschaft Öhrmuster"},
		{"none of none", directory.Filter{Restricted: true}, ""},
	} {
		list, more, err := f.Directory.List(f.ctx, x.filter)
		if got := namesOf(list); got != x.want || more || err != nil {
			t.Errorf("%s: %q, want %q, %v", x.what, got, x.want, err)
		}
	}
}

func namesOf(list []directory.Listed) string {
	var names []string
	for _, o := range list {
		names = append(names, o.Name)
	}
	return strings.Join(names, ", ")
}

func TestAnOrganisationThatAdministersStandsForItsMunicipalities(t *testing.T) {
	t.Parallel()
	f := registered(t)
	in := directory.Input{Name: "VG Muster", Kind: organisation.MunicipalUnion, State: "Bayern",
		Administers: "09171112\nAltötting\n09171112 noch einmal", Reason: "Test"}
	id, err := f.Directory.Add(f.ctx, boss, in)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := f.Directory.Add(f.ctx, boss, in); err != nil || again != id {
		t.Errorf("the same form made %d, %v", again, err)
	}
	f.read(t, func(tx *db.Tx) error {
		o, err := organisation.DetailsTx(tx, id)
		if err != nil {
			return err
		}
		people, err := db.Scalar[int64](tx, `SELECT SUM(population) FROM municipality WHERE ags IN ('09171111', '09171112')`)
		if len(o.Administers) != 2 || o.Inhabitants != people {
			t.Errorf("administers %v for %d, want %d", o.Administers, o.Inhabitants, people)
		}
		return err
	})
	in.Name, in.Revision = "VG Neumuster", 1
	if err := f.Directory.Edit(f.ctx, boss, id, in); err != nil {
		t.Fatal(err)
	}
	if err := f.Directory.Edit(f.ctx, boss, id, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("a stale form: %v", err)
	}
	town, err := f.Directory.Ensure(f.ctx, organisation.Organisation{AGS: "09171111"})
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.Details(f.ctx, town.ID)
	if err != nil || len(o.AdministeredBy) != 1 || o.AdministeredBy[0].Name != "VG Neumuster" || o.District.Name != "Landkreis Altötting" {
		t.Errorf("%+v, %v", o, err)
	}
	list, err := f.OfDistrict(f.ctx, "09171")
	if got := namesOf(list); got != "Stadt Altötting, VG Neumuster" || err != nil {
		t.Errorf("organisations of the district: %s, %v", got, err)
	}
}

func TestOrganisationsAreEnteredOnlyAsTheyAre(t *testing.T) {
	t.Parallel()
	f := registered(t)
	for _, x := range []struct {
		field string
		by    account.Viewer
		in    directory.Input
	}{
		{"name", boss, directory.Input{Name: "Zweckverband Дaten", Kind: organisation.SpecialPurposeUnion}},
		{"art", boss, directory.Input{Name: "Zweckverband", Kind: "club"}},
		{"land", boss, directory.Input{Name: "Zweckverband", Kind: organisation.SpecialPurposeUnion, State: "Preußen"}},
		{"ags", boss, directory.Input{AGS: "99999999"}},
		{"ags", boss, directory.Input{AGS: "Altötting"}},
		{"fuer", boss, directory.Input{Name: "VG Muster", Kind: organisation.MunicipalUnion, Administers: "09171"}},
		{"fuer", boss, directory.Input{Name: "VG Muster", Kind: organisation.MunicipalUnion, Administers: "Neustadt"}},
		{"fuer", boss, directory.Input{Name: "Rechenzentrum", Kind: organisation.ITProvider, Administers: "09171111"}},
		{"einwohner", boss, directory.Input{Name: "Rechenzentrum", Kind: organisation.ITProvider, Population: 5}},
		{"einwohner", boss, directory.Input{Name: "VG Muster", Kind: organisation.MunicipalUnion, Population: -1}},
	} {
		x.in.Reason = "Test"
		_, err := f.Directory.Add(f.ctx, x.by, x.in)
		if p := fault.ProblemsOf(err); len(p) == 0 || p[0].Field != x.field {
			t.Errorf("%+v: %v, want a problem at %s", x.in, err, x.field)
		}
	}
	if _, err := f.Directory.Add(f.ctx, account.NewViewer(1, "Mitglied", organisation.Organisation{}), directory.Input{}); !fault.Is(err,
		fault.Forbidden) {
		t.Errorf("a member: %v", err)
	}
}
