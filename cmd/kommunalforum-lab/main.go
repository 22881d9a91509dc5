// Command kommunalforum-lab measures the forum: it fills folders for load tests
// and rates the search. It is not shipped to operators. Run it with --help.
package main

import "kommunalforum/internal/cli"

// commands is the command line.
type commands struct {
	Loadgen loadgenCommand `cmd:"" help:"Einen leeren Datenordner für Lastproben füllen."`
	Eval    searchEval     `cmd:"" name:"search-eval" help:"Die Güte der Suche an Anfragen mit bekannten Treffern messen."`
}

var lab = cli.Tool{
	Name:        "kommunalforum-lab",
	Description: "Werkzeuge zum Messen: Last erzeugen und die Suche bewerten.",
	Commands:    func() any { return &commands{} },
}

func main() { lab.Main() }
