package main

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/tabwriter"

	"kommunalforum/data"
	"kommunalforum/internal/cli"
)

// printing is the command that prints texts for operators: units, recipes, examples.
type printing struct {
	Name string `arg:"" optional:"" placeholder:"NAME" help:"Welcher Text. Ohne Namen nennt der Befehl alle."`
	Data string `placeholder:"ORDNER" help:"Datenordner, der in dem Text stehen soll statt /srv/forum."`
}

// operatorText is what „print“ prints under a name.
type operatorText struct {
	name  string
	about string                 // in German, for the list
	text  func() ([]byte, error) // made when it is asked for
}

// shipped is a text that stands in data/operations as it is printed.
func shipped(name, file, about string) operatorText {
	return operatorText{name, about, func() ([]byte, error) { return fs.ReadFile(data.FS, "operations/"+file) }}
}

// operatorTexts are all texts, in the order in which they are listed.
func operatorTexts() []operatorText {
	return slices.Concat(shippedTexts, litestreamTexts)
}

var shippedTexts = []operatorText{
	shipped("toml", "kommunalforum.toml", "Beispiel: Datei mit Einstellungen für --config"),
	shipped("systemd", "kommunalforum.service", "Unit für systemd"),
	shipped("systemd-socket", "kommunalforum.socket", "Socket-Unit für systemd, zu --listen systemd"),
	shipped("container", "Containerfile", "Bauanleitung für einen Container (Podman, Docker)"),
	shipped("compose", "compose.yaml", "Beispiel: das Forum mit Compose betreiben"),
	shipped("kubernetes", "kubernetes.yaml", "Beispiel: das Forum in Kubernetes, auch als Vorlage für Helm"),
	shipped("dashboard", "dashboard.json", "Übersicht für Grafana, zu den Messwerten von --metrics"),
	shipped("publiccode", "publiccode.yml", "Beschreibung für Verzeichnisse freier Software, für die Veröffentlichung"),
	shipped("security", "SECURITY.md", "Umgang mit Sicherheitslücken, für die Veröffentlichung"),
	shipped("nginx", "nginx.conf", "Beispiel: nginx vor dem Forum"),
	shipped("apache", "apache.conf", "Beispiel: Apache httpd vor dem Forum"),
	shipped("caddy", "Caddyfile", "Beispiel: Caddy vor dem Forum"),
}

// Run prints the text, or the list of all.
func (c printing) Run(p cli.Program) error {
	texts := operatorTexts()
	if c.Name == "" {
		w := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
		for _, t := range texts {
			fmt.Fprintf(w, "%s\t%s\n", t.name, t.about)
		}
		return w.Flush()
	}
	at := slices.IndexFunc(texts, func(t operatorText) bool { return t.name == c.Name })
	if at < 0 {
		var names []string
		for _, t := range texts {
			names = append(names, t.name)
		}
		return fmt.Errorf("Einen Text %q gibt es nicht. Es gibt: %s.", c.Name, strings.Join(names, ", "))
	}
	text, err := texts[at].text()
	if err != nil {
		return err
	}
	_, err = p.Out.Write(forFolder(text, c.Data))
	return err
}
