package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"kommunalforum/internal/config"
)

// operating returns OPERATING.md, or the rows of one of its tables, which
// stands between comments with the name.
func operating(t *testing.T, name string) (text string, rows [][]string) {
	t.Helper()
	content, err := os.ReadFile("OPERATING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, begun := strings.Cut(string(content), "<!-- "+name+":")
	table, _, ended := strings.Cut(after, "<!-- /"+name+" -->")
	if !begun || !ended {
		t.Fatalf("OPERATING.md has no table %q", name)
	}
	for line := range strings.Lines(table) {
		if cells, ok := strings.CutPrefix(strings.TrimSpace(line), "| "); ok {
			rows = append(rows, strings.Split(strings.TrimSuffix(cells, " |"), " | "))
		}
	}
	if len(rows) < 2 {
		t.Fatalf("the table %q has no rows", name)
	}
	return string(content), rows[1:] // the first names the columns
}

// leaves returns the commands by what is typed to run them, in their order.
func leaves(t *testing.T) (names []string, byName map[string]*kong.Node) {
	t.Helper()
	parser, err := kong.New(&commands{}, kong.Name("kommunalforum"), kong.DefaultEnvars("KOMMUNALFORUM"))
	if err != nil {
		t.Fatal(err)
	}
	byName = map[string]*kong.Node{}
	for _, leaf := range parser.Model.Leaves(true) {
		name := strings.TrimPrefix(leaf.FullPath(), "kommunalforum ")
		names = append(names, name)
		byName[name] = leaf
	}
	return names, byName
}

func flagsOf(leaf *kong.Node) (all []*kong.Flag) {
	for _, group := range leaf.AllFlags(true) {
		all = append(all, group...)
	}
	return slices.DeleteFunc(all, func(f *kong.Flag) bool { return f.Name == "help" })
}

func TestOperatingListsTheCommandsThereAre(t *testing.T) {
	names, byName := leaves(t)
	_, rows := operating(t, "commands")
	var listed []string
	for _, row := range rows {
		name := strings.Trim(row[0], "`")
		listed = append(listed, name)
		if name != "user create" {
			continue
		}
		for _, f := range flagsOf(byName[name]) {
			for _, role := range f.EnumSlice() {
				if f.Name == "role" && !strings.Contains(row[1], role) {
					t.Errorf("%s does not name the role %s", name, role)
				}
			}
		}
	}
	slices.Sort(names)
	slices.Sort(listed)
	if !slices.Equal(names, listed) {
		t.Errorf("OPERATING.md lists\n%v\nthe program has\n%v", listed, names)
	}
}

func TestOperatingListsTheFlagsOfServeWithTheirDefaults(t *testing.T) {
	_, byName := leaves(t)
	_, rows := operating(t, "flags")
	var listed []string
	cells := map[string]string{}
	for _, row := range rows {
		name := strings.Trim(row[0], "`-")
		listed = append(listed, name)
		cells[name] = row[1]
	}
	var there []string
	for _, f := range flagsOf(byName["serve"]) {
		there = append(there, f.Name)
		want := "" // nothing is promised
		switch {
		case f.Required:
			want = "required"
		case f.Default != "":
			want = "`" + f.Default + "`"
		case f.Name == "second-factor":
			want = strings.Join(config.DefaultSecondFactor, ", ")
		}
		if want != "" && cells[f.Name] != want {
			t.Errorf("the default of --%s is %q, listed as %q", f.Name, want, cells[f.Name])
		}
		variable := "KOMMUNALFORUM_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if !slices.Contains(f.Envs, variable) {
			t.Errorf("--%s is not %s in the environment but %v", f.Name, variable, f.Envs)
		}
	}
	if !slices.Equal(there, listed) {
		t.Errorf("OPERATING.md lists\n%v\nserve has\n%v", listed, there)
	}
}

// TestOperatingNamesNoFlagThatIsNot looks at the whole text.
func TestOperatingNamesNoFlagThatIsNot(t *testing.T) {
	text, _ := operating(t, "flags")
	known := map[string]bool{"--help": true}
	_, byName := leaves(t)
	for _, leaf := range byName {
		for _, f := range flagsOf(leaf) {
			known["--"+f.Name] = true
		}
	}
	for _, flag := range regexp.MustCompile(`--[a-z][a-z-]*[a-z]`).FindAllString(text, -1) {
		if !known[flag] && !strings.HasPrefix(text[strings.Index(text, flag)+len(flag):], "-`") { // „--operator-“ begins several
			t.Errorf("no command knows %s", flag)
		}
	}
	if !strings.Contains(text, smtpPassword) {
		t.Errorf("%s is missing", smtpPassword)
	}
}
