package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/cli"
)

// file writes a file of settings, or another text.
func file(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "forum.toml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

const whole = `# Ein Forum
data = "/srv/forum"
base-url = "https://forum.example"
smtp-host = "mail.example"
smtp-port = 465
smtp-tls = "tls"
mail-from = "forum@forum.example"
carrier = ["Deutscher Landkreistag", "Deutscher Städte-, Gemeinde- und Kreistag"]
operator-address = ["Am Markt 1, Haus B", "12345 Musterstadt"]
terms-version = 2026-11-21
attachment-zip = true
trusted-proxy = "10.0.0.0/24"
`

func TestFlagGoesBeforeEnvironmentBeforeFileBeforeDefault(t *testing.T) {
	name := file(t, whole)
	t.Setenv("KOMMUNALFORUM_CONFIG", name)
	t.Setenv("KOMMUNALFORUM_SMTP_HOST", "umgebung.example")
	t.Setenv("KOMMUNALFORUM_MAIL_FROM", "umgebung@forum.example")
	said := must(t, "", "config", "check", "--smtp-host", "zeile.example")
	for _, want := range []string{"smtp-host zeile.example Befehlszeile", "mail-from umgebung@forum.example Umgebung KOMMUNALFORUM_MAIL_FROM",
		"smtp-port 465 Datei " + name, "attachment-mb 20 Vorgabe", "terms-version 2026-11-21 Datei", "attachment-zip true Datei",
		"carrier Deutscher Landkreistag, Deutscher Städte-, Gemeinde- und Kreistag Datei", "sind in Ordnung"} {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
			t.Errorf("not shown: %s\n%s", want, said)
		}
	}
}

// TestFileSaysWhatFlagsSay compares what is served.
func TestFileSaysWhatFlagsSay(t *testing.T) {
	read := func(args ...string) string {
		var made *commands
		tool := forum
		tool.Commands = func() any { made = &commands{}; return made }
		var out strings.Builder
		if status := tool.Run(t.Context(), append([]string{"config", "check"}, args...), strings.NewReader(""), &out, &out); status != 0 {
			t.Fatal(out.String())
		}
		c, err := made.Config.Check.config()
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Site.Carriers) != 2 || len(c.Site.Operator.Address) != 2 || c.Mail.Port != 465 || !c.Attachments.ZIP {
			t.Errorf("%+v", c)
		}
		return strings.Join(append(c.Site.Carriers, append(c.Site.Operator.Address, c.Site.Terms.Version, c.Mail.Host)...), "|")
	}
	in := read("--config", file(t, whole))
	on := read("--data", "/srv/forum", "--base-url", "https://forum.example", "--smtp-host", "mail.example", "--smtp-port", "465", "--smtp-tls",
		"tls", "--mail-from", "forum@forum.example", "--carrier", "Deutscher Landkreistag", "--carrier",
		`Deutscher Städte-\, Gemeinde- und Kreistag`, "--operator-address", "Am Markt 1, Haus B", "--operator-address", "12345 Musterstadt",
		"--terms-version", "2026-11-21", "--attachment-zip", "--trusted-proxy", "10.0.0.0/24")
	if in != on {
		t.Errorf("the file says %s, flags %s", in, on)
	}
}

