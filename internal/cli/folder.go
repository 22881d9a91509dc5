package cli

import (
	"context"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
)

// SettingsFile is the flag for a file with settings.
type SettingsFile struct {
	ConfigFile string `name:"config" nofile:"" placeholder:"DATEI" help:"TOML-Datei mit Einstellungen, die wie die Optionen von „serve“ heißen: smtp-host = \"mail.example\". Optionen und Umgebungsvariablen gehen vor."`
}

// Folder are the flags of all sub-commands that work on a data folder.
type Folder struct {
	SettingsFile
	Data string `required:"" placeholder:"ORDNER" help:"Ordner für Datenbank, Suchindex und Sperre."`
	Beside
}

// Beside are the flags for what may be outside of the data folder.
type Beside struct {
	Database    string `placeholder:"ADRESSE" help:"Datenbank auf einem PostgreSQL-Server statt einer Datei im Datenordner, etwa postgres://forum@server/forum. Das Passwort gehört in PGPASSWORD oder PGPASSFILE."`
	KeyFile     string `placeholder:"DATEI" help:"Datei mit dem Schlüssel, unter dem Geheimnisse in der Datenbank verschlüsselt sind; ohne Angabe schluessel.txt im Datenordner. Fehlt sie, legt „serve“ sie an."`
	Attachments string `placeholder:"ORDNER" help:"Ordner für die Anhänge von Beiträgen; ohne Angabe anhaenge im Datenordner. Mehrere Knoten brauchen denselben."`
}

// Places are the flags of the sub-command that copies a forum from one kind of database
// to the other. One of them is a data folder.
type Places struct {
	From string `required:"" placeholder:"ORT" help:"Woher: der Datenordner des Forums, oder die Adresse seiner Datenbank auf einem PostgreSQL-Server, etwa postgres://forum@server/forum. Das Passwort gehört in PGPASSWORD oder PGPASSFILE."`
	To   string `required:"" placeholder:"ORT" help:"Wohin: die Adresse einer leeren Datenbank auf einem PostgreSQL-Server, oder ein leerer Ordner."`
}

// Creating is the flag of sub-commands that may create a forum.
type Creating struct {
	New bool `nofile:"" help:"Ein neues Forum anlegen, auch wenn der Ordner nicht leer ist; was ein früheres Forum dort hinterlassen hat, kommt in einen Unterordner."`
}

// Config returns the configuration for sub-commands that do not serve.
func (f Folder) Config() config.Config {
	return config.Config{Data: f.Data, Database: f.Database, KeyFile: f.KeyFile, BaseURL: "http://localhost:8080",
		Attachments: config.Attachments{Dir: f.Attachments}}
}

// Open opens the forum of the folder for a sub-command that does not serve.
func (f Folder) Open(ctx context.Context, p Program) (*app.App, error) {
	return app.Open(ctx, f.Config(), p.Log)
}
