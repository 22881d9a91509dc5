package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"kommunalforum/data"
)

func TestPrintPrintsEachTextThatItLists(t *testing.T) {
	list := must(t, "", "print")
	for _, text := range operatorTexts() {
		if !strings.Contains(list, text.name+" ") || text.about == "" {
			t.Errorf("%s is not listed, or not described", text.name)
		}
		want, err := text.text()
		if err != nil {
			t.Fatal(err)
		}
		if said := must(t, "", "print", text.name); said != string(want) || len(said) < 100 || !strings.HasSuffix(said, "\n") {
			t.Errorf("%s is printed as %q", text.name, said)
		}
	}
	if status, said := command(t, "", "print", "gibt-es-nicht"); status != 1 || !strings.Contains(said, "nginx") {
		t.Errorf("an unknown name: status %d: %s", status, said)
	}
}

// TestEveryTextForOperatorsIsPrinted holds that none lies in the folder unseen.
func TestEveryTextForOperatorsIsPrinted(t *testing.T) {
	var printed []string
	for _, text := range operatorTexts() {
		content, err := text.text()
		if err != nil {
			t.Fatal(err)
		}
		printed = append(printed, string(content))
	}
	err := fs.WalkDir(data.FS, "operations", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) == "README.md" {
			return err
		}
		content, err := fs.ReadFile(data.FS, name)
		if err == nil && !slices.Contains(printed, string(content)) {
			t.Errorf("no command prints %s", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// printed returns the text under the name.
func printed(t *testing.T, name string) string {
	t.Helper()
	return must(t, "", "print", name)
}

func TestPrintedSettingsAreRight(t *testing.T) {
	text := strings.ReplaceAll(printed(t, "toml"), "/etc/kommunalforum/smtp-password", file(t, "geheim\n"))
	said := must(t, "", "config", "check", "--config", file(t, strings.ReplaceAll(text, "# metrics", "metrics")))
	if !strings.Contains(said, "127.0.0.1:9100") {
		t.Errorf("said %s", said)
	}
}

// TestPrintedTextsNameWhatThereIs looks for settings, addresses and commands.
func TestPrintedTextsNameWhatThereIs(t *testing.T) {
	names, byName := leaves(t)
	known := map[string]bool{smtpPassword: true}
	for _, f := range flagsOf(byName["serve"]) {
		known[f.Envs[0]], known["--"+f.Name] = true, true
	}
	variable := regexp.MustCompile(`KOMMUNALFORUM_[A-Z_]+`)
	command := regexp.MustCompile(`bin/kommunalforum ([a-z]+(?: (?:check|create|list))?)(.*)`)
	for _, text := range operatorTexts() {
		content := printed(t, text.name)
		for _, name := range variable.FindAllString(content, -1) {
			if name != "KOMMUNALFORUM_DATABASE" && !known[name] {
				t.Errorf("%s names %s, which there is not", text.name, name)
			}
		}
		for _, m := range command.FindAllStringSubmatch(content, -1) {
			if !slices.Contains(names, m[1]) {
				t.Errorf("%s runs %s, which there is not", text.name, m[1])
			}
			for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(m[2], -1) {
				if !known[flag] {
					t.Errorf("%s gives %s, which there is not", text.name, flag)
				}
			}
		}
	}
}

// TestPrintedContainersAreClosed holds what a container must not be able to do.
func TestPrintedContainersAreClosed(t *testing.T) {
	for name, wants := range map[string][]string{
		"container":  {"USER 10001:10001", "VOLUME /data", "--read-only", "--cap-drop all"},
		"compose":    {"read_only: true", `user: "10001:10001"`, "cap_drop: [ALL]", "no-new-privileges:true"},
		"kubernetes": {"readOnlyRootFilesystem: true", "runAsNonRoot: true", "drop: [ALL]", "create secret generic kommunalforum"},
		"systemd": {"DynamicUser=yes", "ReadWritePaths=", "systemd-run", "ProtectSystem=strict",
			"NoNewPrivileges=yes", "CapabilityBoundingSet=\n", "Type=notify"},
	} {
		for _, want := range wants {
			if !strings.Contains(printed(t, name), want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
	}
	for _, name := range []string{"compose", "kubernetes", "publiccode"} {
		d := yaml.NewDecoder(strings.NewReader(printed(t, name)))
		documents := 0
		for ; ; documents++ {
			var all map[string]any
			if err := d.Decode(&all); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if documents == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	if text := printed(t, "kubernetes"); strings.Count(text, "httpGet: {path: /healthz") != 3 ||
		strings.Contains(text, "httpGet: {path: /bereit") {
		t.Error("the only pod is turned away from when its disk is full")
	}
	if text := printed(t, "compose"); strings.Count(text, "10.213.17.0/24") != 2 {
		t.Error("the proxy before Compose is not trusted")
	}
	socket := regexp.MustCompile(`ListenStream=(.+)`).FindStringSubmatch(printed(t, "systemd-socket"))[1]
	if !strings.Contains(printed(t, "nginx"), "unix:"+socket) {
		t.Errorf("nginx looks for another socket than %s", socket)
	}
	var dashboard struct{ Panels []any }
	if err := json.Unmarshal([]byte(printed(t, "dashboard")), &dashboard); err != nil || len(dashboard.Panels) < 20 {
		t.Errorf("the dashboard: %d panels, %v", len(dashboard.Panels), err)
	}
	for _, name := range []string{"alarm", "backup_overdue", "backup_age_seconds", "backup_bytes"} {
		if !strings.Contains(printed(t, "dashboard"), "kommunalforum_"+name+"{") {
			t.Errorf("the dashboard does not show kommunalforum_%s", name)
		}
	}
}
