package config

import (
	"errors"
	"fmt"
	"regexp"
)

// Mail says how mails leave: through a server, into a folder for development, or
// not at all if both are empty.
type Mail struct {
	Host     string // of the mail server
	Port     int    // 0 means the usual one for Security
	Security string // starttls, tls or none; "" means starttls
	User     string // "" sends without signing in
	Password string
	From     string // "forum@example.org" or "Forum <forum@example.org>"
	Folder   string // where mails are written instead
	// Content is how much of what happened stands in mails about notifications:
	// "" for title and first lines, "title" for the title alone, "none" for neither.
	Content string
}

// On reports whether mails are sent or written at all.
func (m Mail) On() bool { return m.Host != "" || m.Folder != "" }

func (m Mail) validate(p *Problems) {
	if m.From != "" && !isNamedMail(m.From) {
		p.Add(fmt.Errorf("--mail-from %q geht nicht: Das ist keine E-Mail-Adresse.", m.From))
	}
	switch m.Security {
	case "", "starttls", "tls", "none":
	default:
		p.Add(fmt.Errorf("--smtp-tls %q geht nicht: Möglich sind starttls, tls und none.", m.Security))
	}
	switch m.Content {
	case "", "title", "none":
	default:
		p.Add(fmt.Errorf("--mail-content %q geht nicht: Möglich sind title und none.", m.Content))
	}
	if _, ok := normalHost(m.Host); m.Host != "" && !ok {
		p.Add(fmt.Errorf("--smtp-host %q geht nicht: Anzugeben ist nur der Name des Mailservers, ohne Port und ohne smtp://; den Port "+
			"nennt --smtp-port.", m.Host))
	}
	for _, wrong := range []struct {
		is       bool
		sentence string
	}{
		{m.Host != "" && m.Folder != "", "--smtp-host und --mail-folder schließen einander aus."},
		{m.Host == "" && (m.Port != 0 || m.User != "" || m.Password != ""), "--smtp-port, --smtp-user und das Passwort brauchen --smtp-host."},
		{m.Port < 0 || m.Port > 65535, fmt.Sprintf("--smtp-port %d geht nicht: Anzugeben ist eine Zahl bis 65535.", m.Port)},
		{m.Host != "" && m.From == "", "--smtp-host braucht --mail-from."},
		{m.Host != "" && (m.User == "") != (m.Password == ""),
			"--smtp-user und das Passwort (--smtp-password-file) brauchen einander."},
		{m.User != "" && m.Security == "none", "--smtp-user geht nicht mit --smtp-tls none: Das Passwort ginge unverschlüsselt über das Netz."},
	} {
		if wrong.is {
			p.Add(errors.New(wrong.sentence))
		}
	}
}

// Sender returns the sender of all mails: From, or an address at the public host.
func (c Config) Sender() string {
	if c.Mail.From != "" {
		return c.Mail.From
	}
	return "forum@" + c.Hostname()
}

// Hostname returns the host of the public address in a form that is valid in
// mails: an ASCII name or an IPv4 address, otherwise localhost.
func (c Config) Hostname() string {
	if host := c.BaseURL.Hostname(); plainHost.MatchString(host) {
		return host
	}
	return "localhost"
}

var plainHost = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?$`)
