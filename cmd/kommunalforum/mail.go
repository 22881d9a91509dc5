package main

import (
	"os"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
)

// mailFlags are the flags on how mails leave.
type mailFlags struct {
	SMTPHost string `name:"smtp-host" placeholder:"HOST" help:"Mailserver, der die E-Mails verschickt. Das Passwort steht in der Umgebung: KOMMUNALFORUM_SERVE_SMTP_PASSWORD."`
	SMTPPort int    `name:"smtp-port" placeholder:"PORT" help:"Port des Mailservers; ohne Angabe 587, mit tls 465, mit none 25."`
	SMTPTLS  string `name:"smtp-tls" enum:"starttls,tls,none" default:"starttls" placeholder:"ART" help:"Verschlüsselung zum Mailserver: starttls, tls oder none."`
	SMTPUser string `name:"smtp-user" placeholder:"NAME" help:"Anmeldename beim Mailserver."`
	From     string `name:"mail-from" placeholder:"E-MAIL" help:"Absender der E-Mails."`
	Content  string `name:"mail-content" enum:",title,none" default:"" help:"Was E-Mails über Mitteilungen enthalten: Titel und erste Zeilen (ohne diese Angabe), nur den Titel (title) oder keins von beiden (none)."`
	Folder   string `name:"mail-folder" placeholder:"ORDNER" help:"E-Mails nicht verschicken, sondern in diesen Ordner schreiben."`
}

// smtpPassword names the variable of the password: as a flag every user of the
// machine could read it.
const smtpPassword = "KOMMUNALFORUM_SERVE_SMTP_PASSWORD"

// config returns the configuration; a demo world without a mail server writes
// its mails into the data folder.
func (m mailFlags) config(data string, demo bool) config.Mail {
	c := config.Mail{Host: m.SMTPHost, Port: m.SMTPPort, Security: m.SMTPTLS, User: m.SMTPUser, From: m.From, Folder: m.Folder,
		Content: m.Content}
	if c.Host != "" {
		c.Password = os.Getenv(smtpPassword)
	}
	if demo && !c.On() {
		c.Folder = app.PostPath(data)
	}
	return c
}
