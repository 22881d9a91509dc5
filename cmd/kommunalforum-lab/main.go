// Command kommunalforum-lab measures the forum: it fills folders for load tests,
// rates the search and lists what a binary is made of. It is not shipped to operators. Run it with --help.
package main

import "kommunalforum/internal/cli"

// commands is the command line.
type commands struct {
	Loadgen loadgenCommand `cmd:"" help:"Einen leeren Datenordner für Lastproben füllen."`
	SBOM    sbom           `cmd:"" name:"sbom" help:"Auflisten, woraus ein Programm gemacht ist (CycloneDX)."`
	Eval    searchEval     `cmd:"" name:"search-eval" help:"Die Güte der Suche an Anfragen mit bekannten Treffern messen."`
}

var lab = cli.Tool{
	Name:        "kommunalforum-lab",
	Description: "Werkzeuge zum Messen und Ausliefern: Last erzeugen, die Suche bewerten, Bestandteile auflisten.",
	Commands:    func() any { return &commands{} },
}

func main() { lab.Main() }