func TestAllProblemsOfSettingsAreNamedAtOnce(t *testing.T) {
	t.Setenv("KOMMUNALFORUM_ATTACHMENT_MB", "viel")
	name := file(t, `
smtp_host = "mail.example"
smtp-tls = "ssl"
smtp-port = "fünf"
base-url = "forum.example"
carrier = [1.5]
contact = "niemand"
listen = "127.0.0.1:99999"
smtp-password = "geheim-im-klartext"
backup-keep = 0
backup-at = "nachts"
new = true
[mail]
from = "x"
`)
	for _, args := range [][]string{{"config", "check"}, {"serve"}} {
		status, said := command(t, "", append(args, "--config", name)...)
		for _, want := range []string{"Ist smtp-host gemeint?", "eines von starttls, tls, none", "smtp-port geht so nicht",
			"base-url", "carrier geht so nicht",
			"--backup-keep 0 geht nicht", `--backup-at "nachts" geht nicht`, "contact", "99999", "smtp-password-file",
			"Einstellung new gibt es nicht", "[mail]", "--data fehlt", "KOMMUNALFORUM_ATTACHMENT_MB"} {
			if !strings.Contains(said, want) {
				t.Errorf("%v does not name %s:\n%s", args, want, said)
			}
		}
		if status != 2 || strings.Contains(said, "geheim-im-klartext") || strings.Contains(said, "in Ordnung") {
			t.Errorf("%v: status %d: %s", args, status, said)
		}
	}
	if status, said := command(t, "", "serve", "--config", file(t, "data = /srv")); status != 2 || !strings.Contains(said, "Zeile 1") ||
		strings.Contains(said, "--data fehlt") {
		t.Errorf("no TOML: status %d: %s", status, said)
	}
	if status, said := command(t, "", "serve", "--config", filepath.Join(t.TempDir(), "fehlt")); status != 2 ||
		!strings.Contains(said, "nicht lesen") || strings.Contains(said, "--data fehlt") {
		t.Errorf("no file: status %d: %s", status, said)
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	t.Setenv(smtpPassword, "wort-in-umgebung")
	t.Setenv("KOMMUNALFORUM_SMPT_HOST", "vertippt-nicht-gezeigt")
	args := []string{"config", "check", "--data", "/srv/forum", "--demo", "--demo-password", "wort-der-demo", "--smtp-host",
		"mail.example", "--smtp-user", "forum", "--mail-from", "forum@forum.example"}
	for _, more := range [][]string{nil, {"--smtp-password-file", file(t, "wort-in-datei\n")}} {
		said := must(t, "", append(args, more...)...)
		for _, word := range []string{"wort-", "noch-ein", "vertippt"} {
			if strings.Contains(said, word) {
				t.Errorf("%s… is shown: %s", word, said)
			}
		}
		if !strings.Contains(said, "KOMMUNALFORUM_SMPT_HOST") || strings.Contains(said, smtpPassword+" gibt") {
			t.Errorf("a mistyped variable is not named: %s", said)
		}
	}
	address := "postgres://forum:wort-im-pfad@server/forum?password=noch-ein-wort"
	if status, said := command(t, "", append(args, "--database", address)...); status != 1 ||
		strings.Contains(said, "wort-") || strings.Contains(said, "noch-ein") {
		t.Errorf("an address with a password: status %d: %s", status, said)
	}
	for _, text := range []string{"", "eins\nzwei\n"} {
		if status, said := command(t, "", append(args, "--smtp-password-file", file(t, text))...); status != 1 ||
			!strings.Contains(said, "genau eine Zeile") {
			t.Errorf("%q: status %d: %s", text, status, said)
		}
	}
}

func TestFileHoldsForAllCommands(t *testing.T) {
	dir := withForum(t)
	name := file(t, "data = "+`"`+dir+`"`+"\nsmtp-host = \"mail.example\"\n")
	for what, args := range onExisting {
		if status, said := command(t, "ein-langes-passwort\n", append(args, "--config", name)...); status != 0 {
			t.Errorf("%s: status %d: %s", what, status, said)
		}
	}
}

// TestEachSettingHasAnOrigin holds that config check shows each flag of serve.
func TestEachSettingHasAnOrigin(t *testing.T) {
	said := must(t, "", "config", "check", "--data", "/srv/forum")
	_, byName := leaves(t)
	for _, f := range flagsOf(byName["serve"]) {
		if !slices.ContainsFunc(strings.Split(said, "\n"), func(line string) bool { return strings.HasPrefix(line, f.Name+" ") }) {
			t.Errorf("%s is not shown", f.Name)
		}
	}
	if origin(cli.Setting{}) != "Vorgabe" {
		t.Error("the origin of a default is not said")
	}
}
