package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"kommunalforum/internal/app"
	"kommunalforum/internal/config"
)

// mailFlags are the flags on how mails leave.
type mailFlags struct {
	SMTPHost         string `name:"smtp-host" placeholder:"HOST" help:"Mailserver, der die E-Mails verschickt. Das Passwort steht in --smtp-password-file oder in der Umgebung: KOMMUNALFORUM_SMTP_PASSWORD."`
	SMTPPort         int    `name:"smtp-port" placeholder:"PORT" help:"Port des Mailservers; ohne Angabe 587, mit tls 465, mit none 25."`
	SMTPTLS          string `name:"smtp-tls" enum:"starttls,tls,none" default:"starttls" placeholder:"ART" help:"Verschlüsselung zum Mailserver: starttls, tls oder none."`
	SMTPUser         string `name:"smtp-user" placeholder:"NAME" help:"Anmeldename beim Mailserver."`
	SMTPPasswordFile string `name:"smtp-password-file" placeholder:"DATEI" help:"Datei mit dem Passwort beim Mailserver."`
	From             string `name:"mail-from" placeholder:"E-MAIL" help:"Absender der E-Mails."`
	Content          string `name:"mail-content" enum:",title,none" default:"" help:"Was E-Mails über Mitteilungen enthalten: Titel und erste Zeilen (ohne diese Angabe), nur den Titel (title) oder keins von beiden (none)."`
	Folder           string `name:"mail-folder" placeholder:"ORDNER" help:"E-Mails nicht verschicken, sondern in diesen Ordner schreiben."`
}

// smtpPassword names the variable of the password: as a flag every user of the
// machine could read it. The former name goes on.
const (
	smtpPassword       = "KOMMUNALFORUM_SMTP_PASSWORD"
	formerSMTPPassword = "KOMMUNALFORUM_SERVE_SMTP_PASSWORD"
)

// config returns the configuration; a demo world without a mail server writes
// its mails into the data folder.
func (m mailFlags) config(data string, demo bool) (config.Mail, error) {
	c := config.Mail{Host: m.SMTPHost, Port: m.SMTPPort, Security: m.SMTPTLS, User: m.SMTPUser, From: m.From, Folder: m.Folder,
		Content: m.Content}
	var err error
	if c.Host != "" {
		c.Password, err = m.password()
	}
	if demo && !c.On() {
		c.Folder = app.PostPath(data)
	}
	return c, err
}

func (m mailFlags) password() (string, error) {
	if m.SMTPPasswordFile == "" {
		return cmp.Or(os.Getenv(smtpPassword), os.Getenv(formerSMTPPassword)), nil
	}
	text, err := os.ReadFile(m.SMTPPasswordFile)
	if err != nil {
		return "", fmt.Errorf("--smtp-password-file lässt sich nicht lesen (%v).", err)
	}
	word := strings.TrimRight(string(text), "\r\n")
	if word == "" || len(word) > maxPasswordFile || strings.ContainsAny(word, "\r\n") {
		return "", errors.New("--smtp-password-file geht nicht: In der Datei muss genau eine Zeile mit dem Passwort stehen.")
	}
	return word, nil
}

const maxPasswordFile = 1024 // bytes
