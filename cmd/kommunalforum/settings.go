package main

import (
	"fmt"
	"text/tabwriter"

	"kommunalforum/internal/cli"
	pages "kommunalforum/templates/admin"
)

// settings are the commands about settings.
type settings struct {
	Check settingsCheck `cmd:"" help:"Alle Einstellungen prüfen und sagen, woher welche kommt; verändert nichts."`
}

// settingsCheck takes what serve takes.
type settingsCheck struct{ serve }

// Run shows the settings. It runs only when all of them can work.
func (settingsCheck) Run(p cli.Program) error {
	w := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	for _, s := range p.Settings {
		value := s.Value
		if value == "" {
			value = "–"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", s.Name, value, origin(s))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, name := range p.Unknown {
		fmt.Fprintf(p.Out, "Hinweis: Zur Umgebungsvariablen %s gibt es keine Einstellung.\n", name)
	}
	_, err := fmt.Fprintln(p.Out, "Die Einstellungen sind in Ordnung.")
	return err
}

// deployed are the settings that administrators are shown: those that are not the
// program's defaults. On a page nobody needs the names of files and variables.
func deployed(all []cli.Setting) (out []pages.DeploymentSetting) {
	for _, s := range all {
		if s.Origin == cli.FromDefault || s.Value == "" {
			continue
		}
		from := map[cli.Origin]string{cli.FromFile: "Datei", cli.FromEnvironment: "Umgebung", cli.FromLine: "Befehlszeile"}[s.Origin]
		out = append(out, pages.DeploymentSetting{Name: s.Name, Value: s.Value, Origin: from})
	}
	return out
}

func origin(s cli.Setting) string {
	switch s.Origin {
	case cli.FromFile:
		return "Datei " + s.Where
	case cli.FromEnvironment:
		return "Umgebung " + s.Where
	case cli.FromLine:
		return "Befehlszeile"
	}
	return "Vorgabe"
}
