// Command kommunalforum is the forum as one program: it serves the site and
// holds the operator's commands. Run it with --help.
package main

import "kommunalforum/internal/cli"

// commands is the command line.
type commands struct {
	Serve    serve     `cmd:"" help:"Das Forum ausliefern."`
	User     user      `cmd:"" help:"Konten anlegen, auflisten und sperren."`
	Reindex  reindex   `cmd:"" help:"Den Suchindex neu aufbauen; ein laufendes Forum tut das im Hintergrund."`
	Rerender rerender  `cmd:"" help:"Texte neu aufbereiten, deren Aufbereitung veraltet ist."`
	Copy     copying   `cmd:"" help:"Ein angehaltenes Forum aus seinem Datenordner in eine Datenbank auf einem Server kopieren, oder zurück."`
	Backup   backingUp `cmd:"" help:"Das Forum sichern, auch während es ausgeliefert wird."`
	Restore  restore   `cmd:"" help:"Ein Forum aus einer Sicherung in einem leeren Ordner wiederherstellen."`
	Drill    drill     `cmd:"" help:"Das Wiederherstellen proben: in einem vorübergehenden Ordner, mit Prüfung und Start."`
	Check    check     `cmd:"" help:"Den Datenordner prüfen; der Rückgabewert sagt, ob er in Ordnung ist."`
	Config   settings  `cmd:"" help:"Die Einstellungen prüfen und zeigen."`
	Print    printing  `cmd:"" help:"Texte für den Betrieb ausgeben, etwa Beispiele für einen vorgeschalteten Webserver."`
}

var forum = cli.Tool{
	Name:        "kommunalforum",
	Description: "Das Forum der Kommunen für OZG-Umsetzung und Verwaltungsdigitalisierung.",
	Commands:    func() any { return &commands{} },
	InFile:      "serve",
	Secrets:     []string{smtpPassword, formerSMTPPassword},
}

func main() { forum.Main() }
