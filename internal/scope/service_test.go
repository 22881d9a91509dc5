package scope

import (
	"strings"
	"testing"

	"kommunalforum/internal/organisation"
)

var (
	town     = organisation.Organisation{Kind: organisation.Municipality, State: "Bayern", Population: 12_345}
	village  = organisation.Organisation{Kind: organisation.Municipality, State: "Hessen", Population: 800}
	district = organisation.Organisation{Kind: organisation.District, State: "Hessen", Population: 250_000}
	land     = organisation.Organisation{Kind: organisation.State, State: "Hessen"}
	bund     = organisation.Organisation{Kind: organisation.Federal}
	provider = organisation.Organisation{Kind: organisation.ITProvider, State: "Bayern"}
)

func TestWhetherAServiceIsATask(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		types string // separated by semicolons
		of    organisation.Organisation
		want  Answer
		says  string
	}{
		{"", town, Unclear, "keine Einzelleistungen"},
		{"6", town, Unclear, "nicht von allen"}, {"2/3;", town, Unclear, "nicht von allen"},
		{"1;1", town, HoldsNot, "beim Bund. Ihre Organisation ist eine Kommune in Bayern"}, {"1", bund, Holds, "beim Bund"},
		{"5", town, Holds, "bei den Kommunen"}, {"5", land, HoldsNot, ""}, {"5", bund, HoldsNot, ""}, {"3;5", village, Holds, ""},
		{"2/3", town, Unclear, "bei den Ländern oder bei den Kommunen. Bei wem in Bayern"}, {"2/3", bund, HoldsNot, ""},
		{"4", land, Unclear, "Hessen"},
		{"2", town, HoldsNot, ""}, {"2", land, Holds, ""},
		{"2", district, Unclear, ""}, {"5", district, Unclear, ""}, {"1", district, HoldsNot, ""},
		{"1;2/3", town, Unclear, ""}, {"1;5", town, Unclear, ""}, {"1, 2/3", bund, Unclear, "Einzelleistung"},
		{"5", provider, Unclear, "IT-Dienstleister"},
	} {
		var types []string
		if x.types != "" {
			types = strings.Split(x.types, ";")
		}
		got := JudgeService(ReadService(types), x.of)
		if got.Answer != x.want || !strings.Contains(got.Text, x.says) {
			t.Errorf("types %q for %s: %d %q", x.types, x.of.Kind, got.Answer, got.Text)
		}
	}
}

func TestWhoIsInChargeOfAService(t *testing.T) {
	t.Parallel()
	for types, want := range map[string]string{
		"1": "Bund (Regelung und Ausführung)", "5;5": "Kommunen (Regelung und Ausführung)", "6": "",
		"2/3":   "Regelung: Bund; Ausführung: Länder oder Kommunen",
		"4;2/3": "Regelung: Bund oder Länder; Ausführung: Länder oder Kommunen",
		"1;4;5": "Regelung: Bund, Länder oder Kommunen; Ausführung: Bund, Länder oder Kommunen",
	} {
		if got := ReadService(strings.Split(types, ";")).German(); got != want {
			t.Errorf("types %q: %q, want %q", types, got, want)
		}
	}
}

func TestWhetherALimitedSolutionHolds(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		states, sizes []string
		of            organisation.Organisation
		want          Answer
		says          string
	}{
		{[]string{"Bayern"}, nil, town, Holds, "eine Kommune in Bayern"},
		{[]string{"Bayern", "Sachsen"}, nil, village, HoldsNot, "Bayern und Sachsen"},
		{[]string{"Bayern"}, nil, bund, Unclear, "keinem Land"},
		{nil, []string{"bis-20000"}, town, Holds, "12.345"}, {nil, []string{"bis-2000", "bis-5000"}, town, HoldsNot, "12.345"},
		{nil, []string{"bis-2000"}, village, Holds, "800 Ein"}, {nil, []string{"bis-2000"}, district, Unclear, "ein Landkreis"},
		{nil, []string{"bis-2000"}, organisation.Organisation{Kind: organisation.Municipality}, Unclear, "nicht bekannt"},
		{[]string{"Hessen"}, []string{"bis-2000"}, village, Holds, ""}, {[]string{"Bayern"}, []string{"bis-2000"}, village, HoldsNot, "Bayern"},
		{[]string{"Bayern"}, []string{"bis-2000"}, town, HoldsNot, "anderer Größe"},
	} {
		got := JudgeSolution(x.states, x.sizes, x.of)
		if got.Answer != x.want || !strings.Contains(got.Text, x.says) {
			t.Errorf("%v %v for %s: %d %q", x.states, x.sizes, x.of.Kind, got.Answer, got.Text)
		}
	}
}
