package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"kommunalforum/internal/config"
)

func TestProvidersAreCheckedAtTheStart(t *testing.T) {
	good := config.Provider{Key: "land", Name: "Landes-Konto", Issuer: "https://id.land.example", ClientID: "forum", Secret: "x"}
	for name, c := range map[string]struct {
		change func(*config.Provider)
		ok     bool
	}{
		"good":                {func(*config.Provider) {}, true},
		"local":               {func(p *config.Provider) { p.Issuer = "http://localhost:3000" }, true},
		"without TLS":         {func(p *config.Provider) { p.Issuer = "http://id.land.example" }, false},
		"key with a slash":    {func(p *config.Provider) { p.Key = "a/b" }, false},
		"no client":           {func(p *config.Provider) { p.ClientID = "" }, false},
		"roles without claim": {func(p *config.Provider) { p.Roles = map[string]string{"a": "admin"} }, false},
		"role for members": {func(p *config.Provider) {
			p.RoleClaim, p.Roles = "groups", map[string]string{"a": "member"}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			conf, p := valid(), good
			c.change(&p)
			conf.Providers = []config.Provider{p}
			if err := conf.Validate(); (err == nil) != c.ok {
				t.Errorf("Validate() = %v", err)
			}
		})
	}
	conf := valid()
	conf.Providers = []config.Provider{good, good}
	if conf.Validate() == nil {
		t.Error("one key for two providers")
	}
}

func TestProvidersAreReadWithTheirSecrets(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	secret := write("secret", "geheim\n")
	t.Setenv("LAND_SECRET", "auch-geheim")
	list, err := config.ReadProviders(write("good", `[{"key":"a","secret_file":"`+secret+
		`"},{"key":"b","secret_env":"LAND_SECRET","domains":["stadt.example"]}]`))
	if err != nil || len(list) != 2 || list[0].Secret != "geheim" || list[1].Secret != "auch-geheim" || list[1].Domains[0] != "stadt.example" {
		t.Errorf("%+v, %v", list, err)
	}
	for name, text := range map[string]string{"no secret": `[{"key":"a"}]`, "a word that is none": `[{"key":"a","secret_file":"` +
		secret + `","secrt":""}]`, "no list": `{}`} {
		if _, err := config.ReadProviders(write("bad", text)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}
