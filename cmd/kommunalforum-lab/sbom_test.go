package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/cli"
)

// TestSBOMNamesEachModuleWithItsLicence lists the binary of this test itself.
func TestSBOMNamesEachModuleWithItsLicence(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	write := func() string {
		var out strings.Builder
		if err := (sbom{Binary: self, Source: "../.."}).Run(cli.Program{Out: &out}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	text := write()
	if text != write() {
		t.Error("twice the same binary gives two lists")
	}
	var b struct {
		BomFormat, SpecVersion, SerialNumber string
		Version                              int
		Components                           []struct {
			Type, Name, Version, PURL string
			Ref                       string `json:"bom-ref"`
			Licenses                  []struct{ License struct{ ID string } }
		}
		Dependencies []struct {
			Ref       string
			DependsOn []string
		}
	}
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	uuid := regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	if b.BomFormat != "CycloneDX" || b.SpecVersion != "1.6" || b.Version != 1 || !uuid.MatchString(b.SerialNumber) {
		t.Errorf("%+v", b)
	}
	seen := map[string]bool{}
	for _, c := range b.Components {
		if c.Type != "library" || c.Version == "" || !strings.HasPrefix(c.PURL, "pkg:") || seen[c.Ref] {
			t.Errorf("%+v", c)
		}
		if len(c.Licenses) != 1 || c.Licenses[0].License.ID == "" {
			t.Errorf("%s has no licence that is known", c.Name)
		}
		seen[c.Ref] = true
	}
	if len(seen) < 40 || len(b.Dependencies) != len(seen)+1 || len(b.Dependencies[0].DependsOn) != len(seen) {
		t.Errorf("%d components, %d dependencies", len(seen), len(b.Dependencies))
	}
	list, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}@{{.Version}}{{end}}", "../../cmd/kommunalforum-lab").Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsSeq(string(list)) {
		if !strings.HasSuffix(name, "@") && !seen["pkg:golang/"+name] {
			t.Errorf("%s is not listed", name)
		}
	}
}
