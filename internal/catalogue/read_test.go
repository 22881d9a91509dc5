package catalogue_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

func TestAreasComeWithLeadsAndSituations(t *testing.T) {
	t.Parallel()
	d := loaded(t)
	c := catalogue.New(d)
	read(t, d, func(tx *db.Tx) error {
		areas, err := catalogue.AreasTx(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(areas, func(a catalogue.Area) bool { return a.Slug == "mobilitaet-reisen" })
		if i < 0 {
			t.Fatal("area is missing")
		}
		area := areas[i]
		if area.Name != "Mobilität & Reisen" || !slices.Equal(area.LeadStates, []string{"Baden-Württemberg", "Hessen"}) {
			t.Errorf("area = %+v", area)
		}
		situations, err := c.SituationsOf(t.Context(), area.ID)
		if err != nil {
			return err
		}
		all, err := c.Situations(t.Context())
		if err != nil {
			return err
		}
		ofArea := slices.DeleteFunc(slices.Clone(all), func(s catalogue.Situation) bool { return s.AreaID != area.ID })
		if len(all) != 55 || len(situations) != 4 {
			t.Errorf("%d situations, %d in the area", len(all), len(situations))
		}
		if diff := cmp.Diff(situations, ofArea); diff != "" {
			t.Errorf("situations differ:\n%s", diff)
		}
		services, err := servicesOf(tx, area.ID)
		if err != nil {
			return err
		}
		if len(services) == 0 || slices.ContainsFunc(services, func(s catalogue.Service) bool { return s.AreaSlug != area.Slug }) {
			t.Errorf("services of the area = %+v", services)
		}
		return nil
	})
}

func TestServiceKnowsItsPlaceAndSingleServices(t *testing.T) {
	t.Parallel()
	d := loaded(t)
	s, err := catalogue.New(d).Service(t.Context(), 10061)
	if err != nil {
		t.Fatal(err)
	}
	read(t, d, func(tx *db.Tx) error {
		if s.Name != "Studienplatzvergabe" || s.AreaSlug != "bildung" || s.AreaName != "Bildung" || s.SituationName != "Studium" {
			t.Errorf("service = %+v", s)
		}
		several, err := catalogue.ServicesTx(tx, []int64{10092, 10061, 1})
		if err != nil {
			return err
		}
		if len(several) != 2 || several[0] != s || several[1].ID != 10092 {
			t.Errorf("services = %+v", several)
		}
		if none, err := catalogue.ServicesTx(tx, nil); err != nil || none != nil {
			t.Errorf("no ids: %v, %v", none, err)
		}
		singles, err := catalogue.SingleServicesTx(tx, 10092)
		if err != nil {
			return err
		}
		if len(singles) == 0 || singles[0].Name != "Wohngeld" || len(singles[0].Key) != 14 || singles[0].ServiceID != 10092 {
			t.Errorf("single services = %+v", singles)
		}
		return nil
	})
}

func TestServicesAreFoundAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	c := catalogue.New(loaded(t))
	for text, want := range map[string]int64{
		"10092":               10092,
		"1009":                10090, // the beginning of an OZG-ID
		"wohngeld":            10092,
		"WOHNG":               10092,
		"platzvergabe studie": 10061,
		"Führerschein":        10169,
		"fuehrerschein":       10169,
		"Gewerbe Anmeldung":   10294, // a LeiKa name
	} {
		found, err := c.ServicesNamed(t.Context(), text, 10)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(found, func(s catalogue.Service) bool { return s.ID == want }) {
			t.Errorf("%q finds %+v, want %d among them", text, found, want)
		}
	}
	first, err := c.ServicesNamed(t.Context(), "Wohngeld", 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(first) < 2 || first[0].ID != 10092 || first[1].Name != "Pflegewohngeld" {
		t.Errorf("the exact name must come first: %+v", first)
	}
	for _, text := range []string{"", "  ", "%", "_", "'", "gibtesnicht", "\xff"} {
		if found, err := c.ServicesNamed(t.Context(), text, 10); err != nil || len(found) != 0 {
			t.Errorf("%q finds %d services, %v", text, len(found), err)
		}
	}
	if found, err := c.ServicesNamed(t.Context(), "genehmigung", 3); err != nil || len(found) != 3 {
		t.Errorf("%d services, %v, want 3", len(found), err)
	}
}

func TestMunicipalityKnowsItsDistrict(t *testing.T) {
	t.Parallel()
	read(t, loaded(t), func(tx *db.Tx) error {
		m, err := catalogue.FindMunicipalityTx(tx, "09171111")
		if err != nil {
			return err
		}
		if m.DistrictAGS != "09171" || m.State != "Bayern" || m.Kind != "Stadt" || m.Population < 10000 || m.Lat < 48 || m.Lon < 12 {
			t.Errorf("municipality = %+v", m)
		}
		d, err := catalogue.FindDistrictTx(tx, m.DistrictAGS)
		if err != nil {
			return err
		}
		if d.Name != "Landkreis Altötting" || d.State != "Bayern" || d.Population <= m.Population {
			t.Errorf("district = %+v", d)
		}
		return nil
	})
}

func TestNamesLeadToKeys(t *testing.T) {
	t.Parallel()
	read(t, loaded(t), func(tx *db.Tx) error {
		for name, want := range map[string][]string{
			"Stadt Altötting":     {"09171111"},
			"Landkreis Altötting": {"09171"},
			"Altötting":           {"09171", "09171111"},
			"Stadt Flensburg":     {"01001000"}, // not also as its own district
			"Rems-Murr-Kreis":     {"08119"},
			" wetteraukreis ":     {"06440"},
			"Atlantis":            nil,
			"":                    nil,
		} {
			got, err := catalogue.KeysNamedTx(tx, name)
			if err != nil {
				return err
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", name, diff)
			}
		}
		return nil
	})
}
