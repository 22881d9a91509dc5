package scope

import (
	"strings"
	"testing"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
)

func TestWhetherItHoldsForAnOrganisation(t *testing.T) {
	const today = catalogue.Date("2026-11-29")
	bavarian := organisation.Organisation{Name: "Stadt Altötting", Kind: organisation.Municipality, State: "Bayern", AGS: "09171111"}
	munich := organisation.Organisation{Kind: organisation.Municipality, State: "Bayern", AGS: "09162000"}
	typed := organisation.Organisation{Kind: organisation.Municipality, State: "Bayern"}
	hessian := organisation.Organisation{Kind: organisation.District, State: "Hessen", AGS: "06411"}
	saxon := organisation.Organisation{Kind: organisation.Municipality, State: "Sachsen", AGS: "14521010"}
	anhalt := organisation.Organisation{Kind: organisation.Municipality, State: "Sachsen-Anhalt", AGS: "15081010"}
	federal := organisation.Organisation{Kind: organisation.Federal}
	for _, x := range []struct {
		matter Matter
		of     organisation.Organisation
		want   Answer
		says   string
	}{
		{Matter{}, bavarian, Holds, "nicht genannt"},
		{Matter{Outdated: true}, bavarian, HoldsNot, "überholt"},
		{Matter{Until: "2026-11-28"}, bavarian, HoldsNot, "bis 28.11.2026"},
		{Matter{Until: "2026-11-29"}, bavarian, Holds, ""},
		{Matter{From: "2026-11-29"}, bavarian, Holds, ""},
		{Matter{From: "2026-11-30"}, bavarian, HoldsNot, "erst ab 30.11.2026"},
		{Matter{Scope: "Gemeinden in Bayern"}, bavarian, Holds, "eine Kommune in Bayern"},
		{Matter{Scope: "Gemeinden in Bayern"}, hessian, HoldsNot, "sie gilt für Bayern"},
		{Matter{Scope: "alle Gemeinden und Städte"}, hessian, HoldsNot, "ein Landkreis in Hessen"},
		{Matter{Scope: "Landkreise in Hessen und Bayern"}, hessian, Holds, ""},
		{Matter{Scope: "Alle Kommunen bundesweit"}, hessian, Holds, ""},
		{Matter{Scope: "Kommunen"}, federal, HoldsNot, "Stelle des Bundes"},
		{Matter{Scope: "Bayern"}, federal, Unclear, "gehört zu keinem Land"},
		{Matter{Scope: "Sachsen-Anhalt"}, saxon, HoldsNot, "Sachsen-Anhalt"},
		{Matter{Scope: "Sachsen-Anhalt"}, anhalt, Holds, ""},
		{Matter{Scope: "Sachsen"}, anhalt, HoldsNot, ""},
		{Matter{Scope: "Sachsen und Sachsen-Anhalt"}, saxon, Holds, ""},
		{Matter{Scope: "kreisangehörige Gemeinden in Bayern"}, bavarian, Holds, ""},
		{Matter{Scope: "kreisangehörige Gemeinden in Bayern"}, munich, HoldsNot, "zu keinem Kreis"},
		{Matter{Scope: "kreisfreie Städte"}, bavarian, HoldsNot, "gehört zu einem Kreis"},
		{Matter{Scope: "Landkreise und kreisfreie Städte"}, munich, Holds, ""},
		{Matter{Scope: "kreisfreie Städte"}, typed, Unclear, "nicht bekannt"},
		{Matter{Scope: "Gemeinden in Bayern mit eigener Bauaufsicht"}, bavarian, Unclear, "mit"},
		{Matter{Scope: "Gemeinden in Bayern mit eigener Bauaufsicht"}, saxon, HoldsNot, "Bayern"},
		{Matter{Scope: "Alle Länder außer Bayern"}, bavarian, Unclear, "Ausnahmen"},
		{Matter{Scope: "Alle Länder außer Bayern"}, hessian, Unclear, "Ausnahmen"},
		{Matter{Scope: "Gemeinden ab 20.000 Einwohnern"}, bavarian, Unclear, "Ausnahmen"},
		{Matter{Scope: "Jobcenter"}, bavarian, Unclear, "Jobcenter"},
		{Matter{Scope: "  "}, federal, Holds, ""},
	} {
		got := Judge(x.matter, x.of, today)
		if got.Answer != x.want || !strings.Contains(got.Text, x.says) {
			t.Errorf("%+v for %s in %q: %d %q", x.matter, x.of.Kind, x.of.State, got.Answer, got.Text)
		}
	}
}
