package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
)

// baseURL is the public address, or else the one on which the forum listens.
func (s serve) baseURL() (config.BaseURL, error) {
	if s.BaseURL != "" {
		return config.ParseBaseURL(s.BaseURL)
	}
	host, port, err := net.SplitHostPort(s.Listen)
	if ip, _ := netip.ParseAddr(host); err != nil || host == "" || ip.IsUnspecified() || ip.Zone() != "" {
		host = "localhost"
	}
	if err != nil || port == "0" { // config.Validate says what is wrong; a free port is known later
		port = "80"
	}
	u, err := config.ParseBaseURL("http://" + net.JoinHostPort(host, port))
	if err != nil { // the operator gave no --base-url that could be wrong
		return u, fmt.Errorf("--listen %q geht nicht: Anzugeben sind Adresse und Port, zum Beispiel 127.0.0.1:8080", s.Listen)
	}
	return u, nil
}

// secondFactor lists the roles that must have a second factor. In the demo
// world none must, so that everybody may look at it with a password alone.
func (s serve) secondFactor() []string {
	switch {
	case len(s.SecondFactor) == 1 && s.SecondFactor[0] == "none":
		return nil
	case len(s.SecondFactor) > 0 || s.Demo:
		return s.SecondFactor
	}
	return config.DefaultSecondFactor
}

// config returns the configuration, or config.Problems with all that cannot work.
func (s serve) config() (config.Config, error) {
	var wrong config.Problems
	partners := s.Partner
	if len(partners) == 0 {
		partners = config.DefaultPartners
	}
	parsed, err := config.ParsePartners(partners)
	wrong.Add(err)
	c := config.Config{
		Data: s.Data, Database: s.Database, KeyFile: s.KeyFile, Listen: s.Listen, Metrics: s.Metrics, TrustedProxies: s.TrustedProxy,
		Attachments: config.Attachments{Dir: s.Attachments, FileMB: s.AttachmentMB, DayMB: s.AttachmentDayMB, QuotaMB: s.AttachmentQuotaMB,
			ZIP: s.AttachmentZIP},
		Backup:         config.Backup{To: s.BackupTo, At: s.BackupAt, Keep: s.BackupKeep},
		NoMemberLimits: s.NoMemberLimits, Demo: s.Demo, SecondFactor: s.secondFactor(),
		Site: config.Site{Name: "Kommunalforum", Claim: config.DefaultClaim, Carriers: s.Carrier, Partners: parsed},
	}
	if c.BaseURL, err = s.baseURL(); err != nil {
		if s.BaseURL != "" { // else Validate says what is wrong with --listen
			wrong.Add(err)
		}
		c.BaseURL = "http://localhost"
	}
	c.Mail, err = s.mailFlags.config(s.Data, s.Demo)
	if !wrong.Add(err) {
		c.Mail.Password = "unreadable"
	}
	c.Clamd, err = config.ParseClamd(s.Clamd)
	wrong.Add(err)
	if s.OIDC != "" {
		c.Providers, err = config.ReadProviders(s.OIDC)
		wrong.Add(err)
	}
	wrong.Add(s.site.fill(&c.Site))
	if s.DemoPassword != "" && !s.Demo {
		wrong.Add(errors.New("--demo-password gilt nur zusammen mit --demo: Ohne Demo-Welt gibt es keine Konten mit vorgegebenem Passwort."))
	}
	wrong.Add(s.judgeTLS(c.BaseURL))
	if s.BaseURL == "" && !config.HasHost(s.Listen) {
		wrong.Add(fmt.Errorf("--listen %s braucht --base-url: Sonst weiß das Forum nicht, unter welcher Adresse es zu erreichen ist.", s.Listen))
	}
	if s.Database != "" {
		wrong.Add(db.CheckAddress(s.Database))
	}
	if !c.Backup.On() { // else Validate says it
		wrong.Add(c.Backup.Plan())
	}
	judged := c
	judged.Data = cmp.Or(c.Data, ".") // that it is missing is said before
	wrong.Add(judged.Validate())
	return c, wrong.Err()
}

// Judge says what cannot work.
func (s serve) Judge() error {
	_, err := s.config()
	return err
}
